// What a Linux stateful firewall says of UDP, ICMP and every protocol without a machine of its own: NEW until an answer came, ESTABLISHED
// from then on, forgotten after a while (nf_conntrack_proto_{udp,icmp,icmpv6,generic,gre}.c).
import {
  NETFILTER_GENERIC_S, NETFILTER_ICMP_S, NETFILTER_UDP_S, NETFILTER_UDP_STREAM_S, NF_ESTABLISHED, NF_INVALID, NF_NEW, NF_NONE, NF_RELATED, NF_UNTRACKED,
  NFR_ICMP_NOT_REQUEST, NFR_ICMP_TYPE, NFR_NEVER_TRACKED, NFR_OUTER_ADDRESS, NFR_QUOTE_MALFORMED, NFR_QUOTES, NFR_QUOTES_NOTHING,
} from '@shared/netfilter';
import { P_DESTINATION_PORT, P_SOURCE_PORT, P_VERSION } from '../decode/packet';
import { distance } from '../sequence/serial';

export const NETFILTER_DATAGRAM_WORDS = 3;

const D_BITS = 0;
const D_EXPIRES = 1; // 10 ms ticks, modulo 2^32; ICMP: of the originator's request
const D_STREAM = 2; // UDP: when it becomes a stream; ICMP: when the responder's request is given up

/** D_BITS of everything but ICMP. */
const LIVE = 1;
const RESPONDER_OPENED = 2;
const SEEN_REPLY = 4;
const ASSURED = 8;

/** D_BITS of ICMP: eight bits of code and two flags for the originator's request, and above them for the responder's. */
const ICMP_LIVE = 1;
const ICMP_REPLIED = 2;
const ICMP_CODE_SHIFT = 2;
const ICMP_SIDE_SHIFT = 10;
const ICMP_SIDE = 0x3ff;

/** A stream is what is still alive after two seconds. */
const STREAM_AFTER_TICKS = 200;
const GRE_TICKS = 3_000;
const GRE_STREAM_TICKS = 18_000;
const PROTOCOL_ICMP6 = 58;
const NR_ICMP_TYPES = 18;

export function netfilterDatagramStart(ints: Int32Array, at: number): void { ints.fill(0, at, at + NETFILTER_DATAGRAM_WORDS); }

/**
 * One datagram of any protocol but TCP and ICMP.
 * @param direction 0 from the tracker's originator, 1 from its responder
 * @returns verdict | reason << 3
 */
export function netfilterDatagram(ints: Int32Array, at: number, direction: number, protocol: number, ns: number): number {
  if (protocol === 33 || protocol === 132) return NF_NONE; // DCCP and SCTP have machines of their own
  const now = ticks(ns);
  let bits = ints[at + D_BITS];
  let result = NF_NEW;
  if ((bits & LIVE) === 0 || distance(ints[at + D_EXPIRES], now) <= 0) {
    bits = LIVE | (direction === 0 ? 0 : RESPONDER_OPENED);
    ints[at + D_STREAM] = now + STREAM_AFTER_TICKS;
    ints[at + D_EXPIRES] = now + life(protocol, false, false);
  } else {
    // The packet that is the first reply is still judged, and its life measured, as if there had been none.
    const replied = (bits & SEEN_REPLY) !== 0;
    const reply = ((bits & RESPONDER_OPENED) === 0 ? 0 : 1) !== direction;
    const stream = replied && distance(now, ints[at + D_STREAM]) > 0;
    ints[at + D_EXPIRES] = now + life(protocol, replied, stream);
    if (reply || replied) result = NF_ESTABLISHED;
    if (reply) bits |= SEEN_REPLY;
    if (stream) bits |= ASSURED;
  }
  ints[at + D_BITS] = bits;
  return result;
}

function life(protocol: number, replied: boolean, stream: boolean): number {
  if (protocol === 17 || protocol === 136) return (stream ? NETFILTER_UDP_STREAM_S : NETFILTER_UDP_S) * 100;
  if (protocol === 47) return replied ? GRE_STREAM_TICKS : GRE_TICKS;
  return NETFILTER_GENERIC_S * 100;
}

/** Whether the kernel holds an entry for this pair. */
export function netfilterDatagramAlive(ints: Int32Array, at: number, ns: number): boolean {
  return (ints[at + D_BITS] & LIVE) !== 0 && distance(ints[at + D_EXPIRES], ticks(ns)) > 0;
}

/** 'UNREPLIED', 'REPLIED' or 'ASSURED' as `conntrack -L` marks it; '' when nothing is held. */
export function netfilterDatagramState(ints: Int32Array, at: number): '' | 'UNREPLIED' | 'REPLIED' | 'ASSURED' {
  const bits = ints[at + D_BITS];
  if ((bits & LIVE) === 0) return '';
  return (bits & SEEN_REPLY) === 0 ? 'UNREPLIED' : (bits & ASSURED) === 0 ? 'REPLIED' : 'ASSURED';
}

/** The tracker has exchanged originator and responder (not for ICMP, whose roles the types tell). */
export function netfilterDatagramSwap(ints: Int32Array, at: number): void { ints[at + D_BITS] ^= RESPONDER_OPENED; }

/**
 * One ICMP or ICMPv6 message that quotes nothing (errors: netfilterError). A request and its reply have the same identifier and code; a
 * request of the other side with the same identifier is an entry of its own.
 */
export function netfilterIcmp(ints: Int32Array, at: number, direction: number, packet: Int32Array, ns: number): number {
  const six = packet[P_VERSION] === 6;
  const type = packet[P_SOURCE_PORT];
  const code = packet[P_DESTINATION_PORT];
  if (six ? isNeverTracked(type) : type > NR_ICMP_TYPES) return six ? NF_UNTRACKED | (NFR_NEVER_TRACKED << 3) : NF_INVALID | (NFR_ICMP_TYPE << 3);
  const request = six ? type === 128 || type === 139 : type === 8 || type === 13 || type === 15 || type === 17;
  const reply = six ? type === 129 || type === 140 : type === 0 || type === 14 || type === 16 || type === 18;
  if (!request && !reply) return NF_INVALID | (NFR_ICMP_NOT_REQUEST << 3);
  const side = request ? direction : 1 - direction;
  const shift = side * ICMP_SIDE_SHIFT;
  const now = ticks(ns);
  const entry = (ints[at + D_BITS] >>> shift) & ICMP_SIDE;
  const alive = (entry & ICMP_LIVE) !== 0 && entry >> ICMP_CODE_SHIFT === code && distance(ints[at + D_EXPIRES + side], now) > 0;
  if (!alive && !request) return NF_INVALID | (NFR_ICMP_NOT_REQUEST << 3);
  const replied = (alive && (entry & ICMP_REPLIED) !== 0) || reply;
  const written = ICMP_LIVE | (replied ? ICMP_REPLIED : 0) | (code << ICMP_CODE_SHIFT);
  ints[at + D_BITS] = (ints[at + D_BITS] & ~(ICMP_SIDE << shift)) | (written << shift);
  ints[at + D_EXPIRES + side] = now + NETFILTER_ICMP_S * 100;
  return replied ? NF_ESTABLISHED : NF_NEW;
}

/** Whether an ICMP message quoted by an error belongs to a live query. @param direction of the quoted message; reply: it is one */
export function netfilterIcmpAlive(ints: Int32Array, at: number, direction: number, reply: boolean, ns: number): boolean {
  const side = reply ? 1 - direction : direction;
  return ((ints[at + D_BITS] >>> (side * ICMP_SIDE_SHIFT)) & ICMP_LIVE) !== 0 && distance(ints[at + D_EXPIRES + side], ticks(ns)) > 0;
}

/** ICMP types that quote a packet: the five errors of IPv4, everything below 128 of ICMPv6. */
export function netfilterIsError(protocol: number, type: number): boolean {
  return protocol === PROTOCOL_ICMP6 ? type < 128 : type === 3 || type === 4 || type === 5 || type === 11 || type === 12;
}

/**
 * An ICMP error (nf_conntrack_inet_error). It never touches the connection it quotes.
 * @param quoted the quote names a tuple: addresses, ports or query, of a first fragment
 * @param alive the kernel holds an entry for it, in either direction
 * @param toSender the error is sent to the address that sent the quoted packet
 */
export function netfilterError(quoted: boolean, alive: boolean, toSender: boolean): number {
  if (!quoted) return NF_INVALID | (NFR_QUOTE_MALFORMED << 3);
  if (!alive) return NF_INVALID | (NFR_QUOTES_NOTHING << 3);
  return toSender ? NF_RELATED | (NFR_QUOTES << 3) : NF_INVALID | (NFR_OUTER_ADDRESS << 3);
}

/** Multicast listeners, router and neighbour discovery (noct_valid_new). */
function isNeverTracked(type: number): boolean { return (type >= 130 && type <= 136) || type === 143 || type === 151 || type === 152; }

function ticks(ns: number): number { return (ns * 1e-7) | 0; }
