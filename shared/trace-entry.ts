// One packet of a connection, taken out of a part of its ladder, with what its neighbours in the part tell about it.
import { FLAG_ACK } from './tcp-flags';
import { TRACE_KIND } from './trace';
import type { TraceKind, TraceRows } from './trace';

export interface TraceEntry {
  index: number;
  frame: number;
  micros: number;
  from: number;
  kind: TraceKind;
  flags: number;
  seq: number;
  ack: number;
  length: number;
  wire: number;
  window: number;
  verdict: number;
  expected: number;
  previousAck: number;
  answers: number;
  answersSeq: number;
  answersLength: number;
  peerNext: number;
  related: number;
  originatorState: number;
  responderState: number;
  sacks: [left: number, right: number][];
  /** 0 for none. */
  answersFlags: number;
  relatedFrame: number;
  /** Window that the sender announced before. */
  previousWindow: number | null;
  /** Frame in which the peer had acknowledged all of this one's bytes. */
  acknowledgedIn: number | null;
  /** Microseconds since the packet before; null for the first of the part. */
  sincePrevious: number | null;
}

/** How far back neighbours are looked for: a part is a screen or two, a copy may be long. */
const LOOK_BACK = 600;

const at = (column: ArrayLike<number>, i: number): number => column[i] ?? 0;

/** How far `a` stands behind `b` on the circle of 2³² numbers; negative when it stands before. */
export const circleDistance = (a: number, b: number): number => (a - b) | 0;

function previousWindow(rows: TraceRows, i: number): number | null {
  for (let j = i - 1; j >= Math.max(0, i - LOOK_BACK); j--) if (rows.from[j] === rows.from[i] && rows.kind[j] === 0) return at(rows.window, j);
  return null;
}

function acknowledgedIn(rows: TraceRows, i: number): number | null {
  const end = (at(rows.seq, i) + at(rows.length, i)) | 0;
  let found: number | null = null;
  for (let j = i - 1; j >= Math.max(0, i - LOOK_BACK); j--) {
    if (rows.from[j] === rows.from[i] || rows.kind[j] !== 0 || (at(rows.flags, j) & FLAG_ACK) === 0) continue;
    // Acknowledgements only grow: the first that says less ends the search.
    if (circleDistance(at(rows.ack, j), end) < 0) break;
    found = at(rows.frame, j);
  }
  return found;
}

/** Packet `i` of a part; the part must hold it. */
export function traceEntry(rows: TraceRows, i: number): TraceEntry {
  const answers = rows.answers[i] ?? -1;
  const related = rows.related[i] ?? -1;
  const sacks: [number, number][] = [];
  for (let s = 0; s + 2 < rows.sacks.length; s += 3) if (rows.sacks[s] === i) sacks.push([at(rows.sacks, s + 1), at(rows.sacks, s + 2)]);
  return {
    index: rows.offset + i,
    frame: at(rows.frame, i), micros: at(rows.micros, i), from: at(rows.from, i), kind: TRACE_KIND[at(rows.kind, i)] ?? 'segment', flags: at(rows.flags, i),
    seq: at(rows.seq, i), ack: at(rows.ack, i), length: at(rows.length, i), wire: at(rows.wire, i), window: at(rows.window, i), verdict: at(rows.verdict, i),
    expected: at(rows.expected, i), previousAck: at(rows.previousAck, i), answers, answersSeq: at(rows.answersSeq, i), answersLength: at(rows.answersLength, i),
    peerNext: at(rows.peerNext, i), related, originatorState: at(rows.originatorState, i), responderState: at(rows.responderState, i), sacks,
    answersFlags: at(rows.answersFlags, i),
    relatedFrame: at(rows.relatedFrame, i),
    previousWindow: previousWindow(rows, i),
    acknowledgedIn: acknowledgedIn(rows, i),
    sincePrevious: i === 0 ? null : at(rows.micros, i) - at(rows.micros, i - 1),
  };
}
