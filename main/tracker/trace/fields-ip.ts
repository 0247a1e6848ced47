// Fields of IPv4 and IPv6 with options and extension headers, ICMP with what it quotes, and the tunnels that carry packets in packets.
import { formatIpv4, formatIpv6 } from '@shared/flow';
import type { PacketField } from '@shared/trace';
import { checksum, count, Header, hexWord, type Bytes } from './field-builder';
import { payloadField, tcpFields, transportChecksum, udpHeader, type Carrier } from './fields-transport';

/** Opens what an EtherType announces; given by fields.ts, since frames are inside packets as packets are in frames. */
export type OpenFrame = (type: number | 'ethernet', at: number, wireEnd: number) => PacketField[];

const PROTOCOL_NAMES: Readonly<Record<number, string>> = {
  0: 'hop-by-hop options', 1: 'ICMP', 2: 'IGMP', 4: 'IPv4', 6: 'TCP', 17: 'UDP', 33: 'DCCP', 41: 'IPv6', 43: 'routing', 44: 'fragment', 47: 'GRE', 50: 'ESP', 51: 'AH',
  58: 'ICMPv6', 59: 'no next header', 60: 'destination options', 89: 'OSPF', 103: 'PIM', 112: 'VRRP', 132: 'SCTP', 135: 'mobility', 136: 'UDP-Lite',
};
const protocolText = (protocol: number): string => (PROTOCOL_NAMES[protocol] === undefined ? String(protocol) : `${PROTOCOL_NAMES[protocol]} (${protocol})`);
const ECN = ['', ', ECT(1)', ', ECT(0)', ', congestion experienced'] as const;
const traffic = (value: number): string => `DSCP ${value >>> 2}${ECN[value & 3] ?? ''}`;

export function ipv6Text(bytes: Bytes, at: number): string {
  return formatIpv6(Array.from({ length: 8 }, (_, i) => bytes.u16(at + i * 2)));
}

/** @param wireEnd where what carries it ends on the wire; quoted: only a beginning, inside an ICMP error */
export function ipv4Fields(bytes: Bytes, at: number, wireEnd: number, open: OpenFrame, quoted = false): PacketField[] {
  const header = new Header(bytes, quoted ? 'Quoted IPv4' : 'IPv4', at);
  const length = bytes.has(at, 1) ? (bytes.u8(at) & 15) * 4 : 20;
  header.add('Version', at, 1, (b) => String(b.u8(at) >>> 4));
  header.add('Header length', at, 1, () => `${length} bytes`, () => (length < 20 ? 'Less than the 20 bytes that every header has.' : ''));
  header.add('Traffic class', at + 1, 1, (b) => traffic(b.u8(at + 1)));
  header.add('Total length', at + 2, 2, (b) => `${count(b.u16(at + 2))} bytes`, (b) => {
    const total = b.u16(at + 2);
    return total === 0 ? 'Filled in later by the network card (offload).' : !quoted && at + total > wireEnd ? 'Longer than the frame around it.' : '';
  });
  header.add('Identification', at + 4, 2, (b) => hexWord(b.u16(at + 4), 4));
  header.add('Flags', at + 6, 1, (b) => [b.u8(at + 6) & 0x80 ? 'reserved' : '', b.u8(at + 6) & 0x40 ? 'do not fragment' : '', b.u8(at + 6) & 0x20 ? 'more fragments' : ''].filter((part) => part !== '').join(', ') || 'none',
    (b) => ((b.u8(at + 6) & 0x80) === 0 ? '' : 'The reserved bit must be 0 (RFC 791; RFC 3514 is a joke).'));
  header.add('Fragment offset', at + 6, 2, (b) => `${(b.u16(at + 6) & 0x1fff) * 8} bytes`);
  header.add('Time to live', at + 8, 1, (b) => String(b.u8(at + 8)));
  header.add('Protocol', at + 9, 1, (b) => protocolText(b.u8(at + 9)));
  header.add('Header checksum', at + 10, 2, (b) => hexWord(b.u16(at + 10), 4), (b) => {
    if (length < 20 || !b.has(at, length)) return 'Not verified: the header is not all there.';
    return checksum(b, at, at + length) === 0 ? 'Right.' : quoted ? 'Wrong, which is usual in a quote: routers change the header first.' : 'Wrong: routers drop such a packet, unless the network card was to fill it in later (offload).';
  });
  header.add('Source', at + 12, 4, (b) => formatIpv4(b.u32(at + 12) | 0));
  header.add('Destination', at + 16, 4, (b) => formatIpv4(b.u32(at + 16) | 0));
  if (length > 20) header.add('Options', at + 20, length - 20, (b) => b.hex(at + 20, length - 20));
  const ends = bytes.has(at, 20) ? `${formatIpv4(bytes.u32(at + 12) | 0)} → ${formatIpv4(bytes.u32(at + 16) | 0)}` : '';
  const fields = [header.done(ends)];
  if (!bytes.has(at, 20) || length < 20) return fields;
  const total = bytes.u16(at + 2);
  const end = total === 0 ? wireEnd : quoted ? at + total : Math.min(wireEnd, at + total);
  const fragment = bytes.u16(at + 6);
  const carrier: Carrier = { addressesAt: at + 12, addressBytes: 4, end, fragment: quoted || (fragment & 0x3fff) !== 0, protocol: bytes.u8(at + 9) };
  if ((fragment & 0x1fff) !== 0) return [...fields, ...payloadField(bytes, at + length, end)];
  return [...fields, ...upperFields(bytes, at + length, carrier, open)];
}

export function ipv6Fields(bytes: Bytes, at: number, wireEnd: number, open: OpenFrame, quoted = false): PacketField[] {
  const header = new Header(bytes, quoted ? 'Quoted IPv6' : 'IPv6', at);
  header.add('Version', at, 1, (b) => String(b.u8(at) >>> 4));
  header.add('Traffic class', at, 2, (b) => traffic((b.u16(at) >>> 4) & 0xff));
  header.add('Flow label', at + 1, 3, (b) => hexWord(((b.u8(at + 1) & 15) << 16) | b.u16(at + 2), 5));
  header.add('Payload length', at + 4, 2, (b) => `${count(b.u16(at + 4))} bytes`, (b) => (!quoted && at + 40 + b.u16(at + 4) > wireEnd ? 'Longer than the frame around it.' : ''));
  header.add('Next header', at + 6, 1, (b) => protocolText(b.u8(at + 6)));
  header.add('Hop limit', at + 7, 1, (b) => String(b.u8(at + 7)));
  header.add('Source', at + 8, 16, (b) => ipv6Text(b, at + 8));
  header.add('Destination', at + 24, 16, (b) => ipv6Text(b, at + 24));
  const ends = bytes.has(at, 40) ? `${ipv6Text(bytes, at + 8)} → ${ipv6Text(bytes, at + 24)}` : '';
  const fields = [header.done(ends)];
  if (!bytes.has(at, 40)) return fields;
  const length = bytes.u16(at + 4);
  const end = length === 0 ? wireEnd : quoted ? at + 40 + length : Math.min(wireEnd, at + 40 + length);
  let next = bytes.u8(at + 6);
  let place = at + 40;
  let fragment = quoted;
  while ([0, 43, 44, 51, 60, 135, 139, 140].includes(next) && bytes.mayEnter()) {
    const extension = new Header(bytes, `IPv6 ${PROTOCOL_NAMES[next] ?? 'extension'} header`, place);
    const here = place;
    const size = next === 44 ? 8 : bytes.has(here, 2) ? (next === 51 ? (bytes.u8(here + 1) + 2) * 4 : (bytes.u8(here + 1) + 1) * 8) : 8;
    extension.add('Next header', here, 1, (b) => protocolText(b.u8(here)));
    if (next === 44) {
      extension.add('Fragment offset', here + 2, 2, (b) => `${b.u16(here + 2) & 0xfff8} bytes`);
      extension.add('More fragments', here + 3, 1, (b) => ((b.u8(here + 3) & 1) === 0 ? 'no' : 'yes'));
      extension.add('Identification', here + 4, 4, (b) => hexWord(b.u32(here + 4), 8));
    } else {
      extension.add('Length', here + 1, 1, () => `${size} bytes`);
      extension.add('Data', here + 2, size - 2, (b) => b.hex(here + 2, size - 2));
    }
    fields.push(extension.done(''));
    if (!bytes.has(here, Math.min(size, 8))) return fields;
    if (next === 44 && (bytes.u16(here + 2) & 0xfff9) !== 0) {
      fragment = true;
      if ((bytes.u16(here + 2) & 0xfff8) !== 0) return [...fields, ...payloadField(bytes, here + size, end)];
    }
    next = bytes.u8(here);
    place = here + size;
  }
  return [...fields, ...upperFields(bytes, place, { addressesAt: at + 8, addressBytes: 16, end, fragment, protocol: next }, open)];
}

function upperFields(bytes: Bytes, at: number, carrier: Carrier, open: OpenFrame): PacketField[] {
  if (!bytes.mayEnter()) return payloadField(bytes, at, carrier.end);
  switch (carrier.protocol) {
    case 6: return tcpFields(bytes, at, carrier);
    case 17: return [udpHeader(bytes, at, carrier), ...insideUdp(bytes, at + 8, carrier, open)];
    case 1: case 58: return icmpFields(bytes, at, carrier, open);
    case 4: return ipv4Fields(bytes, at, carrier.end, open);
    case 41: return ipv6Fields(bytes, at, carrier.end, open);
    case 47: return greFields(bytes, at, carrier, open);
    default: return payloadField(bytes, at, carrier.end);
  }
}

function insideUdp(bytes: Bytes, at: number, carrier: Carrier, open: OpenFrame): PacketField[] {
  const port = bytes.has(at - 6, 2) ? bytes.u16(at - 6) : 0;
  if ((port === 4789 || port === 8472) && bytes.has(at, 8) && (bytes.u8(at) & 8) !== 0) {
    const header = new Header(bytes, 'VXLAN', at);
    header.add('Flags', at, 1, (b) => hexWord(b.u8(at), 2));
    header.add('Network identifier', at + 4, 3, (b) => String(b.u32(at + 4) >>> 8));
    header.add('Reserved', at + 7, 1, (b) => String(b.u8(at + 7)));
    return [header.done(`network ${bytes.u32(at + 4) >>> 8}`), ...open('ethernet', at + 8, carrier.end)];
  }
  if (port === 6081 && bytes.has(at, 8) && bytes.u8(at) >>> 6 === 0) {
    const size = 8 + (bytes.u8(at) & 0x3f) * 4;
    const type = bytes.u16(at + 2);
    const header = new Header(bytes, 'Geneve', at);
    header.add('Options length', at, 1, () => `${size - 8} bytes`);
    header.add('Protocol', at + 2, 2, () => hexWord(type, 4));
    header.add('Network identifier', at + 4, 3, (b) => String(b.u32(at + 4) >>> 8));
    if (size > 8) header.add('Options', at + 8, size - 8, (b) => b.hex(at + 8, size - 8));
    return [header.done(`network ${bytes.u32(at + 4) >>> 8}`), ...open(type === 0x6558 ? 'ethernet' : type, at + size, carrier.end)];
  }
  const end = bytes.has(at - 4, 2) && bytes.u16(at - 4) >= 8 ? Math.min(carrier.end, at - 8 + bytes.u16(at - 4)) : carrier.end;
  return payloadField(bytes, at, end);
}

function greFields(bytes: Bytes, at: number, carrier: Carrier, open: OpenFrame): PacketField[] {
  const header = new Header(bytes, 'GRE', at);
  const flags = bytes.has(at, 4) ? bytes.u16(at) : 0;
  header.add('Flags', at, 2, () => hexWord(flags, 4));
  header.add('Protocol', at + 2, 2, (b) => hexWord(b.u16(at + 2), 4));
  let place = at + 4;
  const optional = (bit: number, name: string): void => {
    if ((flags & bit) === 0) return;
    const here = place;
    header.add(name, here, 4, (b) => (name === 'Key' ? String(b.u32(here)) : hexWord(b.u32(here), 8)));
    place += 4;
  };
  optional(0x8000, 'Checksum');
  optional(0x2000, 'Key');
  optional(0x1000, 'Sequence number');
  if ((flags & 7) === 1) optional(0x80, 'Acknowledgement number');
  const field = header.done('');
  if (!bytes.has(at, 4)) return [field];
  const type = bytes.u16(at + 2);
  return [field, ...open(type === 0x6558 ? 'ethernet' : type, place, carrier.end)];
}

const ICMP_NAMES: Readonly<Record<number, string>> = {
  0: 'echo reply', 3: 'destination unreachable', 4: 'source quench', 5: 'redirect', 8: 'echo request', 9: 'router advertisement', 10: 'router solicitation', 11: 'time exceeded',
  12: 'parameter problem', 13: 'timestamp request', 14: 'timestamp reply', 42: 'extended echo request', 43: 'extended echo reply',
};
const ICMP6_NAMES: Readonly<Record<number, string>> = {
  1: 'destination unreachable', 2: 'packet too big', 3: 'time exceeded', 4: 'parameter problem', 128: 'echo request', 129: 'echo reply', 133: 'router solicitation',
  134: 'router advertisement', 135: 'neighbour solicitation', 136: 'neighbour advertisement', 137: 'redirect', 143: 'multicast listener report',
};
const UNREACHABLE: Readonly<Record<number, string>> = { 0: 'network', 1: 'host', 2: 'protocol', 3: 'port', 4: 'fragmentation needed', 9: 'network prohibited', 10: 'host prohibited', 13: 'prohibited by a filter' };
const UNREACHABLE6: Readonly<Record<number, string>> = { 0: 'no route', 1: 'prohibited', 2: 'beyond the scope', 3: 'address', 4: 'port', 5: 'source address failed policy', 6: 'route rejected' };

function icmpFields(bytes: Bytes, at: number, carrier: Carrier, open: OpenFrame): PacketField[] {
  const six = carrier.protocol === 58;
  const header = new Header(bytes, six ? 'ICMPv6' : 'ICMP', at);
  const type = bytes.has(at, 1) ? bytes.u8(at) : -1;
  const code = bytes.has(at, 2) ? bytes.u8(at + 1) : 0;
  const name = (six ? ICMP6_NAMES : ICMP_NAMES)[type] ?? `type ${type}`;
  const unreachable = type === (six ? 1 : 3) ? (six ? UNREACHABLE6 : UNREACHABLE)[code] ?? '' : '';
  header.add('Type', at, 1, () => `${name} (${type})`);
  header.add('Code', at + 1, 1, () => (unreachable === '' ? String(code) : `${unreachable} (${code})`));
  header.add('Checksum', at + 2, 2, (b) => hexWord(b.u16(at + 2), 4), (b) => {
    if (six) return transportChecksum(b, at, carrier);
    if (carrier.fragment || carrier.end > b.length) return 'Not verified: not all bytes it covers are in this frame.';
    return checksum(b, at, carrier.end) === 0 ? 'Right.' : 'Wrong checksum.';
  });
  const isEcho = six ? type === 128 || type === 129 : type === 0 || type === 8 || (type >= 13 && type <= 18);
  const isError = six ? type >= 1 && type <= 4 : type === 3 || type === 4 || type === 5 || type === 11 || type === 12;
  if (isEcho) {
    header.add('Identifier', at + 4, 2, (b) => String(b.u16(at + 4)));
    header.add('Sequence number', at + 6, 2, (b) => String(b.u16(at + 6)));
  } else if ((six && type === 2) || (!six && type === 3 && code === 4)) header.add('MTU of the next hop', at + 4, 4, (b) => String(six ? b.u32(at + 4) : b.u16(at + 6)));
  else if (!six && type === 5) header.add('Gateway', at + 4, 4, (b) => formatIpv4(b.u32(at + 4) | 0));
  else header.add('Rest of the header', at + 4, 4, (b) => b.hex(at + 4, 4));
  const field = header.done(unreachable === '' ? name : `${name}: ${unreachable}`);
  if (!isError || !bytes.has(at, 9)) return [field, ...payloadField(bytes, at + 8, carrier.end)];
  const quoted = bytes.u8(at + 8) >>> 4 === 6 ? ipv6Fields(bytes, at + 8, carrier.end, open, true) : ipv4Fields(bytes, at + 8, carrier.end, open, true);
  return [field, ...quoted];
}
