// ICMP (RFC 792, 4884, 8335) and ICMPv6 (RFC 4443): type and code, identifier of queries, the packet an error quotes.
import { walkExtensions } from './ipv6-extensions';
import {
  CUT, FRAGMENT_MORE, MALFORMED, NO_TRANSPORT, OK, P_CONTEXT_WORDS, P_DESTINATION, P_DESTINATION_PORT, P_END, P_FRAGMENT, P_FRAGMENT_OFFSET,
  P_ICMP_ID, P_ICMP_QUOTE_AT, P_ICMP_SEQ, P_IP_AT, P_IP_ID, P_L4_AT, P_L4_CAPTURED, P_L4_LENGTH, P_PAYLOAD, P_PAYLOAD_AT, P_PROTOCOL, P_SEQ,
  P_SOURCE, P_SOURCE_PORT, P_TTL, P_VERSION,
} from './packet';
import { clearTransport, noTransport, readPorts } from './transport';

export const PROTOCOL_ICMP = 1;
const PROTOCOL_TCP = 6;
const PROTOCOL_UDP = 17;
export const PROTOCOL_ICMP6 = 58;
const HEADER = 8;

/** Unreachable, source quench, redirect, time exceeded, parameter problem. */
const isError4 = (type: number): boolean => type === 3 || type === 4 || type === 5 || type === 11 || type === 12;
/** Unreachable, too big, time exceeded, parameter problem. */
const isError6 = (type: number): boolean => type >= 1 && type <= 4;
/** Echo, time stamp, information, address mask, extended echo: identifier and sequence number follow the checksum. */
const isQuery4 = (type: number): boolean => type === 0 || type === 8 || (type >= 13 && type <= 18) || type === 42 || type === 43;
const isQuery6 = (type: number): boolean => type === 128 || type === 129 || type === 160 || type === 161;

export function icmp(p: Int32Array, view: DataView, protocol: number, at: number, end: number, wireEnd: number): number {
  clearTransport(p, at);
  const have = end - at;
  const length = wireEnd - at;
  p[P_PAYLOAD] = length > HEADER ? length - HEADER : 0;
  if (have >= 2) readTypeAndCode(p, view, at);
  if (have < HEADER) {
    if (have < length) return CUT;
    return (p[P_FRAGMENT] & FRAGMENT_MORE) !== 0 && have >= 2 ? OK : MALFORMED;
  }
  p[P_PAYLOAD_AT] = at + HEADER;
  const type = p[P_SOURCE_PORT];
  const six = protocol === PROTOCOL_ICMP6;
  if (six ? isQuery6(type) : isQuery4(type)) readQuery(p, view, at, type);
  else if ((six ? isError6(type) : isError4(type)) && have > HEADER) p[P_ICMP_QUOTE_AT] = at + HEADER;
  return OK;
}

function readTypeAndCode(p: Int32Array, view: DataView, at: number): void {
  p[P_SOURCE_PORT] = view.getUint8(at);
  p[P_DESTINATION_PORT] = view.getUint8(at + 1);
}

function readQuery(p: Int32Array, view: DataView, at: number, type: number): void {
  p[P_ICMP_ID] = view.getUint16(at + 4);
  // Extended echo has a sequence number of 8 bits (RFC 8335 §2).
  const extended = type === 42 || type === 43 || type === 160 || type === 161;
  p[P_ICMP_SEQ] = extended ? view.getUint8(at + 6) : view.getUint16(at + 6);
}

/**
 * Reads the IP packet that an ICMP error quotes into `out`, which has the slots of the packet view.
 * OK: protocol, addresses and ports (or type, code, identifier) are known, and the TCP sequence number when 8 bytes were quoted.
 * CUT: the quote ends before the ports; the addresses are known if P_VERSION is not 0. NO_TRANSPORT: no ports, or not a first fragment.
 */
export function decodeQuoted(view: DataView, at: number, end: number, out: Int32Array): number {
  out[P_VERSION] = 0;
  out[P_PROTOCOL] = 0;
  out[P_CONTEXT_WORDS] = 0;
  out[P_IP_AT] = at;
  out[P_END] = end;
  out[P_PAYLOAD] = 0;
  clearTransport(out, at);
  if (at < 0 || at >= end) return CUT;
  const version = view.getUint8(at) >>> 4;
  const outcome = version === 4 ? quoted4(view, at, end, out) : version === 6 ? quoted6(view, at, end, out) : MALFORMED;
  return outcome === OK ? quotedTransport(view, end, out) : outcome;
}

function quoted4(view: DataView, at: number, end: number, out: Int32Array): number {
  if (end - at < 20) return CUT;
  const header = (view.getUint8(at) & 15) << 2;
  const fragment = view.getUint16(at + 6);
  if (header < 20) return MALFORMED;
  out[P_VERSION] = 4;
  out[P_PROTOCOL] = view.getUint8(at + 9);
  out[P_TTL] = view.getUint8(at + 8);
  out[P_IP_ID] = view.getUint16(at + 4);
  out[P_SOURCE] = view.getInt32(at + 12);
  out[P_DESTINATION] = view.getInt32(at + 16);
  out[P_FRAGMENT] = ((fragment >>> 12) & 14) | ((fragment & 0x3fff) === 0 ? 0 : 1);
  out[P_FRAGMENT_OFFSET] = (fragment & 0x1fff) << 3;
  setTransport(out, at + header, end, at + view.getUint16(at + 2));
  return out[P_FRAGMENT_OFFSET] === 0 ? OK : NO_TRANSPORT;
}

function quoted6(view: DataView, at: number, end: number, out: Int32Array): number {
  if (end - at < 40) return CUT;
  out[P_VERSION] = 6;
  out[P_TTL] = view.getUint8(at + 7);
  out[P_IP_ID] = 0;
  out[P_SOURCE] = at + 8;
  out[P_DESTINATION] = at + 24;
  out[P_FRAGMENT] = 0;
  out[P_FRAGMENT_OFFSET] = 0;
  const wireEnd = at + 40 + view.getUint16(at + 4);
  // A quote is cut by nature: its own end is no contradiction.
  const outcome = walkExtensions(out, view, view.getUint8(at + 6), at + 40, end, 0x7fff_ffff);
  setTransport(out, out[P_L4_AT], end, wireEnd);
  return outcome === OK && out[P_FRAGMENT_OFFSET] !== 0 ? NO_TRANSPORT : outcome;
}

function setTransport(out: Int32Array, at: number, end: number, wireEnd: number): void {
  out[P_L4_AT] = at;
  out[P_L4_LENGTH] = wireEnd > at ? wireEnd - at : 0;
  out[P_L4_CAPTURED] = end > at ? end - at : 0;
}

function quotedTransport(view: DataView, end: number, out: Int32Array): number {
  const at = out[P_L4_AT];
  const have = end - at;
  const protocol = out[P_PROTOCOL];
  if (protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP) {
    if (have < 4) return CUT;
    readPorts(out, view, at);
    out[P_PAYLOAD_AT] = at + 8;
    if (protocol === PROTOCOL_TCP && have >= 8) out[P_SEQ] = view.getInt32(at + 4);
    return OK;
  }
  if (protocol === PROTOCOL_ICMP || protocol === PROTOCOL_ICMP6) {
    if (have < 2) return CUT;
    readTypeAndCode(out, view, at);
    const type = out[P_SOURCE_PORT];
    if (!(protocol === PROTOCOL_ICMP6 ? isQuery6(type) : isQuery4(type))) return OK;
    if (have < HEADER) return CUT;
    readQuery(out, view, at, type);
    return OK;
  }
  return noTransport(out, at, at + out[P_L4_LENGTH]);
}

export function isUnreachable(packet: Int32Array): boolean {
  return packet[P_SOURCE_PORT] === (packet[P_PROTOCOL] === PROTOCOL_ICMP ? 3 : 1);
}

export function isPortUnreachable(packet: Int32Array): boolean {
  return isUnreachable(packet) && packet[P_DESTINATION_PORT] === (packet[P_PROTOCOL] === PROTOCOL_ICMP ? 3 : 4);
}
