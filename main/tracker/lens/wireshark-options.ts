// TCP options as far as the Wireshark view depends on them: window scale, Fast Open, Multipath, and where reading them breaks off.
import { SYN, ACK } from '../decode/packet';
import { le } from '../sequence/serial';
import { W_TFO_SYN } from '@shared/wireshark';
import type { Conversation, Side } from './wireshark-conversation';

/** Beside W_TFO_SYN in the result: the options end before they should, so tshark shows nothing of its analysis in this frame. */
export const BROKEN_OFF = 1 << 30;

const END = 0;
const NO_OPERATION = 1;
const WINDOW_SCALE = 3;
const SACK = 5;
const NEGATIVE_SACK = 21;
const MULTIPATH = 30;
const FAST_OPEN = 34;
const EXPERIMENTS = 253;
const MORE_EXPERIMENTS = 254;
const EXPERIMENT_FAST_OPEN = 0xf989;
const MOST_SHIFT = 14;
const MOST_SACK_EDGES = 4;
const MP_CAPABLE = 0;
const MP_DSS = 2;
/** Kinds of one size only: of another size nothing more is read of them, so nothing can be missing. */
const FIXED_SIZE: Readonly<Record<number, number>> = { 2: 4, 3: 3, 4: 2, 6: 6, 7: 6, 8: 10, 11: 6, 12: 6, 13: 6, 19: 18, 21: 6, 22: 2, 23: 2, 27: 8, 28: 4, 78: 16 };
/** Bytes of an MPTCP option that are read whatever it says, by subtype. */
const LEAST_MULTIPATH = [4, 3, 4, 4, 3, 3, 12, 12, 4, 3, 3, 3, 3, 3, 3, 3];

/** What the options of one segment can refer to. */
export interface OptionContext {
  conversation: Conversation;
  from: Side;
  flags: number;
  /** Payload bytes; 0 where the length of the segment cannot be known. */
  length: number;
  /** Relative where the length is known, else as sent. */
  ack: number;
  peerBase: number;
  /** In a quotation an option that is cut is passed over; elsewhere it ends the dissection. */
  quoted: boolean;
  /** Multipath operations that the options name. */
  multipath: number;
}

/** Walks `length` bytes of options of which `captured` are there. */
export function readOptions(view: DataView, at: number, length: number, captured: number, c: OptionContext): number {
  const end = at + length;
  const have = at + captured;
  let bits = 0;
  let ended = false;
  let firstRight = 0;
  let edges = 0;
  while (at < end) {
    if (at >= have) return bits | BROKEN_OFF;
    const kind = view.getUint8(at);
    if (ended && kind !== END) return end > have ? bits | BROKEN_OFF : bits;
    if (kind === END || kind === NO_OPERATION) {
      ended = kind === END;
      at++;
      continue;
    }
    if (at + 1 === end) return bits;
    if (at + 1 >= have) return bits | BROKEN_OFF;
    const size = view.getUint8(at + 1);
    if (size < 2) return bits;
    if (at + size > end) return end - 2 > have ? bits | BROKEN_OFF : bits;
    if (at + size > have) {
      const fixed = FIXED_SIZE[kind] ?? 0;
      if (!c.quoted && (fixed === 0 || size === fixed)) return bits | BROKEN_OFF;
    } else if (kind === SACK) {
      const blocks = (size - 2) >> 3;
      if (edges === 0 && blocks > 0) firstRight = (view.getInt32(at + 6) - c.peerBase) | 0;
      edges = Math.min(edges + blocks, MOST_SACK_EDGES);
      // It looks for a D-SACK in the option's first eight bytes even when they are not there.
      if (blocks === 0 && le(firstRight, c.ack) && !c.quoted) return bits | BROKEN_OFF;
    } else bits |= readOption(view, at, kind, size, c);
    if ((bits & BROKEN_OFF) !== 0) return bits;
    at += size;
  }
  return bits;
}

function readOption(view: DataView, at: number, kind: number, size: number, c: OptionContext): number {
  if (kind === WINDOW_SCALE) {
    if (size === 3) c.from.scale = Math.min(view.getUint8(at + 2), MOST_SHIFT);
  } else if (kind === NEGATIVE_SACK) {
    // For the ACK it reads past the end of the six bytes, always.
    if (size === 6 && !c.quoted) return BROKEN_OFF;
  } else if (kind === FAST_OPEN) return fastOpen(size, c);
  else if (kind === EXPERIMENTS || kind === MORE_EXPERIMENTS) {
    if (size >= 4 && view.getUint16(at + 2) === EXPERIMENT_FAST_OPEN) return fastOpen(size - 2, c);
  } else if (kind === MULTIPATH && !multipath(view, at, size, c) && !c.quoted) return BROKEN_OFF;
  return 0;
}

/** A cookie in a SYN; without one the option asks for a cookie. */
function fastOpen(size: number, c: OptionContext): number {
  if (size <= 2 || (c.flags & (SYN | ACK)) !== SYN) return 0;
  if (c.length > 0) c.conversation.fastOpenData = true;
  return W_TFO_SYN;
}

/**
 * Every subtype but MP_CAPABLE without a key makes the conversation a subflow; the first eight are remembered as operations.
 * @returns false when the option is shorter than its subtype needs
 */
function multipath(view: DataView, at: number, size: number, c: OptionContext): boolean {
  if (size < 3) return false;
  const subtype = view.getUint8(at + 2) >>> 4;
  const keyed = size === 12 || size === 20 || size === 22 || size === 24;
  if (c.conversation.multipath < 0 && (subtype !== MP_CAPABLE || keyed)) c.conversation.multipath = 0;
  if (subtype < 8) c.multipath |= 1 << subtype;
  return size >= (subtype === MP_DSS && size > 3 ? dssSize(view.getUint8(at + 3)) : LEAST_MULTIPATH[subtype]);
}

/** Data ACK of 4 or 8 bytes; mapping: data sequence of 4 or 8, subflow sequence, length (RFC 8684 §3.3). */
function dssSize(flags: number): number {
  const acknowledgement = (flags & 1) === 0 ? 0 : (flags & 2) === 0 ? 4 : 8;
  const mapping = (flags & 4) === 0 ? 0 : (flags & 8) === 0 ? 10 : 14;
  return 4 + acknowledgement + mapping;
}
