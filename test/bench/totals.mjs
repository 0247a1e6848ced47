// Compares what the command line counted in a generated capture with the truth written beside it: a benchmark is also a check.
// @ts-check
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** @typedef {import('./truth').Truth} Truth */
/** @typedef {{ connections: Record<string, number>, packetsOf: Record<string, number>, wireBytesOf: Record<string, number>, payloadBytes: number }} Totals */

/** Rows printed one by one: above this the totals of the summary are enough. */
const MOST_ROWS = 1_500_000;

/** @param {Truth} truth */
export const connectionsOf = (truth) => Object.values(truth.connections).reduce((sum, n) => sum + n, 0);

/** @param {Truth} truth */
export const countable = (truth) => connectionsOf(truth) <= MOST_ROWS;

/** What a run counted, against the truth: checked after every one. @param {Truth} truth @param {{ packets: number, wireBytes: number, connections: number }} counted @param {string} who */
export function confirm(truth, counted, who) {
  const expected = { packets: truth.packets, wireBytes: truth.wireBytes, connections: connectionsOf(truth) };
  for (const key of /** @type {const} */ (['packets', 'wireBytes', 'connections'])) {
    if (counted[key] !== expected[key]) throw new Error(`${who}: ${key} ${counted[key]}, should be ${expected[key]}`);
  }
}

/** The totals of `synoptic analyze` as it prints them for people. @param {string} summary */
export function summed(summary) {
  const number = (/** @type {RegExp} */ pattern) => Number((pattern.exec(summary)?.[1] ?? 'NaN').replaceAll(',', ''));
  return { packets: number(/packets\s+([\d,]+) in/), wireBytes: number(/packets\s+[\d,]+ in ([\d,]+) bytes/), connections: number(/connections\s+([\d,]+)/) };
}

/**
 * @param {readonly string[]} synoptic how to start the command line
 * @param {string} file
 * @returns {Promise<Totals>}
 */
export async function totalsOf(synoptic, file) {
  const [program = '', ...args] = [...synoptic, 'analyze', file, '--jsonl', 'connections'];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  /** @type {Totals} */
  const totals = { connections: {}, packetsOf: {}, wireBytesOf: {}, payloadBytes: 0 };
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve, reject) => { child.on('error', reject); child.on('close', resolve); });
  for await (const line of createInterface({ input: child.stdout })) {
    const { proto, packets, wireBytes, payloadBytes } = JSON.parse(line);
    add(totals.connections, proto, 1);
    add(totals.packetsOf, proto, packets.originator + packets.responder);
    add(totals.wireBytesOf, proto, wireBytes.originator + wireBytes.responder);
    if (proto === 'tcp') totals.payloadBytes += payloadBytes.originator + payloadBytes.responder;
  }
  const status = await ended;
  if (status !== 0) throw new Error(`analyze ${file} ended with status ${String(status)}`);
  return totals;
}

/**
 * @param {Truth} truth
 * @param {Totals} totals
 * @returns {string[]} one line for each figure that is wrong
 */
export function differences(truth, totals) {
  const wrong = [];
  for (const key of /** @type {const} */ (['connections', 'packetsOf', 'wireBytesOf'])) {
    for (const protocol of new Set([...Object.keys(truth[key]), ...Object.keys(totals[key])])) {
      const expected = truth[key][protocol] ?? 0;
      const counted = totals[key][protocol] ?? 0;
      if (expected !== counted) wrong.push(`${key} ${protocol}: ${counted}, should be ${expected}`);
    }
  }
  if (truth.tcp.payloadBytes !== totals.payloadBytes) wrong.push(`payloadBytes: ${totals.payloadBytes}, should be ${truth.tcp.payloadBytes}`);
  return wrong;
}

/**
 * @param {Record<string, number>} counts
 * @param {string} name
 * @param {number} by
 */
function add(counts, name, by) {
  counts[name] = (counts[name] ?? 0) + by;
}
