// What a RST meets at its receiver, judged when it passes (RFC 9293 §3.10.7, RFC 5961 §3), and the frame of the first of each kind.
import {
  D_ACK, D_ACKED, D_CONTIGUOUS, D_FLAGS, D_ISN_KNOWN, D_OPTIONS, D_SEEN, D_WINDOW, T_FLAGS, T_LINE, T_NEW_ISN_FROM_O, T_NEW_ISN_FROM_R, T_RESET_FRAMES,
} from '../flow/flow-record';
import { advance, ge, lt } from '../sequence/serial';

// Indices in RESET_VALIDITY of shared/measures.ts.
const EXACT = 0;
const IN_WINDOW = 1;
const OUTSIDE = 2;
export const REFUSAL = 3;
export const WRONG_REFUSAL = 4;
const NO_CONNECTION = 5;
const AFTER_CLOSE = 6;
const UNCHECKED = 7;

const GREATEST_SHIFT = 14;

/**
 * A RST that does not answer a SYN.
 * @param d its sender: 0 the originator, 1 the responder
 * @param valid its number is one that its receiver may expect
 * @param over its receiver had no connection any more
 */
export function resetValidity(ext: Int32Array, base: number, d: number, seq: number, ack: number, valid: boolean, over: boolean): number {
  if (over) return AFTER_CLOSE;
  const x = base + d * T_LINE;
  const y = base + (1 - d) * T_LINE;
  const receiver = ext[y + D_FLAGS];
  if ((receiver & D_SEEN) === 0) return UNCHECKED; // nothing of its receiver was captured
  if ((ext[x + D_FLAGS] & D_SEEN) === 0) {
    // Its sender never took part: a host without that connection answers so (RFC 9293 §3.10.7.1).
    const answers = (receiver & D_ACKED) === 0 ? seq === 0 && ack === ext[y + D_CONTIGUOUS] : seq === ext[y + D_ACK];
    return answers ? NO_CONNECTION : valid ? UNCHECKED : OUTSIDE;
  }
  // After a SYN of its own inside the connection it is the answer to the challenge: the sender has forgotten the connection.
  if (valid) return (ext[base + T_FLAGS] & (d === 0 ? T_NEW_ISN_FROM_O : T_NEW_ISN_FROM_R)) === 0 ? EXACT : NO_CONNECTION;
  const expected = (receiver & D_ACKED) === 0 ? ext[x + D_CONTIGUOUS] : ext[y + D_ACK];
  if (!ge(seq, expected)) return OUTSIDE;
  const known = (ext[x + D_FLAGS] & receiver & D_ISN_KNOWN) !== 0;
  const scales = (ext[x + D_OPTIONS] & 31) !== 0 && (ext[y + D_OPTIONS] & 31) !== 0;
  const shift = known && scales ? Math.min((ext[y + D_OPTIONS] & 31) - 1, GREATEST_SHIFT) : 0;
  if (lt(seq, advance(expected, ext[y + D_WINDOW] << shift))) return IN_WINDOW;
  return !known && lt(seq, advance(expected, ext[y + D_WINDOW] << GREATEST_SHIFT)) ? UNCHECKED : OUTSIDE;
}

/** Keeps the frame of the first RST of its kind. */
export function noteReset(ext: Int32Array, base: number, d: number, validity: number, frame: number): void {
  const at = base + T_RESET_FRAMES + validity * 2 + d;
  if (ext[at] === 0) ext[at] = frame;
}
