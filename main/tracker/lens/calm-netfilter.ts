// netfilter's view of an ordinary segment on the words that are kept (shared-words.ts): while the handshake ends, and while the connection
// closes. In order, inside the window, and a change of state that the table alone decides.
import { NF_ESTABLISHED, NF_FIN_WAIT, NF_NEW, NF_SEGMENT_ACK, NF_SEGMENT_FIN, NF_SEGMENT_SYN, NF_STATE_ESTABLISHED, NF_TIME_WAIT } from '@shared/netfilter';
import { FIN } from '../decode/packet';
import { distance, gt } from '../sequence/serial';
import {
  B_ASSURED, B_LAST_DIRECTION, B_LAST_DIRECTION_SHIFT, B_LAST_INDEX, B_LAST_INDEX_SHIFT, B_REPEATS, B_REPEATS_SHIFT, B_RESPONDER_OPENED, B_SEEN_REPLY, B_STATE, CLOSE_INIT,
  DATA_UNACKNOWLEDGED, MAX_ACK_SET, N_LAST_ACK, N_LAST_END, N_LAST_SEQ, N_LAST_WINDOW, N_EXPIRES,
} from './netfilter-record';
import { DIRECTION_CELLS, MOST_REPEATS, NEXT, RETRANS_TICKS, TIMEOUT_TICKS, UNACKNOWLEDGED_TICKS } from './netfilter-table';
import { V_BITS, V_MAX_END, V_MAX_WINDOW, V_SIDES } from './shared-words';

/** The state that follows, or -1 where more than the table has a say. */
export function calmNext(ints: Int32Array, v: number, d: number, flags: number, now: number): number {
  const bits = ints[v + V_BITS];
  if ((bits & B_SEEN_REPLY) === 0 || distance(ints[v + V_BITS + N_EXPIRES], now) <= 0) return -1;
  const dir = (bits & B_RESPONDER_OPENED) === 0 ? d : 1 - d;
  const next = NEXT[dir * DIRECTION_CELLS + ((flags & FIN) === 0 ? NF_SEGMENT_ACK : NF_SEGMENT_FIN) * 10 + (bits & B_STATE)];
  if (next < NF_STATE_ESTABLISHED || next > NF_TIME_WAIT) return -1;
  return next === NF_TIME_WAIT && (bits & B_LAST_INDEX) >> B_LAST_INDEX_SHIFT === NF_SEGMENT_SYN ? -1 : next;
}

/**
 * Takes the segment. The connection's numbers are to have it afterwards.
 * @param next of calmNext; end: one past its last number; sent: what its sender had sent before; peer: what its receiver has sent
 * @param raw its window, unscaled
 */
export function calmNetfilter(ints: Int32Array, v: number, d: number, next: number, flags: number, seq: number, ack: number, end: number, peer: number, raw: number, now: number): number {
  const at = v + V_BITS;
  const shift = d * 16;
  const other = 16 - shift;
  let bits = ints[at];
  const state = bits & B_STATE;
  const dir = (bits & B_RESPONDER_OPENED) === 0 ? d : 1 - d;
  let sides = ints[v + V_SIDES];
  const window = raw << ((sides >>> (shift + 8)) & 15);
  if (ints[v + V_MAX_WINDOW + d] < window) ints[v + V_MAX_WINDOW + d] = window;
  if (end !== seq) sides |= DATA_UNACKNOWLEDGED << shift;
  sides |= MAX_ACK_SET << shift;
  const edge = (ack + window) | 0;
  if (gt(edge, ints[v + V_MAX_END + 1 - d])) ints[v + V_MAX_END + 1 - d] = edge;
  if (ack === peer) sides &= ~(DATA_UNACKNOWLEDGED << other);
  const index = (flags & FIN) === 0 ? NF_SEGMENT_ACK : NF_SEGMENT_FIN;
  if (index === NF_SEGMENT_ACK) {
    const last = ints[at + N_LAST_WINDOW];
    if ((bits & B_LAST_DIRECTION) >> B_LAST_DIRECTION_SHIFT === dir && ints[at + N_LAST_SEQ] === seq && ints[at + N_LAST_ACK] === ack && ints[at + N_LAST_END] === end && (last & 0xffff) === raw) {
      bits += 1 << B_REPEATS_SHIFT;
    } else {
      bits &= ~B_REPEATS;
      ints[at + N_LAST_SEQ] = seq;
      ints[at + N_LAST_ACK] = ack;
      ints[at + N_LAST_END] = end;
      ints[at + N_LAST_WINDOW] = (last & ~0xffff) | raw;
    }
  }
  bits = (bits & ~(B_STATE | B_LAST_INDEX | B_LAST_DIRECTION)) | next | (index << B_LAST_INDEX_SHIFT) | (dir << B_LAST_DIRECTION_SHIFT);
  if (next === NF_FIN_WAIT && state !== NF_FIN_WAIT) sides |= CLOSE_INIT << shift;
  let life = TIMEOUT_TICKS[next];
  if (next === NF_STATE_ESTABLISHED) {
    if (bits >>> B_REPEATS_SHIFT >= MOST_REPEATS) life = RETRANS_TICKS;
    else if ((sides & (DATA_UNACKNOWLEDGED | (DATA_UNACKNOWLEDGED << 16))) !== 0) life = UNACKNOWLEDGED_TICKS;
    bits |= B_ASSURED;
  }
  ints[v + V_SIDES] = sides;
  ints[at + N_EXPIRES] = (now + life) | 0;
  ints[at] = bits;
  return (bits & B_SEEN_REPLY) !== 0 ? NF_ESTABLISHED : NF_NEW;
}
