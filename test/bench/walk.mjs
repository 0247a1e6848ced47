// The walk of the record headers that ratios are taken against: in C where there is a compiler, else the same in Node, and named so.
// @ts-check
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync } from 'node:fs';
import path from 'node:path';

const COMPILER = process.env.CC ?? 'cc';
const BLOCK = 512 * 1024;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** @typedef {{ packets: number, bytes: number, seconds: number, cpuSeconds: number }} Walked */
/** @typedef {{ name: string, walk: (file: string, times: number) => Walked[] }} Walker */

/**
 * @param {string} folder where the compiled one goes
 * @returns {Walker}
 */
export function walker(folder) {
  mkdirSync(folder, { recursive: true });
  const binary = path.join(folder, 'walk');
  const compiled = spawnSync(COMPILER, ['-O2', '-o', binary, path.join(import.meta.dirname, 'walk.c')], { stdio: 'ignore' });
  if (compiled.status !== 0) return { name: 'walk (Node)', walk: (file, times) => Array.from({ length: times }, () => walkInNode(file)) };
  return {
    name: 'walk (C)',
    walk(file, times) {
      const { status, stdout } = spawnSync(binary, [file, String(times)], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`the walk of ${file} ended with status ${String(status)}`);
      return stdout.trim().split('\n').map((line) => {
        const [packets = NaN, bytes = NaN, seconds = NaN, cpuSeconds = NaN] = line.split(' ').map(Number);
        return { packets, bytes, seconds, cpuSeconds };
      });
    },
  };
}

/** @param {string} file @returns {Walked} */
function walkInNode(file) {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const block = Buffer.alloc(BLOCK + RECORD_HEADER);
  const fd = openSync(file, 'r');
  let [packets, bytes, skip, kept] = [0, 0, FILE_HEADER, 0];
  for (let got = readSync(fd, block, 0, BLOCK, null); got > 0; got = readSync(fd, block, kept, BLOCK, null)) {
    const size = kept + got;
    let at = skip;
    while (at + RECORD_HEADER <= size) {
      packets++;
      bytes += block.readUInt32LE(at + 12);
      at += RECORD_HEADER + block.readUInt32LE(at + 8);
    }
    kept = Math.max(0, size - at);
    skip = Math.max(0, at - size);
    block.copyWithin(0, size - kept, size);
  }
  closeSync(fd);
  const { user, system } = process.cpuUsage(cpu);
  return { packets, bytes, seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 };
}
