// Runs a command and measures it: wall time, CPU time and peak memory, by GNU time where it is installed, else by the clock alone.
// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const GNU_TIME = '/usr/bin/time';

/**
 * @typedef {object} Measured
 * @property {number} seconds wall time
 * @property {number | undefined} cpuSeconds user and system time together
 * @property {number | undefined} peakBytes largest resident set
 * @property {string} out what it printed, where that was kept
 */

/**
 * @param {readonly string[]} command program and arguments; standard output is thrown away unless `keep`
 * @param {{ keep?: boolean }} [options]
 * @returns {Measured}
 */
export function measure(command, { keep = false } = {}) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'synoptic-measure-'));
  const report = path.join(directory, 'time');
  const timed = existsSync(GNU_TIME);
  const [program = '', ...args] = timed ? [GNU_TIME, '-f', '%e %U %S %M', '-o', report, ...command] : command;
  try {
    const start = performance.now();
    const { status, error, stdout, stderr } = spawnSync(program, args, { stdio: ['ignore', keep ? 'pipe' : 'ignore', 'pipe'], encoding: 'utf8', maxBuffer: 1 << 26 });
    const seconds = (performance.now() - start) / 1000;
    if (error) throw error;
    if (status !== 0) throw new Error(`${command.join(' ')} ended with status ${status}: ${stderr.slice(-2000)}`);
    if (!timed) return { seconds, cpuSeconds: undefined, peakBytes: undefined, out: stdout ?? '' };
    const [, user = 0, system = 0, kilobytes = 0] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
    return { seconds, cpuSeconds: user + system, peakBytes: kilobytes * 1024, out: stdout ?? '' };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
