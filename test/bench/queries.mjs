// What a user asks of a capture that is loaded: rows arranged and filtered, a page of them, and the packets of one connection.
// @ts-check

/** @typedef {import('./warm.mjs').WarmWorker} WarmWorker */
/** @typedef {import('../../shared/snapshot').Page} Page */
/** @typedef {import('../../shared/trace').TraceInfo} TraceInfo */

const SORTS = ['originatorBytes', 'packets', 'lastSeen', 'duration', 'responderBytes'];
const FILTERS = ['10.1.3', 'tcp.port == 6379', 'ESTABLISHED', 'packets > 12', 'ip.addr == 198.18.0.0/20'];
const PAGE_ROWS = 60;
/** Connections read back for the median. */
const TRACES = 41;

/** @param {WarmWorker} worker @returns {Promise<{ sort: number[], filter: number[], page: number[] }>} */
export async function rowQueries(worker) {
  const times = { sort: /** @type {number[]} */ ([]), filter: /** @type {number[]} */ ([]), page: /** @type {number[]} */ ([]) };
  const view = { sort: 'id', descending: false, filter: '', offset: 0, count: PAGE_ROWS };
  for (const [i, sort] of [...SORTS, ...SORTS].entries()) {
    // The first time through compiles it; a user sorts more than once.
    const { millis } = await worker.ask('page', { ...view, sort, descending: i % 2 === 1 });
    if (i >= SORTS.length) times.sort.push(millis);
  }
  for (const [i, filter] of [...FILTERS, ...FILTERS].entries()) {
    const { millis } = await worker.ask('page', { ...view, filter });
    if (i >= FILTERS.length) times.filter.push(millis);
  }
  const { value } = await worker.ask('page', view);
  const { matching } = /** @type {Page} */ (value);
  for (let i = 0; i < 25; i++) {
    const { millis } = await worker.ask('page', { ...view, offset: Math.floor((matching - PAGE_ROWS) * (i / 25)) });
    if (i >= 5) times.page.push(millis);
  }
  return times;
}

/** @param {WarmWorker} worker @param {number} id @returns {Promise<number>} milliseconds until all of its packets are read back */
async function readBack(worker, id) {
  const began = performance.now();
  for (;;) {
    const { value } = await worker.ask('trace', { id });
    const info = /** @type {TraceInfo | null} */ (value);
    if (info === null) throw new Error(`connection ${id} is not in the table`);
    if (info.complete) return performance.now() - began;
  }
}

/** @param {WarmWorker} worker @param {number} [ordinaryOnes] @returns {Promise<{ ordinary: number[], largest: number }>} */
export async function traceQueries(worker, ordinaryOnes = TRACES) {
  const view = { sort: 'packets', descending: true, filter: 'tcp', offset: 0, count: 1 };
  const largest = /** @type {Page} */ ((await worker.ask('page', view)).value);
  // Before the others: what was read back once is kept.
  const id = largest.ids[0] ?? 1;
  const millis = await readBack(worker, id);
  const ordinary = [];
  for (let i = 0; i < ordinaryOnes; i++) {
    const { value } = await worker.ask('page', { ...view, sort: 'id', offset: Math.floor((largest.matching - 1) * (i / ordinaryOnes)) });
    const other = /** @type {Page} */ (value).ids[0];
    if (other !== undefined && other !== id) ordinary.push(await readBack(worker, other));
  }
  return { ordinary, largest: millis };
}
