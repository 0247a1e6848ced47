// A part of the ladder as it crosses to the window: slices of the columns, with what an acknowledgement answers looked up.
import type { TraceRows } from '@shared/trace';
import { SACK_WORDS, type TraceColumns } from './columns';

const unsigned = (words: Int32Array): Uint32Array => new Uint32Array(words.buffer, words.byteOffset, words.length).slice();

/** @param offset of the first packet; as many as there are of `count` */
export function traceRows(c: TraceColumns, baseSeconds: number, offset: number, count: number): TraceRows {
  const from = Math.min(Math.max(0, offset), c.length);
  const to = Math.min(c.length, from + Math.max(0, count));
  const micros = new Float64Array(to - from);
  const answersSeq = new Uint32Array(to - from);
  const answersLength = new Uint32Array(to - from);
  const answersFlags = new Uint8Array(to - from);
  const relatedFrame = new Uint32Array(to - from);
  for (let i = from; i < to; i++) {
    micros[i - from] = baseSeconds * 1e6 + Math.floor(c.ns[i] / 1000);
    if (c.related[i] >= 0) relatedFrame[i - from] = c.frame[c.related[i]];
    const answered = c.answers[i];
    if (answered < 0) continue;
    answersSeq[i - from] = c.seq[answered];
    answersLength[i - from] = c.span(answered);
    answersFlags[i - from] = c.flags[answered];
  }
  const sacks = c.sacks.slice(c.firstSack(from) * SACK_WORDS, c.firstSack(to) * SACK_WORDS);
  for (let i = 0; i < sacks.length; i += SACK_WORDS) sacks[i] -= from;
  return {
    offset: from, total: c.length, frame: c.frame.slice(from, to), micros, from: c.from.slice(from, to), kind: c.kind.slice(from, to), flags: c.flags.slice(from, to),
    seq: unsigned(c.seq.subarray(from, to)), ack: unsigned(c.ack.subarray(from, to)), length: c.payload.slice(from, to), wire: c.wire.slice(from, to),
    window: c.window.slice(from, to), verdict: c.verdict.slice(from, to), wireshark: c.wireshark.slice(from, to), netfilter: c.netfilter.slice(from, to),
    expected: unsigned(c.expected.subarray(from, to)), previousAck: unsigned(c.previousAck.subarray(from, to)),
    answers: c.answers.slice(from, to), answersSeq, answersLength, answersFlags, peerNext: unsigned(c.peerNext.subarray(from, to)), related: c.related.slice(from, to), relatedFrame,
    originatorState: c.originatorState.slice(from, to), responderState: c.responderState.slice(from, to), sacks: unsigned(sacks),
  };
}
