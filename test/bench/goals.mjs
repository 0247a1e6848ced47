// What is to be reached, as data: each goal names a capture, what is measured there, and both bounds.
// @ts-check

/**
 * Figures of one capture: a number a round for each name; NaN where a tool sat a round out.
 * @typedef {Record<string, number[]>} Series
 * @typedef {{ capture: string, what: string, of: string, to?: string, unit: string, better: 'less' | 'more', goal: number, aim: number | null, spread?: 'median' | 'max' }} Goal
 * @typedef {Goal & { median: number, least: number, most: number, met: 'aim' | 'goal' | 'missed' }} Judged
 */

/** @type {readonly Goal[]} */
export const GOALS = [
  ratio('web', 'warm worker against cat', 'warm', 'cat', 5, 3),
  ratio('web', 'warm worker against tcpdump -w /dev/null', 'warm', 'tcpdump', 1, 0.6),
  ratio('fat', 'warm worker against cat', 'warm', 'cat', 2, 1.3),
  ...['web', 'small', 'synflood'].map((capture) => faster(capture, 'cold process against tshark -z conv,tcp', 'tshark', 25, 40)),
  faster('web', 'cold process against tcptrace -n', 'tcptrace -n', 6, 10),
  faster('web', 'cold process against tcptrace -l -r -n', 'tcptrace -l -r -n', 10, 20),
  value('synflood', 'bytes a half-open connection', 'bytes a connection', 'B', 96, 80),
  value('small', 'bytes a full TCP connection', 'bytes a full connection', 'B', 400, 340),
  value('web', 'peak memory of the worker', 'peak', 'MB', 250, 180),
  value('synflood', 'peak memory of the worker', 'peak', 'MB', 600, 450),
  value('web', 'first rows answered by the worker', 'first rows', 'ms', 300, 100),
  ratio('web', 'loading with a live table against without', 'live', 'warm', 1.1, 1.05),
  value('small', 'full sort of a million rows', 'sort', 'ms', 60, null),
  value('small', 'filter over a million rows', 'filter', 'ms', 40, null),
  value('small', 'visible page', 'page', 'ms', 5, null),
  value('web', 'a connection out of the file, median', 'trace', 'ms', 20, null),
  ratio('fat', 'the largest connection out of the file against cat', 'largest trace', 'cat', 0.5, null),
  value('start', 'synoptic --version', 'version', 'ms', 150, null),
  value('start', 'synoptic analyze of one connection', 'analyze', 'ms', 150, null),
];

/** @returns {Goal} @param {string} capture @param {string} what @param {string} of @param {string} to @param {number} goal @param {number | null} aim */
function ratio(capture, what, of, to, goal, aim) { return { capture, what, of, to, unit: '×', better: 'less', goal, aim }; }
/** @returns {Goal} @param {string} capture @param {string} what @param {string} peer @param {number} goal @param {number} aim */
function faster(capture, what, peer, goal, aim) { return { capture, what, of: peer, to: 'cold', unit: '× faster', better: 'more', goal, aim }; }
/** @returns {Goal} @param {string} capture @param {string} what @param {string} of @param {string} unit @param {number} goal @param {number | null} aim */
function value(capture, what, of, unit, goal, aim) { return { capture, what, of, unit, better: 'less', goal, aim }; }

/**
 * Goals of the captures that were run; a goal whose peer is not installed is left out.
 * @param {Record<string, Series>} results @returns {Judged[]}
 */
export function judge(results) {
  return GOALS.flatMap((goal) => {
    const series = results[goal.capture];
    const values = samples(series?.[goal.of], goal.to === undefined ? undefined : series?.[goal.to], goal.to);
    if (values.length === 0) return [];
    const middle = median(values);
    const reaches = (/** @type {number | null} */ bound) => bound !== null && (goal.better === 'less' ? middle <= bound : middle >= bound);
    const met = reaches(goal.aim) || (goal.aim === null && reaches(goal.goal)) ? 'aim' : reaches(goal.goal) ? 'goal' : 'missed';
    return [{ ...goal, median: middle, least: Math.min(...values), most: Math.max(...values), met }];
  });
}

/** Round by round: only neighbouring runs are comparable. @param {number[] | undefined} of @param {number[] | undefined} to @param {string | undefined} wanted */
export function samples(of, to, wanted) {
  if (of === undefined || (wanted !== undefined && to === undefined)) return [];
  const values = wanted === undefined ? of : of.map((v, i) => v / (to?.[i] ?? NaN));
  return values.filter((v) => !Number.isNaN(v));
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] ?? NaN : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
