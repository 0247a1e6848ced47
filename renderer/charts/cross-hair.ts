// What the graph shows at one time: the values under the cross-hair, in words.
import type { Endpoint } from '@shared/flow';
import { GRAPH_TEXTS } from '@shared/texts-graph';
import type { Graph } from '@shared/trace';
import { formatByteRate, formatBytes, formatSpan } from '../model/format';
import { sequenceText, timeText } from './axis-text';
import { verdictSymbol } from './verdict-symbols';

export interface Reading { name: string; text: string }

/** Index of the last tuple that begins at or before a time; -1 for none. Tuples are in the order of time. */
export function lastBefore(tuples: Float64Array, stride: number, micros: number): number {
  let low = 0;
  let high = tuples.length / stride;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tuples[middle * stride] ?? 0) <= micros) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The tuple nearest to a time; -1 for none. */
export function nearest(tuples: Float64Array, stride: number, micros: number): number {
  const before = lastBefore(tuples, stride, micros);
  const after = before + 1;
  if (after >= tuples.length / stride) return before;
  if (before < 0) return after;
  return micros - (tuples[before * stride] ?? 0) <= (tuples[after * stride] ?? 0) - micros ? before : after;
}

/** Segments, marks and round trips count when they are this near to the cross-hair. */
const NEAR_PIXELS = 6;

export function readings(graph: Graph, end: Endpoint, micros: number, origin: number, base: number | null, columns: number): Reading[] {
  const of = graph.directions[end];
  const span = graph.toMicros - graph.fromMicros;
  const near = (span / Math.max(1, columns)) * NEAR_PIXELS;
  const words = GRAPH_TEXTS.cross;
  const out: Reading[] = [{ name: words.time, text: timeText(micros - origin, Math.max(1, span / 100)) }];
  const close = (tuples: Float64Array, stride: number): number => {
    const at = nearest(tuples, stride, micros);
    return at >= 0 && Math.abs((tuples[at * stride] ?? 0) - micros) <= near ? at : -1;
  };
  const value = (tuples: Float64Array, stride: number, at: number, part: number): number => tuples[at * stride + part] ?? 0;
  const segment = close(of.segments, 3);
  if (segment >= 0) out.push({ name: words.seq, text: `${sequenceText(value(of.segments, 3, segment, 1), base)}–${sequenceText(value(of.segments, 3, segment, 2), base)}` });
  const ack = lastBefore(of.acks, 2, micros);
  if (ack >= 0) out.push({ name: words.ack, text: sequenceText(value(of.acks, 2, ack, 1), base) });
  const room = lastBefore(of.room, 2, micros);
  if (room >= 0) out.push({ name: words.window, text: formatBytes(value(of.room, 2, room, 1)) });
  const flight = lastBefore(of.flight, 2, micros);
  if (flight >= 0) out.push({ name: words.flight, text: formatBytes(value(of.flight, 2, flight, 1)) });
  const rtt = close(of.rtt, 2);
  if (rtt >= 0) out.push({ name: words.rtt, text: formatSpan(value(of.rtt, 2, rtt, 1)) });
  const bin = lastBefore(of.throughput, 2, micros);
  if (bin >= 0) out.push({ name: words.rate, text: formatByteRate(value(of.throughput, 2, bin, 1)) });
  const mark = close(of.marks, 5);
  if (mark >= 0) out.push({ name: '', text: verdictSymbol(value(of.marks, 5, mark, 3)).word });
  return out;
}
