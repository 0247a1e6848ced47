// The chain of IPv6 extension headers (RFC 8200 §4) up to the transport header.
import {
  CUT, FRAGMENT_MORE, FRAGMENT_PRESENT, MALFORMED, NO_TRANSPORT, OK, P_FRAGMENT, P_FRAGMENT_OFFSET, P_IP_ID, P_L4_AT, P_PROTOCOL, TOO_DEEP,
} from './packet';

const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const NO_NEXT_HEADER = 59;
const DESTINATION = 60;
const MOBILITY = 135;
const HIP = 139;
const SHIM6 = 140;

const MOST_HEADERS = 16;

/**
 * Sets P_PROTOCOL and P_L4_AT to what follows the chain, and the fragment slots when it holds a fragment header.
 * ESP ends the chain as a protocol of its own: what follows is encrypted.
 */
export function walkExtensions(p: Int32Array, view: DataView, first: number, from: number, end: number, wireEnd: number): number {
  let next = first;
  let at = from;
  for (let i = 0; i < MOST_HEADERS; i++) {
    p[P_PROTOCOL] = next;
    p[P_L4_AT] = at;
    if (!isExtension(next)) return next === NO_NEXT_HEADER ? NO_TRANSPORT : OK;
    if (at + 8 > wireEnd) return MALFORMED;
    if (at + 8 > end) return CUT;
    const following = view.getUint8(at);
    // These three are payload unless something does follow.
    if (following === NO_NEXT_HEADER && next >= MOBILITY) return NO_TRANSPORT;
    let length = 8;
    if (next === FRAGMENT) readFragment(p, view, at);
    else length = next === AUTHENTICATION ? (view.getUint8(at + 1) + 2) << 2 : (view.getUint8(at + 1) + 1) << 3;
    if (at + length > wireEnd) return MALFORMED;
    at += length;
    next = following;
    if (p[P_FRAGMENT_OFFSET] !== 0) {
      p[P_PROTOCOL] = next;
      p[P_L4_AT] = at;
      return OK;
    }
    if (at > end) {
      p[P_PROTOCOL] = next;
      p[P_L4_AT] = at;
      return CUT;
    }
  }
  return TOO_DEEP;
}

export function isExtension(next: number): boolean {
  return next === HOP_BY_HOP || next === ROUTING || next === FRAGMENT || next === AUTHENTICATION || next === DESTINATION
    || next === MOBILITY || next === HIP || next === SHIM6;
}

function readFragment(p: Int32Array, view: DataView, at: number): void {
  const word = view.getUint16(at + 2);
  const offset = word & 0xfff8;
  const more = (word & 1) === 0 ? 0 : FRAGMENT_MORE;
  // Offset 0 and nothing more is an atomic fragment: a whole packet (RFC 6946).
  if (offset === 0 && more === 0) return;
  p[P_FRAGMENT] = FRAGMENT_PRESENT | more;
  p[P_FRAGMENT_OFFSET] = offset;
  p[P_IP_ID] = view.getInt32(at + 4);
}
