// What is kept of a TCP connection for the views, and what of it is not kept because it follows from something else: every view has the same
// sequence numbers while nothing unusual happens. The views work on words of their own (28, below); they are spread out here before an
// unusual segment and folded up after it. Where they do not agree, they stay spread out in a block of their own.
import { NF_SEGMENT_ACK, NF_STATE_ESTABLISHED } from '@shared/netfilter';
import {
  D_ACK, D_CLOSEST_WINDOW, D_CONTIGUOUS, D_FLAGS, D_ISN, D_ISN_KNOWN, D_LARGEST, D_NEXT, D_PAYLOAD, D_WINDOW, T_LINE,
} from '../flow/flow-record';
import { ACKED, KNOWN, L_ACK, L_FLAGS, L_NEXT, L_WINDOW, S_LINE, S_WORDS, TROUBLED } from '../sequence/record';
import {
  B_ASSURED, B_LAST_DIRECTION, B_LAST_DIRECTION_SHIFT, B_LAST_INDEX, B_LAST_INDEX_SHIFT, B_LIVE, B_REPEATS, B_RESPONDER_OPENED, B_SEEN_REPLY, B_STATE, DATA_UNACKNOWLEDGED, MAX_ACK_SET,
  N_BITS, N_EXPIRES, N_LAST_ACK, N_LAST_END, N_LAST_SEQ, N_LAST_WINDOW, N_SIDE, NETFILTER_TCP_WORDS, S_END, S_FLAGS, S_MAX_ACK, S_MAX_END, S_MAX_WINDOW, SCALE_SHIFT, SIDE_WORDS,
} from './netfilter-record';
import { OPEN_TICKS, UNACKNOWLEDGED_TICKS } from './netfilter-table';
import {
  INACTIVE, L_ACK as Z_ACK, L_LAST as Z_LAST, L_START as Z_START, LINE_WORDS, QUIET, SEEN_ACK, SEEN_DATA, STATE_BITS, SWAPPED, Z_FLAGS, Z_HISTORY, Z_LINE, Z_RARE, Z_SEEN, ZEEK_WORDS,
} from './zeek-record';

/** The words that the views work on, and that readers see: netfilter's, Zeek's, and behind them those of the SEQ/ACK analysis. */
export const V_NETFILTER = 0;
export const V_ZEEK = NETFILTER_TCP_WORDS;
export const APART_WORDS = NETFILTER_TCP_WORDS + ZEEK_WORDS;
/** The SEQ/ACK analysis stands behind what netfilter and Zeek hold. */
export const V_SEQUENCE = NETFILTER_TCP_WORDS + ZEEK_WORDS;
export const SHOWN_WORDS = APART_WORDS + S_WORDS;

/**
 * What is kept: the words of the SEQ/ACK analysis, whole, and these among and behind them. The first three lines are all that an ordinary
 * segment touches.
 */
export const V_LAST = 37; // LAST_* fields of a calm connection; else 0
export const V_PAYLOAD = 38; // float64 of originator and responder: payload not yet in D_PAYLOAD
export const V_MAX_END = 42; // of the originator, the responder: netfilter's td_maxend
export const V_MAX_WINDOW = 44; // td_maxwin
export const V_EXTREMES = 46; // of each: largest segment | 65535 less the smallest window << 16, as far as D_LARGEST and D_CLOSEST_WINDOW lack them
export const V_APART = 49; // 1 + index of the block where the views' words stand as they are; 0 for none
export const V_SIDES = 50; // flags of netfilter's side, the responder's << 16
export const V_BITS = 51; // netfilter's N_BITS to N_LAST_WINDOW
export const V_FLAGS = 57; // Zeek's Z_FLAGS, Z_SEEN and history
export const V_SEEN = 58;
export const V_HISTORY = 59;
export const V_WORDS = 64;

/** V_LAST */
export const LAST_LENGTH = 0xffff; // payload of the last segment, valid with LAST_HOLDS
export const LAST_OPEN = 0x1_0000; // the state machine has the same numbers, and its words are behind as well
export const LAST_SENDER_SHIFT = 17; // who sent it
export const LAST_SEEN_SHIFT = 18; // two bits each: Zeek has a letter for an ACK, for data of this end
export const LAST_SCALE_SHIFT = 22; // four bits each: window scale in netfilter's eyes
export const LAST_HOLDS = 0x4000_0000; // a segment took the shortest way since: V_SIDES and V_BITS to its last window are behind
export const LAST_EASY = -0x8000_0000; // established in netfilter's eyes, and its flags say what the numbers say

const TWO_WAY = B_SEEN_REPLY | B_ASSURED | B_LIVE;

/**
 * Spreads the views' words out.
 * @param v place of what is kept in `ints`; ext, base: the connection's extension
 * @param ns the connection's last packet
 */
export function spread(ints: Int32Array, v: number, ext: Int32Array, base: number, out: Int32Array, ns: number): void {
  const bits = ints[v + V_BITS];
  const flags = ints[v + V_FLAGS];
  for (let i = 0; i < 6; i++) out[i] = ints[v + V_BITS + i];
  out[V_ZEEK + Z_FLAGS] = flags;
  out[V_ZEEK + Z_SEEN] = ints[v + V_SEEN];
  out[V_ZEEK + Z_RARE] = 0;
  out[V_ZEEK + Z_HISTORY] = ints[v + V_HISTORY];
  out[V_ZEEK + Z_HISTORY + 1] = ints[v + V_HISTORY + 1];
  out[V_ZEEK + Z_HISTORY + 2] = ints[v + V_HISTORY + 2];
  const sides = (ints[v + V_LAST] & LAST_HOLDS) !== 0 ? catchUp(ints, v, out, V_NETFILTER, ns) : ints[v + V_SIDES];
  for (let d = 0; d < 2; d++) {
    const x = v + d * S_LINE;
    const y = v + S_LINE - d * S_LINE;
    const next = ints[x + L_NEXT];
    const side = N_SIDE + ((bits & B_RESPONDER_OPENED) === 0 ? d : 1 - d) * SIDE_WORDS;
    const window = ints[v + V_MAX_WINDOW + d];
    const own = (sides >>> (d * 16)) & 0xffff;
    out[side + S_END] = window === 0 ? 0 : next;
    out[side + S_MAX_END] = ints[v + V_MAX_END + d];
    out[side + S_MAX_WINDOW] = window;
    out[side + S_MAX_ACK] = (own & MAX_ACK_SET) === 0 ? 0 : ints[x + L_ACK];
    out[side + S_FLAGS] = own;
    const line = V_ZEEK + Z_LINE + d * LINE_WORDS;
    const active = ((flags >>> (STATE_BITS * d)) & 7) !== INACTIVE;
    const start = active ? ext[base + d * T_LINE + D_ISN] : 0;
    out[line + Z_START] = start;
    out[line + Z_LAST] = active ? next : 0;
    out[line + Z_ACK] = active && (ints[y + L_FLAGS] & ACKED) !== 0 ? ints[y + L_ACK] : start;
  }
}

/** Brings the words of netfilter that follow from the last segment up to date, in `bits` from its first word on and in the returned flags of both sides. */
export function catchUp(ints: Int32Array, v: number, out: Int32Array, bits: number, ns: number): number {
  const last = ints[v + V_LAST];
  const d = (last >>> LAST_SENDER_SHIFT) & 1;
  const x = v + d * S_LINE;
  const dir = (out[bits + N_BITS] & B_RESPONDER_OPENED) === 0 ? d : 1 - d;
  out[bits + N_BITS] = (out[bits + N_BITS] & ~(B_REPEATS | B_LAST_INDEX | B_LAST_DIRECTION)) | (NF_SEGMENT_ACK << B_LAST_INDEX_SHIFT) | (dir << B_LAST_DIRECTION_SHIFT);
  out[bits + N_LAST_END] = ints[x + L_NEXT];
  out[bits + N_LAST_SEQ] = (ints[x + L_NEXT] - (last & LAST_LENGTH)) | 0;
  out[bits + N_LAST_ACK] = ints[x + L_ACK];
  out[bits + N_LAST_WINDOW] = (out[bits + N_LAST_WINDOW] & ~0xffff) | (ints[x + L_WINDOW] & 0xffff);
  let sides = ints[v + V_SIDES] & ~(DATA_UNACKNOWLEDGED | (DATA_UNACKNOWLEDGED << 16));
  if (isUnacknowledged(ints, v, 0)) sides |= DATA_UNACKNOWLEDGED;
  if (isUnacknowledged(ints, v, 1)) sides |= DATA_UNACKNOWLEDGED << 16;
  const life = (sides & (DATA_UNACKNOWLEDGED | (DATA_UNACKNOWLEDGED << 16))) === 0 ? OPEN_TICKS : UNACKNOWLEDGED_TICKS;
  out[bits + N_EXPIRES] = (((ns * 1e-7) | 0) + life) | 0;
  return sides;
}

/** Something that this end sent is not acknowledged yet. */
function isUnacknowledged(ints: Int32Array, v: number, d: number): boolean { return ints[v + S_LINE - d * S_LINE + L_ACK] !== ints[v + d * S_LINE + L_NEXT]; }

/** Folds the views' words up, if they say nothing that the connection's other words do not say; true when it did. */
export function fold(ints: Int32Array, v: number, ext: Int32Array, base: number, from: Int32Array, at: number): boolean {
  const zeek = at + V_ZEEK;
  const flags = from[zeek + Z_FLAGS];
  const opener = (from[at + N_BITS] & B_RESPONDER_OPENED) === 0 ? 0 : 1;
  if (from[zeek + Z_RARE] !== 0) return false;
  for (let d = 0; d < 2; d++) {
    const x = v + d * S_LINE;
    const y = v + S_LINE - d * S_LINE;
    const next = ints[x + L_NEXT];
    const side = at + N_SIDE + (d ^ opener) * SIDE_WORDS;
    if (from[side + S_END] !== (from[side + S_MAX_WINDOW] === 0 ? 0 : next)) return false;
    if (from[side + S_MAX_ACK] !== ((from[side + S_FLAGS] & MAX_ACK_SET) === 0 ? 0 : ints[x + L_ACK])) return false;
    const line = zeek + Z_LINE + d * LINE_WORDS;
    const start = from[line + Z_START];
    const active = ((flags >>> (STATE_BITS * d)) & 7) !== INACTIVE;
    const isKnown = (ext[base + d * T_LINE + D_FLAGS] & D_ISN_KNOWN) !== 0;
    if (from[line + Z_LAST] !== (active ? next : 0) || (active ? isKnown && start !== ext[base + d * T_LINE + D_ISN] : start !== 0)) return false;
    if (from[line + Z_ACK] !== (active && (ints[y + L_FLAGS] & ACKED) !== 0 ? ints[y + L_ACK] : start)) return false;
  }
  for (let i = 0; i < 6; i++) ints[v + V_BITS + i] = from[at + i];
  ints[v + V_FLAGS] = flags;
  ints[v + V_SEEN] = from[zeek + Z_SEEN];
  ints[v + V_HISTORY] = from[zeek + Z_HISTORY];
  ints[v + V_HISTORY + 1] = from[zeek + Z_HISTORY + 1];
  ints[v + V_HISTORY + 2] = from[zeek + Z_HISTORY + 2];
  for (let d = 0; d < 2; d++) {
    const side = at + N_SIDE + (d ^ opener) * SIDE_WORDS;
    ints[v + V_MAX_END + d] = from[side + S_MAX_END];
    ints[v + V_MAX_WINDOW + d] = from[side + S_MAX_WINDOW];
    // Without a SYN the number that Zeek counts from has a word of its own.
    if ((ext[base + d * T_LINE + D_FLAGS] & D_ISN_KNOWN) === 0) ext[base + d * T_LINE + D_ISN] = from[zeek + Z_LINE + d * LINE_WORDS + Z_START];
  }
  ints[v + V_SIDES] = from[at + N_SIDE + opener * SIDE_WORDS + S_FLAGS] | (from[at + N_SIDE + (1 - opener) * SIDE_WORDS + S_FLAGS] << 16);
  return true;
}

/**
 * Whether a connection whose words are folded up is calm: then calm.ts takes its ordinary segments.
 * @returns V_LAST of it, or -1 (which it never is)
 */
export function calmness(ints: Int32Array, v: number): number {
  const zeek = ints[v + V_FLAGS];
  if ((ints[v + V_BITS] & B_LIVE) === 0 || (zeek & QUIET) === 0) return -1;
  let last = easy(ints, v);
  for (let d = 0; d < 2; d++) {
    if ((ints[v + d * S_LINE + L_FLAGS] & (KNOWN | TROUBLED)) !== KNOWN || ints[v + V_MAX_WINDOW + d] <= 0) return -1;
    const seen = ints[v + V_SEEN] >>> (8 * ((zeek & SWAPPED) === 0 ? d : 1 - d));
    last |= ((seen & SEEN_ACK) === 0 ? 0 : 1 << (LAST_SEEN_SHIFT + 2 * d)) | ((seen & SEEN_DATA) === 0 ? 0 : 2 << (LAST_SEEN_SHIFT + 2 * d))
      | (((ints[v + V_SIDES] >>> (d * 16 + SCALE_SHIFT)) & 15) << (LAST_SCALE_SHIFT + 4 * d));
  }
  return last;
}

/** LAST_EASY, where netfilter's words will follow from the numbers alone; else 0. */
export function easy(ints: Int32Array, v: number): number {
  const sides = ints[v + V_SIDES];
  const acked = MAX_ACK_SET | (MAX_ACK_SET << 16);
  if ((ints[v + V_BITS] & (B_STATE | TWO_WAY)) !== (NF_STATE_ESTABLISHED | TWO_WAY) || (sides & acked) !== acked) return 0;
  const agrees = ((sides & DATA_UNACKNOWLEDGED) !== 0) === isUnacknowledged(ints, v, 0) && (((sides >>> 16) & DATA_UNACKNOWLEDGED) !== 0) === isUnacknowledged(ints, v, 1);
  return agrees ? LAST_EASY : 0;
}

/** Whether the state machine has the numbers of the SEQ/ACK analysis. */
export function agrees(ints: Int32Array, v: number, ext: Int32Array, base: number): boolean {
  for (let d = 0; d < 2; d++) {
    const x = v + d * S_LINE;
    const e = base + d * T_LINE;
    if (ext[e + D_NEXT] !== ints[x + L_NEXT] || ext[e + D_CONTIGUOUS] !== ints[x + L_NEXT] || ext[e + D_ACK] !== ints[x + L_ACK] || ext[e + D_WINDOW] !== (ints[x + L_WINDOW] & 0xffff)) return false;
  }
  return true;
}

/** Brings the state machine's words up to date. */
export function tellMachine(ints: Int32Array, floats: Float64Array, v: number, ext: Int32Array, extF: Float64Array, base: number): void {
  if ((ints[v + V_LAST] & LAST_OPEN) === 0) return;
  ints[v + V_LAST] &= ~LAST_OPEN;
  for (let d = 0; d < 2; d++) {
    const x = v + d * S_LINE;
    const e = base + d * T_LINE;
    ext[e + D_NEXT] = ints[x + L_NEXT];
    ext[e + D_CONTIGUOUS] = ints[x + L_NEXT];
    ext[e + D_ACK] = ints[x + L_ACK];
    ext[e + D_WINDOW] = ints[x + L_WINDOW] & 0xffff;
    const extremes = ints[v + V_EXTREMES + d];
    ext[e + D_LARGEST] = Math.max(ext[e + D_LARGEST], extremes & 0xffff);
    ext[e + D_CLOSEST_WINDOW] = Math.max(ext[e + D_CLOSEST_WINDOW], extremes >>> 16);
    ints[v + V_EXTREMES + d] = 0;
    extF[(e + D_PAYLOAD) >> 1] += floats[(v + V_PAYLOAD + 2 * d) >> 1];
    floats[(v + V_PAYLOAD + 2 * d) >> 1] = 0;
  }
}
