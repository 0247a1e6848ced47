// Command: node test/bench/make-captures.mjs [NAME…] [--scale N] [--seed N] [--out DIR]. Without names all four are made.
// With --repeat N one of them goes N times to standard output (--out -), each time later and between other hosts:
// node test/bench/make-captures.mjs web --repeat 9 --out - | synoptic analyze -
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadGenerator } from './load-generator.mjs';
import { repeat } from './repeat.mjs';

const STANDARD_OUTPUT = 1;
const folder = path.join(os.tmpdir(), 'synoptic-bench');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scale: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' }, out: { type: 'string', default: folder }, repeat: { type: 'string' }, from: { type: 'string', default: folder } },
});
const { generate, fileOf, current, SCENARIO_NAMES } = await loadGenerator();
const scale = Number(values.scale);
const seed = Number(values.seed);

if (values.out === '-') {
  const [name = 'web'] = positionals;
  const file = fileOf(values.from, name, scale);
  if (!current(file)) generate(values.from, name, { scale, seed });
  /** @type {import('./truth').Truth} */
  const truth = JSON.parse(readFileSync(`${file}.truth.json`, 'utf8'));
  repeat(file, Number(values.repeat ?? '1'), STANDARD_OUTPUT, Math.ceil(truth.lastMicros / 1e6) + 1);
} else {
  for (const name of positionals.length > 0 ? positionals : SCENARIO_NAMES) {
    const start = performance.now();
    const { file, truth } = generate(values.out, name, { scale, seed });
    const seconds = (performance.now() - start) / 1000;
    const connections = Object.entries(truth.connections).map(([protocol, n]) => `${n} ${protocol}`).join(', ');
    console.log(`${file}: ${(truth.fileBytes / 1e9).toFixed(2)} GB, ${truth.packets} packets, ${connections} in ${seconds.toFixed(1)} s`);
  }
}
