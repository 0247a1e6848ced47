// A segment whose bytes were sent before: sent again, delivered late, delivered twice or recorded twice. What the packets carry decides;
// the time between them only where they carry nothing that does.
import {
  CAPTURE_DUPLICATE, HIGH, KEEP_ALIVE, LOW, MEDIUM, NETWORK_DUPLICATE, OVERLAP_CONFLICT, REORDERED, RETRANSMISSION, SPURIOUS_RETRANSMISSION, STALE, ZERO_WINDOW_PROBE,
} from '@shared/analysis';
import { FIN, SYN } from '../decode/packet';
import { ID_LATE, ID_NEW, ID_SAME, ID_SEEN } from './evidence';
import { fillHoles, holeOf, received } from './holes';
import {
  ACKED, announced, IDENTIFIED, L_ACK, L_FLAGS, L_IDENT, L_LAST_AT, L_NEXT, L_RTT_MIN, L_RTT_SAMPLES, L_TIMED_END, largest, SHIFT_KNOWN, TIMING, TTL_AT,
} from './record';
import { type SegmentView, STAMP_NEWER, STAMP_NONE, STAMP_OLDER } from './segment-view';
import { advance, distance, lt } from './serial';
import {
  HOLE_AT, HOLE_IDS, HOLE_STAMP, K_COPIED, K_COPIES, K_DISTINCT, K_DUPLICATE_ACK_AT, K_DUPLICATE_ACKS, K_FLAGS, K_OLD, K_RECOVER, K_RECOVERING, K_RESENT, RECENT_AT, RECENT_ID, RECENT_STAMP,
} from './trouble';

const MILLISECOND = 10_000; // 100 ns
/** Longer than a network holds a packet back, shorter than any retransmission timer (RFC 6298 §2.4 asks for 1 s; Linux uses 200 ms). */
const TIMER = 150 * MILLISECOND;
/** A mirror port or a second capture point repeats a packet sooner than this. */
const MIRROR = 10 * MILLISECOND;
/** Where copies are usual: through busy queues it may take as long as this. */
const SLOW_MIRROR = 500 * MILLISECOND;
/** In 10 µs: a byte below the next number after this much silence asks whether the peer is there. */
const IDLE = 100_000;

/** @param j counts of the whole capture: packets, and copies among them */
export function judgeOld(s: SegmentView, j: { segments: number; copies: number }): number {
  const { ints, x, y } = s;
  const acked = (ints[y + L_FLAGS] & ACKED) !== 0;
  const copy = isCopy(s);
  const below = s.length <= 1 && (s.flags & (SYN | FIN)) === 0 && s.seq === advance(ints[x + L_NEXT], -1);
  if (!copy && below && acked && s.identity !== ID_LATE) {
    if (announced(ints, y) === 0) return aside(s, ZERO_WINDOW_PROBE | HIGH);
    const idle = ((s.ns / 10_000) | 0) - ints[x + L_LAST_AT] | 0;
    if (ints[y + L_ACK] === ints[x + L_NEXT] && idle >= IDLE) return aside(s, KEEP_ALIVE | MEDIUM);
  }
  s.needBlock();
  s.kFloats[(s.kx + K_OLD) >> 1] += s.length;
  const entry = s.recent();
  if (entry >= 0 && !(below && s.length === 1) && s.compare(entry) < 0) {
    s.keep();
    return OVERLAP_CONFLICT | HIGH;
  }
  if (copy) return judgeCopy(s, entry, j, HIGH);
  if (acked && tooOld(s)) return STALE | MEDIUM;
  const hole = holeOf(s);
  const verdict = hole >= 0 ? fills(s, hole) : repeats(s, entry);
  if (verdict === NETWORK_DUPLICATE) return judgeCopy(s, entry, j, s.stampOrder === STAMP_NONE ? LOW : MEDIUM);
  fillHoles(s);
  s.keep();
  if ((verdict & 0xff) !== RETRANSMISSION) return verdict;
  resent(s, s.length);
  return received(s, acked) ? (verdict & ~0xff) | SPURIOUS_RETRANSMISSION : verdict;
}

/** A number below every one that a retransmission could have: more than two windows below what the peer acknowledged. */
function tooOld(s: SegmentView): boolean {
  const { ints, y } = s;
  return (ints[y + L_FLAGS] & SHIFT_KNOWN) !== 0 && distance(ints[y + L_ACK], s.end) > 2 * Math.max(65_535, largest(ints, y));
}

/** A probe or a keep-alive byte: not part of what is sent. */
function aside(s: SegmentView, verdict: number): number {
  if (s.length === 0) return verdict;
  s.needBlock();
  s.kFloats[(s.kx + K_OLD) >> 1] += s.length;
  return verdict;
}

/** Notes bytes sent again: Karn's rule takes no RTT sample of them, nor of what waits behind them. */
export function resent(s: SegmentView, bytes: number): void {
  const { ints, x, k, kx } = s;
  s.kFloats[(kx + K_RESENT) >> 1] += bytes;
  if (lt(s.seq, ints[x + L_TIMED_END])) ints[x + L_FLAGS] &= ~TIMING;
  k[kx + K_FLAGS] |= K_RECOVERING;
  k[kx + K_RECOVER] = ints[x + L_NEXT];
}

/** The very same packet, by its identification. */
export function isCopy(s: SegmentView): boolean {
  if (s.identity === ID_SEEN) return true;
  if (s.identity === ID_SAME && s.end === s.ints[s.x + L_NEXT] && (s.length === 0 || s.length === s.ints[s.x + L_IDENT] >>> 16)) return true;
  return s.inRing();
}

/**
 * Two copies of one packet look the same whether the network or the capture made them. A mirror repeats what it repeats all the time and
 * at once, a router in between lowers the TTL; a network does it now and then.
 */
export function judgeCopy(s: SegmentView, entry: number, j: { segments: number; copies: number }, confidence: number): number {
  s.needBlock();
  const { ints, k, kx } = s;
  j.copies++;
  k[kx + K_COPIES]++;
  k[kx + K_FLAGS] |= K_COPIED;
  const ttl = (ints[s.x + L_FLAGS] >>> TTL_AT) & 255;
  if (ttl !== 0 && s.ttl < ttl) return CAPTURE_DUPLICATE | confidence;
  const since = entry >= 0 ? s.tick - k[entry + RECENT_AT] | 0 : (((s.ns / 10_000) | 0) - ints[s.x + L_LAST_AT] | 0) * 100;
  const here = k[kx + K_COPIES] > 3 && 3 * k[kx + K_COPIES] >= 2 * k[kx + K_DISTINCT];
  const sure = j.segments < 8 ? LOW : Math.min(confidence, MEDIUM);
  const usual = mirrored(j.segments, j.copies) || here;
  if (since >= (usual ? SLOW_MIRROR : MIRROR)) return NETWORK_DUPLICATE | confidence;
  return usual ? CAPTURE_DUPLICATE | sure : NETWORK_DUPLICATE | sure;
}

/** Copies are what this capture does: of its first packets nearly each one, later two in five. The one at hand is among them. */
export function mirrored(segments: number, copies: number): boolean {
  return segments < 32 ? 2 * copies + 1 >= segments : 5 * copies >= 2 * segments;
}

/** The bytes were missing: the original comes late, or the sender sends again what was lost before the capture. */
function fills(s: SegmentView, hole: number): number {
  const { k } = s;
  if (s.identity === ID_NEW) return RETRANSMISSION | HIGH;
  if (s.identity === ID_LATE) {
    const above = k[hole + HOLE_IDS] >>> 16;
    return above === 0 || ((s.id - above) & 0xffff) > 0x7fff ? REORDERED | HIGH : RETRANSMISSION | HIGH;
  }
  if (s.stampOrder !== STAMP_NONE) {
    const order = distance(s.stamp, k[hole + HOLE_STAMP]);
    if (order !== 0) return order < 0 ? REORDERED | HIGH : RETRANSMISSION | HIGH;
    // The same tick as the segment above: a repeat would have had to be asked for within it.
    if (roundTrip(s) > 2 * MILLISECOND) return REORDERED | HIGH;
  }
  return byReaction(s, k[hole + HOLE_AT]);
}

/** Nothing in the packets tells: has the receiver complained, and long enough ago for its sender to have heard it? */
function byReaction(s: SegmentView, opened: number): number {
  const { ints, k, ky, y } = s;
  const since = s.tick - opened | 0;
  if (k[ky + K_DUPLICATE_ACKS] === 0) return since < TIMER ? REORDERED | MEDIUM : RETRANSMISSION | MEDIUM;
  const heard = s.tick - k[ky + K_DUPLICATE_ACK_AT] | 0;
  const way = ints[y + L_RTT_SAMPLES] > 0 ? ints[y + L_RTT_MIN] : 3 * MILLISECOND;
  return heard < way ? REORDERED | MEDIUM : RETRANSMISSION | LOW;
}

/** Shortest time from the capture to both ends and back, 100 ns; 0 when a side was never measured. */
function roundTrip(s: SegmentView): number {
  const { ints, x, y } = s;
  return ints[x + L_RTT_SAMPLES] === 0 || ints[y + L_RTT_SAMPLES] === 0 ? 0 : ints[x + L_RTT_MIN] + ints[y + L_RTT_MIN];
}

/** Every byte was captured before. */
function repeats(s: SegmentView, entry: number): number {
  const { k } = s;
  if (s.identity === ID_NEW) return RETRANSMISSION | HIGH;
  if (s.identity === ID_LATE) {
    // Late itself: the original of something sent again, or, if a captured one of these bytes was sent before it, a late repeat.
    const other = entry >= 0 ? k[entry + RECENT_ID] & 0xffff : 0;
    return other !== 0 && ((s.id - other) & 0xffff) <= 0x7fff ? RETRANSMISSION | HIGH : REORDERED | (entry >= 0 ? HIGH : MEDIUM);
  }
  if (s.stampOrder === STAMP_NEWER) return RETRANSMISSION | HIGH;
  if (s.id !== 0 && (s.ints[s.x + L_FLAGS] & IDENTIFIED) !== 0) return s.stampOrder === STAMP_OLDER ? REORDERED | MEDIUM : RETRANSMISSION | MEDIUM;
  if (entry >= 0 && s.sameChecksum(entry)) {
    if (s.stampOrder !== STAMP_NONE) return s.stamp === k[entry + RECENT_STAMP] ? NETWORK_DUPLICATE : RETRANSMISSION | MEDIUM;
    return askedFor(s, entry) ? RETRANSMISSION | LOW : NETWORK_DUPLICATE;
  }
  if (entry >= 0) return RETRANSMISSION | (s.stampOrder === STAMP_OLDER ? LOW : MEDIUM);
  if (s.stampOrder === STAMP_OLDER) return REORDERED | MEDIUM;
  // A SYN whose first packet left nothing to compare: no timer runs out so soon (RFC 6298 §2.1).
  const soon = (((s.ns / 10_000) | 0) - s.ints[s.x + L_LAST_AT] | 0) * 100 < TIMER;
  return (s.flags & SYN) !== 0 && soon ? NETWORK_DUPLICATE : RETRANSMISSION | LOW;
}

/** A sender repeats when its timer runs out, or when the receiver asked for these bytes by repeating its acknowledgement. */
function askedFor(s: SegmentView, entry: number): boolean {
  const { ints, k, ky, y } = s;
  if ((s.tick - k[entry + RECENT_AT] | 0) >= TIMER) return true;
  return k[ky + K_DUPLICATE_ACKS] > 0 && ints[y + L_ACK] === s.seq;
}
