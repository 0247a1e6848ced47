// Packets for tests, layer by layer: ethernet({ vlan: [7] }, ipv4({ src, dst }, tcp({ srcPort, dstPort, flags: 'S' }))).
// Lengths and checksums are right unless a field says otherwise: every one of them can be overridden to make it wrong.
import { addressBytes, type Bytes, concat, fold, isIpv6, macBytes, u16, u32, u8, wordSum } from './bytes';

/** What travels in IP: rendered once the pseudo header is known, because its checksum covers it. */
export interface Upper {
  readonly protocol: number;
  render(pseudoHeader: Uint8Array): Bytes;
}

/** What travels in a link layer. */
export interface Network {
  readonly etherType: number;
  readonly bytes: Bytes;
}

const NOTHING: Bytes = new Uint8Array(0);

// ---- link ----------------------------------------------------------------------------------------------------------

export interface EthernetFields {
  readonly src?: string;
  readonly dst?: string;
  /** VLAN ids, outermost first; every tag but the innermost is a service tag (0x88a8), as QinQ writes it. */
  readonly vlan?: readonly number[];
  /** Tag protocol of every tag, where the default is not wanted (0x8100, 0x88a8, 0x9100). */
  readonly tagProtocol?: number;
  readonly etherType?: number;
  /** Zero bytes up to this frame length: 60 is what a card sends at least. */
  readonly padTo?: number;
}

export function ethernet(fields: EthernetFields, payload: Network | Uint8Array): Bytes {
  const tags = fields.vlan ?? [];
  const tagBytes = tags.map((id, i) => u16(fields.tagProtocol ?? (i < tags.length - 1 ? 0x88a8 : 0x8100), id));
  const inner = payload instanceof Uint8Array ? { etherType: 0x0800, bytes: payload } : payload;
  const frame = concat(
    macBytes(fields.dst ?? '02:00:00:00:00:02'), macBytes(fields.src ?? '02:00:00:00:00:01'),
    ...tagBytes, u16(fields.etherType ?? inner.etherType), inner.bytes,
  );
  return concat(frame, new Uint8Array(Math.max(0, (fields.padTo ?? 0) - frame.length)));
}

// ---- IPv4 ----------------------------------------------------------------------------------------------------------

export interface Ipv4Fields {
  readonly src: string;
  readonly dst: string;
  readonly ttl?: number;
  readonly id?: number;
  readonly tos?: number;
  readonly dontFragment?: boolean;
  readonly moreFragments?: boolean;
  /** In bytes; a multiple of eight. */
  readonly fragmentOffset?: number;
  /** Raw option bytes, padded here to a multiple of four. */
  readonly options?: Uint8Array;
  /** Default: what `payload` says, else 253 (experiments, RFC 3692). */
  readonly protocol?: number;
  readonly totalLength?: number;
  readonly headerChecksum?: number;
  /** Header length in 32-bit words, where it should lie. */
  readonly headerWords?: number;
}

const pad4 = (options: Uint8Array): Bytes => concat(options, new Uint8Array((4 - (options.length & 3)) & 3));

function pseudoHeader(src: string, dst: string, protocol: number, length: number): Bytes {
  const addresses = concat(addressBytes(src), addressBytes(dst));
  return isIpv6(src) ? concat(addresses, u32(length), u32(protocol)) : concat(addresses, u16(protocol, length));
}

/** The payload in bytes, its checksum made for these two addresses. */
export function renderUpper(src: string, dst: string, payload: Upper | Uint8Array): Bytes {
  if (payload instanceof Uint8Array) return concat(payload);
  const length = payload.render(NOTHING).length;
  return payload.render(pseudoHeader(src, dst, payload.protocol, length));
}

export function ipv4(fields: Ipv4Fields, payload: Upper | Uint8Array = NOTHING): Network {
  const options = pad4(fields.options ?? NOTHING);
  const body = renderUpper(fields.src, fields.dst, payload);
  const protocol = fields.protocol ?? (payload instanceof Uint8Array ? 253 : payload.protocol);
  const words = fields.headerWords ?? 5 + options.length / 4;
  const fragment = (fields.dontFragment ? 0x4000 : 0) | (fields.moreFragments ? 0x2000 : 0) | ((fields.fragmentOffset ?? 0) >> 3);
  const header = concat(
    u8(0x40 | words, fields.tos ?? 0), u16(fields.totalLength ?? 20 + options.length + body.length, fields.id ?? 0, fragment),
    u8(fields.ttl ?? 64, protocol), u16(0), addressBytes(fields.src), addressBytes(fields.dst), options,
  );
  header.set(u16(fields.headerChecksum ?? fold(wordSum(header))), 10);
  return { etherType: 0x0800, bytes: concat(header, body) };
}

/** The datagram cut into fragments that carry `size` bytes each (the last one the rest). */
export function ipv4Fragments(fields: Ipv4Fields, payload: Upper | Uint8Array, size: number): Network[] {
  const body = renderUpper(fields.src, fields.dst, payload);
  const protocol = fields.protocol ?? (payload instanceof Uint8Array ? 253 : payload.protocol);
  return cut(body, size).map(({ offset, piece, more }) => ipv4({ ...fields, protocol, fragmentOffset: offset, moreFragments: more }, piece));
}

function cut(body: Uint8Array, size: number): { offset: number; piece: Uint8Array; more: boolean }[] {
  if (size <= 0 || size % 8 !== 0) throw new Error('a fragment size is a positive multiple of eight');
  const pieces = [];
  for (let offset = 0; offset < body.length; offset += size) {
    pieces.push({ offset, piece: body.subarray(offset, offset + size), more: offset + size < body.length });
  }
  return pieces;
}

// ---- IPv6 ----------------------------------------------------------------------------------------------------------

/** An extension header: its own type, and its bytes after the next-header byte (length byte included where it has one). */
export interface Extension {
  readonly type: number;
  readonly rest: Bytes;
}

export const extension = {
  hopByHop: (options: Uint8Array = u8(1, 4, 0, 0, 0, 0)): Extension => lengthPrefixed(0, options),
  destination: (options: Uint8Array = u8(1, 4, 0, 0, 0, 0)): Extension => lengthPrefixed(60, options),
  routing: (data: Uint8Array = u8(0, 0, 0, 0, 0, 0)): Extension => lengthPrefixed(43, data),
  fragment: (id: number, offset: number, more: boolean): Extension => ({ type: 44, rest: concat(u8(0), u16((offset & 0xfff8) | (more ? 1 : 0)), u32(id)) }),
  /** AH counts its length in 32-bit words minus two, unlike the others (RFC 4302). */
  authentication: (data: Uint8Array = new Uint8Array(12)): Extension => ({ type: 51, rest: concat(u8((data.length + 12) / 4 - 2), u16(0), u32(1, 1), data) }),
} as const;

function lengthPrefixed(type: number, data: Uint8Array): Extension {
  const padded = concat(data, new Uint8Array((8 - ((data.length + 2) & 7)) & 7));
  return { type, rest: concat(u8((padded.length + 2) / 8 - 1), padded) };
}

export interface Ipv6Fields {
  readonly src: string;
  readonly dst: string;
  readonly hopLimit?: number;
  readonly trafficClass?: number;
  readonly flowLabel?: number;
  readonly extensions?: readonly Extension[];
  readonly protocol?: number;
  /** Bytes after the fixed header, where it should lie (0: jumbogram or offload). */
  readonly payloadLength?: number;
}

export function ipv6(fields: Ipv6Fields, payload: Upper | Uint8Array = NOTHING): Network {
  const body = renderUpper(fields.src, fields.dst, payload);
  const last = fields.protocol ?? (payload instanceof Uint8Array ? 253 : payload.protocol);
  const chain = fields.extensions ?? [];
  const headers = concat(...chain.map((header, i) => concat(u8(chain[i + 1]?.type ?? last), header.rest)));
  const first = u32(0x60000000 | ((fields.trafficClass ?? 0) << 20) | (fields.flowLabel ?? 0));
  const fixed = concat(
    first, u16(fields.payloadLength ?? headers.length + body.length), u8(chain[0]?.type ?? last, fields.hopLimit ?? 64),
    addressBytes(fields.src), addressBytes(fields.dst),
  );
  return { etherType: 0x86dd, bytes: concat(fixed, headers, body) };
}

/** The datagram cut into fragments that carry `size` bytes each; other extension headers stay in front of every piece. */
export function ipv6Fragments(fields: Ipv6Fields, payload: Upper | Uint8Array, size: number, id = 1): Network[] {
  const body = renderUpper(fields.src, fields.dst, payload);
  const protocol = fields.protocol ?? (payload instanceof Uint8Array ? 253 : payload.protocol);
  return cut(body, size).map(({ offset, piece, more }) =>
    ipv6({ ...fields, protocol, extensions: [...(fields.extensions ?? []), extension.fragment(id, offset, more)] }, piece));
}

/** IPv4 or IPv6, as the addresses say. */
export function ip(fields: { readonly src: string; readonly dst: string; readonly ttl?: number; readonly id?: number }, payload: Upper | Uint8Array): Network {
  const { src, dst, ttl, id } = fields;
  return isIpv6(src)
    ? ipv6({ src, dst, ...(ttl === undefined ? {} : { hopLimit: ttl }) }, payload)
    : ipv4({ src, dst, dontFragment: true, ...(ttl === undefined ? {} : { ttl }), ...(id === undefined ? {} : { id }) }, payload);
}

// ---- TCP -----------------------------------------------------------------------------------------------------------

/** TCP options, each as its bytes: tcpOptions.join(tcpOptions.mss(1460), tcpOptions.sackPermitted()). */
export const tcpOptions = {
  mss: (bytes: number): Bytes => concat(u8(2, 4), u16(bytes)),
  windowScale: (shift: number): Bytes => u8(3, 3, shift),
  sackPermitted: (): Bytes => u8(4, 2),
  sack: (...blocks: readonly (readonly [left: number, right: number])[]): Bytes => concat(u8(5, 2 + 8 * blocks.length), ...blocks.map(([left, right]) => u32(left, right))),
  timestamps: (value: number, echo: number): Bytes => concat(u8(8, 10), u32(value, echo)),
  fastOpen: (cookie: Uint8Array = NOTHING): Bytes => concat(u8(34, 2 + cookie.length), cookie),
  md5: (): Bytes => concat(u8(19, 18), new Uint8Array(16)),
  nop: (): Bytes => u8(1),
  end: (): Bytes => u8(0),
  /** Padded with NOP to a multiple of four. */
  join: (...options: readonly Uint8Array[]): Bytes => {
    const all = concat(...options);
    return concat(all, new Uint8Array((4 - (all.length & 3)) & 3).fill(1));
  },
} as const;

const FLAG_BITS: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, A: 16, U: 32, E: 64, C: 128 };

/** 'SA' to 0x12; letters as the command line prints them: FSRPAUEC. */
export function flagBits(letters: string): number {
  return [...letters].reduce((bits, letter) => {
    const bit = FLAG_BITS[letter];
    if (bit === undefined) throw new Error(`no TCP flag is called ${letter}`);
    return bits | bit;
  }, 0);
}

export interface TcpFields {
  readonly srcPort: number;
  readonly dstPort: number;
  /** Letters of FSRPAUEC, or the byte itself. */
  readonly flags?: string | number;
  readonly seq?: number;
  readonly ack?: number;
  readonly window?: number;
  readonly urgent?: number;
  readonly options?: Uint8Array;
  readonly checksum?: number;
  /** Header length in 32-bit words, where it should lie. */
  readonly dataOffset?: number;
}

export function tcp(fields: TcpFields, payload: Uint8Array = NOTHING): Upper {
  const options = pad4(fields.options ?? NOTHING);
  const flags = typeof fields.flags === 'number' ? fields.flags : flagBits(fields.flags ?? 'A');
  const words = fields.dataOffset ?? 5 + options.length / 4;
  const bytes = concat(
    u16(fields.srcPort, fields.dstPort), u32(fields.seq ?? 0, fields.ack ?? 0), u8(words << 4, flags),
    u16(fields.window ?? 65535, 0, fields.urgent ?? 0), options, payload,
  );
  return checksummed(6, bytes, 16, fields.checksum);
}

// ---- UDP, ICMP -----------------------------------------------------------------------------------------------------

export interface UdpFields {
  readonly srcPort: number;
  readonly dstPort: number;
  readonly length?: number;
  readonly checksum?: number;
}

export function udp(fields: UdpFields, payload: Uint8Array = NOTHING): Upper {
  const bytes = concat(u16(fields.srcPort, fields.dstPort, fields.length ?? 8 + payload.length, 0), payload);
  return checksummed(17, bytes, 6, fields.checksum);
}

export interface IcmpFields {
  readonly type: number;
  readonly code?: number;
  /** The four bytes after the checksum: identifier and sequence number, gateway, or next-hop MTU. */
  readonly rest?: Uint8Array;
  readonly checksum?: number;
}

export const echo = (identifier: number, sequence: number): Bytes => u16(identifier, sequence);

export function icmp(fields: IcmpFields, payload: Uint8Array = NOTHING): Upper {
  const bytes = concat(u8(fields.type, fields.code ?? 0), u16(0), fields.rest ?? u32(0), payload);
  // ICMP for IPv4 has no pseudo header in its checksum.
  return { protocol: 1, render: () => checksummed(1, bytes, 2, fields.checksum).render(NOTHING) };
}

export function icmp6(fields: IcmpFields, payload: Uint8Array = NOTHING): Upper {
  return checksummed(58, concat(u8(fields.type, fields.code ?? 0), u16(0), fields.rest ?? u32(0), payload), 2, fields.checksum);
}

/** What an ICMP error quotes: the IP header and the first eight bytes of what follows, or as many as asked for. */
export function quote(packet: Network, bytesOfPayload = 8): Bytes {
  const header = packet.etherType === 0x86dd ? 40 : ((packet.bytes[0] ?? 0) & 15) * 4;
  return packet.bytes.slice(0, header + bytesOfPayload);
}

function checksummed(protocol: number, bytes: Bytes, at: number, override: number | undefined): Upper {
  return {
    protocol,
    render: (pseudo) => {
      const out = bytes.slice();
      const sum = fold(wordSum(out, wordSum(pseudo)));
      // A UDP sum of zero is sent as all ones: zero means "none" (RFC 768).
      out.set(u16(override ?? (protocol === 17 && sum === 0 ? 0xffff : sum)), at);
      return out;
    },
  };
}
