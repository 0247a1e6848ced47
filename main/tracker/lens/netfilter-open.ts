// The common case of the netfilter view in one pass: data or an acknowledgement of an open connection, inside the window. It says the same
// as netfilter-window.ts would, and whatever is not so simple it leaves untouched for that.
import { NF_ESTABLISHED, NF_SEGMENT_ACK } from '@shared/netfilter';
import { P_ACK, P_OPTIONS_AT, P_OPTIONS_LENGTH, P_PAYLOAD, P_SEQ, P_WINDOW } from '../decode/packet';
import { advance, distance, gt, lt } from '../sequence/serial';
import { PADDED_TIME_STAMPS } from './netfilter-options';
import {
  B_ASSURED, B_LAST_DIRECTION, B_LAST_DIRECTION_SHIFT, B_LAST_INDEX, B_LAST_INDEX_SHIFT, B_REPEATS, B_REPEATS_SHIFT, B_SEEN_REPLY, DATA_UNACKNOWLEDGED, MAX_ACK_SET,
  N_BITS, N_EXPIRES, N_LAST_ACK, N_LAST_END, N_LAST_SEQ, N_LAST_WINDOW, N_SIDE, S_END, S_FLAGS, S_MAX_ACK, S_MAX_END, S_MAX_WINDOW, SCALE_SHIFT, SIDE_WORDS,
} from './netfilter-record';
import { MOST_REPEATS, OPEN_TICKS, RETRANS_TICKS, UNACKNOWLEDGED_TICKS } from './netfilter-table';
import { LEAST_ACK_WINDOW } from './netfilter-window';

const TWO_WAY = B_SEEN_REPLY | B_ASSURED;

/** @param dir the kernel's direction; now: 10 ms ticks. @returns the result, or -1: not the common case, nothing was touched */
export function openSegment(ints: Int32Array, at: number, bits: number, dir: number, packet: Int32Array, view: DataView, now: number): number {
  const optionBytes = packet[P_OPTIONS_LENGTH];
  if (optionBytes !== 0 && (optionBytes !== 12 || view.getInt32(packet[P_OPTIONS_AT]) !== PADDED_TIME_STAMPS)) return -1;
  const sender = at + N_SIDE + dir * SIDE_WORDS;
  const receiver = at + N_SIDE + SIDE_WORDS - dir * SIDE_WORDS;
  const senderWindow = ints[sender + S_MAX_WINDOW];
  const receiverWindow = ints[receiver + S_MAX_WINDOW];
  if ((bits & TWO_WAY) !== TWO_WAY || senderWindow <= 0 || receiverWindow <= 0) return -1;
  const seq = packet[P_SEQ];
  const ack = packet[P_ACK];
  const end = advance(seq, packet[P_PAYLOAD]);
  const senderEnd = ints[sender + S_END];
  const senderMost = ints[sender + S_MAX_END];
  const receiverEnd = ints[receiver + S_END];
  const ackWindow = senderWindow > LEAST_ACK_WINDOW ? senderWindow : LEAST_ACK_WINDOW;
  if (!lt(seq, advance(senderMost, 1)) || !lt(ack, advance(receiverEnd, 1))) return -1;
  if (!gt(end, advance(senderEnd, -receiverWindow - 1)) || !gt(ack, advance(receiverEnd, -ackWindow - 1))) return -1;

  const raw = packet[P_WINDOW];
  const before = ints[sender + S_FLAGS];
  const window = raw << (before >>> SCALE_SHIFT);
  let side = before;
  if (senderWindow < window) ints[sender + S_MAX_WINDOW] = window;
  if (gt(end, senderEnd)) {
    ints[sender + S_END] = end;
    side |= DATA_UNACKNOWLEDGED;
  }
  if ((side & MAX_ACK_SET) === 0 || gt(ack, ints[sender + S_MAX_ACK])) {
    ints[sender + S_MAX_ACK] = ack;
    side |= MAX_ACK_SET;
  }
  if (side !== before) ints[sender + S_FLAGS] = side;
  if (gt(end, senderMost)) ints[receiver + S_MAX_WINDOW] = receiverWindow + distance(end, senderMost);
  const edge = advance(ack, window);
  if (gt(edge, advance(ints[receiver + S_MAX_END], -1))) ints[receiver + S_MAX_END] = window === 0 ? advance(edge, 1) : edge;
  let other = ints[receiver + S_FLAGS];
  if (ack === receiverEnd && (other & DATA_UNACKNOWLEDGED) !== 0) {
    other &= ~DATA_UNACKNOWLEDGED;
    ints[receiver + S_FLAGS] = other;
  }

  const last = ints[at + N_LAST_WINDOW];
  let repeats = 0;
  if ((last & 0xffff) === raw && ints[at + N_LAST_SEQ] === seq && ints[at + N_LAST_ACK] === ack && ints[at + N_LAST_END] === end
    && (bits & B_LAST_DIRECTION) >> B_LAST_DIRECTION_SHIFT === dir) repeats = ((bits >>> B_REPEATS_SHIFT) + 1) & 0xff;
  else {
    ints[at + N_LAST_SEQ] = seq;
    ints[at + N_LAST_ACK] = ack;
    ints[at + N_LAST_END] = end;
    ints[at + N_LAST_WINDOW] = (last & ~0xffff) | raw;
  }
  ints[at + N_BITS] = (bits & ~(B_REPEATS | B_LAST_INDEX | B_LAST_DIRECTION)) | (repeats << B_REPEATS_SHIFT)
    | (NF_SEGMENT_ACK << B_LAST_INDEX_SHIFT) | (dir << B_LAST_DIRECTION_SHIFT);
  let life = OPEN_TICKS;
  if (repeats >= MOST_REPEATS || raw === 0) life = RETRANS_TICKS;
  else if (((side | other) & DATA_UNACKNOWLEDGED) !== 0) life = UNACKNOWLEDGED_TICKS;
  ints[at + N_EXPIRES] = now + life;
  return NF_ESTABLISHED;
}
