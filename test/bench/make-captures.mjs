// Command: node test/bench/make-captures.mjs [NAME…] [--scale N] [--seed N] [--out DIR]. Without names all four are made.
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadGenerator } from './load-generator.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scale: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' }, out: { type: 'string', default: path.join(os.tmpdir(), 'synoptic-bench') } },
});
const { generate, SCENARIO_NAMES } = await loadGenerator();
for (const name of positionals.length > 0 ? positionals : SCENARIO_NAMES) {
  const start = performance.now();
  const { file, truth } = generate(values.out, name, { scale: Number(values.scale), seed: Number(values.seed) });
  const seconds = (performance.now() - start) / 1000;
  const connections = Object.entries(truth.connections).map(([protocol, n]) => `${n} ${protocol}`).join(', ');
  console.log(`${file}: ${(truth.fileBytes / 1e9).toFixed(2)} GB, ${truth.packets} packets, ${connections} in ${seconds.toFixed(1)} s`);
}
