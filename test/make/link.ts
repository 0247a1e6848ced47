// Link layers and tunnels for tests: what a packet can be wrapped in besides plain Ethernet.
import { addressBytes, type Bytes, concat, hex, isIpv6, u16, u32, u8 } from './bytes';
import { ethernet, ip, type Network, udp, type Upper } from './packet';

const upper = (protocol: number, bytes: Bytes): Upper => ({ protocol, render: () => bytes });

// ---- link layers (the capture file's link type in front of each) ----

/** 113: Linux cooked v1. `type`: 0 to us, 4 sent by us. */
export const cooked = (packet: Network, type = 0): Bytes =>
  concat(u16(type, 1, 6), hex('020000000001'), u16(0, packet.etherType), packet.bytes);

/** 276: Linux cooked v2. */
export const cooked2 = (packet: Network, type = 0): Bytes =>
  concat(u16(packet.etherType, 0), u32(3), u16(1), u8(type, 6), hex('0200000000010000'), packet.bytes);

/** 0: NULL, the family in the byte order of the host that captured. */
export function nullLink(packet: Network, byteOrder: 'little' | 'big' = 'little', inet6 = 30): Bytes {
  const family = packet.etherType === 0x86dd ? inet6 : 2;
  return concat(byteOrder === 'little' ? u8(family, 0, 0, 0) : u8(0, 0, 0, family), packet.bytes);
}

/** 108: LOOP, always in network order. */
export const loop = (packet: Network): Bytes => nullLink(packet, 'big', 24);

/** 101 (and 228, 229): raw IP. */
export const raw = (packet: Network): Bytes => packet.bytes;

/** 9: PPP, with or without the address and control bytes of HDLC. */
export const ppp = (packet: Network, hdlc = true): Bytes =>
  concat(hdlc ? u8(0xff, 0x03) : u8(), u16(packet.etherType === 0x86dd ? 0x57 : 0x21), packet.bytes);

/** 105: an 802.11 data frame. `qos` adds two bytes, `encrypted` sets the protected bit. */
export function wifi(packet: Network, { qos = false, encrypted = false, toDs = true } = {}): Bytes {
  const control = u8(qos ? 0x88 : 0x08, (toDs ? 1 : 2) | (encrypted ? 0x40 : 0));
  const header = concat(control, u16(0), hex('020000000001 020000000002 020000000003'), u16(0), qos ? u16(0) : u8());
  return concat(header, hex('aaaa03000000'), u16(packet.etherType), packet.bytes);
}

/** 127: radiotap in front of an 802.11 frame; no fields, `length` may make it longer. */
export const radiotap = (frame: Uint8Array, length = 8): Bytes =>
  concat(u8(0, 0, length & 255, length >> 8), u32(0), new Uint8Array(length - 8), frame);

// ---- inside Ethernet ----

/** A SNAP header after an 802.3 length instead of an EtherType. */
export function snap(packet: Network): Bytes {
  const body = concat(hex('aaaa03000000'), u16(packet.etherType), packet.bytes);
  return ethernet({}, { etherType: body.length, bytes: body });
}

/** MPLS labels, outermost first. */
export const mpls = (labels: readonly number[], packet: Network): Network => ({
  etherType: 0x8847,
  bytes: concat(...labels.map((label, i) => u32((label << 12) | (i === labels.length - 1 ? 0x100 : 0) | 64)), packet.bytes),
});

export function pppoe(packet: Network, session = 1): Network {
  const body = ppp(packet, false);
  return { etherType: 0x8864, bytes: concat(u8(0x11, 0), u16(session, body.length), body) };
}

/** Cisco FabricPath: an outer header of 16 bytes (EtherType 0x8903) in front of a whole Ethernet frame. */
export const fabricPath = (frame: Uint8Array): Bytes => concat(hex('020001000000 020002000000 8903 0841'), frame);

// ---- tunnels over IP ----

export interface Outer { readonly src: string; readonly dst: string }

/** IPv4 or IPv6 straight inside IP (protocol 4 or 41). */
export const ipInIp = (outer: Outer, packet: Network): Network => ip(outer, upper(packet.etherType === 0x86dd ? 41 : 4, packet.bytes));

/** GRE, with a key (RFC 2890) where one is given. */
export const gre = (outer: Outer, packet: Network, key?: number): Network =>
  ip(outer, upper(47, concat(u16(key === undefined ? 0 : 0x2000, packet.etherType), key === undefined ? u8() : u32(key), packet.bytes)));

/** Ethernet in GRE (transparent bridging). */
export const greEthernet = (outer: Outer, frame: Uint8Array): Network => ip(outer, upper(47, concat(u16(0, 0x6558), frame)));

export const vxlan = (outer: Outer, frame: Uint8Array, vni = 42): Network =>
  ip(outer, udp({ srcPort: 50000, dstPort: 4789 }, concat(u32(0x08000000, vni << 8), frame)));

/** Geneve, `options` in multiples of four bytes. */
export const geneve = (outer: Outer, frame: Uint8Array, vni = 42, options: Uint8Array = u8()): Network =>
  ip(outer, udp({ srcPort: 50001, dstPort: 6081 }, concat(u8(options.length / 4, 0), u16(0x6558), u32(vni << 8), options, frame)));

/** ARP request: the commonest packet that belongs to no connection. */
export const arp = (sender: string, target: string): Network => {
  if (isIpv6(sender)) throw new Error('ARP is IPv4 only');
  return { etherType: 0x0806, bytes: concat(hex('0001 0800 06 04 0001 020000000001'), addressBytes(sender), hex('000000000000'), addressBytes(target)) };
};
