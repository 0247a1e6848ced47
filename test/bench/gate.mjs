// The minute's version: each capture at a small scale, the warm worker against the walk of the same file in the same rounds,
// by CPU time: what else the machine does lengthens a run that takes a hundred milliseconds more often than one that takes two.
// @ts-check
import { readFileSync } from 'node:fs';
import { median } from './goals.mjs';
import { confirm } from './totals.mjs';
import { WarmWorker } from './warm.mjs';

/**
 * Most times the walk's CPU time that the worker may take. A walk touches one cache line a packet, the tracker several and a state machine: the bound
 * is about twice what is measured on a busy machine, so that noise does not fail it and work done twice does. The least of the rounds is held
 * against the bound beside the median, because whatever disturbs a run only ever makes it longer.
 */
const BOUNDS = /** @type {Readonly<Record<string, { scale: number, most: number }>>} */ ({
  web: { scale: 0.05, most: 60 }, small: { scale: 0.04, most: 250 }, fat: { scale: 0.05, most: 30 }, synflood: { scale: 0.05, most: 350 },
});
const ROUNDS = 5;
/** Walks are short: the middle of several is the walk of a round. */
const WALKS = 5;

/**
 * @param {{ worker: string }} built
 * @param {import('./walk.mjs').Walker} walk
 * @param {(name: string, scale: number) => Promise<string>} provide
 * @returns {Promise<number>} exit status
 */
export async function quickGate({ worker: entry }, walk, provide) {
  let status = 0;
  for (const [name, { scale, most }] of Object.entries(BOUNDS)) {
    const file = await provide(name, scale);
    const truth = JSON.parse(readFileSync(`${file}.truth.json`, 'utf8'));
    const worker = new WarmWorker(entry);
    const ratios = [];
    try {
      for (let round = -2; round < ROUNDS; round++) {
        const walked = walk.walk(file, WALKS);
        const { cpuSeconds, progress: { tracker } } = await worker.load(file);
        confirm(truth, { packets: tracker.packets, wireBytes: tracker.wireBytes, connections: tracker.made }, `worker, ${file}`);
        // The first two compile it.
        if (round >= 0) ratios.push(cpuSeconds / median(walked.map((w) => w.cpuSeconds)));
      }
    } finally {
      worker.close();
    }
    const middle = median(ratios);
    const fails = middle > most && Math.min(...ratios) > most / 2;
    if (fails) status = 1;
    console.log(`${name.padEnd(10)} ${middle.toFixed(1).padStart(6)} × the ${walk.name}, ${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)}; at most ${most} ×${fails ? ': TOO SLOW' : ''}`);
  }
  return status;
}
