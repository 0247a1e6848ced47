// Benchmark: the command line beside cat, tcpdump and tshark on generated captures, in interleaved runs; only ratios of neighbouring runs mean anything.
// Command: node test/bench/bench.mjs [CAPTURE…] [--quick] [--runs N] [--tshark-runs N] [--out DIR] [--json FILE]
// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadGenerator } from './load-generator.mjs';
import { installed, measure, median } from './measure.mjs';
import { countable, differences, totalsOf } from './totals.mjs';

/** @typedef {import('./measure.mjs').Measured} Measured */

/** Least ratio of a peer's time to ours on the full-size captures; a lower one fails the benchmark. */
const GATES = /** @type {Readonly<Record<string, Readonly<Record<string, number>>>>} */ ({ web: { tshark: 20 } });
const QUICK_SCALE = 0.02;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' }, 'tshark-runs': { type: 'string', default: '3' },
    out: { type: 'string', default: path.join(os.tmpdir(), 'synoptic-bench') }, json: { type: 'string' },
  },
});
const root = path.join(import.meta.dirname, '..', '..');
const synoptic = [process.execPath, path.join(root, 'dist/cli/synoptic.cjs')];
if (!existsSync(synoptic[1] ?? '')) {
  console.error('There is no dist/cli/synoptic.cjs: run npm run build first.');
  process.exit(2);
}

/** @typedef {{ name: string, runs: number, command: (file: string) => string[] }} Tool */
/** @type {Tool[]} */
const known = [
  { name: 'synoptic', runs: Number(options.runs), command: (file) => [...synoptic, 'analyze', file] },
  { name: 'cat', runs: Number(options.runs), command: (file) => ['sh', '-c', 'exec cat "$0" > /dev/null', file] },
  { name: 'tcpdump', runs: Number(options.runs), command: (file) => ['tcpdump', '-r', file, '-w', '/dev/null'] },
  { name: 'tshark', runs: Number(options['tshark-runs']), command: (file) => ['tshark', '-q', '-z', 'conv,tcp', '-r', file] },
];
const tools = known.filter(({ name, runs }) => runs > 0 && (name === 'synoptic' || name === 'cat' || installed(name) || complain(name)));

const { generate, fileOf, current, SCENARIO_NAMES } = await loadGenerator();
const scale = options.quick ? QUICK_SCALE : 1;
const results = [];
let failed = false;
for (const name of positionals.length > 0 ? positionals : SCENARIO_NAMES) {
  const file = fileOf(options.out, name, scale);
  if (!current(file)) {
    console.log(`making ${file} …`);
    generate(options.out, name, { scale });
  }
  failed = await check(file) || failed;
  results.push({ name, file, runs: run(file) });
  failed = print(name, results.at(-1)?.runs ?? []) || failed;
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ node: process.version, cpus: os.cpus().length, scale, results }, null, 2)}\n`);
process.exitCode = failed ? 1 : 0;

/** @param {string} name */
function complain(name) {
  console.log(`${name} is not installed: no comparison with it`);
  return false;
}

/** @param {string} file */
async function check(file) {
  /** @type {import('./truth').Truth} */
  const truth = JSON.parse(readFileSync(`${file}.truth.json`, 'utf8'));
  if (!countable(truth)) {
    console.log(`${file}: more connections than the table holds; totals not checked`);
    return false;
  }
  const wrong = differences(truth, await totalsOf(synoptic, file));
  console.log(`${file}: ${wrong.length === 0 ? 'every total is right' : `WRONG\n  ${wrong.join('\n  ')}`}`);
  return wrong.length > 0;
}

/**
 * Round by round, so that a slow spell of the machine hits all; the file is read once before each timed run.
 * @param {string} file
 */
function run(file) {
  const runs = tools.map(({ name }) => ({ name, measured: /** @type {Measured[]} */ ([]) }));
  for (let round = 0; round < Math.max(...tools.map((tool) => tool.runs)); round++) {
    tools.forEach((tool, i) => {
      if (round >= tool.runs) return;
      measure(['sh', '-c', 'exec cat "$0" > /dev/null', file]);
      runs[i]?.measured.push(measure(tool.command(file)));
    });
  }
  return runs;
}

/**
 * Prints the table of one capture; true when a gate failed.
 * @param {string} name
 * @param {ReturnType<typeof run>} runs
 */
function print(name, runs) {
  const ours = runs.find((r) => r.name === 'synoptic')?.measured ?? [];
  let low = false;
  console.log(`\n${name.padEnd(10)}      min   median      max      CPU     peak   time / ours    CPU / ours`);
  for (const { name: tool, measured } of runs) {
    const seconds = measured.map((m) => m.seconds);
    const ratio = median(measured.map((m, i) => m.seconds / (ours[i]?.seconds ?? NaN)));
    const cpu = median(measured.map((m) => m.cpuSeconds ?? NaN));
    const peak = Math.max(...measured.map((m) => m.peakBytes ?? NaN)) / 2 ** 20;
    const cpuRatio = cpu / median(ours.map((m) => m.cpuSeconds ?? NaN));
    const gate = options.quick ? undefined : GATES[name]?.[tool];
    const fails = gate !== undefined && ratio < gate;
    low ||= fails;
    const cells = [Math.min(...seconds), median(seconds), Math.max(...seconds), cpu].map((s) => `${s.toFixed(2)} s`.padStart(8)).join(' ');
    console.log(`${tool.padEnd(10)} ${cells} ${`${peak.toFixed(0)} MB`.padStart(8)} ${ratio.toFixed(2).padStart(12)} ${cpuRatio.toFixed(2).padStart(13)}${gate === undefined ? '' : ` (at least ${gate}${fails ? ': NOT REACHED' : ''})`}`);
  }
  console.log('');
  return low;
}
