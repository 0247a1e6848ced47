// The headers of one frame as a tree, link layer first: what the packet tab shows beside the bytes.
import { formatIpv4 } from '@shared/flow';
import { linkTypeName } from '@shared/link-types';
import type { PacketField } from '@shared/trace';
import { FrameDecoder } from '../decode/frame-decoder';
import { P_IP_AT, P_VERSION } from '../decode/packet';
import { Bytes, Header, hexWord } from './field-builder';
import { ipv4Fields, ipv6Fields, type OpenFrame } from './fields-ip';
import { payloadField } from './fields-transport';

const TYPE_NAMES: Readonly<Record<number, string>> = { 0x0800: 'IPv4', 0x0806: 'ARP', 0x86dd: 'IPv6', 0x8100: 'VLAN', 0x88a8: 'VLAN (service)', 0x8847: 'MPLS', 0x8864: 'PPPoE', 0x88cc: 'LLDP' };
const typeText = (type: number): string => (type < 0x600 ? `length ${type}` : TYPE_NAMES[type] === undefined ? hexWord(type, 4) : `${TYPE_NAMES[type]} (${hexWord(type, 4)})`);
const macText = (bytes: Bytes, at: number): string => Array.from({ length: 6 }, (_, i) => bytes.u8(at + i).toString(16).padStart(2, '0')).join(':');

/** @param wire bytes that the frame had on the wire */
export function packetFields(frame: Uint8Array, wire: number, linkType: number): PacketField[] {
  const bytes = new Bytes(frame);
  const open: OpenFrame = (type, at, end) => (type === 'ethernet' ? ethernetFields(bytes, at, end, open) : typed(bytes, type, at, end, open));
  switch (linkType) {
    case 1: return ethernetFields(bytes, 0, wire, open);
    case 113: case 276: return cookedFields(bytes, linkType, wire, open);
    case 12: case 14: case 101: case 228: case 229: return ipFields(bytes, 0, wire, open);
    default: return otherLink(bytes, linkType, wire, open);
  }
}

function ethernetFields(bytes: Bytes, at: number, wireEnd: number, open: OpenFrame): PacketField[] {
  const header = new Header(bytes, 'Ethernet', at);
  header.add('Destination', at, 6, (b) => macText(b, at), (b) => (b.hex(at, 6) === 'ffffffffffff' ? 'Broadcast.' : (b.u8(at) & 1) !== 0 ? 'Multicast.' : ''));
  header.add('Source', at + 6, 6, (b) => macText(b, at + 6), (b) => ((b.u8(at + 6) & 1) !== 0 ? 'A sender’s address is never a group.' : ''));
  header.add('Type', at + 12, 2, (b) => typeText(b.u16(at + 12)));
  const field = header.done(bytes.has(at, 14) ? `${macText(bytes, at + 6)} → ${macText(bytes, at)}` : '');
  return bytes.has(at, 14) && bytes.mayEnter() ? [field, ...typed(bytes, bytes.u16(at + 12), at + 14, wireEnd, open)] : [field];
}

function typed(bytes: Bytes, type: number, at: number, wireEnd: number, open: OpenFrame): PacketField[] {
  if (!bytes.mayEnter()) return payloadField(bytes, at, wireEnd);
  switch (type) {
    case 0x0800: return ipv4Fields(bytes, at, wireEnd, open);
    case 0x86dd: return ipv6Fields(bytes, at, wireEnd, open);
    case 0x0806: return [arpField(bytes, at)];
    case 0x8100: case 0x88a8: case 0x9100: {
      const tag = new Header(bytes, 'VLAN', at);
      tag.add('Priority', at, 1, (b) => String(b.u8(at) >>> 5));
      tag.add('May be dropped', at, 1, (b) => ((b.u8(at) & 0x10) === 0 ? 'no' : 'yes'));
      tag.add('Identifier', at, 2, (b) => String(b.u16(at) & 0xfff), (b) => ((b.u16(at) & 0xfff) === 0 ? 'Only a priority mark: no VLAN.' : ''));
      tag.add('Type', at + 2, 2, (b) => typeText(b.u16(at + 2)));
      const field = tag.done(bytes.has(at, 2) ? String(bytes.u16(at) & 0xfff) : '');
      return bytes.has(at, 4) ? [field, ...typed(bytes, bytes.u16(at + 2), at + 4, wireEnd, open)] : [field];
    }
    default: return fallback(bytes, 'Other layers', at, wireEnd, 1, at - 14, open);
  }
}

function arpField(bytes: Bytes, at: number): PacketField {
  const header = new Header(bytes, 'ARP', at);
  const operation = bytes.has(at, 8) ? bytes.u16(at + 6) : 0;
  header.add('Operation', at + 6, 2, () => (operation === 1 ? 'request (1)' : operation === 2 ? 'reply (2)' : String(operation)));
  header.add('Sender hardware', at + 8, 6, (b) => macText(b, at + 8));
  header.add('Sender address', at + 14, 4, (b) => formatIpv4(b.u32(at + 14) | 0));
  header.add('Target hardware', at + 18, 6, (b) => macText(b, at + 18));
  header.add('Target address', at + 24, 4, (b) => formatIpv4(b.u32(at + 24) | 0));
  return header.done(bytes.has(at, 28) ? `${operation === 2 ? 'reply of' : 'who has'} ${formatIpv4(bytes.u32(at + (operation === 2 ? 14 : 24)) | 0)}` : '');
}

function cookedFields(bytes: Bytes, linkType: number, wire: number, open: OpenFrame): PacketField[] {
  const second = linkType === 276;
  const size = second ? 20 : 16;
  const typeAt = second ? 0 : 14;
  const kindAt = second ? 10 : 0;
  const header = new Header(bytes, second ? 'Linux cooked capture 2' : 'Linux cooked capture', 0);
  header.add('Protocol', typeAt, 2, (b) => typeText(b.u16(typeAt)));
  if (second) header.add('Interface', 4, 4, (b) => String(b.u32(4)));
  header.add('Packet type', kindAt, second ? 1 : 2, (b) => ['to this host', 'broadcast', 'multicast', 'between others', 'sent by this host'][second ? b.u8(kindAt) : b.u16(kindAt)] ?? 'unknown');
  header.add('Link-layer address', second ? 12 : 6, 8, (b) => b.hex(second ? 12 : 6, Math.min(8, b.u8(second ? 11 : 5))));
  header.field.to = Math.min(bytes.length, size);
  const field = header.done('');
  return bytes.has(0, size) ? [field, ...typed(bytes, bytes.u16(typeAt), size, wire, open)] : [field];
}

function ipFields(bytes: Bytes, at: number, wireEnd: number, open: OpenFrame): PacketField[] {
  if (!bytes.has(at, 1)) return [];
  return bytes.u8(at) >>> 4 === 6 ? ipv6Fields(bytes, at, wireEnd, open) : ipv4Fields(bytes, at, wireEnd, open);
}

const otherLink = (bytes: Bytes, linkType: number, wire: number, open: OpenFrame): PacketField[] =>
  fallback(bytes, linkTypeName(linkType), 0, wire, linkType, 0, open);

/** A layer without fields of its own here: the decoder says where the IP packet inside it begins. */
function fallback(bytes: Bytes, name: string, at: number, wireEnd: number, linkType: number, frameAt: number, open: OpenFrame): PacketField[] {
  const decoder = new FrameDecoder();
  const view = new DataView(bytes.bytes.buffer, bytes.bytes.byteOffset, bytes.length);
  const from = Math.max(0, frameAt);
  decoder.decode(view, from, bytes.length - from, Math.max(wireEnd, bytes.length) - from, linkType);
  const ipAt = decoder.packet[P_VERSION] === 0 ? -1 : decoder.packet[P_IP_AT];
  if (ipAt <= at) return payloadField(bytes, at, wireEnd);
  return [{ name, value: bytes.hex(at, Math.min(16, ipAt - at)), from: at, to: ipAt, note: '', children: [] }, ...ipFields(bytes, ipAt, wireEnd, open)];
}
