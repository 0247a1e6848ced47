// Benchmark: command line and worker beside cat, tcpdump, tshark and tcptrace on generated captures, in interleaved rounds; only ratios of
// neighbouring runs mean anything. Every run of ours is checked against the truth of its capture.
// Command: node test/bench/bench.mjs [--quick] [--only web,small] [--scale N] [--rounds N] [--slow-rounds N] [--peers none|tshark,tcpdump] [--out DIR] [--dist DIR] [--report FILE]
// @ts-check
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { provideBuild } from '../../main/dev/build.mjs';
import { DIST, SCRATCH } from '../../main/dev/places.mjs';
import { quickGate } from './gate.mjs';
import { judge, median } from './goals.mjs';
import { loadGenerator } from './load-generator.mjs';
import { pageOf } from './page.mjs';
import { Rounds } from './rounds.mjs';
import { startTimes } from './start.mjs';
import { figures, goals } from './table.mjs';
import { peers } from './tools.mjs';
import { countable, differences, totalsOf } from './totals.mjs';
import { twin } from './twins.mjs';
import { walker } from './walk.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false }, only: { type: 'string', default: 'start,web,small,fat,synflood,web-pcapng,web-gzip' }, scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' }, 'slow-rounds': { type: 'string', default: '5' }, peers: { type: 'string', default: 'all' },
    out: { type: 'string', default: path.join(os.tmpdir(), 'synoptic-bench') }, dist: { type: 'string' }, report: { type: 'string', default: path.join(SCRATCH, 'bench.html') },
  },
});
if (options.dist === undefined) await provideBuild(console.log);
const dist = options.dist ?? DIST;
const built = { synoptic: [process.execPath, path.join(dist, 'cli/synoptic.cjs')], worker: path.join(dist, 'main/worker.cjs') };
const walk = walker(options.out);
const { generate, fileOf, current } = await loadGenerator();

/** @param {string} name @param {number} scale @returns {Promise<string>} */
async function provide(name, scale) {
  const [scenario = '', kind] = name.split('-');
  const file = fileOf(options.out, scenario, scale);
  if (!current(file)) {
    console.log(`making ${path.basename(file)} …`);
    generate(options.out, scenario, { scale });
  }
  if (kind === undefined) return file;
  return twin(file, kind === 'gzip' ? 'gz' : 'pcapng');
}

process.exitCode = options.quick ? await quickGate(built, walk, (name, scale) => provide(name, scale)) : await whole();

async function whole() {
  const scale = Number(options.scale);
  const tools = peers(options.peers);
  const names = ['walk', 'cat', 'warm', 'live', 'cold', ...tools.map(({ name }) => name)];
  /** @type {Record<string, import('./goals.mjs').Series>} */
  const results = {};
  /** @type {Record<string, Record<string, number>>} */
  const peaks = {};
  let wrong = false;
  for (const name of options.only.split(',')) {
    if (name === 'start') {
      results[name] = startTimes(built.synoptic, options.out, Math.max(9, Number(options.rounds)));
      console.log(`start: ${Object.entries(results[name]).map(([what, millis]) => `${what} ${median(millis).toFixed(0)} ms`).join(', ')}\n`);
      continue;
    }
    const file = await provide(name, scale);
    /** @type {import('./truth').Truth} */
    const truth = JSON.parse(readFileSync(`${file}.truth.json`, 'utf8'));
    const plain = name.includes('-') ? await provide(name.split('-')[0] ?? '', scale) : file;
    const rounds = new Rounds({ name, file, plain, truth, tools, built, walk });
    await rounds.run(Number(options.rounds), Number(options['slow-rounds']));
    if (name === plainName(name) && countable(truth)) {
      const found = differences(truth, await totalsOf(built.synoptic, file));
      console.log(`${name}: ${found.length === 0 ? 'every total is right' : `WRONG\n  ${found.join('\n  ')}`}`);
      wrong ||= found.length > 0;
    }
    results[name] = rounds.series;
    peaks[name] = rounds.peaks;
    console.log(`\n${figures(name, rounds.series, names, rounds.peaks)}`);
  }
  const judged = judge(results);
  const about = `${options.rounds} rounds at scale ${scale}; ${walk.name}; Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}, load ${os.loadavg()[0]?.toFixed(1) ?? '?'}. Ratios are medians of neighbouring runs.${scale === 1 ? '' : ' The bounds are for scale 1: smaller captures are over before their cost shows.'}`;
  console.log(`${goals(judged)}\n${about}`);
  mkdirSync(path.dirname(options.report), { recursive: true });
  writeFileSync(options.report, pageOf({ judged, results, tools: names, about }));
  writeFileSync(options.report.replace(/(\.html)?$/, '.json'), `${JSON.stringify({ about, scale, judged, results, peaks }, null, 2)}\n`);
  console.log(`${options.report} and .json beside it`);
  return wrong ? 1 : 0;
}

/** @param {string} name */
function plainName(name) { return name.split('-')[0] ?? name; }
