// Reads the fields of a connection out of its records, whichever form it is kept in. One place knows the layout for all who show rows.
import { DIRECTION_REASON, PROTOCOL } from '@shared/flow';
import type { Addresses } from '../flow/addresses';
import type { Contexts } from '../flow/contexts';
import type { FlowStore } from '../flow/flow-store';
import {
  DATAGRAM_CHUNK_MASK, DATAGRAM_CHUNK_SHIFT, D_PAYLOAD, G_ICMP_ERRORS, G_LOG_HEAD, G_PAYLOAD_O, META_CONTEXT_SHIFT, META_PROTOCOL, META_V6, R_ADDRESS_O,
  R_EXTENSION, R_FIRST_NS, R_LAST_NS, R_META, R_PACKETS_O, R_PORTS, R_SINGLE_WINDOW, R_SINGLE_WIRE, R_STATUS, R_WIRE_O, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT,
  STATUS_CLOSED_BY_SHIFT, STATUS_CLOSED_SHIFT, STATUS_EXPIRED, STATUS_EXTENDED, STATUS_OPENED_SHIFT, STATUS_REASON_SHIFT, STATUS_SWAPPED, STATUS_SWAPPED_SHIFT, STATUS_VALIDATED, TCP_CHUNK_MASK, TCP_CHUNK_SHIFT,
  T_HANDSHAKE_NS, T_ICMP_ERRORS, T_LINE, T_LOG_HEAD, T_PROVEN,
} from '../flow/flow-record';
import { V_PAYLOAD, V_WORDS } from '../lens/shared-words';

/** Index in DIRECTION_REASON. */
const OVERRIDE = DIRECTION_REASON.indexOf('override');

export class RowReader {
  /** Whole second that all times are relative to; set by the tracker once the first packet is known. */
  baseSeconds = 0;
  private readonly store: FlowStore;
  private readonly addresses: Addresses;
  private readonly contexts: Contexts;

  constructor(store: FlowStore, addresses: Addresses, contexts: Contexts) {
    this.store = store;
    this.addresses = addresses;
    this.contexts = contexts;
  }

  id(slot: number): number { return this.store.id(slot); }
  protocol(slot: number): number { return this.word(slot, R_META) & META_PROTOCOL; }
  isV6(slot: number): boolean { return (this.word(slot, R_META) & META_V6) !== 0; }
  context(slot: number): number { return this.word(slot, R_META) >>> META_CONTEXT_SHIFT; }
  contextText(slot: number): string { return this.contexts.text(this.context(slot)); }
  vlans(slot: number): number[] { return this.contexts.vlans(this.context(slot)); }
  tunnel(slot: number): string { return this.contexts.tunnel(this.context(slot)); }

  /** The record's side that is shown as an endpoint (0 originator, 1 responder): the other one where the user has exchanged them. */
  side(slot: number, endpoint: number): number { return endpoint ^ ((this.word(slot, R_STATUS) >>> STATUS_SWAPPED_SHIFT) & 1); }
  isSwapped(slot: number): boolean { return (this.word(slot, R_STATUS) & STATUS_SWAPPED) !== 0; }

  /** The word a record keeps of an endpoint's address. */
  addressWord(slot: number, endpoint: number): number { return this.word(slot, R_ADDRESS_O + this.side(slot, endpoint)); }
  address(slot: number, endpoint: number): string { return this.addresses.text(this.addressWord(slot, endpoint), this.isV6(slot)); }

  /** ICMP: the type for the originator, the code for the responder. */
  port(slot: number, endpoint: number): number {
    const ports = this.word(slot, R_PORTS);
    const protocol = this.protocol(slot);
    if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) return endpoint === 0 ? ports >>> 24 : (ports >>> 16) & 255;
    return this.side(slot, endpoint) === 0 ? ports >>> 16 : ports & 0xffff;
  }

  state(slot: number, endpoint: number): number { return (this.word(slot, R_STATUS) >>> (this.side(slot, endpoint) * 4)) & 15; }
  reason(slot: number): number { return this.isSwapped(slot) ? OVERRIDE : (this.word(slot, R_STATUS) >>> STATUS_REASON_SHIFT) & 7; }
  opened(slot: number): number { return (this.word(slot, R_STATUS) >>> STATUS_OPENED_SHIFT) & 7; }
  closed(slot: number): number { return (this.word(slot, R_STATUS) >>> STATUS_CLOSED_SHIFT) & 7; }
  /** 0 nobody, 1 the originator, 2 the responder. */
  closedBy(slot: number): number {
    const by = (this.word(slot, R_STATUS) >>> STATUS_CLOSED_BY_SHIFT) & 3;
    return by === 0 ? 0 : 1 + this.side(slot, by - 1);
  }
  isValidated(slot: number): boolean { return (this.word(slot, R_STATUS) & STATUS_VALIDATED) !== 0; }
  isExtended(slot: number): boolean { return (this.word(slot, R_STATUS) & STATUS_EXTENDED) !== 0; }

  /** Index of the extension of a record that has one. */
  extension(slot: number): number { return this.word(slot, R_EXTENSION); }

  firstNs(slot: number): number { return this.double(slot, R_FIRST_NS); }
  lastNs(slot: number): number { return this.double(slot, R_LAST_NS); }
  firstMicros(slot: number): number { return this.micros(this.firstNs(slot)); }
  lastMicros(slot: number): number { return this.micros(this.lastNs(slot)); }

  /** Microseconds since 1970 of a time of the tracker. */
  micros(ns: number): number { return this.baseSeconds * 1e6 + Math.floor(ns / 1000); }

  packets(slot: number, endpoint: number): number {
    if (this.isExtended(slot)) return this.word(slot, R_PACKETS_O + this.side(slot, endpoint)) >>> 0;
    return this.singleSender(slot) === endpoint ? 1 : 0;
  }

  wireBytes(slot: number, endpoint: number): number {
    if (this.isExtended(slot)) return this.double(slot, R_WIRE_O + this.side(slot, endpoint) * 2);
    return this.singleSender(slot) === endpoint ? this.word(slot, R_SINGLE_WIRE) & 0xffffff : 0;
  }

  payloadBytes(slot: number, endpoint: number): number {
    const extension = this.word(slot, R_EXTENSION);
    if (!this.isExtended(slot)) return this.singleSender(slot) === endpoint ? extension : 0;
    if (this.protocol(slot) === PROTOCOL.tcp) {
      const side = this.side(slot, endpoint);
      return this.tcpDouble(slot, side * T_LINE + D_PAYLOAD) + this.store.keptF[extension >> TCP_CHUNK_SHIFT][((extension & TCP_CHUNK_MASK) * V_WORDS + V_PAYLOAD + 2 * side) >> 1];
    }
    return this.store.datagram.floats[extension >> DATAGRAM_CHUNK_SHIFT][(((extension & DATAGRAM_CHUNK_MASK) << 4) + G_PAYLOAD_O + this.side(slot, endpoint) * 2) >> 1];
  }

  /** NaN when the handshake was not seen. */
  handshakeNs(slot: number): number {
    return this.isExtended(slot) && this.protocol(slot) === PROTOCOL.tcp ? this.tcpDouble(slot, T_HANDSHAKE_NS) : NaN;
  }

  icmpErrors(slot: number): number {
    if (!this.isExtended(slot)) return 0;
    return this.protocol(slot) === PROTOCOL.tcp ? this.tcpWord(slot, T_ICMP_ERRORS) : this.datagramWord(slot, G_ICMP_ERRORS);
  }

  /** Newest entry in the transition log; -1 for none, and for a connection of one packet. */
  logHead(slot: number): number {
    if (!this.isExtended(slot)) return -1;
    return this.protocol(slot) === PROTOCOL.tcp ? this.tcpWord(slot, T_LOG_HEAD) : this.datagramWord(slot, G_LOG_HEAD);
  }

  /** Bit n: jump n of a TCP connection is proven. */
  provenJumps(slot: number): number {
    return this.isExtended(slot) && this.protocol(slot) === PROTOCOL.tcp ? this.tcpWord(slot, T_PROVEN) : 0;
  }

  /** Of a connection of one packet: connections with the same number jump alike (protocol, flags, sender, ICMP type, whether it expired). */
  singleKind(slot: number): number {
    const protocol = this.protocol(slot);
    const window = this.word(slot, R_SINGLE_WINDOW);
    const type = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? this.word(slot, R_PORTS) >>> 24 : 0;
    const expired = (this.word(slot, R_STATUS) & STATUS_EXPIRED) === 0 ? 0 : 1;
    return protocol | (((window >>> 16) & 0x1ff) << 8) | (expired << 17) | (type << 18);
  }

  /** The endpoint that sent the only packet. */
  private singleSender(slot: number): number { return this.side(slot, (this.word(slot, R_SINGLE_WINDOW) >>> 24) & 1); }

  private word(slot: number, field: number): number {
    return this.store.records.ints[slot >> RECORD_CHUNK_SHIFT][((slot & RECORD_CHUNK_MASK) << 4) + field];
  }

  private double(slot: number, field: number): number {
    return this.store.records.floats[slot >> RECORD_CHUNK_SHIFT][(((slot & RECORD_CHUNK_MASK) << 4) + field) >> 1];
  }

  tcpWord(slot: number, field: number): number {
    const extension = this.word(slot, R_EXTENSION);
    return this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT][((extension & TCP_CHUNK_MASK) << 6) + field];
  }

  tcpDouble(slot: number, field: number): number {
    const extension = this.word(slot, R_EXTENSION);
    return this.store.tcp.floats[extension >> TCP_CHUNK_SHIFT][(((extension & TCP_CHUNK_MASK) << 6) + field) >> 1];
  }

  private datagramWord(slot: number, field: number): number {
    const extension = this.word(slot, R_EXTENSION);
    return this.store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT][((extension & DATAGRAM_CHUNK_MASK) << 4) + field];
  }
}
