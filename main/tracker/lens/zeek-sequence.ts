// Sequence space in the Zeek view: what each end sent, what its peer acknowledged, and what of it was never in the capture
// (TCP_Endpoint, TCP_Reassembler and TCPSessionAdapter of Zeek, with its reassembler's blocks reduced to ranges).
import { FIN, RST, SYN } from '../decode/packet';
import { advance, distance, ge, gt, le, lt } from '../sequence/serial';
import { CODE_G, CODE_T, type ZeekCursor } from './zeek-cursor';
import {
  CLOSED, ESTABLISHED, FIN_AT_LAST, FIN_SEEN, HOLE, INACTIVE, L_ACK, L_LAST, L_START, MIXED_FIN, PARTIAL, PARTIAL_CONNECTION, RANGES_MOST, RESET, RST_AT_LAST, SKIP,
  SYN_ACK_SENT, SYN_SENT, X_DELIVERED, X_FIN, X_GAPS, X_LETTER_FIN, X_MISSED, X_RANGE, X_RANGES, X_REPEATS, X_RST,
} from './zeek-record';

/** A SYN or RST whose number jumps farther is not believed; neither is an acknowledgement of 0. */
const TOO_LARGE = 1_048_576;
/** Bytes above a hole, nothing ever acknowledged: then the peer's direction is not in the capture (tcp_max_above_hole_without_any_acks). */
const MOST_ABOVE_HOLE = 16_384;

/** Sequence space of a segment; the payload of a RST is not part of the stream. */
export function segmentLength(flags: number, length: number): number {
  return ((flags & RST) === 0 ? length : 0) + ((flags & SYN) === 0 ? 0 : 1) + ((flags & FIN) === 0 ? 0 : 1);
}

/** An end's first segment, or a SYN that starts it anew, sets its numbers. */
export function startNumbers(c: ZeekCursor, d: number, flags: number, seq: number, end: number): void {
  const state = c.state(d);
  const isSyn = (flags & SYN) !== 0;
  if (state === INACTIVE) {
    // Without a SYN the numbers are what they would be after one; the payload then counts as new.
    const start = isSyn ? seq : advance(seq, -1);
    c.put(d, L_START, start);
    c.put(d, L_ACK, start);
    c.put(d, L_LAST, isSyn ? end : seq);
    return;
  }
  if (!isSyn || state === CLOSED) return;
  if (state === RESET && c.previous(d) !== INACTIVE) return;
  if ((state === SYN_SENT || state === SYN_ACK_SENT) && seq === c.start(d)) return;
  // What was delivered and seen stays so, counted from the start.
  const moved = distance(seq, c.start(d));
  const delivered = advance(deliveredTo(c, d), moved);
  for (let i = 0; c.is(HOLE << d) && i < 2 * c.rare(d, X_RANGES); i++) c.setRare(d, X_RANGE + i, advance(c.rare(d, X_RANGE + i), moved));
  keepPlaces(c, d);
  // Zeek keeps its count of wraps here, and then logs gigabytes that were never sent (zeek/zeek issue 3313); we do not.
  c.clearWraps(d);
  c.put(d, L_START, seq);
  c.put(d, L_ACK, seq);
  c.put(d, L_LAST, end);
  settleHole(c, d, delivered);
}

/** The other end acknowledges an end that has sent nothing yet. */
export function startUnseen(c: ZeekCursor, d: number, ack: number): void {
  const start = advance(ack, -1);
  c.put(d, L_START, start);
  c.put(d, L_ACK, start);
  c.put(d, L_LAST, start);
}

/** Bytes from the first number to a place that lies near `reached`, which lies `wraps` times round the circle; below 0 before the first. */
function fromStart(c: ZeekCursor, d: number, place: number, reached: number, wraps: number): number {
  const so = (reached >>> 0) - (c.start(d) >>> 0) + wraps * 0x1_0000_0000;
  return (so < 0 ? so + 0x1_0000_0000 : so) + distance(place, reached);
}

/** The number lies before the first one: nothing can be said of it. Zeek takes every number beyond 2 GiB for such; we do not. */
export function isBeforeStart(c: ZeekCursor, d: number, seq: number): boolean {
  return distance(seq, c.last(d)) < 0 && fromStart(c, d, seq, c.last(d), c.wraps(d, false)) < 0;
}

/** Takes an acknowledgement of what `d` sent; false when it lies before the first number. */
export function takeAck(c: ZeekCursor, d: number, ack: number, flags: number): boolean {
  const news = distance(ack, c.acked(d));
  if (news < 0 && fromStart(c, d, ack, c.acked(d), c.wraps(d, true)) < 0) return false;
  if ((flags & RST) !== 0 || news <= 0 || (ack === 0 && news > TOO_LARGE)) return true;
  if (ack >>> 0 < c.acked(d) >>> 0) c.wrap(d, true);
  c.put(d, L_ACK, ack);
  return true;
}

/** Moves the highest number sent, or counts a repeat. */
export function takeEnd(c: ZeekCursor, d: number, end: number, flags: number, length: number): void {
  const news = distance(end, c.last(d));
  if ((flags & (SYN | RST)) !== 0 && (news > TOO_LARGE || news < -TOO_LARGE)) return;
  if ((flags & FIN) !== 0 && c.last(d) === advance(c.start(d), 1)) moveLast(c, d, end);
  else if (c.state(d) === RESET) return;
  else if (news > 0) moveLast(c, d, end);
  else if (length > 0) c.scaled(d, X_REPEATS, CODE_T);
}

function moveLast(c: ZeekCursor, d: number, end: number): void {
  if (end === c.last(d)) return;
  keepPlaces(c, d);
  // Zeek counts a wrap for a FIN that goes back, too.
  if (end >>> 0 < c.last(d) >>> 0 && gt(end, c.last(d))) c.wrap(d, false);
  c.put(d, L_LAST, end);
}

/** The places of FIN and RST, which went without words as long as they were the last number. */
function keepPlaces(c: ZeekCursor, d: number): void {
  if (c.is(FIN_AT_LAST << d)) c.setRare(d, X_FIN, advance(c.last(d), -1));
  if (c.is(RST_AT_LAST << d)) c.setRare(d, X_RST, c.last(d));
  c.clear((FIN_AT_LAST << d) | (RST_AT_LAST << d));
}

/** A FIN: `mixed` with SYN or RST it has its place, but not the letter of a FIN. */
export function noteFin(c: ZeekCursor, d: number, fin: number, mixed: boolean): void {
  if (!mixed) c.clear(MIXED_FIN << d);
  else if (!c.is(MIXED_FIN << d)) {
    c.setShared(X_LETTER_FIN + d, c.fin(d));
    c.set(MIXED_FIN << d);
  }
  notePlace(c, d, FIN_AT_LAST, X_FIN, fin, advance(fin, 1));
}

export function notePlace(c: ZeekCursor, d: number, bit: number, field: number, place: number, atLast: number): void {
  if (c.last(d) === atLast) c.set(bit << d);
  else {
    c.clear(bit << d);
    c.setRare(d, field, place);
  }
}

// ---- what was delivered ----

/** Everything below was seen without a hole, or acknowledged. */
export function deliveredTo(c: ZeekCursor, d: number): number {
  return c.is(HOLE << d) ? c.rare(d, X_DELIVERED) : withoutHole(c, d);
}

function withoutHole(c: ZeekCursor, d: number): number {
  if (c.is(FIN_AT_LAST << d)) return advance(c.last(d), -1);
  return gt(c.acked(d), c.last(d)) ? c.acked(d) : c.last(d);
}

/** Gaps are told of connections that are open, or were when their ends closed. */
const isClean = (c: ZeekCursor, d: number): boolean => c.state(d) === ESTABLISHED || (c.state(d) === CLOSED && c.previous(d) === ESTABLISHED);

/** Holes of this connection can still become gaps. */
export function looksForHoles(c: ZeekCursor): boolean {
  return c.state(0) !== RESET && c.state(1) !== RESET && c.state(0) !== PARTIAL && c.state(1) !== PARTIAL;
}

/** Notes up to where an end's data was delivered, in the rare record where that is not what its numbers say. */
export function settleHole(c: ZeekCursor, d: number, delivered: number): void {
  const agrees = delivered === withoutHole(c, d);
  if (!c.is(HOLE << d)) {
    if (agrees || c.is(SKIP << d) || !looksForHoles(c)) return;
    c.setRare(d, X_RANGES, 0);
  } else if (c.is(SKIP << d) || !looksForHoles(c) || (agrees && c.rare(d, X_RANGES) === 0)) {
    c.clear(HOLE << d);
    return;
  }
  c.set(HOLE << d);
  c.setRare(d, X_DELIVERED, delivered);
}

/** An acknowledgement passes data that the capture does not have: each hole below it is a gap. Returns up to where data is delivered now. */
export function acknowledged(c: ZeekCursor, d: number, ack: number, delivered: number): number {
  if (c.is(FIN_SEEN << d)) {
    const fin = c.fin(d);
    if (gt(ack, fin)) ack = fin;
  }
  if (le(ack, delivered) || c.is(SKIP << d)) return delivered;
  if (c.is(PARTIAL_CONNECTION) && distance(ack, c.start(d)) <= 2) return delivered;
  const clean = isClean(c, 0) && isClean(c, 1);
  const ranges = c.is(HOLE << d) ? c.rare(d, X_RANGES) : 0;
  let passed = 0;
  for (; passed < ranges && lt(c.rare(d, X_RANGE + 2 * passed), ack); passed++) {
    if (clean) gap(c, d, distance(c.rare(d, X_RANGE + 2 * passed), delivered));
    delivered = c.rare(d, X_RANGE + 2 * passed + 1);
  }
  if (lt(delivered, ack)) {
    if (clean) gap(c, d, distance(ack, delivered));
    delivered = ack;
  }
  return dropRanges(c, d, passed, delivered);
}

function gap(c: ZeekCursor, d: number, bytes: number): void {
  c.scaled(d, X_GAPS, CODE_G);
  c.setRare(d, X_MISSED, Math.min((c.rare(d, X_MISSED) >>> 0) + bytes, 0xffff_ffff) | 0);
}

/** The payload [seq, end) was seen whole. Returns up to where data is delivered now. */
export function payloadSeen(c: ZeekCursor, d: number, seq: number, end: number, delivered: number): number {
  if (c.is(SKIP << d) || le(end, c.acked(d))) return delivered;
  if (lt(seq, c.acked(d))) seq = c.acked(d);
  if (le(seq, delivered)) {
    if (gt(end, delivered)) delivered = end;
    return c.is(HOLE << d) ? dropRanges(c, d, 0, delivered) : delivered;
  }
  if (!looksForHoles(c)) return delivered;
  if (!c.is(HOLE << d)) {
    c.setRare(d, X_RANGES, 0);
    c.set(HOLE << d);
  }
  addRange(c, d, seq, end);
  const top = c.rare(d, X_RANGE + 2 * c.rare(d, X_RANGES) - 1);
  const nothingAcked = c.acked(d) === c.start(d) || c.acked(d) === advance(c.start(d), 1);
  if (nothingAcked && distance(top, delivered) > MOST_ABOVE_HOLE) c.set(SKIP << d);
  return delivered;
}

/** Drops the first ranges, and those that are reached now. */
function dropRanges(c: ZeekCursor, d: number, first: number, delivered: number): number {
  const ranges = c.is(HOLE << d) ? c.rare(d, X_RANGES) : 0;
  while (first < ranges && le(c.rare(d, X_RANGE + 2 * first), delivered)) {
    const to = c.rare(d, X_RANGE + 2 * first + 1);
    if (gt(to, delivered)) delivered = to;
    first++;
  }
  if (first > 0) {
    for (let i = 2 * first; i < 2 * ranges; i++) c.setRare(d, X_RANGE + i - 2 * first, c.rare(d, X_RANGE + i));
    c.setRare(d, X_RANGES, ranges - first);
  }
  return delivered;
}

/** Adds a range, joined with those it touches. A ninth one is joined with the last: the hole between them is forgotten, not counted. */
function addRange(c: ZeekCursor, d: number, from: number, to: number): void {
  const ranges = c.rare(d, X_RANGES);
  let first = 0;
  while (first < ranges && lt(c.rare(d, X_RANGE + 2 * first + 1), from)) first++;
  if (ranges === RANGES_MOST && (first === ranges || lt(to, c.rare(d, X_RANGE + 2 * first)))) first = Math.min(first, ranges - 1);
  else if (first === ranges || lt(to, c.rare(d, X_RANGE + 2 * first))) {
    for (let i = 2 * ranges - 1; i >= 2 * first; i--) c.setRare(d, X_RANGE + i + 2, c.rare(d, X_RANGE + i));
    c.setRare(d, X_RANGE + 2 * first, from);
    c.setRare(d, X_RANGE + 2 * first + 1, to);
    c.setRare(d, X_RANGES, ranges + 1);
    return;
  }
  let after = first;
  for (; after < ranges && (after === first || ge(to, c.rare(d, X_RANGE + 2 * after))); after++) {
    if (lt(c.rare(d, X_RANGE + 2 * after), from)) from = c.rare(d, X_RANGE + 2 * after);
    if (gt(c.rare(d, X_RANGE + 2 * after + 1), to)) to = c.rare(d, X_RANGE + 2 * after + 1);
  }
  c.setRare(d, X_RANGE + 2 * first, from);
  c.setRare(d, X_RANGE + 2 * first + 1, to);
  for (let i = 2 * after; i < 2 * ranges; i++) c.setRare(d, X_RANGE + i - 2 * (after - first - 1), c.rare(d, X_RANGE + i));
  c.setRare(d, X_RANGES, ranges - (after - first - 1));
}
