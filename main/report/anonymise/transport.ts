// What IP carries: headers kept with their ports, tunnels entered, payload cut.
import { icmp, icmp6 } from './icmp';
import { LAYER, type Carrier, type Rewriting } from './rewriting';

/** Options without a secret or an address: padding, MSS, window scale, SACK, time stamps. */
const HARMLESS_OPTIONS = [2, 3, 4, 5, 8];

const VXLAN_PORTS = [4789, 8472];
const GENEVE_PORT = 6081;
const TRANSPARENT_ETHERNET = 0x6558;

/** @returns how many bytes of the frame are kept */
export function transport(frame: Rewriting, carrier: Carrier, at: number, end: number): number {
  switch (carrier.protocol) {
    case 6: return tcp(frame, carrier, at, end);
    case 17: return udp(frame, carrier, at, end);
    case 1: return icmp(frame, carrier, at, end);
    case 58: return icmp6(frame, carrier, at, end);
    case 4: return frame.follow(LAYER.ipv4, at, end);
    case 41: return frame.follow(LAYER.ipv6, at, end);
    case 47: return gre(frame, carrier, at, end);
    // ESP: its number and its count; what is inside is encrypted.
    case 50: return Math.min(at + 8, end);
    default: return at;
  }
}

function tcp(frame: Rewriting, carrier: Carrier, at: number, end: number): number {
  const kept = Math.min(end, at + Math.max(20, (frame.u8(at + 12) >>> 4) * 4));
  for (let i = at + 20; i < kept;) {
    const kind = frame.u8(i);
    if (kind === 0) break;
    const size = kind === 1 ? 1 : i + 1 < kept ? Math.max(2, frame.u8(i + 1)) : 2;
    // Multipath TCP names addresses (RFC 8684 §3.4.1); cookies and signatures tell who somebody is.
    if (kind !== 1 && !HARMLESS_OPTIONS.includes(kind)) frame.zero(i + 2, Math.min(kept, i + size));
    i += size;
  }
  frame.mend('TCP', at + 16, at, kept, carrier.declared, carrier);
  return kept;
}

function udp(frame: Rewriting, carrier: Carrier, at: number, end: number): number {
  if (at + 8 > end) return end;
  const length = frame.u16(at + 4);
  const declared = length < 8 ? carrier.declared : Math.min(carrier.declared, at + length);
  const kept = frame.quoted ? at + 8 : tunnelled(frame, at, Math.min(end, declared));
  // Zero means that there is none (RFC 768).
  if (frame.u16(at + 6) !== 0) frame.mend('UDP', at + 6, at, kept, carrier.declared === Infinity ? Infinity : declared, carrier);
  return kept;
}

/** VXLAN (RFC 7348) and Geneve (RFC 8926) by their ports, as the tracker takes them. */
function tunnelled(frame: Rewriting, at: number, end: number): number {
  const port = frame.u16(at + 2);
  const head = at + 8;
  if (head + 8 > end) return head;
  if (VXLAN_PORTS.includes(port)) return (frame.u8(head) & 0x08) === 0 ? head : frame.follow(LAYER.ethernet, head + 8, end);
  if (port !== GENEVE_PORT || frame.u8(head) >>> 6 !== 0) return head;
  const inner = head + 8 + (frame.u8(head) & 0x3f) * 4;
  if (inner > end) return head;
  for (let i = head + 8; i + 4 <= inner; i += 4 + (frame.u8(i + 3) & 0x1f) * 4) frame.zero(i + 4, Math.min(inner, i + 4 + (frame.u8(i + 3) & 0x1f) * 4));
  const type = frame.u16(head + 2);
  return type === TRANSPARENT_ETHERNET ? frame.follow(LAYER.ethernet, inner, end) : frame.follow(LAYER.etherType, inner, end, type);
}

/** RFC 2784, 2890, 2637; mirrored frames (ERSPAN II) too. */
function gre(frame: Rewriting, carrier: Carrier, at: number, end: number): number {
  if (at + 4 > end) return at;
  const flags = frame.u16(at);
  const type = frame.u16(at + 2);
  if ((flags & 7) > 1 || (flags & 0x4000) !== 0) return at;
  const has = (bit: number): number => ((flags & bit) === 0 ? 0 : 4);
  let inner = at + 4 + has(0x8000) + has(0x2000) + has(0x1000) + ((flags & 7) === 1 ? has(0x80) : 0);
  if (type === 0x88be && has(0x1000) !== 0) inner += 8;
  if (inner > end) return at;
  const kept = type === 0x88be ? frame.follow(LAYER.ethernet, inner, end) : frame.follow(LAYER.etherType, inner, end, type);
  if (has(0x8000) !== 0) frame.mend('GRE', at + 4, at, kept, carrier.declared, null);
  return kept;
}
