// Why our verdict on a segment is what it is, in one sentence of its own numbers.
import {
  ACK_OF_UNSEEN, CAPTURE_DUPLICATE, CONFIDENCE, CONFIDENCE_SHIFT, DUPLICATE_ACK, GAP_BEFORE, KEEP_ALIVE, KEEP_ALIVE_ACK, NETWORK_DUPLICATE, OUT_OF_WINDOW, OVERLAP_CONFLICT, REORDERED,
  RETRANSMISSION, SPURIOUS_RETRANSMISSION, STALE, VERDICT_MASK, WINDOW_FULL, WINDOW_UPDATE, ZERO_WINDOW, ZERO_WINDOW_PROBE, ZERO_WINDOW_PROBE_ACK,
} from '@shared/analysis';
import { RST } from '../decode/packet';
import type { TraceColumns } from './columns';
import { count } from './field-builder';
import { distance } from '../sequence/serial';

const bytes = (n: number): string => `${count(n)} ${n === 1 ? 'byte' : 'bytes'}`;

function span(ns: number): string {
  const micros = Math.abs(ns) / 1000;
  if (micros < 1000) return `${Math.round(micros)} µs`;
  return micros < 1e6 ? `${(micros / 1000).toFixed(micros < 1e4 ? 2 : 1)} ms` : `${(micros / 1e6).toFixed(2)} s`;
}

const EVIDENCE = {
  none: '',
  low: 'Only the time between the two packets tells.',
  medium: 'The likelier of two readings, by how the receiver reacted.',
  high: 'The packets themselves prove it: identification, time stamps or acknowledgements.',
} as const;

export function why(c: TraceColumns, i: number): string {
  const verdict = c.verdict[i] & VERDICT_MASK;
  if (verdict === 0) return '';
  const evidence = EVIDENCE[CONFIDENCE[c.verdict[i] >>> CONFIDENCE_SHIFT] ?? 'none'];
  return [reason(c, i, verdict), evidence].filter((part) => part !== '').join(' ');
}

function reason(c: TraceColumns, i: number, verdict: number): string {
  const seq = c.seq[i] >>> 0;
  const length = c.span(i);
  const related = c.related[i];
  const earlier = related < 0 ? '' : ` in frame ${c.frame[related]}, ${span(c.ns[i] - c.ns[related])} earlier`;
  const range = length === 1 ? `number ${seq}` : `numbers ${seq}–${(seq + length - 1) >>> 0}`;
  switch (verdict) {
    case RETRANSMISSION: return `Sequence ${range} were sent${earlier || ' before'}, and the sender has no acknowledgement of them.`;
    case SPURIOUS_RETRANSMISSION: return `Sequence ${range} were sent${earlier || ' before'}, and the receiver had acknowledged them before this packet passed.`;
    case REORDERED: return `The sender went on beyond ${range}${related < 0 ? '' : ` in frame ${c.frame[related]}`}, and this packet, sent before that, came later.`;
    case NETWORK_DUPLICATE: return `The same packet as${earlier || ' one before'}: two copies of what was sent once.`;
    case CAPTURE_DUPLICATE: return `The same packet as${earlier || ' one before'}, recorded twice on its way.`;
    case GAP_BEFORE: return `The sender was expected to go on at ${c.expected[i] >>> 0} and went on at ${seq}: ${bytes(distance(c.seq[i], c.expected[i]))} in between were not captured before it.`;
    case DUPLICATE_ACK: return `Acknowledges ${c.ack[i] >>> 0} again, as${related < 0 ? ' before' : ` frame ${c.frame[related]} did`}, although the peer has sent up to ${c.peerNext[i] >>> 0}.`;
    case KEEP_ALIVE: return `Number ${seq} lies below ${c.expected[i] >>> 0}, where the sender stands: it only asks for an acknowledgement.`;
    case KEEP_ALIVE_ACK: return `Repeats acknowledgement ${c.ack[i] >>> 0} in answer to a keep-alive${related < 0 ? '' : ` (frame ${c.frame[related]})`}.`;
    case ZERO_WINDOW: return `Announces a window of ${bytes(c.window[i])}: the receiver's buffer is full.`;
    case ZERO_WINDOW_PROBE: return `${bytes(c.payload[i])} at ${seq} into a window of none, to make the receiver say how much room it has.`;
    case ZERO_WINDOW_PROBE_ACK: return 'Answers a probe with a window of 0 bytes.';
    case WINDOW_FULL: return `Ends at ${(seq + length) >>> 0}, exactly where the window that the receiver announced ends.`;
    case WINDOW_UPDATE: return `Acknowledges ${c.ack[i] >>> 0} as before and announces ${bytes(c.window[i])} of window.`;
    case ACK_OF_UNSEEN: return `Acknowledges ${c.ack[i] >>> 0}, but the capture shows the peer's bytes only up to ${c.peerNext[i] >>> 0}.`;
    case STALE: return length === 0
      ? `Acknowledges ${c.ack[i] >>> 0}, less than its sender had acknowledged (${c.previousAck[i] >>> 0}).`
      : `Sequence ${range} are long over: the sender stands at ${c.expected[i] >>> 0}.`;
    case OUT_OF_WINDOW: return (c.flags[i] & RST) !== 0
      ? `A reset with number ${seq}, where ${c.expected[i] >>> 0} was expected: a receiver ignores it or asks back (RFC 5961 §3).`
      : `Number ${seq} lies outside every window that the receiver announced; ${c.expected[i] >>> 0} was expected.`;
    case OVERLAP_CONFLICT: return `Sequence ${range} were sent${earlier || ' before'} with other content.`;
    default: return '';
  }
}
