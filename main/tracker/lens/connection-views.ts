// What others would say of a connection, and our own verdicts, kept beside the extensions: one block of words for each TCP connection of two
// packets or more, under the index of its extension. The words of datagrams stand in their extension itself.
import { PROTOCOL } from '@shared/flow';
import {
  P_ACK, P_DESTINATION, P_DESTINATION_PORT, P_END, P_FLAGS, P_IP_ID, P_OPTIONS_LENGTH, P_PAYLOAD, P_PAYLOAD_AT, P_PROTOCOL, P_SEQ, P_SOURCE_PORT, P_VERSION, P_WINDOW, PACKET_SLOTS,
} from '../decode/packet';
import { SegmentJudge } from '../sequence/judge';
import { sequenceStart, S_WORDS } from '../sequence/record';
import { sequenceSegment } from '../sequence/segment';
import {
  netfilterDatagram, netfilterDatagramAlive, netfilterDatagramStart, netfilterError, netfilterIcmp, netfilterIcmpAlive, netfilterIsError,
} from './netfilter-datagram';
import { netfilterAlive, netfilterReplay, netfilterSegment, netfilterStart, NETFILTER_TCP_WORDS } from './netfilter';
import { ZeekLens } from './zeek';
import { zeekDatagram } from './zeek-datagram';
import { ZEEK_WORDS } from './zeek-record';

const CHUNK_SHIFT = 12;
const CHUNK_MASK = 4095;

export const V_NETFILTER = 0;
export const V_ZEEK = NETFILTER_TCP_WORDS;
/** Even, for its doubles. */
export const V_SEQUENCE = V_ZEEK + ZEEK_WORDS;
const V_WORDS = V_SEQUENCE + S_WORDS;

/** Words of a datagram's extension that the views use (flow-record.ts leaves them free). */
export const G_ZEEK = 6;
export const G_NETFILTER = 7;

/** The first packet of a connection as a record of a single packet keeps it. */
export interface FirstPacket {
  sender: number;
  seq: number;
  ack: number;
  flags: number;
  window: number;
  payload: number;
  /** Window scale of a SYN; -1 for none. */
  scale: number;
  sackPermitted: boolean;
  id: number;
  /** The snap length cut its payload. */
  cut: boolean;
  protocol: number;
  sourcePort: number;
  destinationPort: number;
  v6: boolean;
  /** IPv4 address it went to. */
  destination: number;
}

export class ConnectionViews {
  readonly ints: Int32Array[] = [];
  readonly floats: Float64Array[] = [];
  readonly zeek = new ZeekLens();
  readonly judge = new SegmentJudge();
  /** Of the last packet: netfilter's verdict and reason (shared/netfilter.ts), our own verdict and confidence (shared/analysis.ts). */
  netfilter = 0;
  verdict = 0;
  private readonly time: Float64Array;
  private readonly told = new Int32Array(PACKET_SLOTS);

  /** @param time one element: nanoseconds of the packet at hand */
  constructor(time: Float64Array) { this.time = time; }

  /** Place of a TCP connection's words: `ints[extension >> 12]` at this index. */
  at(extension: number): number { return (extension & CHUNK_MASK) * V_WORDS; }
  intsOf(extension: number): Int32Array { return this.ints[extension >> CHUNK_SHIFT]; }
  floatsOf(extension: number): Float64Array { return this.floats[extension >> CHUNK_SHIFT]; }

  /** Clears the words of a new connection and tells its first packet. */
  first(extension: number, packet: FirstPacket): void {
    while (extension >> CHUNK_SHIFT >= this.ints.length) {
      const buffer = new ArrayBuffer((V_WORDS << CHUNK_SHIFT) * 4);
      this.ints.push(new Int32Array(buffer));
      this.floats.push(new Float64Array(buffer));
    }
    const ints = this.intsOf(extension);
    const at = this.at(extension);
    netfilterStart(ints, at + V_NETFILTER);
    this.zeek.start(ints, at + V_ZEEK);
    sequenceStart(ints, at + V_SEQUENCE);
    const { sender, seq, ack, flags, window, payload, scale, id } = packet;
    const ns = this.time[0];
    this.netfilter = netfilterReplay(ints, at + V_NETFILTER, sender, seq, ack, flags, window, payload, scale, packet.sackPermitted, ns);
    this.zeek.segment(ints, at + V_ZEEK, sender, this.tell(packet));
    this.verdict = this.judge.first(ints, this.floatsOf(extension), at + V_SEQUENCE, sender, seq, ack, flags, window, payload, scale, id, ns);
  }

  /** A further segment. */
  segment(extension: number, direction: number, packet: Int32Array, view: DataView): void {
    const ints = this.ints[extension >> CHUNK_SHIFT];
    const at = (extension & CHUNK_MASK) * V_WORDS;
    const ns = this.time[0];
    this.netfilter = netfilterSegment(ints, at + V_NETFILTER, direction, packet, view, ns);
    this.zeek.segment(ints, at + V_ZEEK, direction, packet);
    this.verdict = sequenceSegment(ints, this.floats[extension >> CHUNK_SHIFT], at + V_SEQUENCE, this.judge, direction, packet, view, ns);
  }

  /** A connection's extension is given back. */
  release(extension: number): void {
    const ints = this.intsOf(extension);
    const at = this.at(extension);
    this.zeek.release(ints, at + V_ZEEK);
    this.judge.release(ints, at + V_SEQUENCE);
  }

  /** Clears the words of a pair of datagrams and tells its first packet. */
  firstDatagram(ints: Int32Array, at: number, packet: FirstPacket): void {
    ints[at + G_ZEEK] = 0;
    netfilterDatagramStart(ints, at + G_NETFILTER);
    this.datagram(ints, at, packet.protocol, packet.sender, this.tell(packet));
  }

  datagram(ints: Int32Array, at: number, protocol: number, direction: number, packet: Int32Array): void {
    zeekDatagram(ints, at + G_ZEEK, direction, packet);
    this.verdict = 0;
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
    if (isIcmp && netfilterIsError(protocol, packet[P_SOURCE_PORT])) this.netfilter = netfilterError(true, false, false); // what it quotes is not known
    else this.netfilter = isIcmp
      ? netfilterIcmp(ints, at + G_NETFILTER, direction, packet, this.time[0])
      : netfilterDatagram(ints, at + G_NETFILTER, direction, protocol, this.time[0]);
  }

  /** An ICMP error quotes a TCP connection. @param toSender it is sent to whom sent the quoted packet */
  quoted(extension: number, toSender: boolean): void {
    this.verdict = 0;
    this.netfilter = netfilterError(true, netfilterAlive(this.intsOf(extension), this.at(extension) + V_NETFILTER, this.time[0]), toSender);
  }

  /** The same of a pair of datagrams. @param direction of the quoted one; reply: it answers an ICMP query */
  quotedDatagram(ints: Int32Array, at: number, protocol: number, direction: number, reply: boolean, toSender: boolean): void {
    this.verdict = 0;
    const ns = this.time[0];
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
    const alive = isIcmp ? netfilterIcmpAlive(ints, at + G_NETFILTER, direction, reply, ns) : netfilterDatagramAlive(ints, at + G_NETFILTER, ns);
    this.netfilter = netfilterError(true, alive, toSender);
  }

  get bytes(): number { return (this.ints.length * V_WORDS * 4) << CHUNK_SHIFT; }

  /** The packet in the decoder's words. */
  private tell(packet: FirstPacket): Int32Array {
    const p = this.told;
    p[P_VERSION] = packet.v6 ? 6 : 4;
    p[P_DESTINATION] = packet.destination;
    p[P_SOURCE_PORT] = packet.sourcePort;
    p[P_DESTINATION_PORT] = packet.destinationPort;
    p[P_SEQ] = packet.seq;
    p[P_ACK] = packet.ack;
    p[P_FLAGS] = packet.flags;
    p[P_WINDOW] = packet.window;
    p[P_PAYLOAD] = packet.payload;
    p[P_PAYLOAD_AT] = 0;
    p[P_END] = packet.cut ? 0 : packet.payload;
    p[P_IP_ID] = packet.id;
    p[P_OPTIONS_LENGTH] = 0;
    p[P_PROTOCOL] = packet.protocol;
    return p;
  }
}
