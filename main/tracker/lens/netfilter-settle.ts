// The transition of one TCP segment: the kernel's table, and the cases it is too small for (nf_conntrack_tcp_packet before the window is
// looked at): reopening, ignored handshakes and how the firewall gets back in step, challenge ACKs, simultaneous open, resets.
import {
  NF_CLOSE, NF_FIN_WAIT, NF_IGNORE, NF_LAST_ACK, NF_REFUSE, NF_SEGMENT_ACK, NF_SEGMENT_RST, NF_SEGMENT_SYN, NF_SEGMENT_SYN_ACK, NF_STATE_ESTABLISHED,
  NF_SYN_RECV, NF_SYN_SENT, NF_SYN_SENT2, NF_TIME_WAIT, NFR_CHALLENGE_ACK, NFR_IGNORED, NFR_INVALID_RST, NFR_INVALID_STATE, NFR_REOPENED,
} from '@shared/netfilter';
import { P_ACK, P_OPTIONS_AT, P_OPTIONS_LENGTH, P_SEQ, P_WINDOW } from '../decode/packet';
import { lt } from '../sequence/serial';
import { synFlags } from './netfilter-options';
import {
  B_ASSURED, B_LAST_DIRECTION, B_LAST_DIRECTION_SHIFT, B_LAST_FLAGS, B_LAST_FLAGS_SHIFT, B_LAST_INDEX, B_LAST_INDEX_SHIFT, B_LAST_SCALE, B_LAST_SCALE_SHIFT,
  B_SEEN_REPLY, BE_LIBERAL, CLOSE_INIT, EXPECT_CHALLENGE_ACK, MAX_ACK_SET, N_BITS, N_LAST_ACK, N_LAST_END, N_LAST_SEQ, N_LAST_WINDOW, N_SIDE,
  S_END, S_FLAGS, S_MAX_ACK, S_MAX_END, S_MAX_WINDOW, SCALE_SHIFT, SIDE_WORDS, SIMULTANEOUS_OPEN,
} from './netfilter-record';
import { DIRECTION_CELLS, NEXT } from './netfilter-table';

/** What `settle` gives besides a state. */
export const IN_WINDOW = 0x100; // the window is not looked at
export const RESYNCHRONISED = 0x200;
export const NOT_EXACT = 0x400;
export const OF_IGNORED = 0x800;
export const DONE = 0x1_0000; // the lower bits are the result

/** The table, and what it is too small for. @returns the next state, with IN_WINDOW …, or DONE | reason */
export function settle(ints: Int32Array, at: number, dir: number, index: number, state: number, end: number, packet: Int32Array, view: DataView): number {
  const bits = ints[at + N_BITS];
  const next = NEXT[dir * DIRECTION_CELLS + index * 10 + state];
  switch (next) {
    case NF_SYN_SENT:
      if (state < NF_TIME_WAIT) return next;
      if (mayReopen(ints, at, bits, dir)) return DONE | NFR_REOPENED;
      return ignore(ints, at, dir, index, state, end, packet, view);
    case NF_IGNORE:
      return ignore(ints, at, dir, index, state, end, packet, view);
    case NF_REFUSE:
      return DONE | NFR_INVALID_STATE;
    case NF_TIME_WAIT:
      if (state === NF_LAST_ACK && index === NF_SEGMENT_ACK && lastDirection(bits) !== dir && lastIndex(bits) === NF_SEGMENT_SYN
        && (bits & (EXPECT_CHALLENGE_ACK << B_LAST_FLAGS_SHIFT)) !== 0) {
        ints[at + N_BITS] = bits & ~(EXPECT_CHALLENGE_ACK << B_LAST_FLAGS_SHIFT);
        return DONE | NFR_CHALLENGE_ACK;
      }
      return next;
    case NF_SYN_SENT2:
      ints[at + N_BITS] = bits | (SIMULTANEOUS_OPEN << B_LAST_FLAGS_SHIFT);
      return next;
    case NF_SYN_RECV:
      return dir === 1 && index === NF_SEGMENT_ACK && (bits & (SIMULTANEOUS_OPEN << B_LAST_FLAGS_SHIFT)) !== 0 ? NF_STATE_ESTABLISHED : next;
    case NF_CLOSE:
      return index === NF_SEGMENT_RST ? reset(ints, at, bits, dir, state, packet) : next;
    default:
      return next;
  }
}

export const lastIndex = (bits: number): number => (bits & B_LAST_INDEX) >> B_LAST_INDEX_SHIFT;
export const lastDirection = (bits: number): number => (bits & B_LAST_DIRECTION) >> B_LAST_DIRECTION_SHIFT;

/** A closed or aborted connection: one side has sent a FIN, or this side a RST just now. */
function mayReopen(ints: Int32Array, at: number, bits: number, dir: number): boolean {
  return ((ints[at + N_SIDE + S_FLAGS] | ints[at + N_SIDE + SIDE_WORDS + S_FLAGS]) & CLOSE_INIT) !== 0
    || (lastDirection(bits) === dir && lastIndex(bits) === NF_SEGMENT_RST);
}

/** Not to be judged, as the firewall itself may be out of step: remembered, let through; or the answer that puts it back in step. */
function ignore(ints: Int32Array, at: number, dir: number, index: number, state: number, end: number, packet: Int32Array, view: DataView): number {
  let bits = ints[at + N_BITS];
  if (index === NF_SEGMENT_SYN_ACK && lastIndex(bits) === NF_SEGMENT_SYN && lastDirection(bits) !== dir && packet[P_ACK] === ints[at + N_LAST_END]) {
    return resynchronise(ints, at, bits, dir);
  }
  bits = (bits & ~(B_LAST_INDEX | B_LAST_DIRECTION)) | (index << B_LAST_INDEX_SHIFT) | (dir << B_LAST_DIRECTION_SHIFT);
  ints[at + N_LAST_SEQ] = packet[P_SEQ];
  ints[at + N_LAST_END] = end;
  ints[at + N_LAST_WINDOW] = (ints[at + N_LAST_WINDOW] & ~0xffff) | packet[P_WINDOW];
  if (index === NF_SEGMENT_SYN && dir === 0) {
    const offered = synFlags(view, packet[P_OPTIONS_AT], packet[P_OPTIONS_LENGTH]);
    const flags = (offered & 0xff) | (state === NF_LAST_ACK ? EXPECT_CHALLENGE_ACK : 0);
    bits = (bits & ~(B_LAST_FLAGS | B_LAST_SCALE)) | (flags << B_LAST_FLAGS_SHIFT) | (offered >>> SCALE_SHIFT << B_LAST_SCALE_SHIFT);
  }
  if (state === NF_SYN_SENT && index === NF_SEGMENT_ACK && dir === 1) ints[at + N_LAST_ACK] = packet[P_ACK];
  ints[at + N_BITS] = bits;
  return DONE | NFR_IGNORED;
}

/** Client and server agree, the firewall was behind: it takes the ignored SYN for the beginning. */
function resynchronise(ints: Int32Array, at: number, bits: number, dir: number): number {
  const opener = at + N_SIDE + (1 - dir) * SIDE_WORDS;
  const answering = at + N_SIDE + dir * SIDE_WORDS;
  const window = ints[at + N_LAST_WINDOW] & 0xffff;
  bits &= ~(EXPECT_CHALLENGE_ACK << B_LAST_FLAGS_SHIFT);
  ints[at + N_BITS] = bits;
  ints[opener + S_END] = ints[at + N_LAST_END];
  ints[opener + S_MAX_END] = ints[at + N_LAST_END];
  ints[opener + S_MAX_WINDOW] = window === 0 ? 1 : window;
  ints[opener + S_FLAGS] = ((bits & B_LAST_FLAGS) >> B_LAST_FLAGS_SHIFT) | ((bits & B_LAST_SCALE) >> B_LAST_SCALE_SHIFT << SCALE_SHIFT);
  ints[answering + S_END] = 0;
  ints[answering + S_MAX_END] = 0;
  ints[answering + S_MAX_WINDOW] = 0;
  ints[answering + S_MAX_ACK] = 0;
  ints[answering + S_FLAGS] &= BE_LIBERAL;
  return NF_SYN_RECV | RESYNCHRONISED;
}

/** A RST: is it meant, stale, or to be left to the endpoints (RFC 5961 §3)? */
function reset(ints: Int32Array, at: number, bits: number, dir: number, state: number, packet: Int32Array): number {
  if (state >= NF_FIN_WAIT && state <= NF_CLOSE) return NF_CLOSE | IN_WINDOW; // the tuple may be in use again: no numbers to hold against it
  const seq = packet[P_SEQ];
  const last = lastIndex(bits);
  const other = at + N_SIDE + (1 - dir) * SIDE_WORDS;
  let next = NF_CLOSE;
  if ((ints[other + S_FLAGS] & MAX_ACK_SET) !== 0 && last !== NF_SEGMENT_SYN) {
    const expected = ints[other + S_MAX_ACK];
    const established = state === NF_STATE_ESTABLISHED && (bits & B_ASSURED) !== 0;
    if (seq === 0 && !established) return NF_CLOSE;
    if (lt(seq, expected)) return DONE | NFR_INVALID_RST;
    if (!established || seq === expected) return NF_CLOSE;
    if (last === NF_SEGMENT_ACK && lastDirection(bits) === dir && seq === ints[at + N_LAST_END]) return NF_CLOSE; // right behind its data
    next = state | NOT_EXACT;
  }
  // The answer to a SYN comes from the other side: 6.18 asks for it, older kernels do not.
  const answersIgnored = ((bits & B_SEEN_REPLY) !== 0 && last === NF_SEGMENT_SYN && lastDirection(bits) !== dir) || ((bits & B_ASSURED) === 0 && last === NF_SEGMENT_ACK);
  if (answersIgnored && packet[P_ACK] === ints[at + N_LAST_END]) return next | IN_WINDOW | OF_IGNORED;
  if (state === NF_SYN_SENT && last === NF_SEGMENT_ACK && lastDirection(bits) === 1 && seq === ints[at + N_LAST_ACK]) return next | IN_WINDOW | OF_IGNORED;
  return next;
}
