// Coverage-guided fuzzing: node test/fuzz/fuzz.mjs [target …] [--seconds 60] [--coverage] [--keep]. Each target for so long; what breaks a
// promise is written to .cache/fuzz/found, and `--keep` puts what reaches new code into the corpus of the project.
// @ts-check
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ROOT, SCRATCH } from '../../main/dev/places.mjs';
import { BUNDLE, bundle, ENTRY } from './bundle.mjs';
import { loadable } from './native.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '60' }, coverage: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false } },
});
const FOLDER = path.join(SCRATCH, 'fuzz');
const CORPUS = path.join(ROOT, 'test/fuzz/corpus');
const MOST_KEPT = 24;
const SECONDS_AN_INPUT = 20;
const MEMORY_MEGABYTES = 2048;
const jazzer = createRequire(import.meta.url).resolve('@jazzer.js/core/dist/cli.js');

const all = await bundle();
const wrong = positionals.find((name) => all.every((target) => target.name !== name));
if (wrong !== undefined) {
  console.error(`There is no target ${wrong}: ${all.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const { args, env } = loadable();
const chosen = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
process.exitCode = chosen.map(fuzzed).every((kept) => kept) ? 0 : 1;

/** Fuzzes one target, and says what came of it. @param {import('./bundle.mjs').Target} target @returns {boolean} */
function fuzzed({ name, mostBytes, seeds }) {
  const [live, found] = [path.join(FOLDER, 'corpus', name), path.join(FOLDER, 'found')];
  for (const folder of [live, found]) fs.mkdirSync(folder, { recursive: true });
  seeds().forEach((seed, i) => { fs.writeFileSync(path.join(live, `seed-${String(i)}`), seed); });
  const kept = path.join(CORPUS, name);
  const node = [...args, '--max-old-space-size=1024', jazzer, ENTRY, '--includes', BUNDLE, '--disableBugDetectors', '.*', '--timeout', String(SECONDS_AN_INPUT * 1000), ...(name === 'gunzip' ? [] : ['--sync']),
    ...(options.coverage ? ['--coverage', '--coverageDirectory', path.join(FOLDER, 'coverage', name), '--coverageReporters', 'json-summary'] : []),
    live, ...(fs.existsSync(kept) ? [kept] : []), '--', `-max_total_time=${options.seconds}`, `-max_len=${String(mostBytes)}`, `-timeout=${String(SECONDS_AN_INPUT)}`, `-rss_limit_mb=${String(MEMORY_MEGABYTES)}`,
    `-artifact_prefix=${found}/${name}-`, '-print_final_stats=1'];
  const { status, stderr, stdout } = spawnSync(process.execPath, node, { cwd: ROOT, env: { ...process.env, ...env, FUZZ_TARGET: name }, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const last = [...stderr.matchAll(/cov: (\d+) ft: (\d+) corp: (\d+)/g)].at(-1);
  const runs = /number_of_executed_units:\s*(\d+)/.exec(stderr)?.[1] ?? /Done (\d+) runs/.exec(stderr)?.[1] ?? '?';
  const ok = status === 0;
  if (!ok) console.log(`${stdout}\n${stderr.split('\n').filter((line) => !/^(#\d|INFO|==)/.test(line)).slice(-60).join('\n')}`);
  if (options.keep && ok) keep(live, kept, mostBytes);
  console.log(`${ok ? '✓' : '✗'} ${name.padEnd(10)} ${runs.padStart(9)} runs, ${last?.[1] ?? '?'} edges, ${last?.[2] ?? '?'} features, corpus ${last?.[3] ?? '?'}`);
  return ok;
}

/** Keeps the inputs that together reach what all reach, the short ones first. @param {string} live @param {string} kept @param {number} mostBytes */
function keep(live, kept, mostBytes) {
  const merged = fs.mkdtempSync(path.join(FOLDER, 'merged-'));
  const name = path.basename(live);
  const sources = [live, ...(fs.existsSync(kept) ? [kept] : [])];
  spawnSync(process.execPath, [...args, jazzer, ENTRY, '--includes', BUNDLE, '--disableBugDetectors', '.*', ...(name === 'gunzip' ? [] : ['--sync']), merged, ...sources, '--', '-merge=1', `-max_len=${String(mostBytes)}`],
    { cwd: ROOT, env: { ...process.env, ...env, FUZZ_TARGET: name }, stdio: 'ignore' });
  const files = fs.readdirSync(merged).filter((file) => !file.startsWith('seed-')).map((file) => ({ file, bytes: fs.readFileSync(path.join(merged, file)) })).sort((a, b) => a.bytes.length - b.bytes.length);
  fs.mkdirSync(kept, { recursive: true });
  const step = Math.max(1, files.length / MOST_KEPT);
  let next = 0;
  files.forEach(({ file, bytes }, i) => {
    if (i < Math.floor(next)) return;
    next += step;
    fs.writeFileSync(path.join(kept, file.slice(0, 12)), bytes);
  });
  fs.rmSync(merged, { recursive: true });
}
