// MPLS (RFC 3032): nothing names what follows the last label, so it is guessed from its first four bits (RFC 4928).
import { LAYER_ETHERNET, LAYER_IPV4, LAYER_IPV6 } from './decoding';
import type { Decoding } from './decoding';
import { CUT, MALFORMED, NOT_IP, TOO_DEEP } from './packet';

const MOST_LABELS = 32;
const BOTTOM_OF_STACK = 0x100;

export function mpls(d: Decoding, view: DataView, from: number, end: number, wireEnd: number): number {
  let at = from;
  for (let i = 0; ; i++) {
    if (i === MOST_LABELS) return TOO_DEEP;
    if (at + 4 > end) return at + 4 > wireEnd ? MALFORMED : CUT;
    const last = (view.getInt32(at) & BOTTOM_OF_STACK) !== 0;
    at += 4;
    if (last) break;
  }
  if (at >= end) return at >= wireEnd ? MALFORMED : CUT;
  const first = view.getUint8(at);
  if (first >>> 4 === 4 && looksLikeIpv4(view, at, end, wireEnd)) return d.goTo(LAYER_IPV4, at, end, wireEnd);
  if (first >>> 4 === 6 && looksLikeIpv6(view, at, end, wireEnd)) return d.goTo(LAYER_IPV6, at, end, wireEnd);
  // A pseudowire's control word begins with four zero bits (RFC 4385), its associated channel with 0001.
  if (first >>> 4 === 0 && looksLikeEthernet(view, at + 4, end)) return d.goTo(LAYER_ETHERNET, at + 4, end, wireEnd);
  return looksLikeEthernet(view, at, end) ? d.goTo(LAYER_ETHERNET, at, end, wireEnd) : NOT_IP;
}

function looksLikeIpv4(view: DataView, at: number, end: number, wireEnd: number): boolean {
  if (at + 20 > end) return true;
  const total = view.getUint16(at + 2);
  const header = (view.getUint8(at) & 15) << 2;
  return header >= 20 && total >= header && at + total <= wireEnd;
}

function looksLikeIpv6(view: DataView, at: number, end: number, wireEnd: number): boolean {
  return at + 40 > end || at + 40 + view.getUint16(at + 4) <= wireEnd;
}

/** Whether an EtherType that leads to IP stands where one would. */
function looksLikeEthernet(view: DataView, at: number, end: number): boolean {
  if (at + 14 > end) return false;
  const type = view.getUint16(at + 12);
  return type === 0x0800 || type === 0x86dd || type === 0x8100 || type === 0x88a8 || type === 0x8847 || type === 0x8864;
}
