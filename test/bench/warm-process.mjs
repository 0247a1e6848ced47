// A process of its own around the built worker thread, told by its parent what to do: so that its peak of memory is that of one capture.
// @ts-check
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { Worker } from 'node:worker_threads';

/** @typedef {import('../../main/worker/messages').Progress} Progress */
/** @typedef {import('../../main/worker/messages').ToThread} ToThread */
/** @typedef {{ job: 'load', file: string, live: boolean } | { job: 'ask', name: string, argument: unknown }} Job */
/** @typedef {{ seconds: number, cpuSeconds: number, firstRowsMillis: number | null, peakBytes: number | null, progress: Progress }} Loaded */

/** Every connection of the largest capture finds room. */
const CONNECTION_LIMIT = 20_000_000;
/** How often a window that draws asks for its rows. */
const PAGE_MILLIS = 100;
const LIVE_PAGE = { sort: 'lastSeen', descending: true, filter: '', offset: 0, count: 60 };

const worker = new Worker(process.argv[2] ?? '');
/** @type {Map<number, (value: unknown) => void>} */
const waiting = new Map();
/** @type {((progress: Progress) => void) | null} */
let onProgress = null;
let ticket = 0;
let run = 0;

worker.on('message', (/** @type {import('../../main/worker/messages').FromThread} */ message) => {
  if (message.kind === 'progress') { onProgress?.(message.progress); return; }
  if (message.kind === 'refused') throw new Error(message.error.message);
  waiting.get(message.ticket)?.(message.value);
  waiting.delete(message.ticket);
});

/** @param {string} name @param {unknown} argument @returns {Promise<unknown>} */
function ask(name, argument) {
  const mine = ++ticket;
  return new Promise((resolve) => {
    waiting.set(mine, resolve);
    worker.postMessage({ kind: 'ask', ticket: mine, name, argument });
  });
}

/** Resident set at its greatest, where the system tells. */
function peakBytes() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
  } catch {
    return null;
  }
}

/**
 * Opens a capture and waits until it is read; `live` keeps asking for rows meanwhile, as the window does.
 * @param {string} file @param {boolean} live @returns {Promise<Loaded>}
 */
async function load(file, live) {
  const mine = ++run;
  const began = performance.now();
  const cpu = process.cpuUsage();
  let firstRowsMillis = /** @type {number | null} */ (null);
  let reading = true;
  const finished = new Promise((/** @type {(progress: Progress) => void} */ resolve, reject) => {
    onProgress = (progress) => {
      if (progress.run !== mine || progress.state === 'reading' || progress.state === 'idle') return;
      if (progress.state === 'failed') reject(new Error(progress.error?.message ?? 'failed'));
      else resolve(progress);
    };
  });
  /** @type {ToThread} */
  const open = { kind: 'open', run: mine, path: file, limits: { connectionLimit: CONNECTION_LIMIT, spoolLimitBytes: 2 ** 40, spoolFolder: os.tmpdir() }, swapped: [] };
  worker.postMessage(open);
  const pages = live ? (async () => {
    while (reading) {
      const page = /** @type {{ matching?: number, total?: number }} */ (await ask('page', LIVE_PAGE));
      if (firstRowsMillis === null && (page.matching ?? page.total ?? 0) > 0) firstRowsMillis = performance.now() - began;
      if (firstRowsMillis !== null) await new Promise((resolve) => { setTimeout(resolve, PAGE_MILLIS); });
    }
  })() : null;
  const progress = await finished;
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  reading = false;
  await pages;
  return { seconds, cpuSeconds: (user + system) / 1e6, firstRowsMillis, peakBytes: peakBytes(), progress };
}

process.on('message', (/** @type {Job} */ job) => {
  const began = performance.now();
  const work = job.job === 'load' ? load(job.file, job.live) : ask(job.name, job.argument).then((value) => ({ millis: performance.now() - began, value }));
  work.then((value) => { process.send?.({ value }); }, (/** @type {Error} */ error) => { process.send?.({ error: error.message }); });
});
