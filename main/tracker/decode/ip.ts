// IPv4 (RFC 791) and IPv6 (RFC 8200) headers; TCP is read straight through, the rest by upper.ts.
import type { Decoding } from './decoding';
import { isExtension, walkExtensions } from './ipv6-extensions';
import {
  CUT, MALFORMED, OK, P_CONTEXT_WORDS, P_DESTINATION, P_END, P_FRAGMENT, P_FRAGMENT_OFFSET, P_IP_AT, P_IP_ID, P_L4_AT, P_L4_CAPTURED, P_L4_LENGTH,
  P_PROTOCOL, P_SOURCE, P_TTL, P_VERSION,
} from './packet';
import { clearTransport, laterFragment, noTransport, tcp } from './transport';
import { upper } from './upper';

const TCP = 6;
const AUTHENTICATION = 51;
const MOST_AUTHENTICATIONS = 4;

/** `end` is one past the last captured byte, `wireEnd` one past the last byte of what carries the packet. */
export function ipv4(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 20 > end) return at + 20 > wireEnd ? MALFORMED : CUT;
  const p = d.packet;
  const first = view.getInt32(at);
  const header = (first >>> 22) & 0x3c;
  // Length 0: the card cuts the packet later (segmentation offload), so all that is there belongs to it.
  const total = (first & 0xffff) === 0 ? wireEnd - at : first & 0xffff;
  if (first >>> 28 !== 4 || header < 20 || total < header) return MALFORMED;
  const fragment = view.getInt32(at + 4);
  const third = view.getInt32(at + 8);
  const l4 = at + header;
  const ipEnd = at + total;
  const stop = ipEnd < end ? ipEnd : end;
  // On a link the header is believed: tools that trim packets often write the trimmed length as that of the wire.
  if (ipEnd > wireEnd && d.tunnels > 0) return MALFORMED;
  const protocol = (third >>> 16) & 0xff;
  const offset = (fragment & 0x1fff) << 3;
  p[P_VERSION] = 4;
  p[P_PROTOCOL] = protocol;
  p[P_SOURCE] = view.getInt32(at + 12);
  p[P_DESTINATION] = view.getInt32(at + 16);
  p[P_L4_AT] = l4;
  p[P_L4_LENGTH] = ipEnd - l4;
  p[P_L4_CAPTURED] = stop > l4 ? stop - l4 : 0;
  p[P_TTL] = third >>> 24;
  p[P_IP_ID] = fragment >>> 16;
  p[P_FRAGMENT] = ((fragment >>> 12) & 14) | ((fragment & 0x3fff) === 0 ? 0 : 1);
  p[P_FRAGMENT_OFFSET] = offset;
  p[P_CONTEXT_WORDS] = d.words;
  p[P_IP_AT] = at;
  p[P_END] = stop;
  if (protocol === TCP && offset === 0) return tcp(p, view, l4, stop, ipEnd);
  d.at = at;
  d.end = end;
  d.wireEnd = wireEnd;
  if (offset !== 0) return laterFragment(p, l4);
  if (protocol === AUTHENTICATION) return authenticated(d, view, l4, stop, ipEnd);
  return upper(d, view, protocol, l4, stop, ipEnd);
}

/** Authentication headers (RFC 4302) in front of the transport: nothing is hidden by them. */
function authenticated(d: Decoding, view: DataView, from: number, end: number, wireEnd: number): number {
  const p = d.packet;
  let at = from;
  let protocol = AUTHENTICATION;
  for (let i = 0; i < MOST_AUTHENTICATIONS && protocol === AUTHENTICATION; i++) {
    if (at + 12 > end) return without(p, at, at + 12 > wireEnd ? MALFORMED : CUT);
    protocol = view.getUint8(at);
    at += (view.getUint8(at + 1) + 2) << 2;
    if (at > wireEnd) return without(p, from, MALFORMED);
  }
  setTransport(p, protocol, at, end, wireEnd);
  if (at > end) return without(p, at, CUT);
  return protocol === TCP ? tcp(p, view, at, end, wireEnd) : upper(d, view, protocol, at, end, wireEnd);
}

export function ipv6(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 40 > end) return at + 40 > wireEnd ? MALFORMED : CUT;
  const p = d.packet;
  if (view.getUint8(at) >>> 4 !== 6) return MALFORMED;
  const word = view.getInt32(at + 4);
  const next = (word >>> 8) & 0xff;
  const length = word >>> 16;
  const l4 = at + 40;
  // Length 0: a jumbogram (RFC 2675) or segmentation offload, unless nothing was to follow (59).
  const ipEnd = length === 0 && next !== 59 && wireEnd > l4 ? wireEnd : l4 + length;
  const stop = ipEnd < end ? ipEnd : end;
  if (ipEnd > wireEnd && d.tunnels > 0) return MALFORMED;
  p[P_VERSION] = 6;
  p[P_PROTOCOL] = next;
  p[P_SOURCE] = at + 8;
  p[P_DESTINATION] = at + 24;
  p[P_L4_AT] = l4;
  p[P_L4_LENGTH] = ipEnd - l4;
  p[P_L4_CAPTURED] = stop - l4;
  p[P_TTL] = word & 0xff;
  p[P_IP_ID] = 0;
  p[P_FRAGMENT] = 0;
  p[P_FRAGMENT_OFFSET] = 0;
  p[P_CONTEXT_WORDS] = d.words;
  p[P_IP_AT] = at;
  p[P_END] = stop;
  if (next === TCP) return tcp(p, view, l4, stop, ipEnd);
  d.at = at;
  d.end = end;
  d.wireEnd = wireEnd;
  return isExtension(next) || next === 59 ? extended(d, view, next, l4, stop, ipEnd) : upper(d, view, next, l4, stop, ipEnd);
}

function extended(d: Decoding, view: DataView, next: number, from: number, end: number, wireEnd: number): number {
  const p = d.packet;
  const outcome = walkExtensions(p, view, next, from, end, wireEnd);
  const protocol = p[P_PROTOCOL];
  const at = p[P_L4_AT];
  setTransport(p, protocol, at, end, wireEnd);
  if (p[P_FRAGMENT_OFFSET] !== 0 && outcome === OK) return laterFragment(p, at);
  if (outcome !== OK) {
    noTransport(p, at, wireEnd);
    return outcome;
  }
  return protocol === TCP ? tcp(p, view, at, end, wireEnd) : upper(d, view, protocol, at, end, wireEnd);
}

function setTransport(p: Int32Array, protocol: number, at: number, end: number, wireEnd: number): void {
  p[P_PROTOCOL] = protocol;
  p[P_L4_AT] = at;
  p[P_L4_LENGTH] = wireEnd > at ? wireEnd - at : 0;
  p[P_L4_CAPTURED] = end > at ? end - at : 0;
}

function without(p: Int32Array, at: number, outcome: number): number {
  clearTransport(p, at);
  return outcome;
}
