// The Zeek view of UDP and ICMP: one word of history letters; conn_state follows from who sent anything.
import { PROTOCOL } from '@shared/flow';
import { ZEEK_UDP_SERVER_PORTS, type ConnState } from '@shared/zeek';
import { P_DESTINATION, P_DESTINATION_PORT, P_PROTOCOL, P_SOURCE_PORT, P_VERSION } from '../decode/packet';

/** Words of a pair; 0 before its first packet. */
export const ZEEK_DATAGRAM_WORDS = 1;

const STARTED = 1;
const SWAPPED = 2; // Zeek takes our responder for its originator
const FLIPPED = 4;
const SENT_O = 8; // by our direction; << 1 for the responder
const RESPONDER_FIRST = 32; // of two that sent, the responder in Zeek's eyes was first

const BROADCAST = -1;
const isServerPort = new Uint8Array(65_536);
for (const port of ZEEK_UDP_SERVER_PORTS) isServerPort[port] = 1;

/** @param d sender: 0 our originator, 1 our responder */
export function zeekDatagram(ints: Int32Array, at: number, d: number, packet: Int32Array): void {
  const word = ints[at];
  if ((word & (SENT_O << d)) !== 0) return;
  let next = word | (SENT_O << d);
  if ((word & STARTED) === 0) {
    next |= STARTED;
    const flips = packet[P_PROTOCOL] === PROTOCOL.udp && isServerPort[packet[P_SOURCE_PORT]] !== 0 && isServerPort[packet[P_DESTINATION_PORT]] === 0
      && !(packet[P_VERSION] === 4 && packet[P_DESTINATION] === BROADCAST);
    if (flips) next |= FLIPPED | RESPONDER_FIRST;
    if (flips === (d === 0)) next |= SWAPPED;
  }
  ints[at] = next;
}

/** '^', then D and d in the order they came; nothing for ICMP and other protocols. */
export function datagramHistory(ints: Int32Array, at: number, protocol: number): string {
  if (protocol !== PROTOCOL.udp) return '';
  const word = ints[at];
  const o = (word & SWAPPED) === 0 ? 0 : 1;
  const d = (word & (SENT_O << o)) === 0 ? '' : 'D';
  const r = (word & (SENT_O << (1 - o))) === 0 ? '' : 'd';
  return ((word & FLIPPED) === 0 ? '' : '^') + ((word & RESPONDER_FIRST) === 0 ? d + r : r + d);
}

export function datagramConnState(ints: Int32Array, at: number, protocol: number): ConnState {
  if (protocol !== PROTOCOL.udp) return 'OTH';
  const word = ints[at];
  const o = (word & SWAPPED) === 0 ? 0 : 1;
  const sentO = (word & (SENT_O << o)) !== 0;
  const sentR = (word & (SENT_O << (1 - o))) !== 0;
  if (sentO) return sentR ? 'SF' : 'S0';
  return sentR ? 'SHR' : 'OTH';
}

/** Our end that Zeek takes for the originator. */
export function datagramOriginator(ints: Int32Array, at: number): number { return (ints[at] & SWAPPED) === 0 ? 0 : 1; }

export function datagramRolesFlipped(ints: Int32Array, at: number): boolean { return (ints[at] & FLIPPED) !== 0; }
