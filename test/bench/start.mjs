// How long the command line takes to start: beside a Node that does nothing, which is the floor.
// @ts-check
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { measure } from './measure.mjs';

/** A pcap with one SYN. */
function tiny() {
  const bytes = Buffer.alloc(24 + 16 + 54);
  [0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 1, 1_767_225_600, 0, 54, 54].forEach((word, i) => { bytes.writeUInt32LE(word, 4 * i); });
  bytes.set([8, 0, 0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0xc3, 0x50, 1, 187, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 0xff, 0xff], 24 + 16 + 12);
  return bytes;
}

/** @param {readonly string[]} synoptic @param {string} folder @param {number} rounds @returns {import('./goals.mjs').Series} milliseconds */
export function startTimes(synoptic, folder, rounds) {
  const capture = path.join(folder, 'tiny.pcap');
  const nothing = path.join(folder, 'nothing.cjs');
  writeFileSync(capture, tiny());
  writeFileSync(nothing, '');
  /** @type {Record<string, string[]>} */
  const commands = { node: [process.execPath, nothing], version: [...synoptic, '--version'], analyze: [...synoptic, 'analyze', capture] };
  /** @type {import('./goals.mjs').Series} */
  const series = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of Object.entries(commands)) (series[name] ??= []).push(measure(command).seconds * 1000);
  }
  return series;
}
