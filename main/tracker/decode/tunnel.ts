// Tunnels: IP in IP (RFC 2003, 2473), 6in4 (RFC 4213), GRE (RFC 2784, 2890, 2637), ERSPAN, VXLAN (RFC 7348), Geneve (RFC 8926).
import { LAYER_ETHERNET, LAYER_ETHER_TYPE, LAYER_IPV4, LAYER_IPV6, TUNNEL_6IN4, TUNNEL_GENEVE, TUNNEL_GRE, TUNNEL_IP_IN_IP, TUNNEL_VXLAN } from './decoding';
import type { Decoding } from './decoding';
import { OK, P_VERSION } from './packet';

const IP_IN_IP = 4;
const IPV6 = 41;
const GRE = 47;

const VXLAN_PORT = 4789;
const VXLAN_PORT_LINUX = 8472; // what Linux used before a port was assigned, and Flannel still does
const GENEVE_PORT = 6081;

const TRANSPARENT_ETHERNET = 0x6558;
const ERSPAN_2 = 0x88be;
const ERSPAN_3 = 0x22eb;
const WCCP = 0x883e;

/** Enters the tunnel of an IP protocol; `otherwise` is the outcome when it is none, or none that can be read. */
export function tunnel(d: Decoding, view: DataView, protocol: number, at: number, end: number, wireEnd: number, otherwise: number): number {
  if (protocol === IP_IN_IP) return d.enter(view, TUNNEL_IP_IN_IP, 0, LAYER_IPV4, at, end, wireEnd);
  if (protocol === IPV6) {
    return d.enter(view, d.packet[P_VERSION] === 4 ? TUNNEL_6IN4 : TUNNEL_IP_IN_IP, 0, LAYER_IPV6, at, end, wireEnd);
  }
  return protocol === GRE ? gre(d, view, at, end, wireEnd, otherwise) : otherwise;
}

function gre(d: Decoding, view: DataView, at: number, end: number, wireEnd: number, otherwise: number): number {
  if (at + 4 > end) return otherwise;
  const flags = view.getUint16(at);
  const type = view.getUint16(at + 2);
  const version = flags & 7;
  const hasKey = (flags & 0x2000) !== 0;
  const hasSequence = (flags & 0x1000) !== 0;
  // Source routes (RFC 1701) were never used; version 1 is PPTP, whose key is a call number that differs by direction.
  if (version > 1 || (flags & 0x4000) !== 0) return otherwise;
  let inner = at + 4 + ((flags & 0x8000) === 0 ? 0 : 4) + (hasKey ? 4 : 0) + (hasSequence ? 4 : 0);
  if (version === 1 && (flags & 0x80) !== 0) inner += 4;
  if (inner > end) return otherwise;
  let key = hasKey && version === 0 ? view.getInt32(at + 4 + ((flags & 0x8000) === 0 ? 0 : 4)) : 0;
  let layer = LAYER_ETHER_TYPE;
  if (type === ERSPAN_2 || type === ERSPAN_3) {
    const head = type === ERSPAN_3 ? 12 : hasSequence ? 8 : 0; // type I has no header at all
    if (inner + head > end) return otherwise;
    if (head > 0) key = view.getUint16(inner + 2) & 0x3ff;
    // The last bit of a type III header announces 8 more bytes.
    if (head === 12 && (view.getUint8(inner + 11) & 1) !== 0) inner += 8;
    inner += head;
    layer = LAYER_ETHERNET;
  } else if (type === TRANSPARENT_ETHERNET) layer = LAYER_ETHERNET;
  else if (type === WCCP) {
    // Version 2 puts a redirect header of four bytes in front of the packet.
    if (inner < end && view.getUint8(inner) >>> 4 !== 4) inner += 4;
    layer = LAYER_IPV4;
  }
  if (inner >= end) return otherwise;
  d.etherType = type;
  return d.enter(view, TUNNEL_GRE, key, layer, inner, end, wireEnd);
}

export function isTunnelPort(port: number): boolean {
  return port === VXLAN_PORT || port === VXLAN_PORT_LINUX || port === GENEVE_PORT;
}

/** Enters VXLAN or Geneve; `at` is the UDP header, which was read. What does not look like either stays UDP. */
export function udpTunnel(d: Decoding, view: DataView, port: number, at: number, end: number, wireEnd: number): number {
  const head = at + 8;
  if (head + 8 > end) return OK;
  const length = view.getUint16(at + 4);
  const innerEnd = length === 0 ? wireEnd : Math.min(wireEnd, at + length);
  const key = view.getUint32(head + 4) >>> 8;
  if (port !== GENEVE_PORT) {
    // The I flag says that the network identifier is valid.
    if ((view.getUint8(head) & 0x08) === 0) return OK;
    return d.enter(view, TUNNEL_VXLAN, key, LAYER_ETHERNET, head + 8, end, innerEnd);
  }
  const first = view.getUint8(head);
  const inner = head + 8 + ((first & 0x3f) << 2);
  if (first >>> 6 !== 0 || inner >= end) return OK;
  const type = view.getUint16(head + 2);
  d.etherType = type;
  return d.enter(view, TUNNEL_GENEVE, key, type === TRANSPARENT_ETHERNET ? LAYER_ETHERNET : LAYER_ETHER_TYPE, inner, end, innerEnd);
}
