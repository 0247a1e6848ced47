// Link layers and what hangs on an EtherType: MAC addresses replaced, everything that is not IP or ARP cut.
import { LAYER, type Rewriting } from './rewriting';

/** How many bytes of the frame are kept; -1: its link layer is not known well enough to be rewritten. */
export function link(frame: Rewriting, linkType: number): number {
  const end = frame.before.length;
  switch (linkType) {
    case 1: return end < 14 ? -1 : frame.follow(LAYER.ethernet, 0, end);
    case 113: return cooked(frame, 4, 6, 14, 16);
    case 276: return cooked(frame, 10, 12, 0, 20);
    case 0: case 108: return end < 4 ? -1 : byVersion(frame, 4, end);
    case 12: case 14: case 101: case 228: case 229: return byVersion(frame, 0, end);
    case 9: case 50: return frame.follow(LAYER.ppp, 0, end);
    case 51: return pppoe(frame, 0, end);
    default: return -1;
  }
}

export function byVersion(frame: Rewriting, at: number, end: number): number {
  const version = at < end ? frame.u8(at) >>> 4 : 0;
  return version === 4 ? frame.follow(LAYER.ipv4, at, end) : version === 6 ? frame.follow(LAYER.ipv6, at, end) : at;
}

/** Linux cooked capture: the sender's address, its length before it. */
function cooked(frame: Rewriting, lengthAt: number, addressAt: number, typeAt: number, header: number): number {
  const end = frame.before.length;
  if (end < header) return -1;
  const length = lengthAt === 4 ? frame.u16(4) : frame.u8(lengthAt + 1);
  if (length === 6) frame.mac(addressAt);
  frame.zero(length === 6 ? addressAt + 6 : addressAt, addressAt + 8);
  return frame.follow(LAYER.etherType, header, end, frame.u16(typeAt));
}

export function ethernet(frame: Rewriting, at: number, end: number): number {
  if (at + 14 > end) return at;
  frame.mac(at);
  frame.mac(at + 6);
  return frame.follow(LAYER.etherType, at + 14, end, frame.u16(at + 12));
}

export function etherType(frame: Rewriting, first: number, from: number, end: number): number {
  let type = first;
  let at = from;
  while (type === 0x8100 || type === 0x88a8 || type === 0x9100) {
    if (at + 4 > end) return at;
    type = frame.u16(at + 2);
    at += 4;
  }
  switch (type) {
    case 0x0800: return frame.follow(LAYER.ipv4, at, end);
    case 0x86dd: return frame.follow(LAYER.ipv6, at, end);
    case 0x0806: return arp(frame, at, end);
    case 0x8847: case 0x8848: return mpls(frame, at, end);
    case 0x8864: return pppoe(frame, at, end);
    case 0x880b: return frame.follow(LAYER.ppp, at, end);
    case 0x6558: return frame.follow(LAYER.ethernet, at, end);
    case 0x8903: return frame.follow(LAYER.ethernet, at + 2, end);
    case 0x88e7: return frame.follow(LAYER.ethernet, at + 4, end);
    default: return type < 0x0600 ? llc(frame, at, end) : at;
  }
}

/** Only SNAP is looked into; other LLC frames (spanning tree …) carry addresses of bridges. */
function llc(frame: Rewriting, at: number, end: number): number {
  if (at + 8 > end || frame.u16(at) !== 0xaaaa || frame.u16(at + 6) < 0x0600) return at;
  return frame.follow(LAYER.etherType, at + 8, end, frame.u16(at + 6));
}

/** RFC 826, for Ethernet and IPv4. */
function arp(frame: Rewriting, at: number, end: number): number {
  if (at + 28 > end || frame.u16(at + 2) !== 0x0800 || frame.u8(at + 4) !== 6 || frame.u8(at + 5) !== 4) return at;
  frame.mac(at + 8);
  frame.v4(at + 14);
  frame.mac(at + 18);
  frame.v4(at + 24);
  return at + 28;
}

function mpls(frame: Rewriting, from: number, end: number): number {
  for (let at = from; at + 4 <= end; at += 4) if ((frame.u8(at + 2) & 1) !== 0) return byVersion(frame, at + 4, end);
  return from;
}

function pppoe(frame: Rewriting, at: number, end: number): number {
  return at + 6 > end || frame.u16(at) !== 0x1100 ? at : frame.follow(LAYER.ppp, at + 6, end);
}

/** Only packets of IP: what links negotiate (RFC 1332) names addresses. */
export function ppp(frame: Rewriting, from: number, end: number): number {
  const at = frame.u16(from) === 0xff03 ? from + 2 : from;
  if (at + 2 > end) return from;
  const short = (frame.u8(at) & 1) !== 0;
  const protocol = short ? frame.u8(at) : frame.u16(at);
  const next = at + (short ? 1 : 2);
  if (protocol === 0x21) return frame.follow(LAYER.ipv4, next, end);
  if (protocol === 0x57) return frame.follow(LAYER.ipv6, next, end);
  return protocol === 0x281 ? mpls(frame, next, end) : next;
}
