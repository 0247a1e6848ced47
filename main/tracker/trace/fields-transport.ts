// Fields of TCP with every option, UDP, and what a checksum over the pseudo header says.
import type { PacketField } from '@shared/trace';
import { checksum, count, Header, hexWord, WRONG_CHECKSUM, type Bytes } from './field-builder';

/** The IP packet around a transport header: addresses and their length for the pseudo header, and where it ends on the wire. */
export interface Carrier {
  addressesAt: number;
  addressBytes: number;
  end: number;
  fragment: boolean;
  protocol: number;
}

const FLAG_NAMES = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'] as const;
const [FIN, SYN, RST, ACK, URG] = [1, 2, 4, 16, 32];

function oddFlags(flags: number): string {
  const text: string[] = [];
  if ((flags & (SYN | FIN)) === (SYN | FIN)) text.push('SYN and FIN together open and close at once: no real stack sends this.');
  if ((flags & (SYN | RST)) === (SYN | RST)) text.push('SYN and RST contradict each other.');
  if ((flags & 0x3f) === 0) text.push('No flag at all: a “null” probe.');
  if ((flags & (FIN | URG | 8 | ACK | SYN | RST)) === (FIN | URG | 8)) text.push('FIN, PSH and URG without ACK: a “Christmas tree” probe.');
  else if ((flags & (SYN | RST | ACK)) === 0 && (flags & 0x3f) !== 0) text.push('Every segment but a first SYN or a RST carries ACK (RFC 9293 §3.1).');
  return text.join(' ');
}

/** What a checksum field is worth: verified only where all bytes it covers are there. */
export function transportChecksum(bytes: Bytes, at: number, carrier: Carrier): string {
  if (carrier.fragment || carrier.end > bytes.length || carrier.end <= at) return 'Not verified: not all bytes it covers are in this frame.';
  let pseudo = carrier.protocol + (carrier.end - at);
  for (let i = 0; i < carrier.addressBytes * 2; i += 2) pseudo += bytes.u16(carrier.addressesAt + i);
  return checksum(bytes, at, carrier.end, pseudo) === 0 ? 'Right.' : WRONG_CHECKSUM;
}

export function tcpFields(bytes: Bytes, at: number, carrier: Carrier): PacketField[] {
  const header = new Header(bytes, 'TCP', at);
  header.add('Source port', at, 2, (b) => String(b.u16(at)));
  header.add('Destination port', at + 2, 2, (b) => String(b.u16(at + 2)));
  header.add('Sequence number', at + 4, 4, (b) => String(b.u32(at + 4)));
  header.add('Acknowledgement number', at + 8, 4, (b) => String(b.u32(at + 8)), (b) => (b.has(at, 14) && (b.u8(at + 13) & ACK) === 0 && b.u32(at + 8) !== 0 ? 'Without the ACK flag it means nothing and should be 0.' : ''));
  header.add('Header length', at + 12, 1, (b) => `${(b.u8(at + 12) >>> 4) * 4} bytes`, (b) => ((b.u8(at + 12) >>> 4) < 5 ? 'Less than the 20 bytes that every header has.' : ''));
  header.add('Reserved bits', at + 12, 1, (b) => String(b.u8(at + 12) & 15), (b) => ((b.u8(at + 12) & 14) !== 0 ? 'Must be 0 (RFC 9293 §3.1).' : (b.u8(at + 12) & 1) !== 0 ? 'The lowest is AE of accurate ECN.' : ''));
  const flags = bytes.has(at, 14) ? bytes.u8(at + 13) : 0;
  const names = FLAG_NAMES.filter((_, bit) => (flags & (1 << bit)) !== 0).join(', ');
  header.add('Flags', at + 13, 1, () => names || 'none', () => oddFlags(flags));
  header.add('Window', at + 14, 2, (b) => count(b.u16(at + 14)), (b) => (b.u16(at + 14) === 0 && (flags & RST) === 0 ? 'No room left: the peer must stop sending.' : ''));
  header.add('Checksum', at + 16, 2, (b) => hexWord(b.u16(at + 16), 4), (b) => transportChecksum(b, at, carrier));
  header.add('Urgent pointer', at + 18, 2, (b) => String(b.u16(at + 18)), (b) => ((flags & URG) === 0 && b.u16(at + 18) !== 0 ? 'Without the URG flag it means nothing.' : ''));
  const length = bytes.has(at, 13) ? (bytes.u8(at + 12) >>> 4) * 4 : 20;
  for (const option of optionFields(bytes, at + 20, at + Math.max(20, length), (flags & SYN) !== 0)) header.nest(option);
  const ports = bytes.has(at, 4) ? `${bytes.u16(at)} → ${bytes.u16(at + 2)}, ${names || 'no flags'}` : '';
  return [header.done(ports), ...payloadField(bytes, at + Math.max(20, length), carrier.end)];
}

function optionFields(bytes: Bytes, from: number, to: number, isSyn: boolean): Header[] {
  const options: Header[] = [];
  for (let at = from; at < to && bytes.has(at, 1);) {
    const kind = bytes.u8(at);
    const single = kind < 2;
    const size = single ? 1 : bytes.has(at, 2) ? bytes.u8(at + 1) : 0;
    const option = new Header(bytes, `Option: ${optionName(kind)}`, at);
    if (!single && (size < 2 || at + size > to)) {
      option.add('Kind', at, 1, () => String(kind));
      if (bytes.has(at, 2)) option.add('Length', at + 1, 1, () => String(size));
      else option.cut = true;
      option.done('', option.cut ? '' : 'Its length leaves the header: the rest cannot be read.');
      options.push(option);
      break;
    }
    option.add('Kind', at, 1, () => String(kind));
    if (!single) option.add('Length', at + 1, 1, () => String(size));
    option.done(optionValue(option, bytes, at, kind, size), optionNote(kind, size, isSyn));
    options.push(option);
    at += size;
    if (kind === 0) break;
  }
  return options;
}

const OPTION_NAMES: Readonly<Record<number, string>> = {
  0: 'end of list', 1: 'no operation', 2: 'maximum segment size', 3: 'window scale', 4: 'SACK permitted', 5: 'SACK', 8: 'time stamps', 19: 'MD5 signature',
  28: 'user timeout', 29: 'authentication (TCP-AO)', 30: 'multipath TCP', 34: 'fast open', 253: 'experiment 1', 254: 'experiment 2',
};
const optionName = (kind: number): string => OPTION_NAMES[kind] ?? `kind ${kind}`;
const OPTION_SIZES: Readonly<Record<number, number>> = { 2: 4, 3: 3, 4: 2, 8: 10, 19: 18, 28: 4 };

function optionNote(kind: number, size: number, isSyn: boolean): string {
  const right = OPTION_SIZES[kind];
  if (right !== undefined && size !== right) return `Its length should be ${right}.`;
  if (!isSyn && (kind === 2 || kind === 3 || kind === 4)) return 'Only a SYN may carry it; others are ignored.';
  return '';
}

function optionValue(option: Header, bytes: Bytes, at: number, kind: number, size: number): string {
  if (size > 2 && !bytes.has(at, size)) option.cut = true;
  if (!bytes.has(at, size)) return '';
  switch (kind) {
    case 2: if (size === 4) option.add('Bytes', at + 2, 2, (b) => String(b.u16(at + 2))); return size === 4 ? `${bytes.u16(at + 2)} bytes` : '';
    case 3: if (size === 3) option.add('Shift', at + 2, 1, (b) => String(b.u8(at + 2)), (b) => (b.u8(at + 2) > 14 ? 'More than 14 counts as 14 (RFC 7323 §2.3).' : '')); return size === 3 ? `× ${2 ** Math.min(14, bytes.u8(at + 2))}` : '';
    case 5: {
      const edges: string[] = [];
      for (let block = at + 2; block + 8 <= at + size; block += 8) {
        option.add('Left edge', block, 4, (b) => String(b.u32(block)));
        option.add('Right edge', block + 4, 4, (b) => String(b.u32(block + 4)));
        edges.push(`${bytes.u32(block)}–${bytes.u32(block + 4)}`);
      }
      return edges.join(', ');
    }
    case 8:
      if (size !== 10) return '';
      option.add('Value', at + 2, 4, (b) => String(b.u32(at + 2)));
      option.add('Echo reply', at + 6, 4, (b) => String(b.u32(at + 6)));
      return `${bytes.u32(at + 2)}, echo ${bytes.u32(at + 6)}`;
    case 28: return size === 4 ? `${bytes.u16(at + 2) & 0x7fff} ${(bytes.u16(at + 2) & 0x8000) === 0 ? 'seconds' : 'minutes'}` : '';
    case 34: return size === 2 ? 'asks for a cookie' : `cookie ${bytes.hex(at + 2, size - 2)}`;
    default:
      if (size > 2) option.add('Data', at + 2, size - 2, (b) => b.hex(at + 2, size - 2));
      return '';
  }
}

export function udpHeader(bytes: Bytes, at: number, carrier: Carrier): PacketField {
  const header = new Header(bytes, 'UDP', at);
  header.add('Source port', at, 2, (b) => String(b.u16(at)));
  header.add('Destination port', at + 2, 2, (b) => String(b.u16(at + 2)));
  header.add('Length', at + 4, 2, (b) => `${count(b.u16(at + 4))} bytes`, (b) => {
    const length = b.u16(at + 4);
    if (length === 0) return 'A jumbogram, or a datagram that the network card cuts later.';
    return length < 8 ? 'Less than its own header.' : !carrier.fragment && at + length > carrier.end ? 'Longer than the IP packet around it.' : '';
  });
  header.add('Checksum', at + 6, 2, (b) => hexWord(b.u16(at + 6), 4), (b) => (b.u16(at + 6) === 0 ? 'Not used.' : transportChecksum(b, at, carrier)));
  return header.done(bytes.has(at, 4) ? `${bytes.u16(at)} → ${bytes.u16(at + 2)}` : '');
}

/** The bytes behind the last header, as far as they were captured. */
export function payloadField(bytes: Bytes, from: number, wireEnd: number): PacketField[] {
  const to = Math.min(bytes.length, wireEnd);
  const wire = wireEnd - from;
  if (wire <= 0 || from > bytes.length) return [];
  return [{ name: 'Payload', value: `${count(wire)} bytes`, from, to: Math.max(from, to), note: to - from < wire ? `The capture holds ${count(Math.max(0, to - from))} of them.` : '', children: [] }];
}
