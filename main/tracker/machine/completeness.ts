// What a segment adds to its connection's completeness and initial round trip, by Wireshark's rules (tcp.completeness, tcp.analysis.initial_rtt).
import { ACK, FIN, RST, SYN } from '../decode/packet';
import { T_BEGUN, T_COMPLETE_SHIFT, T_FLAGS, T_HAS_INITIAL_RTT, T_INITIAL_RTT } from '../flow/flow-record';

/** Bits of `tcp.completeness`. */
export const COMPLETE_SYN = 1;
export const COMPLETE_SYN_ACK = 2;
export const COMPLETE_ACK = 4;
export const COMPLETE_DATA = 8;
const COMPLETE_FIN = 16;
const COMPLETE_RST = 32;

/**
 * Segments of an open connection do not come here: they add nothing but ACK and data.
 * @param moment one element: nanoseconds of the segment
 */
export function noteKind(ext: Int32Array, extF: Float64Array, base: number, flags: number, length: number, moment: Float64Array): void {
  const told = ext[base + T_FLAGS];
  ext[base + T_FLAGS] = told | T_BEGUN | (completes(flags, length, (told & T_BEGUN) !== 0) << T_COMPLETE_SHIFT);
  if ((told & T_HAS_INITIAL_RTT) !== 0) return;
  const at = (base + T_INITIAL_RTT) >> 1;
  if ((flags & (SYN | ACK)) === SYN) extF[at] = moment[0];
  if ((flags & (SYN | ACK)) !== ACK || Number.isNaN(extF[at])) return;
  ext[base + T_FLAGS] |= T_HAS_INITIAL_RTT;
  extF[at] = moment[0] - extF[at];
}

/** A first segment counts only when it carries SYN. */
function completes(flags: number, length: number, began: boolean): number {
  const opening = flags & (SYN | ACK);
  if (!began && opening === SYN) return length > 0 ? COMPLETE_SYN | COMPLETE_DATA : COMPLETE_SYN;
  if (!began && opening !== (SYN | ACK)) return 0;
  let bits = opening === (SYN | ACK) ? COMPLETE_SYN_ACK : 0;
  if (opening === ACK) bits |= length > 0 ? COMPLETE_DATA : COMPLETE_ACK;
  if ((flags & (FIN | ACK)) === (FIN | ACK)) bits |= COMPLETE_FIN;
  return (flags & RST) === 0 ? bits : bits | COMPLETE_RST;
}
