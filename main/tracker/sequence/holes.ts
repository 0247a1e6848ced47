// Holes in what a side was seen to send, and the ranges its peer reported above them (RFC 2018).
import { O_SACK_0_LEFT, O_SACK_0_RIGHT } from '../decode/tcp-options';
import { L_ACK, L_IDENT, L_NEXT } from './record';
import type { SegmentView } from './segment-view';
import { advance, distance, ge, gt, le, lt } from './serial';
import {
  HOLE_AT, HOLE_FROM, HOLE_IDS, HOLE_LIMIT, HOLE_STAMP, HOLE_TO, HOLE_WORDS, K_DUPLICATE_SACKS, K_GAP, K_HOLE_COUNT, K_HOLES, K_MISSED, K_SACK_COUNT, K_SACKS, SACK_LIMIT,
} from './trouble';

/** A segment above everything captured of its sender leaves a hole; what stands on both of its sides is the evidence of what fills it. */
export function openHole(s: SegmentView): void {
  const { ints, k, kx, x } = s;
  const from = ints[x + L_NEXT];
  s.kFloats[(kx + K_GAP) >> 1] += distance(s.seq, from);
  const hole = addHole(s, from, s.seq);
  k[hole + HOLE_STAMP] = s.stamp;
  k[hole + HOLE_IDS] = (ints[x + L_IDENT] & 0xffff) | (s.id << 16);
  k[hole + HOLE_AT] = s.tick;
}

/** A place for a hole; the oldest one makes room and counts as never captured. */
function addHole(s: SegmentView, from: number, to: number): number {
  const { k, kx } = s;
  if (k[kx + K_HOLE_COUNT] === HOLE_LIMIT) {
    s.kFloats[(kx + K_MISSED) >> 1] += distance(k[kx + K_HOLES + HOLE_TO], k[kx + K_HOLES + HOLE_FROM]);
    removeHole(s, 0);
  }
  const hole = kx + K_HOLES + k[kx + K_HOLE_COUNT]++ * HOLE_WORDS;
  k[hole + HOLE_FROM] = from;
  k[hole + HOLE_TO] = to;
  return hole;
}

function removeHole(s: SegmentView, index: number): void {
  const { k, kx } = s;
  const first = kx + K_HOLES;
  k.copyWithin(first + index * HOLE_WORDS, first + (index + 1) * HOLE_WORDS, first + k[kx + K_HOLE_COUNT] * HOLE_WORDS);
  k[kx + K_HOLE_COUNT]--;
}

/** The hole that the segment at hand begins or ends in, or covers; -1 for none. */
export function holeOf(s: SegmentView): number {
  if (s.kx < 0) return -1;
  const { k, kx } = s;
  for (let i = 0; i < k[kx + K_HOLE_COUNT]; i++) {
    const hole = kx + K_HOLES + i * HOLE_WORDS;
    if (lt(s.seq, k[hole + HOLE_TO]) && gt(s.end, k[hole + HOLE_FROM])) return hole;
  }
  return -1;
}

/** The bytes of the segment at hand are there now. */
export function fillHoles(s: SegmentView): void {
  const { k, kx } = s;
  if (kx < 0) return;
  for (let i = k[kx + K_HOLE_COUNT] - 1; i >= 0; i--) {
    const hole = kx + K_HOLES + i * HOLE_WORDS;
    const from = k[hole + HOLE_FROM];
    const to = k[hole + HOLE_TO];
    if (ge(s.seq, to) || le(s.end, from)) continue;
    const left = gt(s.seq, from);
    const right = lt(s.end, to);
    if (!left && !right) removeHole(s, i);
    else if (!left) k[hole + HOLE_FROM] = s.end;
    else {
      k[hole + HOLE_TO] = s.seq;
      if (!right || k[kx + K_HOLE_COUNT] === HOLE_LIMIT) continue;
      const rest = addHole(s, s.end, to);
      k[rest + HOLE_STAMP] = k[hole + HOLE_STAMP];
      k[rest + HOLE_IDS] = k[hole + HOLE_IDS];
      k[rest + HOLE_AT] = k[hole + HOLE_AT];
    }
  }
}

/** Payload of a side that its peer acknowledged and the capture never had: content gaps, as Zeek counts them. */
export function missedBytes(ints: Int32Array, line: number, peer: number, peerAcked: boolean, k: Int32Array, kFloats: Float64Array, kLine: number): number {
  if (!peerAcked) return 0;
  const ack = ints[peer + L_ACK];
  let missed = kLine < 0 ? 0 : kFloats[(kLine + K_MISSED) >> 1];
  for (let i = 0; kLine >= 0 && i < k[kLine + K_HOLE_COUNT]; i++) {
    const hole = kLine + K_HOLES + i * HOLE_WORDS;
    const to = lt(ack, k[hole + HOLE_TO]) ? ack : k[hole + HOLE_TO];
    missed += Math.max(0, distance(to, k[hole + HOLE_FROM]));
  }
  return missed + Math.max(0, distance(ack, ints[line + L_NEXT]));
}

/** Takes the ranges that the segment at hand reports. A first one at or below the acknowledgement, or inside the second, is a D-SACK (RFC 2883 §4). */
export function takeSacks(s: SegmentView): void {
  const { k, kx, options } = s;
  let first = 0;
  if (duplicateSack(s)) {
    k[kx + K_DUPLICATE_SACKS]++;
    first = 1;
  }
  for (let i = first; i < s.sacks; i++) addSack(s, options[O_SACK_0_LEFT + 2 * i], options[O_SACK_0_RIGHT + 2 * i]);
}

/** Its first range tells of something that arrived twice. */
function duplicateSack({ ack, options, sacks }: SegmentView): boolean {
  const right = options[O_SACK_0_RIGHT];
  return le(right, ack) || (sacks > 1 && ge(options[O_SACK_0_LEFT], options[O_SACK_0_LEFT + 2]) && le(right, options[O_SACK_0_RIGHT + 2]));
}

/** Its first range holds the segment that caused it (RFC 2018 §4), and is smaller than one that this side has reported: sent before that. */
export function reportsLess(s: SegmentView): boolean {
  if (s.kx < 0 || s.sacks === 0 || duplicateSack(s)) return false;
  const { k, kx, options } = s;
  const left = options[O_SACK_0_LEFT];
  const right = options[O_SACK_0_RIGHT];
  for (let i = 0; i < k[kx + K_SACK_COUNT]; i++) {
    const from = k[kx + K_SACKS + 2 * i];
    const to = k[kx + K_SACKS + 2 * i + 1];
    if (ge(left, from) && le(right, to)) return left !== from || right !== to;
  }
  return false;
}

function addSack(s: SegmentView, left: number, right: number): void {
  const { k, kx } = s;
  if (le(right, left)) return;
  let from = left;
  let to = right;
  let kept = 0;
  // What touches the new range joins it; what is acknowledged by now goes.
  for (let i = 0; i < k[kx + K_SACK_COUNT]; i++) {
    const range = kx + K_SACKS + 2 * i;
    const l = k[range];
    const r = k[range + 1];
    if (le(r, s.ack)) continue;
    if (le(l, to) && ge(r, from)) {
      if (lt(l, from)) from = l;
      if (gt(r, to)) to = r;
    } else {
      k[kx + K_SACKS + 2 * kept] = l;
      k[kx + K_SACKS + 2 * kept + 1] = r;
      kept++;
    }
  }
  if (kept === SACK_LIMIT) kept--;
  k[kx + K_SACKS + 2 * kept] = from;
  k[kx + K_SACKS + 2 * kept + 1] = to;
  k[kx + K_SACK_COUNT] = kept + 1;
}

/** The peer has reported every byte of the segment at hand, by acknowledgement or by SACK. */
export function received(s: SegmentView, acked: boolean): boolean {
  if (acked && le(s.end, s.ints[s.y + L_ACK])) return true;
  const { k, ky } = s;
  for (let i = 0; ky >= 0 && i < k[ky + K_SACK_COUNT]; i++) {
    if (ge(s.seq, k[ky + K_SACKS + 2 * i]) && le(s.end, k[ky + K_SACKS + 2 * i + 1])) return true;
  }
  return false;
}

/** Nearest number above a hole that is not plausible for data of this connection. */
const FARTHEST = 0x0100_0000;

/** Whether `number` lies so far from `base` that no capture loss explains it. */
export function isFar(number: number, base: number): boolean { return gt(number, advance(base, FARTHEST)); }
