// The window rules I to IV of conntrack (tcp_in_window; Guido van Rooij, "Real Stateful TCP Packet Filtering in IP Filter", 2000):
//   I   seq ≤ sender.max_end                            II  end ≥ sender.end − receiver.max_window
//   III sack ≤ receiver.end                             IV  sack ≥ receiver.end − max(66000, sender.max_window)
import {
  NF_SEGMENT_ACK, NF_SYN_RECV, NF_SYN_SENT, NFR_ACK_OVER, NFR_ACK_UNDER, NFR_LIBERAL, NFR_MORE_BYTES, NFR_SEQ_OVER, NFR_SEQ_UNDER,
} from '@shared/netfilter';
import { ACK, P_ACK, P_FLAGS, P_OPTIONS_AT, P_OPTIONS_LENGTH, P_SEQ, P_WINDOW, RST, SYN } from '../decode/packet';
import { advance, distance, gt, lt } from '../sequence/serial';
import { sackEdge, synFlags } from './netfilter-options';
import {
  B_LAST_DIRECTION, B_LAST_DIRECTION_SHIFT, B_REPEATS, B_REPEATS_SHIFT, B_STATE, BE_LIBERAL, DATA_UNACKNOWLEDGED, MAX_ACK_SET, N_BITS, N_LAST_ACK, N_LAST_END,
  N_LAST_SEQ, N_LAST_WINDOW, N_SIDE, S_END, S_FLAGS, S_MAX_ACK, S_MAX_END, S_MAX_WINDOW, SACK_PERMITTED, SCALE_SHIFT, SIDE_WORDS, WINDOW_SCALE,
} from './netfilter-record';

/** MAXACKWINCONST */
export const LEAST_ACK_WINDOW = 66_000;

/** The number the last refusal names, unsigned: the bound that was broken, or the bytes too many. */
let bound = 0;
export function netfilterBound(): number { return bound; }

/** 0: in the window. NFR_LIBERAL: outside, accepted. NFR_SEQ_OVER, NFR_ACK_OVER: INVALID. Every other reason: let through, nothing learnt. */
export function inWindow(ints: Int32Array, at: number, direction: number, index: number, end: number, packet: Int32Array, view: DataView): number {
  const sender = at + N_SIDE + direction * SIDE_WORDS;
  const receiver = at + N_SIDE + (1 - direction) * SIDE_WORDS;
  const flags = packet[P_FLAGS];
  const rawWindow = packet[P_WINDOW];
  let seq = packet[P_SEQ];
  let ack = packet[P_ACK];
  let sack = ack;
  if ((ints[receiver + S_FLAGS] & SACK_PERMITTED) !== 0 && packet[P_OPTIONS_LENGTH] !== 0) {
    sack = sackEdge(view, packet[P_OPTIONS_AT], packet[P_OPTIONS_LENGTH], ack);
  }
  if (ints[sender + S_MAX_WINDOW] === 0) {
    if ((flags & SYN) !== 0) {
      startSide(ints, sender, receiver, direction, end, packet, view);
      if ((flags & ACK) === 0) return 0; // simultaneous open
    } else startMidstream(ints, sender, receiver, end, rawWindow, sack);
  } else if ((flags & SYN) !== 0 && gt(end, ints[sender + S_END]) && handshaking(ints[at + N_BITS] & B_STATE)) {
    startSide(ints, sender, receiver, direction, end, packet, view);
    if (direction === 1 && (flags & ACK) === 0) return 0;
  }
  if ((flags & ACK) === 0 || ((flags & RST) !== 0 && ack === 0)) {
    ack = ints[receiver + S_END];
    sack = ack;
  }
  if ((flags & RST) !== 0 && seq === 0 && (ints[at + N_BITS] & B_STATE) === NF_SYN_SENT) {
    seq = ints[sender + S_END]; // the answer to a SYN carries 0 (RFC 9293 §3.10.7.1)
    end = seq;
  }
  const outside = check(ints, sender, receiver, seq, end, sack);
  if (outside !== 0) return outside;
  const window = (flags & SYN) === 0 ? rawWindow << (ints[sender + S_FLAGS] >>> SCALE_SHIFT) : rawWindow;
  learn(ints, sender, receiver, flags, ack, sack, end, window);
  if (index === NF_SEGMENT_ACK) countRepeats(ints, at, direction, seq, ack, end, rawWindow);
  return 0;
}

function handshaking(state: number): boolean { return state === NF_SYN_SENT || state === NF_SYN_RECV; }

/** tcp_init_sender: the first SYN or SYN+ACK of a side, or one with higher numbers. */
function startSide(ints: Int32Array, sender: number, receiver: number, direction: number, end: number, packet: Int32Array, view: DataView): void {
  ints[sender + S_END] = end;
  ints[sender + S_MAX_END] = end;
  ints[sender + S_MAX_WINDOW] = packet[P_WINDOW] === 0 ? 1 : packet[P_WINDOW];
  if (packet[P_OPTIONS_LENGTH] !== 0) ints[sender + S_FLAGS] = (ints[sender + S_FLAGS] & BE_LIBERAL) | synFlags(view, packet[P_OPTIONS_AT], packet[P_OPTIONS_LENGTH]);
  // Both sides must offer it, or neither scales (RFC 7323 §2.2).
  if (direction === 1 && (ints[sender + S_FLAGS] & ints[receiver + S_FLAGS] & WINDOW_SCALE) === 0) {
    ints[sender + S_FLAGS] &= 0xff;
    ints[receiver + S_FLAGS] &= 0xff;
  }
}

/** The first packet seen of a side is no SYN: its past is unknown. */
function startMidstream(ints: Int32Array, sender: number, receiver: number, end: number, rawWindow: number, sack: number): void {
  const window = rawWindow << (ints[sender + S_FLAGS] >>> SCALE_SHIFT);
  ints[sender + S_END] = end;
  ints[sender + S_MAX_WINDOW] = window === 0 ? 1 : window;
  ints[sender + S_MAX_END] = advance(end, ints[sender + S_MAX_WINDOW]);
  if (ints[receiver + S_MAX_WINDOW] === 0) {
    ints[receiver + S_END] = sack;
    ints[receiver + S_MAX_END] = sack;
  } else if (sack === advance(ints[receiver + S_END], 1)) ints[receiver + S_END] = sack; // answers a keep-alive
}

/** Rules I, III, II, IV in the kernel's order, and compared as it does: `≤ n` as `< n + 1`, which differs half way round the circle. */
function check(ints: Int32Array, sender: number, receiver: number, seq: number, end: number, sack: number): number {
  const receiverEnd = ints[receiver + S_END];
  const receiverWindow = ints[receiver + S_MAX_WINDOW];
  if (!lt(seq, advance(ints[sender + S_MAX_END], 1))) return above(ints, sender, receiver, end, sack);
  if (!lt(sack, advance(receiverEnd, 1))) return outcome(ints, sender, NFR_ACK_OVER, advance(receiverEnd, 1));
  const lowest = advance(ints[sender + S_END], -receiverWindow - 1);
  if (receiverWindow !== 0 && !gt(end, lowest)) return outcome(ints, sender, NFR_SEQ_UNDER, lowest);
  const lowestAck = advance(receiverEnd, -ackWindow(ints[sender + S_MAX_WINDOW]) - 1);
  if (!gt(sack, lowestAck)) return outcome(ints, sender, NFR_ACK_UNDER, lowestAck);
  return 0;
}

function ackWindow(window: number): number { return window >>> 0 > LEAST_ACK_WINDOW ? window : LEAST_ACK_WINDOW; }

/** Beyond rule I: less than one window too far is let through, as some stacks send more than they may. */
function above(ints: Int32Array, sender: number, receiver: number, end: number, sack: number): number {
  const window = ints[receiver + S_MAX_WINDOW];
  const overshot = (distance(end, ints[sender + S_MAX_END]) + 1) >>> 0;
  const reaches = window !== 0 && gt(end, advance(ints[sender + S_END], -window - 1));
  const ackFits = gt(sack, advance(ints[receiver + S_END], -ackWindow(ints[sender + S_MAX_WINDOW]) - 1)) && lt(sack, advance(ints[receiver + S_END], 1));
  if (reaches && ackFits && overshot <= window >>> 0) {
    ints[sender + S_END] = end;
    ints[sender + S_FLAGS] |= DATA_UNACKNOWLEDGED;
    return outcome(ints, sender, NFR_MORE_BYTES, overshot);
  }
  return outcome(ints, sender, NFR_SEQ_OVER, advance(ints[sender + S_MAX_END], 1));
}

function outcome(ints: Int32Array, sender: number, reason: number, value: number): number {
  bound = value >>> 0;
  return (ints[sender + S_FLAGS] & BE_LIBERAL) !== 0 ? NFR_LIBERAL : reason;
}

/** What a segment inside the window teaches about both sides. */
function learn(ints: Int32Array, sender: number, receiver: number, flags: number, ack: number, sack: number, end: number, window: number): void {
  const offered = (window + distance(sack, ack)) >>> 0;
  if (ints[sender + S_MAX_WINDOW] >>> 0 < offered) ints[sender + S_MAX_WINDOW] = offered;
  let side = ints[sender + S_FLAGS];
  if (gt(end, ints[sender + S_END])) {
    ints[sender + S_END] = end;
    side |= DATA_UNACKNOWLEDGED;
  }
  if ((flags & ACK) !== 0 && ((side & MAX_ACK_SET) === 0 || gt(ack, ints[sender + S_MAX_ACK]))) {
    ints[sender + S_MAX_ACK] = ack;
    side |= MAX_ACK_SET;
  }
  ints[sender + S_FLAGS] = side;
  if (ints[receiver + S_MAX_WINDOW] !== 0 && gt(end, ints[sender + S_MAX_END])) ints[receiver + S_MAX_WINDOW] += distance(end, ints[sender + S_MAX_END]);
  const edge = advance(sack, window);
  if (gt(edge, advance(ints[receiver + S_MAX_END], -1))) ints[receiver + S_MAX_END] = window === 0 ? advance(edge, 1) : edge;
  if (ack === ints[receiver + S_END]) ints[receiver + S_FLAGS] &= ~DATA_UNACKNOWLEDGED;
}

/** The same segment three times without another in between shortens the entry's life. */
function countRepeats(ints: Int32Array, at: number, direction: number, seq: number, ack: number, end: number, rawWindow: number): void {
  const bits = ints[at + N_BITS];
  if ((bits & B_LAST_DIRECTION) >> B_LAST_DIRECTION_SHIFT === direction && ints[at + N_LAST_SEQ] === seq && ints[at + N_LAST_ACK] === ack
    && ints[at + N_LAST_END] === end && (ints[at + N_LAST_WINDOW] & 0xffff) === rawWindow) {
    ints[at + N_BITS] = bits + (1 << B_REPEATS_SHIFT);
    return;
  }
  ints[at + N_BITS] = (bits & ~(B_REPEATS | B_LAST_DIRECTION)) | (direction << B_LAST_DIRECTION_SHIFT);
  ints[at + N_LAST_SEQ] = seq;
  ints[at + N_LAST_ACK] = ack;
  ints[at + N_LAST_END] = end;
  ints[at + N_LAST_WINDOW] = (ints[at + N_LAST_WINDOW] & ~0xffff) | rawWindow;
}
