// TCP and UDP headers (RFC 9293 §3.1, RFC 768), and what is filled in for protocols that have no ports.
import {
  CUT, FRAGMENT_MORE, MALFORMED, NO_TRANSPORT, OK, P_ACK, P_DESTINATION_PORT, P_FLAGS, P_FRAGMENT, P_ICMP_ID, P_ICMP_QUOTE_AT, P_ICMP_SEQ,
  P_OPTIONS_AT, P_OPTIONS_LENGTH, P_PAYLOAD, P_PAYLOAD_AT, P_SEQ, P_SOURCE_PORT, P_WINDOW,
} from './packet';

/** Up to the window: all that the state machine and the sequence analysis read. */
const TCP_READ = 16;

/**
 * `end` is one past the last captured byte of the IP packet, `wireEnd` one past its last byte on the wire.
 * A first fragment may hold less than a header; that is what fragments are, so it is no fault of the packet.
 */
export function tcp(p: Int32Array, view: DataView, at: number, end: number, wireEnd: number): number {
  if (end - at < TCP_READ) return shortTcp(p, view, at, end, wireEnd);
  const ports = view.getInt32(at);
  const word = view.getInt32(at + 12);
  const header = (word >>> 26) & 0x3c;
  p[P_SOURCE_PORT] = ports >>> 16;
  p[P_DESTINATION_PORT] = ports & 0xffff;
  p[P_SEQ] = view.getInt32(at + 4);
  p[P_ACK] = view.getInt32(at + 8);
  p[P_FLAGS] = (word >>> 16) & 0xff;
  p[P_WINDOW] = word & 0xffff;
  p[P_OPTIONS_AT] = at + 20;
  p[P_ICMP_ID] = 0;
  p[P_ICMP_SEQ] = 0;
  p[P_ICMP_QUOTE_AT] = -1;
  const payloadAt = at + header;
  p[P_PAYLOAD_AT] = payloadAt;
  if (header >= 20 && payloadAt <= wireEnd) {
    p[P_PAYLOAD] = wireEnd - payloadAt;
    const options = (payloadAt < end ? payloadAt : end) - at - 20;
    p[P_OPTIONS_LENGTH] = options > 0 ? options : 0;
    return OK;
  }
  p[P_PAYLOAD] = 0;
  p[P_OPTIONS_LENGTH] = 0;
  return header >= 20 && (p[P_FRAGMENT] & FRAGMENT_MORE) !== 0 ? OK : MALFORMED;
}

function shortTcp(p: Int32Array, view: DataView, at: number, end: number, wireEnd: number): number {
  clearTransport(p, at);
  const have = end - at;
  p[P_PAYLOAD] = 0;
  if (have >= 4) readPorts(p, view, at);
  if (have >= 8) p[P_SEQ] = view.getInt32(at + 4);
  if (have >= 12) p[P_ACK] = view.getInt32(at + 8);
  if (have >= 14) p[P_FLAGS] = view.getUint8(at + 13);
  return shortOutcome(p, have, wireEnd - at, 20);
}

/** Ports and flags of a header that is not wholly there: cut by the snap length, by a fragment's end, or a lie. */
function shortOutcome(p: Int32Array, have: number, length: number, header: number): number {
  if (have < length) return length >= header || (p[P_FRAGMENT] & FRAGMENT_MORE) !== 0 ? CUT : MALFORMED;
  return (p[P_FRAGMENT] & FRAGMENT_MORE) !== 0 && have >= 4 ? OK : MALFORMED;
}

export function udp(p: Int32Array, view: DataView, at: number, end: number, wireEnd: number): number {
  clearTransport(p, at);
  const have = end - at;
  const room = wireEnd - at;
  p[P_PAYLOAD] = 0;
  if (have >= 4) readPorts(p, view, at);
  if (have < 8) return shortOutcome(p, have, room, 8);
  p[P_PAYLOAD_AT] = at + 8;
  const length = view.getUint16(at + 4);
  // Length 0 is a jumbogram (RFC 2675 §4) or an offloaded datagram; a first fragment holds less than its length says.
  p[P_PAYLOAD] = (length === 0 || length > room ? room : length) - 8;
  if (length === 0) return OK;
  if (length < 8) {
    p[P_PAYLOAD] = 0;
    return MALFORMED;
  }
  return length > room && (p[P_FRAGMENT] & FRAGMENT_MORE) === 0 ? MALFORMED : OK;
}

/** A protocol without ports: the rest of the packet is its payload. */
export function noTransport(p: Int32Array, at: number, wireEnd: number): number {
  clearTransport(p, at);
  p[P_PAYLOAD] = wireEnd > at ? wireEnd - at : 0;
  return NO_TRANSPORT;
}

/** Any fragment but the first: it has no transport header, and so no ports. */
export function laterFragment(p: Int32Array, at: number): number {
  clearTransport(p, at);
  p[P_PAYLOAD] = 0;
  return OK;
}

export function readPorts(p: Int32Array, view: DataView, at: number): void {
  p[P_SOURCE_PORT] = view.getUint16(at);
  p[P_DESTINATION_PORT] = view.getUint16(at + 2);
}

/** Clears what the transport fills in, but for the payload length. */
export function clearTransport(p: Int32Array, at: number): void {
  p[P_SOURCE_PORT] = 0;
  p[P_DESTINATION_PORT] = 0;
  p[P_PAYLOAD_AT] = at;
  p[P_SEQ] = 0;
  p[P_ACK] = 0;
  p[P_FLAGS] = 0;
  p[P_WINDOW] = 0;
  p[P_OPTIONS_AT] = at;
  p[P_OPTIONS_LENGTH] = 0;
  p[P_ICMP_ID] = 0;
  p[P_ICMP_SEQ] = 0;
  p[P_ICMP_QUOTE_AT] = -1;
}
