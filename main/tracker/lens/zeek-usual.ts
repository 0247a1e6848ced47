// The segments that nearly every connection has, done in a few stores: what the general way gives for them, without its questions.
import { ACK, FIN, P_ACK, P_END, P_FLAGS, P_PAYLOAD, P_PAYLOAD_AT, P_SEQ, P_WINDOW, RST, SYN } from '../decode/packet';
import { CODE_H, CODE_S, RESPONDER_CODES } from './zeek-cursor';
import {
  CLOSED, ESTABLISHED, FIN_AT_LAST, FIN_SEEN, FIRST_SEEN, L_ACK, L_LAST, L_START, LINE_WORDS, PARTIAL, PREVIOUS_SHIFT, QUIET, RST_AT_LAST, SEEN_ACK, SEEN_DATA, SEEN_FIN,
  SEEN_SYN, STARTED, STATE_BITS, SWAPPED, SYN_SENT, Z_FLAGS, Z_HISTORY, Z_LETTERS_SHIFT, Z_LINE, Z_SEEN,
} from './zeek-record';

/** What `usual` found. */
export const UNUSUAL = 0; // the general way has to look
export const DONE = 1;
export const NEW_ACK = 2; // done, but for the first letter of this kind
export const NEW_DATA = 3;
export const NEW_FIN = 4;

const CONTROL = SYN | FIN | RST | ACK;

/** Z_FLAGS after nothing but a SYN of the end `d`, whom Zeek then takes for the originator. */
const afterSyn = (d: number): number => STARTED | (FIRST_SEEN << d) | (SYN_SENT << (STATE_BITS * d)) | (d === 0 ? 0 : SWAPPED);

const BOTH_ESTABLISHED = ESTABLISHED | (ESTABLISHED << STATE_BITS);

export function usual(ints: Int32Array, at: number, d: number, packet: Int32Array): number {
  const z = ints[at + Z_FLAGS];
  const control = packet[P_FLAGS] & CONTROL;
  if (packet[P_WINDOW] === 0) return UNUSUAL;
  if ((z & QUIET) !== 0) return control === ACK || control === (FIN | ACK) ? inOrder(ints, at, d, packet, z, control) : UNUSUAL;
  const own = at + Z_LINE + LINE_WORDS * d;
  const seq = packet[P_SEQ];
  if (packet[P_PAYLOAD] !== 0) return UNUSUAL;
  if (control === SYN && z === 0) {
    ints[at + Z_FLAGS] = afterSyn(d);
    ints[at + Z_SEEN] = SEEN_SYN | (1 << Z_LETTERS_SHIFT);
    ints[at + Z_HISTORY] = CODE_S;
  } else if (control === (SYN | ACK) && z === afterSyn(1 - d)) {
    const other = at + Z_LINE + LINE_WORDS * (1 - d);
    const ack = packet[P_ACK];
    if (ack !== ints[other + L_LAST] || ack === 0 || ints[at + Z_SEEN] !== (SEEN_SYN | (1 << Z_LETTERS_SHIFT))) return UNUSUAL;
    ints[other + L_ACK] = ack;
    ints[at + Z_FLAGS] = STARTED | FIRST_SEEN | (FIRST_SEEN << 1) | BOTH_ESTABLISHED | (SYN_SENT << (PREVIOUS_SHIFT + STATE_BITS * (1 - d))) | (z & SWAPPED) | QUIET;
    ints[at + Z_SEEN] = SEEN_SYN | (SEEN_SYN << 8) | (2 << Z_LETTERS_SHIFT);
    ints[at + Z_HISTORY] |= (CODE_H + RESPONDER_CODES) << 5;
  } else return UNUSUAL;
  ints[own + L_START] = seq;
  ints[own + L_ACK] = seq;
  ints[own + L_LAST] = (seq + 1) | 0;
  return DONE;
}

/** A segment of an open connection that begins where the last one ended, and acknowledges nothing that was not seen. */
function inOrder(ints: Int32Array, at: number, d: number, packet: Int32Array, z: number, control: number): number {
  const own = at + Z_LINE + LINE_WORDS * d;
  const seq = packet[P_SEQ];
  if (seq !== ints[own + L_LAST]) return UNUSUAL;
  const other = at + Z_LINE + LINE_WORDS * (1 - d);
  const ack = packet[P_ACK];
  const acked = ints[other + L_ACK];
  const isNews = ((ack - acked) | 0) > 0;
  // An acknowledgement beyond what was seen, or one that wraps, is not usual.
  if (isNews && (((ack - ints[other + L_LAST]) | 0) > 0 || ack >>> 0 < acked >>> 0)) return UNUSUAL;
  const length = packet[P_PAYLOAD];
  const end = (seq + length + (control & FIN)) | 0;
  if (end !== seq && ((z & ((FIN_SEEN | RST_AT_LAST) << d)) !== 0 || end >>> 0 < seq >>> 0 || packet[P_END] - packet[P_PAYLOAD_AT] < length)) return UNUSUAL;
  const role = (z & SWAPPED) === 0 ? d : 1 - d;
  let kind = length === 0 ? SEEN_ACK : SEEN_DATA;
  if (control !== ACK) {
    kind = SEEN_FIN;
    const shift = STATE_BITS * d;
    const state = (z >>> shift) & 7;
    // Where more was acknowledged than was seen, the FIN does not tell up to where data is delivered.
    if (((ints[own + L_ACK] - seq) | 0) > 0 || (state !== ESTABLISHED && state !== PARTIAL) || (ints[at + Z_SEEN] & (SEEN_FIN << (8 * role))) !== 0) return UNUSUAL;
    const kept = z & ~((7 << shift) | (7 << (PREVIOUS_SHIFT + shift)));
    ints[at + Z_FLAGS] = kept | (CLOSED << shift) | (state << (PREVIOUS_SHIFT + shift)) | ((FIN_SEEN | FIN_AT_LAST) << d);
  }
  if (isNews) ints[other + L_ACK] = ack;
  ints[own + L_LAST] = end;
  if ((ints[at + Z_SEEN] & (kind << (8 * role))) !== 0) return DONE;
  return kind === SEEN_ACK ? NEW_ACK : kind === SEEN_DATA ? NEW_DATA : NEW_FIN;
}
