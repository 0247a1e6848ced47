// What a connection is made of: protocols, directions, reasons, and the text forms of addresses and ports.

/** IP protocol numbers that Synoptic names; every other one is shown as its number. */
export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmp6: 58 } as const;

/** The name the command line and the table print for an IP protocol number. */
export function protocolName(protocol: number): string {
  switch (protocol) {
    case PROTOCOL.tcp: return 'tcp';
    case PROTOCOL.udp: return 'udp';
    case PROTOCOL.icmp: return 'icmp';
    case PROTOCOL.icmp6: return 'icmp6';
    default: return String(protocol);
  }
}

/** Index of an endpoint in every pair of columns: 0 the originator, 1 the responder. */
export const ENDPOINT = ['originator', 'responder'] as const;
export type Endpoint = (typeof ENDPOINT)[number];

export interface PerEndpoint<T> { originator: T; responder: T }

/** A connection, whatever its id: its ends as the tracker takes them, and its first packet. */
export interface ConnectionIdentity {
  readonly protocol: number;
  readonly firstMicros: number;
  readonly originator: { readonly address: string; readonly port: number };
  readonly responder: { readonly address: string; readonly port: number };
}

export function isSameConnection(a: ConnectionIdentity, b: ConnectionIdentity): boolean {
  return a.protocol === b.protocol && a.firstMicros === b.firstMicros
    && a.originator.address === b.originator.address && a.originator.port === b.originator.port
    && a.responder.address === b.responder.address && a.responder.port === b.responder.port;
}

/** Why we believe who opened the connection; the index is what a record stores. */
export const DIRECTION_REASON = ['first-packet', 'syn', 'syn-ack', 'port', 'query', 'override'] as const;
export type DirectionReason = (typeof DIRECTION_REASON)[number];

/** How a connection was opened; the index is what a record stores. */
export const OPENED = ['none', 'handshake', 'simultaneous', 'unanswered', 'refused', 'half-open', 'mid-stream', 'data-first'] as const;
export type Opened = (typeof OPENED)[number];

/** How a connection ended; the index is what a record stores. */
export const CLOSED = ['open', 'fin', 'half-closed', 'reset', 'refused', 'unreachable', 'expired'] as const;
export type Closed = (typeof CLOSED)[number];

/** Kinds of tunnel a connection may be tracked inside of. */
export const TUNNEL = ['none', 'ip-in-ip', '6in4', 'gre', 'vxlan', 'geneve'] as const;


/** Dotted quad of an IPv4 address held as a (signed) 32-bit integer. */
export function formatIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** RFC 5952 text of an IPv6 address: eight 16-bit groups, the longest run of two or more zero groups folded, IPv4-mapped shown dotted (§5). */
export function formatIpv6(groups: ArrayLike<number>): string {
  const g: number[] = [];
  for (let i = 0; i < 8; i++) g.push(groups[i] ?? 0);
  const at = (i: number): number => g[i] ?? 0;
  if (g.slice(0, 5).every((x) => x === 0) && at(5) === 0xffff) return `::ffff:${formatIpv4((at(6) << 16) | at(7))}`;
  let best = -1;
  let bestLength = 1; // a single zero group is never folded (§4.2.2)
  for (let i = 0; i < 8; ) {
    let j = i;
    while (j < 8 && at(j) === 0) j++;
    if (j - i > bestLength) { best = i; bestLength = j - i; }
    i = j === i ? i + 1 : j;
  }
  const hex = (from: number, to: number): string => g.slice(from, to).map((x) => x.toString(16)).join(':');
  return best < 0 ? hex(0, 8) : `${hex(0, best)}::${hex(best + bestLength, 8)}`;
}

/** `address:port`, the address in brackets when it is IPv6 (RFC 5952 §6). */
export function formatEndpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
