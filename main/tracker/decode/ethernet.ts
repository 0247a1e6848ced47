// Ethernet and what hangs on an EtherType: VLAN tags (IEEE 802.1Q, 802.1ad, 802.1ah), LLC/SNAP, PPPoE, MPLS, FabricPath.
import { LAYER_ETHERNET, LAYER_IPV4, LAYER_IPV6 } from './decoding';
import type { Decoding } from './decoding';
import { mpls } from './mpls';
import { CUT, ENCRYPTED, MALFORMED, NOT_IP, TOO_DEEP } from './packet';
import { ppp } from './ppp';

/** Values below are the length of an 802.3 frame, not a type. */
const LEAST_TYPE = 0x0600;

export function ethernet(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 14 > end) return at + 14 > wireEnd ? MALFORMED : CUT;
  return etherType(d, view, view.getUint16(at + 12), at + 14, end, wireEnd);
}

/** `at` is the first byte behind the type. */
export function etherType(d: Decoding, view: DataView, first: number, from: number, end: number, wireEnd: number): number {
  let type = first;
  let at = from;
  while (type === 0x8100 || type === 0x88a8 || type === 0x9100) {
    if (at + 4 > end) return at + 4 > wireEnd ? MALFORMED : CUT;
    if (!d.pushVlan(view.getUint16(at) & 0xfff)) return TOO_DEEP;
    type = view.getUint16(at + 2);
    at += 4;
  }
  switch (type) {
    case 0x0800: return d.goTo(LAYER_IPV4, at, end, wireEnd);
    case 0x86dd: return d.goTo(LAYER_IPV6, at, end, wireEnd);
    case 0x8847: case 0x8848: return mpls(d, view, at, end, wireEnd);
    case 0x8864: return pppoe(d, view, at, end, wireEnd);
    case 0x880b: return ppp(d, view, at, end, wireEnd);
    case 0x6558: return d.goTo(LAYER_ETHERNET, at, end, wireEnd);
    // FabricPath: the outer addresses, this type, two bytes of tree and hops, then the frame as it was.
    case 0x8903: return d.goTo(LAYER_ETHERNET, at + 2, end, wireEnd);
    // Provider backbone: four bytes of service tag, then the customer's frame.
    case 0x88e7: return d.goTo(LAYER_ETHERNET, at + 4, end, wireEnd);
    case 0x88e5: return ENCRYPTED; // MACsec
    default: return type < LEAST_TYPE ? llc(d, view, at, end, type === 0 ? wireEnd : Math.min(wireEnd, at + type)) : NOT_IP;
  }
}

/** IEEE 802.2: a SNAP header holds an EtherType again (RFC 1042). */
export function llc(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 3 > end) return at + 3 > wireEnd ? NOT_IP : CUT;
  const services = view.getUint16(at);
  if (services === 0x0606 && view.getUint8(at + 2) === 3) return d.goTo(LAYER_IPV4, at + 3, end, wireEnd);
  if (services !== 0xaaaa) return NOT_IP;
  if (at + 8 > end) return at + 8 > wireEnd ? MALFORMED : CUT;
  const organisation = view.getUint32(at + 2) & 0xff_ffff;
  const type = view.getUint16(at + 6);
  // 0000f8 is the bridge tunnel of IEEE 802.1H.
  if ((organisation !== 0 && organisation !== 0xf8) || type < LEAST_TYPE) return NOT_IP;
  return etherType(d, view, type, at + 8, end, wireEnd);
}

/** A PPPoE session (RFC 2516 §4): six bytes with the length of the PPP frame behind them. */
export function pppoe(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 6 > end) return at + 6 > wireEnd ? MALFORMED : CUT;
  if (view.getUint16(at) !== 0x1100) return NOT_IP;
  const length = view.getUint16(at + 4);
  return ppp(d, view, at + 6, end, length === 0 ? wireEnd : Math.min(wireEnd, at + 6 + length));
}
