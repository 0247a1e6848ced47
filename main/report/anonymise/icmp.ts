// ICMP and ICMPv6: the packets that errors quote, and the addresses that messages name (redirects, advertisements, neighbour discovery).
import { LAYER, type Carrier, type Rewriting } from './rewriting';

const HEADER = 8;

export function icmp(frame: Rewriting, carrier: Carrier, at: number, end: number): number {
  if (at + HEADER > end) return Math.min(end, at + 4);
  const kept = body(frame, at, end);
  frame.mend('ICMP', at + 2, at, kept, carrier.declared, null);
  return kept;
}

function body(frame: Rewriting, at: number, end: number): number {
  const rest = at + HEADER;
  switch (frame.u8(at)) {
    case 0: case 8: return rest;
    case 3: case 4: case 11: case 12: return quote(frame, LAYER.ipv4, rest, end);
    case 5: frame.v4(at + 4); return quote(frame, LAYER.ipv4, rest, end);
    case 9: return routers(frame, at, end);
    case 13: case 14: return Math.min(end, at + 20);
    case 15: case 16: return rest;
    case 17: case 18: return Math.min(end, at + 12);
    default: frame.zero(at + 4, rest); return rest;
  }
}

/** A router advertisement (RFC 1256): addresses, each with its preference. */
function routers(frame: Rewriting, at: number, end: number): number {
  const size = frame.u8(at + 5) * 4;
  let next = at + HEADER;
  for (let i = 0; i < frame.u8(at + 4) && size >= 4 && next + size <= end; i++) {
    frame.v4(next);
    frame.zero(next + 8, next + size);
    next += size;
  }
  return next;
}

/** The packet that caused an error: its headers. What follows – the rest of it, extensions of RFC 4884 – is cut. */
function quote(frame: Rewriting, layer: typeof LAYER.ipv4 | typeof LAYER.ipv6, at: number, end: number): number {
  if (frame.quoted) return at;
  frame.quoted = true;
  const kept = frame.follow(layer, at, end);
  frame.quoted = false;
  return kept;
}

export function icmp6(frame: Rewriting, carrier: Carrier, at: number, end: number): number {
  if (at + HEADER > end) return Math.min(end, at + 4);
  const kept = body6(frame, at, end);
  frame.mend('ICMPv6', at + 2, at, kept, carrier.declared, carrier);
  return kept;
}

function body6(frame: Rewriting, at: number, end: number): number {
  const rest = at + HEADER;
  switch (frame.u8(at)) {
    case 1: case 2: case 3: case 4: return quote(frame, LAYER.ipv6, rest, end);
    case 128: case 129: return rest;
    case 130: case 131: case 132: return addresses(frame, rest, 1, end);
    case 133: return discovery(frame, rest, end);
    case 134: return at + 16 > end ? rest : discovery(frame, at + 16, end);
    case 135: case 136: return discovery(frame, addresses(frame, rest, 1, end), end);
    case 137: return discovery(frame, addresses(frame, rest, 2, end), end);
    default: frame.zero(at + 4, rest); return rest;
  }
}

function addresses(frame: Rewriting, at: number, count: number, end: number): number {
  let next = at;
  for (let i = 0; i < count && next + 16 <= end; i++, next += 16) frame.v6(next);
  return next;
}

/** Options of neighbour discovery (RFC 4861 §4.6, 8106): those that are known; from the first other one on all is cut. */
function discovery(frame: Rewriting, from: number, end: number): number {
  let at = from;
  for (;;) {
    const size = at + 8 > end ? 0 : frame.u8(at + 1) * 8;
    if (size === 0 || at + size > end) return at;
    switch (frame.u8(at)) {
      case 1: case 2:
        if (size !== 8) return at;
        frame.mac(at + 2);
        break;
      case 3:
        if (size !== 32) return at;
        frame.v6(at + 16);
        prefix(frame, at + 16, frame.u8(at + 2));
        break;
      case 5: break;
      case 25: addresses(frame, at + 8, (size - 8) >> 4, at + size); break;
      default: return at;
    }
    at += size;
  }
}

/** Bits beyond a prefix say nothing and stay zero. */
function prefix(frame: Rewriting, at: number, length: number): void {
  for (let bit = length; bit < 128; bit++) {
    const byte = at + (bit >> 3);
    frame.after[byte] = (frame.after[byte] ?? 0) & ~(0x80 >> (bit & 7));
  }
}
