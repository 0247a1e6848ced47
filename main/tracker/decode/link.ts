// The link types of capture files (LINKTYPE_*, tcpdump.org/linktypes.html), and the small ones of them.
import { LAYER_IPV4, LAYER_IPV6 } from './decoding';
import type { Decoding } from './decoding';
import { etherType, ethernet, llc, pppoe } from './ethernet';
import { CUT, MALFORMED, NOT_IP, UNSUPPORTED_LINK } from './packet';
import { ppp } from './ppp';
import { avs, ppi, prism, radiotap, wifi } from './wifi';

export const LINK_ETHERNET = 1;

/** The outermost layer of a frame of this link type. */
export function link(d: Decoding, view: DataView, linkType: number, at: number, end: number, wireEnd: number): number {
  switch (linkType) {
    case LINK_ETHERNET: return ethernet(d, view, at, end, wireEnd);
    case 113: return cooked(d, view, at, 16, 14, end, wireEnd);
    case 276: return cooked(d, view, at, 20, 0, end, wireEnd);
    case 0: case 108: return loopback(d, view, at, end, wireEnd);
    case 12: case 14: case 101: return raw(d, view, at, end, wireEnd);
    case 228: return d.goTo(LAYER_IPV4, at, end, wireEnd);
    case 229: return d.goTo(LAYER_IPV6, at, end, wireEnd);
    case 9: case 50: return ppp(d, view, at, end, wireEnd);
    case 51: return pppoe(d, view, at, end, wireEnd);
    case 104: return ciscoHdlc(d, view, at, end, wireEnd);
    case 105: return wifi(d, view, at, end, wireEnd);
    case 127: return radiotap(d, view, at, end, wireEnd);
    case 119: return prism(d, view, at, end, wireEnd);
    case 163: return avs(d, view, at, end, wireEnd);
    case 192: return ppi(d, view, at, end, wireEnd);
    default: return UNSUPPORTED_LINK;
  }
}

/** Linux cooked capture, version 1 and 2: a header of fixed length with an EtherType in it. */
function cooked(d: Decoding, view: DataView, at: number, header: number, typeAt: number, end: number, wireEnd: number): number {
  if (at + header > end) return at + header > wireEnd ? MALFORMED : CUT;
  const type = view.getUint16(at + typeAt);
  // 4 announces LLC, the other small numbers frames of CAN, Novell and the like.
  if (type === 4) return llc(d, view, at + header, end, wireEnd);
  return type < 0x0600 ? NOT_IP : etherType(d, view, type, at + header, end, wireEnd);
}

/** BSD loopback: the address family in four bytes, in the byte order of the host that captured (NULL) or in network order (LOOP). */
function loopback(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 4 > end) return at + 4 > wireEnd ? MALFORMED : CUT;
  const big = view.getUint32(at);
  const family = big > 0xffff ? view.getUint32(at, true) : big;
  switch (family) {
    case 2: return d.goTo(LAYER_IPV4, at + 4, end, wireEnd);
    // AF_INET6 of Linux, Windows, NetBSD and OpenBSD, FreeBSD, macOS.
    case 10: case 23: case 24: case 28: case 30: return d.goTo(LAYER_IPV6, at + 4, end, wireEnd);
    default: return NOT_IP;
  }
}

function raw(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at >= end) return at >= wireEnd ? MALFORMED : CUT;
  const version = view.getUint8(at) >>> 4;
  return version === 4 ? d.goTo(LAYER_IPV4, at, end, wireEnd) : version === 6 ? d.goTo(LAYER_IPV6, at, end, wireEnd) : MALFORMED;
}

function ciscoHdlc(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 4 > end) return at + 4 > wireEnd ? MALFORMED : CUT;
  const type = view.getUint16(at + 2);
  return type < 0x0600 ? NOT_IP : etherType(d, view, type, at + 4, end, wireEnd);
}
