// A segment that takes no sequence space: an acknowledgement, a window update, a keep-alive, a probe, or the answer to one.
import {
  ACK_OF_UNSEEN, DUPLICATE_ACK, HIGH, KEEP_ALIVE, KEEP_ALIVE_ACK, MEDIUM, ORDINARY, REORDERED, STALE, WINDOW_UPDATE, ZERO_WINDOW, ZERO_WINDOW_PROBE,
  ZERO_WINDOW_PROBE_ACK,
} from '@shared/analysis';
import { ID_LATE, ID_NEW } from './evidence';
import { reportsLess } from './holes';
import { ACKED, announced, KNOWN, L_ACK, L_FLAGS, L_NEXT, L_WINDOW, LATE, SENT_KEEP_ALIVE, SENT_PROBE, SENT_PROBE_BYTE } from './record';
import { type SegmentView, STAMP_EQUAL, STAMP_NEWER, STAMP_OLDER } from './segment-view';
import { advance, gt, lt } from './serial';
import { K_DUPLICATE_ACK_AT, K_DUPLICATE_ACKS, K_FLAGS, K_HAS_UNSEEN, K_UNSEEN } from './trouble';

/** An acknowledgement whose number is the next one of its sender, or lies before it. Gaps and copies are judged before. */
export function judgeAck(s: SegmentView): number {
  const { ints, x } = s;
  const next = ints[x + L_NEXT];
  const acked = (ints[x + L_FLAGS] & ACKED) !== 0;
  const ackMoves = !acked || gt(s.ack, ints[x + L_ACK]);
  // A later acknowledgement acknowledges more: one that moves it was not overtaken, whatever its identification says.
  if (!ackMoves && s.identity === ID_LATE) return REORDERED | HIGH;
  if (lt(s.seq, next)) return below(s, ackMoves);
  if (!ackMoves && s.ack !== ints[x + L_ACK]) return behind(s);
  if (ackMoves) {
    if (ofUnseen(s)) return ACK_OF_UNSEEN | HIGH;
    return s.window === 0 ? ZERO_WINDOW | HIGH : ORDINARY;
  }
  if (s.stampOrder === STAMP_OLDER) return REORDERED | HIGH;
  if (s.identity !== ID_NEW && reportsLess(s)) return REORDERED | MEDIUM;
  return again(s);
}

/** Below its sender's next number: it asks for an answer, or it comes late. */
function below(s: SegmentView, ackMoves: boolean): number {
  const { ints, x, y } = s;
  if (s.stampOrder === STAMP_OLDER) return REORDERED | HIGH;
  if (s.seq === advance(ints[x + L_NEXT], -1) && (s.ack === ints[x + L_ACK] || ackMoves)) {
    const closed = (ints[y + L_FLAGS] & ACKED) !== 0 && announced(ints, y) === 0;
    return (closed ? ZERO_WINDOW_PROBE : KEEP_ALIVE) | (s.identity === ID_NEW || s.stampOrder !== STAMP_EQUAL ? HIGH : MEDIUM);
  }
  // After a timeout, or into a window that shrank, a sender may step back (RFC 9293 §3.10.7.4 takes the ACK all the same).
  if (s.identity === ID_NEW || ackMoves) return ofUnseen(s) ? ACK_OF_UNSEEN | HIGH : ORDINARY;
  return behind(s);
}

/** Acknowledges less than its sender has acknowledged: overtaken on the way, unless it proves to be sent later. */
function behind(s: SegmentView): number {
  if (s.stampOrder === STAMP_OLDER) return REORDERED | HIGH;
  return s.identity === ID_NEW || s.stampOrder === STAMP_NEWER ? STALE | HIGH : REORDERED | MEDIUM;
}

/** The same acknowledgement once more. */
function again(s: SegmentView): number {
  const { ints, x, y } = s;
  const last = ints[x + L_WINDOW] & 0xffff;
  const peer = ints[y + L_FLAGS];
  if (s.window === 0) return (peer & SENT_PROBE) !== 0 ? ZERO_WINDOW_PROBE_ACK | HIGH : ZERO_WINDOW | HIGH;
  if ((peer & SENT_KEEP_ALIVE) !== 0) return KEEP_ALIVE_ACK | HIGH;
  if (s.sacks === 0 && s.window !== last) return WINDOW_UPDATE | HIGH;
  return DUPLICATE_ACK | (s.sacks > 0 || gt(ints[y + L_NEXT], s.ack) ? HIGH : MEDIUM);
}

/** Acknowledges more than the capture has of the peer; said once for each number. */
export function ofUnseen(s: SegmentView): boolean {
  const { ints, y } = s;
  const flags = ints[y + L_FLAGS];
  if ((flags & KNOWN) === 0 || !gt(s.ack, ints[y + L_NEXT])) return false;
  if ((flags & SENT_PROBE_BYTE) !== 0 && s.ack === advance(ints[y + L_NEXT], 1)) {
    ints[y + L_NEXT] = s.ack; // the probe's byte was taken
    return false;
  }
  s.needBlock();
  const { k, ky } = s;
  if ((k[ky + K_FLAGS] & K_HAS_UNSEEN) !== 0 && !gt(s.ack, k[ky + K_UNSEEN])) return false;
  k[ky + K_FLAGS] |= K_HAS_UNSEEN;
  k[ky + K_UNSEEN] = s.ack;
  return (flags & LATE) === 0; // the capture is known to show that side's data after its acknowledgements
}

/** Counts a duplicate acknowledgement towards what its receiver knows. */
export function noteDuplicateAck(s: SegmentView): void {
  const { k, kx } = s;
  if (k[kx + K_DUPLICATE_ACKS]++ === 0) k[kx + K_DUPLICATE_ACK_AT] = s.tick;
}
