// What a Linux stateful firewall says of a TCP segment (nf_conntrack_tcp_packet of kernel 6.x), over a few words of state per tuple.
import { PROTOCOL } from '@shared/flow';
import {
  NF_CLOSE, NF_ESTABLISHED, NF_FIN_WAIT, NF_INVALID, NF_NEW, NF_NONE, NF_REFUSE, NF_SEGMENT_ACK, NF_SEGMENT_FIN, NF_SEGMENT_NONE, NF_SEGMENT_RST, NF_SEGMENT_SYN,
  NF_STATE_ESTABLISHED, NF_SYN_RECV, NF_SYN_SENT, NFR_ACK_OVER, NFR_CHECKSUM, NFR_FLAGS, NFR_INVALID_NEW, NFR_INVALID_RST, NFR_INVALID_STATE, NFR_LIBERAL,
  NFR_PICKED_UP, NFR_REOPENED, NFR_RESYNCHRONISED, NFR_RST_NOT_EXACT, NFR_RST_OF_IGNORED, NFR_RST_UNREPLIED, NFR_SEQ_OVER, NFR_TRUNCATED,
} from '@shared/netfilter';
import { FIN, MALFORMED, P_ACK, P_FLAGS, P_OPTIONS_AT, P_OPTIONS_LENGTH, P_PAYLOAD, P_PROTOCOL, P_SEQ, P_VERSION, P_WINDOW, PACKET_SLOTS, SYN } from '../decode/packet';
import { advance, distance } from '../sequence/serial';
import { synFlags } from './netfilter-options';
import {
  B_ASSURED, B_LAST_DIRECTION, B_LAST_DIRECTION_SHIFT, B_LAST_INDEX, B_LAST_INDEX_SHIFT, B_LIVE, B_REPEATS_SHIFT, B_RESPONDER_OPENED, B_SEEN_REPLY, B_STATE,
  BE_LIBERAL, CLOSE_INIT, DATA_UNACKNOWLEDGED, N_BITS, N_EXPIRES, N_LAST_WINDOW, N_SIDE, NETFILTER_TCP_WORDS, S_END, S_FLAGS, S_MAX_END, S_MAX_WINDOW,
  SACK_PERMITTED, SIDE_WORDS,
} from './netfilter-record';
import { openSegment } from './netfilter-open';
import { DONE, IN_WINDOW, lastDirection, lastIndex, NOT_EXACT, OF_IGNORED, RESYNCHRONISED, settle } from './netfilter-settle';
import { BAD_FLAGS, MOST_REPEATS, NEXT, RETRANS_TICKS, SEGMENT, TIMEOUT_TICKS, UNACKNOWLEDGED_TICKS } from './netfilter-table';
import { inWindow } from './netfilter-window';

export { NETFILTER_TCP_WORDS } from './netfilter-record';
export { netfilterStateName } from './netfilter-table';
export { netfilterBound } from './netfilter-window';

/** An entry this close to its end is not shortened further. */
const SHORT_TICKS = 12_000;

/** Results of frames that never reach the segment machine; the caller decides whether it trusts the checksum. */
export const NETFILTER_BAD_CHECKSUM = NF_INVALID | (NFR_CHECKSUM << 3);
export const NETFILTER_TRUNCATED = NF_INVALID | (NFR_TRUNCATED << 3);

/** What is said of a packet that no connection could be made of: INVALID where its transport header contradicts it, else nothing. */
export function netfilterUnusable(outcome: number, packet: Int32Array): number {
  const protocol = packet[P_PROTOCOL];
  const hasHeader = protocol === PROTOCOL.tcp || protocol === PROTOCOL.udp || protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
  return outcome === MALFORMED && packet[P_VERSION] !== 0 && hasHeader ? NETFILTER_TRUNCATED : NF_NONE;
}

/** No entry. */
export function netfilterStart(ints: Int32Array, at: number): void { ints.fill(0, at, at + NETFILTER_TCP_WORDS); }

/** The state code of the entry, or the last one it had. */
export function netfilterState(ints: Int32Array, at: number): number { return ints[at + N_BITS] & B_STATE; }

/** Packets of this tuple called INVALID. */
export function netfilterInvalid(ints: Int32Array, at: number): number { return ints[at + N_LAST_WINDOW] >>> 16; }

/** Whether the kernel still holds an entry (an ICMP error that quotes it is RELATED). */
export function netfilterAlive(ints: Int32Array, at: number, ns: number): boolean {
  return (ints[at + N_BITS] & B_LIVE) !== 0 && distance(ints[at + N_EXPIRES], ticks(ns)) > 0;
}

/** Seconds until the entry is given up, and whether it saw a reply and is assured; what `conntrack -L` prints. */
export function netfilterSecondsLeft(ints: Int32Array, at: number, ns: number): number { return distance(ints[at + N_EXPIRES], ticks(ns)) / 100; }
export function netfilterReplied(ints: Int32Array, at: number): boolean { return (ints[at + N_BITS] & B_SEEN_REPLY) !== 0; }
export function netfilterAssured(ints: Int32Array, at: number): boolean { return (ints[at + N_BITS] & B_ASSURED) !== 0; }
/** 0: the tracker's originator sent what the kernel took for the first packet; 1: its responder did. */
export function netfilterOpener(ints: Int32Array, at: number): number { return (ints[at + N_BITS] & B_RESPONDER_OPENED) === 0 ? 0 : 1; }

/** The tracker has exchanged originator and responder. */
export function netfilterSwap(ints: Int32Array, at: number): void { ints[at + N_BITS] ^= B_RESPONDER_OPENED; }

/** The tracker starts a new connection on a tuple whose entry the kernel keeps: the entry goes over. `swapped`: the roles are exchanged. */
export function netfilterCarry(from: Int32Array, fromAt: number, to: Int32Array, toAt: number, swapped: boolean): void {
  for (let i = 0; i < NETFILTER_TCP_WORDS; i++) to[toAt + i] = from[fromAt + i];
  if (swapped) netfilterSwap(to, toAt);
}

/** Result for a segment of a tuple that is not known at all, by its flags alone; no state is needed for it. */
export function netfilterFirst(flags: number): number {
  const index = SEGMENT[flags & 63];
  if (index === NF_SEGMENT_SYN) return NF_NEW;
  if (index === NF_SEGMENT_ACK) return NF_NEW | (NFR_PICKED_UP << 3);
  return NF_INVALID | ((index === BAD_FLAGS ? NFR_FLAGS : NFR_INVALID_NEW) << 3);
}

const replayed = new Int32Array(PACKET_SLOTS);
const replayedOptions = new DataView(new ArrayBuffer(8));

/** The same from single values, for a first packet that was kept as such. @param scale window scale of a SYN, -1 for none */
export function netfilterReplay(ints: Int32Array, at: number, direction: number, seq: number, ack: number, flags: number, window: number, payload: number, scale: number, sackPermitted: boolean, ns: number): number {
  const options = replayedOptions;
  options.setUint32(0, sackPermitted ? 0x0101_0402 : 0x0101_0101);
  options.setUint32(4, scale < 0 ? 0x0101_0101 : 0x0103_0300 | scale);
  replayed[P_SEQ] = seq;
  replayed[P_ACK] = ack;
  replayed[P_FLAGS] = flags;
  replayed[P_WINDOW] = window;
  replayed[P_PAYLOAD] = payload;
  replayed[P_OPTIONS_AT] = 0;
  replayed[P_OPTIONS_LENGTH] = (flags & SYN) !== 0 && (sackPermitted || scale >= 0) ? 8 : 0;
  return netfilterSegment(ints, at, direction, replayed, options, ns);
}

/**
 * One segment.
 * @param direction 0 from the tracker's originator, 1 from its responder
 * @param ns time since the tracker's base second
 * @returns verdict | reason << 3 (shared/netfilter.ts)
 */
export function netfilterSegment(ints: Int32Array, at: number, direction: number, packet: Int32Array, view: DataView, ns: number): number {
  const flags = packet[P_FLAGS];
  const index = SEGMENT[flags & 63];
  if (index === BAD_FLAGS) return invalid(ints, at, NFR_FLAGS);
  const now = ticks(ns);
  const bits = ints[at + N_BITS];
  if ((bits & B_LIVE) === 0 || distance(ints[at + N_EXPIRES], now) <= 0) return open(ints, at, direction, index, packet, view, now, 0);
  const dir = (bits & B_RESPONDER_OPENED) === 0 ? direction : 1 - direction;
  if (index === NF_SEGMENT_ACK && (bits & B_STATE) === NF_STATE_ESTABLISHED) {
    const result = openSegment(ints, at, bits, dir, packet, view, now);
    if (result >= 0) return result;
  }
  const end = advance(packet[P_SEQ], packet[P_PAYLOAD] + (flags & FIN) + ((flags & SYN) >> 1));
  return follow(ints, at, dir, direction, index, end, packet, view, now, 0);
}

function ticks(ns: number): number { return (ns * 1e-7) | 0; }

function invalid(ints: Int32Array, at: number, reason: number): number {
  if (ints[at + N_LAST_WINDOW] >>> 16 !== 0xffff) ints[at + N_LAST_WINDOW] += 0x1_0000;
  return NF_INVALID | (reason << 3);
}

/** tcp_new: the first packet of an entry. */
function open(ints: Int32Array, at: number, direction: number, index: number, packet: Int32Array, view: DataView, now: number, reason: number): number {
  const next = NEXT[index * 10];
  if (next === NF_REFUSE) {
    ints[at + N_BITS] &= ~B_LIVE;
    return invalid(ints, at, NFR_INVALID_NEW);
  }
  const counted = ints[at + N_LAST_WINDOW] & ~0xffff;
  ints.fill(0, at, at + NETFILTER_TCP_WORDS);
  ints[at + N_LAST_WINDOW] = counted;
  ints[at + N_BITS] = B_LIVE | (NF_SEGMENT_NONE << B_LAST_INDEX_SHIFT) | (direction === 0 ? 0 : B_RESPONDER_OPENED);
  const flags = packet[P_FLAGS];
  const end = advance(packet[P_SEQ], packet[P_PAYLOAD] + (flags & FIN) + ((flags & SYN) >> 1));
  const side = at + N_SIDE;
  ints[side + S_END] = end;
  ints[side + S_MAX_WINDOW] = packet[P_WINDOW] === 0 ? 1 : packet[P_WINDOW];
  ints[side + S_MAX_END] = end;
  if (next === NF_SYN_SENT) {
    ints[side + S_FLAGS] = synFlags(view, packet[P_OPTIONS_AT], packet[P_OPTIONS_LENGTH]);
  } else {
    ints[side + S_MAX_END] = advance(end, ints[side + S_MAX_WINDOW]);
    ints[side + S_FLAGS] = SACK_PERMITTED | BE_LIBERAL;
    ints[side + SIDE_WORDS + S_FLAGS] = SACK_PERMITTED | BE_LIBERAL;
    reason = NFR_PICKED_UP;
  }
  return follow(ints, at, 0, direction, index, end, packet, view, now, reason);
}

/** Everything but the common case. */
function follow(ints: Int32Array, at: number, dir: number, direction: number, index: number, end: number, packet: Int32Array, view: DataView, now: number, opened: number): number {
  const state = ints[at + N_BITS] & B_STATE;
  const settled = settle(ints, at, dir, index, state, end, packet, view);
  if ((settled & DONE) !== 0) {
    const reason = settled & 0xff;
    if (reason === NFR_REOPENED) return open(ints, at, direction, index, packet, view, now, NFR_REOPENED);
    if (reason === NFR_INVALID_STATE || reason === NFR_INVALID_RST) return invalid(ints, at, reason);
    return passed(ints, at, dir, reason);
  }
  let reason = 0;
  if ((settled & IN_WINDOW) === 0) {
    reason = inWindow(ints, at, dir, index, end, packet, view);
    if (reason !== 0 && reason !== NFR_LIBERAL) return outside(ints, at, dir, index, reason, now);
  }
  if (opened !== 0) reason = opened;
  else if ((settled & OF_IGNORED) !== 0) reason = NFR_RST_OF_IGNORED;
  else if ((settled & RESYNCHRONISED) !== 0) reason = NFR_RESYNCHRONISED;
  else if ((settled & NOT_EXACT) !== 0) reason = NFR_RST_NOT_EXACT;
  return accept(ints, at, dir, index, (settled & RESYNCHRONISED) !== 0 ? NF_SYN_SENT : state, settled & 0xff, now, reason);
}

/** Let through with its entry; a packet of the reply direction makes the connection two-way. */
function passed(ints: Int32Array, at: number, dir: number, reason: number): number {
  const bits = ints[at + N_BITS];
  if (dir === 1) {
    ints[at + N_BITS] = bits | B_SEEN_REPLY;
    return NF_ESTABLISHED | (reason << 3);
  }
  return ((bits & B_SEEN_REPLY) !== 0 ? NF_ESTABLISHED : NF_NEW) | (reason << 3);
}

/** Outside the window. */
function outside(ints: Int32Array, at: number, dir: number, index: number, reason: number, now: number): number {
  if (reason !== NFR_SEQ_OVER && reason !== NFR_ACK_OVER) return passed(ints, at, dir, reason);
  if ((index === NF_SEGMENT_RST || index === NF_SEGMENT_FIN) && (ints[at + N_BITS] & B_ASSURED) !== 0) doubt(ints, at, dir, index, now);
  return invalid(ints, at, reason);
}

/** nf_tcp_handle_invalid: a FIN or RST refused in each direction shortens the life of an entry that is likely out of step. */
function doubt(ints: Int32Array, at: number, dir: number, index: number, now: number): void {
  const bits = ints[at + N_BITS];
  const last = lastIndex(bits);
  if (lastDirection(bits) !== dir && (last === NF_SEGMENT_FIN || last === NF_SEGMENT_RST)) {
    const left = distance(ints[at + N_EXPIRES], now);
    if (left >= SHORT_TICKS && left > UNACKNOWLEDGED_TICKS) ints[at + N_EXPIRES] = now + UNACKNOWLEDGED_TICKS;
    return;
  }
  ints[at + N_BITS] = (bits & ~(B_LAST_INDEX | B_LAST_DIRECTION)) | (index << B_LAST_INDEX_SHIFT) | (dir << B_LAST_DIRECTION_SHIFT);
}

/** In the window: the state is taken over, the time-out renewed. */
function accept(ints: Int32Array, at: number, dir: number, index: number, state: number, next: number, now: number, reason: number): number {
  let bits = ints[at + N_BITS];
  bits = (bits & ~(B_STATE | B_LAST_INDEX | B_LAST_DIRECTION)) | next | (index << B_LAST_INDEX_SHIFT) | (dir << B_LAST_DIRECTION_SHIFT);
  if (next === NF_FIN_WAIT && state !== NF_FIN_WAIT) ints[at + N_SIDE + dir * SIDE_WORDS + S_FLAGS] |= CLOSE_INIT;
  let life = TIMEOUT_TICKS[next];
  if (next === NF_STATE_ESTABLISHED && bits >>> B_REPEATS_SHIFT >= MOST_REPEATS) life = RETRANS_TICKS;
  else if (index === NF_SEGMENT_RST) life = TIMEOUT_TICKS[NF_CLOSE];
  else if (next === NF_STATE_ESTABLISHED) {
    if (((ints[at + N_SIDE + S_FLAGS] | ints[at + N_SIDE + SIDE_WORDS + S_FLAGS]) & DATA_UNACKNOWLEDGED) !== 0) life = UNACKNOWLEDGED_TICKS;
    else if ((ints[at + N_LAST_WINDOW] & 0xffff) === 0) life = RETRANS_TICKS;
  }
  if ((bits & B_SEEN_REPLY) === 0) {
    if (index === NF_SEGMENT_RST) { // it was never a connection
      ints[at + N_BITS] = bits & ~B_LIVE;
      return (dir === 1 ? NF_ESTABLISHED : NF_NEW) | (NFR_RST_UNREPLIED << 3);
    }
    if (index === NF_SEGMENT_SYN && state === NF_SYN_SENT) life = -1; // repeats of a SYN keep nothing alive
    else if (next === NF_STATE_ESTABLISHED && life > UNACKNOWLEDGED_TICKS) life = UNACKNOWLEDGED_TICKS;
  } else if ((bits & B_ASSURED) === 0 && next === NF_STATE_ESTABLISHED && (state === NF_SYN_RECV || state === NF_STATE_ESTABLISHED)) bits |= B_ASSURED;
  if (life >= 0) ints[at + N_EXPIRES] = now + life;
  if (dir === 1) {
    ints[at + N_BITS] = bits | B_SEEN_REPLY;
    return NF_ESTABLISHED | (reason << 3);
  }
  ints[at + N_BITS] = bits;
  return ((bits & B_SEEN_REPLY) !== 0 ? NF_ESTABLISHED : NF_NEW) | (reason << 3);
}
