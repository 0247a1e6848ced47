// `node test/soak/soak.mjs [--short | --minutes N | --hours N] [--peak CONNECTIONS_A_SECOND] [--capturer NAME]`: live capture under changing
// load in the real window; memory, frames and packets, as a table and as a page of curves in .cache/.
// @ts-check
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false }, minutes: { type: 'string', default: '10' }, hours: { type: 'string' },
    peak: { type: 'string', default: '200' }, capturer: { type: 'string', default: 'dumpcap' },
  },
});
const root = path.join(import.meta.dirname, '../..');
const seconds = values.short ? 25 : values.hours === undefined ? Number(values.minutes) * 60 : Number(values.hours) * 3_600;
if (!(seconds > 0)) throw new RangeError('the time is a number of minutes or hours');
const child = spawn(process.execPath, [path.join(root, 'main/dev/e2e.mjs'), '--config', 'test/soak/playwright.config.ts'], {
  cwd: root, stdio: 'inherit',
  env: { ...process.env, SYNOPTIC_SOAK_SECONDS: String(seconds), SYNOPTIC_SOAK_PEAK: values.peak, SYNOPTIC_SOAK_CAPTURER: values.capturer },
});
child.on('exit', (status) => { process.exitCode = status ?? 1; });
