// Wireshark's sequence analysis of one segment: the order of its checks, its ties and its thresholds, first pass, default preferences.
import { ACK, FIN, RST, SYN } from '../decode/packet';
import { advance, gt, le, lt } from '../sequence/serial';
import {
  W_ACK_LOST_SEGMENT, W_DUPLICATE_ACK, W_FAST_RETRANSMISSION, W_KEEP_ALIVE, W_KEEP_ALIVE_ACK, W_LOST_SEGMENT, W_OUT_OF_ORDER, W_RETRANSMISSION,
  W_SPURIOUS_RETRANSMISSION, W_WINDOW_FULL, W_WINDOW_UPDATE, W_ZERO_WINDOW, W_ZERO_WINDOW_PROBE, W_ZERO_WINDOW_PROBE_ACK,
} from '@shared/wireshark';
import { AFTER_UNSEEN, type Conversation, SCALE_UNKNOWN, SCALE_UNUSED, type Side } from './wireshark-conversation';
import { MOST_UNACKED } from './wireshark-unacked';

const SYN_FIN_RST = SYN | FIN | RST;
const SYN_FIN = SYN | FIN;
/** A retransmission later than this after the last duplicate ACK is not called fast. */
const FAST_WITHIN_NS = 20_000_000;
/** What counts as reordered while the initial round-trip time is not known. */
const REORDERED_WITHIN_NS = 3_000_000;

/** A TCP segment as the analysis sees it, and what it found beside the verdict. Reused for every segment. */
export class Segment {
  seq = 0;
  ack = 0;
  /** Payload bytes. */
  length = 0;
  flags = 0;
  window = 0;
  frame = 0;
  ns = 0;
  bits = 0;
  /** Which duplicate of which frame's ACK this one is; 0 when it is none. */
  dupAckNumber = 0;
  dupAckFrame = 0;
  /** The segment it acknowledges to its last byte; 0 when there is none. */
  acksFrame = 0;
  ackRttNs = 0;
  /** From the oldest segment that was not acknowledged to its retransmission. */
  rtoFrame = 0;
  rtoNs = 0;
}

/** Takes one segment: sets `s.bits` beside those already set, and remembers it. */
export function analyze(conversation: Conversation, from: Side, to: Side, s: Segment): void {
  if (s.length === 1 && s.seq === from.next && to.window === 0) s.bits |= W_ZERO_WINDOW_PROBE;
  else judgePosition(conversation, from, to, s);

  if (s.ack !== from.lastAck) {
    from.lastNonDup = s.frame;
    from.dupAcks = 0;
  }
  if (to.contiguous !== 0 && (s.flags & ACK) !== 0 && gt(s.ack, to.contiguous)) ackOfUnseen(to, s);
  if ((s.length > 0 || (s.flags & SYN_FIN) !== 0) && (s.bits & W_KEEP_ALIVE) === 0) judgeRepetition(conversation, from, to, s);
  remember(from, s);
  if (conversation.multipath >= 0) from.multipath = conversation.multipath;

  to.unacked.acknowledge(s.ack);
  if (to.unacked.metFrame !== 0) {
    s.acksFrame = to.unacked.metFrame;
    s.ackRttNs = s.ns - to.unacked.metNs;
  }
}

/** Where the segment stands to the sender's last one: holes, probes, windows, repeated ACKs (which multipath operations allow, RFC 8684 §4). */
function judgePosition(conversation: Conversation, from: Side, to: Side, s: Segment): void {
  const { seq, length, window } = s;
  const plain = (s.flags & SYN_FIN_RST) === 0;
  if (window === 0 && plain) s.bits |= W_ZERO_WINDOW;
  if (from.next !== 0 && (s.flags & RST) === 0 && gt(seq, from.next)) s.bits |= W_LOST_SEGMENT;
  if (!plain) return;
  if (length <= 1 && seq === advance(from.next, -1)) s.bits |= W_KEEP_ALIVE;
  if (length > 0) {
    if (to.scale !== SCALE_UNKNOWN && advance(seq, length) === edge(to)) s.bits |= W_WINDOW_FULL;
    return;
  }
  if (seq !== from.next || s.ack !== from.lastAck) return;
  if (window !== from.window) {
    if (window !== 0) s.bits |= W_WINDOW_UPDATE;
  } else if (window === 0) {
    if ((to.lastBits & W_ZERO_WINDOW_PROBE) !== 0) s.bits |= W_ZERO_WINDOW_PROBE_ACK;
  } else if ((to.lastBits & W_KEEP_ALIVE) !== 0) s.bits |= W_KEEP_ALIVE_ACK;
  else if (conversation.multipath < 0 || conversation.multipath === from.multipath) duplicateAck(from, s);
}

/** End of the window that a side announced last. */
function edge(side: Side): number {
  const shift = side.handshaking || side.scale === SCALE_UNUSED ? 0 : side.scale;
  return advance(side.lastAck, side.window << shift);
}

function duplicateAck(from: Side, s: Segment): void {
  from.dupAcks = from.dupAcks === AFTER_UNSEEN ? 1 : from.dupAcks + 1;
  s.bits |= W_DUPLICATE_ACK;
  s.dupAckNumber = from.dupAcks;
  s.dupAckFrame = from.lastNonDup;
}

/** Said once for each hole: the bound moves up, or the acknowledged side is marked. */
function ackOfUnseen(to: Side, s: Segment): void {
  if (lt(to.contiguous, to.next)) {
    to.contiguous = to.next;
    s.bits |= W_ACK_LOST_SEGMENT;
    return;
  }
  if (to.dupAcks === 0) s.bits |= W_ACK_LOST_SEGMENT;
  to.dupAcks = AFTER_UNSEEN;
}

/** Sequence space that does not advance: spurious, fast, reordered, or else a plain retransmission. */
function judgeRepetition(conversation: Conversation, from: Side, to: Side, s: Segment): void {
  const { seq, length } = s;
  const end = advance(seq, length);
  if (length > 0 && to.lastAck !== 0 && le(end, to.lastAck)) {
    s.bits |= W_SPURIOUS_RETRANSMISSION | W_RETRANSMISSION;
    return;
  }
  if (from.next === 0 || !lt(seq, from.next)) return;
  // More than one byte from just below: the byte before was a probe, and this is new data.
  if (length > 1 && seq === advance(from.next, -1)) return;
  if (to.dupAcks >= 2 && to.lastAck === seq && within(s.ns - to.lastNs, FAST_WITHIN_NS)) {
    s.bits |= W_FAST_RETRANSMISSION | W_RETRANSMISSION;
    return;
  }
  const patience = conversation.initialRttNs === 0 ? REORDERED_WITHIN_NS : conversation.initialRttNs;
  if (within(s.ns - from.nextNs, patience) && from.next !== ((s.flags & SYN_FIN) === 0 ? end : advance(end, 1))) {
    s.bits |= W_OUT_OF_ORDER;
    return;
  }
  s.bits |= W_RETRANSMISSION;
  const known = from.unacked.count > 0;
  s.rtoFrame = known ? from.unacked.oldestFrame : from.nextFrame;
  s.rtoNs = s.ns - (known ? from.unacked.oldestNs : from.nextNs);
}

/** Unsigned 64-bit comparison, as it is done there: a time that runs backwards is a very long one. */
function within(elapsed: number, limit: number): boolean {
  return elapsed >= 0 === limit >= 0 ? elapsed < limit : elapsed >= 0;
}

function remember(from: Side, s: Segment): void {
  let end = advance(s.seq, s.length);
  const space = (s.flags & SYN_FIN) !== 0;
  if ((s.length > 0 || space) && from.unacked.count < MOST_UNACKED) {
    if (space) end = advance(end, 1);
    from.unacked.add(end, s.frame, s.ns);
  }
  if ((s.bits & W_ZERO_WINDOW_PROBE) === 0) {
    if (from.next === 0 || gt(end, from.next)) {
      from.next = end;
      from.nextFrame = s.frame;
      from.nextNs = s.ns;
    }
    if (from.contiguous === 0 || s.seq === from.contiguous) from.contiguous = from.next;
  }
  from.window = s.window;
  from.lastAck = s.ack;
  from.lastNs = s.ns;
  from.lastBits = s.bits;
}
