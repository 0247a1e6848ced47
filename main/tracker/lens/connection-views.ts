// What others would say of a connection, and our own verdicts, kept beside the extensions: one block of words for each TCP connection of two
// packets or more, under the index of its extension. The words of datagrams stand in their extension itself.
import { PROTOCOL } from '@shared/flow';
import { checksumWrong } from '../decode/checksum';
import {
  FRAGMENT_PRESENT, P_ACK, P_DESTINATION, P_DESTINATION_PORT, P_END, P_FLAGS, P_FRAGMENT, P_IP_ID, P_L4_LENGTH, P_OPTIONS_LENGTH, P_PAYLOAD, P_PAYLOAD_AT, P_PROTOCOL, P_SEQ, P_SOURCE_PORT, P_VERSION, P_WINDOW, PACKET_SLOTS,
} from '../decode/packet';
import {
  DATAGRAM_CHUNK_MASK, DATAGRAM_CHUNK_SHIFT, META_PROTOCOL, R_EXTENSION, R_FIRST_NS, R_LAST_NS, R_META, R_SINGLE_WINDOW, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_CALM, STATUS_EXTENDED,
  STATUS_SLOW, TCP_CHUNK_MASK, TCP_CHUNK_SHIFT,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { SegmentJudge } from '../sequence/judge';
import { L_FLAGS, S_WORDS, TROUBLED } from '../sequence/record';
import { sequenceSegment } from '../sequence/segment';
import { ApartWords } from './apart-words';
import { CalmSegments, NOT_CALM } from './calm';
import {
  NETFILTER_DATAGRAM_WORDS, netfilterDatagram, netfilterDatagramAlive, netfilterDatagramStart, netfilterDatagramSwap, netfilterError, netfilterIcmp, netfilterIcmpAlive, netfilterIsError,
} from './netfilter-datagram';
import { NETFILTER_BAD_CHECKSUM, NETFILTER_TCP_WORDS, netfilterAlive, netfilterCarry, netfilterReplay, netfilterSegment } from './netfilter';
import { APART_WORDS, calmness, fold, SHOWN_WORDS, spread, tellMachine, V_APART, V_LAST, V_NETFILTER, V_SEQUENCE, V_WORDS, V_ZEEK } from './shared-words';
import { ZeekLens } from './zeek';
import { zeekDatagram } from './zeek-datagram';

export { V_NETFILTER, V_SEQUENCE, V_ZEEK } from './shared-words';

const CHUNK_SHIFT = 12;
const CHUNK_MASK = 4095;

/** A segment longer than this was put together by the network card, which has judged the checksums itself. */
const MOST_ON_A_WIRE = 1_600;

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
  private readonly ints: Int32Array[];
  private readonly floats: Float64Array[];
  readonly zeek = new ZeekLens();
  readonly judge = new SegmentJudge();
  /** Of the last packet: netfilter's verdict and reason (shared/netfilter.ts), our own verdict and confidence (shared/analysis.ts). */
  netfilter = 0;
  verdict = 0;
  /** What netfilter says of the packet at hand without looking into it, so that no entry is touched: a fragment, a wrong checksum; else 0. */
  unseen = 0;
  /** The kernel's entry of the tuple, for the connection whose first packet is told next. */
  private readonly carried = new Int32Array(NETFILTER_TCP_WORDS);
  private isCarried = false;
  private readonly quiet: CalmSegments;
  private readonly time: Float64Array;
  private readonly store: FlowStore;
  /** The words of connections whose views do not agree, by V_APART. */
  readonly apart = new ApartWords();
  private readonly told = new Int32Array(PACKET_SLOTS);
  /** The views' words of the connection at hand, spread out. */
  private readonly words = new Int32Array(APART_WORDS);
  /** The same for readers, with the words of the SEQ/ACK analysis behind them. */
  private readonly shown = new Int32Array(SHOWN_WORDS);
  private readonly shownF = new Float64Array(this.shown.buffer);
  /** Extension whose words are spread out; -1 for none. */
  private opened = -1;

  /** @param time one element: nanoseconds of the packet at hand */
  constructor(store: FlowStore, time: Float64Array) {
    this.store = store;
    this.ints = store.kept;
    this.floats = store.keptF;
    this.time = time;
    this.quiet = new CalmSegments(store, this.ints, this.floats, this.judge, time);
  }

  /**
   * All words of a TCP connection's views, at V_NETFILTER, V_ZEEK and V_SEQUENCE from `at`: to be read at once, the next call spreads others out
   * in their place. When netfilter gives its entry up is not among what is up to date.
   */
  intsOf(extension: number): Int32Array {
    const ints = this.ints[extension >> CHUNK_SHIFT];
    const v = (extension & CHUNK_MASK) * V_WORDS;
    this.upToDate(extension);
    this.show(extension, 0);
    for (let i = 0; i < S_WORDS; i++) this.shown[V_SEQUENCE + i] = ints[v + i];
    return this.shown;
  }
  /** One word of the SEQ/ACK analysis, for those who ask a million connections: nothing is spread out. */
  sequenceWord(extension: number, word: number): number { return this.ints[extension >> CHUNK_SHIFT][(extension & CHUNK_MASK) * V_WORDS + word]; }
  sequenceFloat(extension: number, word: number): number { return this.floats[extension >> CHUNK_SHIFT][((extension & CHUNK_MASK) * V_WORDS + word) >> 1]; }
  /** The same of netfilter's and Zeek's words that are kept as they are. @param kept where shared-words.ts keeps it; word: where the view itself has it */
  stateWord(extension: number, kept: number, word: number): number {
    const ints = this.ints[extension >> CHUNK_SHIFT];
    const v = (extension & CHUNK_MASK) * V_WORDS;
    const block = ints[v + V_APART] - 1;
    return block < 0 ? ints[v + kept] : this.apart.chunk(block)[this.apart.at(block) + word];
  }
  isApart(extension: number): boolean { return this.ints[extension >> CHUNK_SHIFT][(extension & CHUNK_MASK) * V_WORDS + V_APART] !== 0; }
  floatsOf(extension: number): Float64Array {
    this.intsOf(extension);
    return this.shownF;
  }
  at(extension: number): number { return this.ints[extension >> CHUNK_SHIFT] === undefined ? -1 : 0; }

  /** Clears the words of a new connection. @returns the memory that they stand in */
  clear(extension: number): Int32Array {
    while (extension >> CHUNK_SHIFT >= this.ints.length) {
      const buffer = new ArrayBuffer((V_WORDS << CHUNK_SHIFT) * 4);
      this.ints.push(new Int32Array(buffer));
      this.floats.push(new Float64Array(buffer));
    }
    const ints = this.ints[extension >> CHUNK_SHIFT];
    const v = (extension & CHUNK_MASK) * V_WORDS;
    for (let i = v; i < v + V_WORDS; i++) ints[i] = 0;
    return ints;
  }

  /** The same memory as floats. */
  floatsAt(extension: number): Float64Array { return this.floats[extension >> CHUNK_SHIFT]; }

  /** Clears the words of a new connection and tells its first packet. To be settled once the state machine has had it, too. */
  first(extension: number, packet: FirstPacket): void {
    const ints = this.clear(extension);
    const v = (extension & CHUNK_MASK) * V_WORDS;
    const { words } = this;
    words.fill(0);
    if (this.isCarried) words.set(this.carried, V_NETFILTER);
    this.isCarried = false;
    this.opened = extension;
    const { sender, seq, ack, flags, window, payload, scale, id } = packet;
    const ns = this.time[0];
    this.netfilter = this.unseen !== 0 ? this.unseen : netfilterReplay(words, V_NETFILTER, sender, seq, ack, flags, window, payload, scale, packet.sackPermitted, ns);
    this.zeek.segment(words, V_ZEEK, sender, this.decoded(packet));
    this.verdict = this.judge.first(ints, this.floats[extension >> CHUNK_SHIFT], v, sender, seq, ack, flags, window, payload, scale, id, ns);
  }

  /**
   * An ordinary segment of a calm connection, not older than its last one.
   * @param status of its record
   * @returns NOT_CALM: not ordinary, nothing was touched. CALM: the state machine has to see it yet. CALM_OPEN: done
   */
  calm(slot: number, extension: number, status: number, direction: number, packet: Int32Array, view: DataView): number {
    const { quiet } = this;
    const outcome = quiet.segment(slot, extension, (status & STATUS_SLOW) === 0, direction, packet, view);
    if (outcome === NOT_CALM) return NOT_CALM;
    this.verdict = quiet.verdict;
    this.netfilter = quiet.netfilter;
    return outcome;
  }

  /** Before any other segment reaches the state machine, and before its time is noted: spreads the views' words out. */
  open(slot: number): void {
    const record = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const extension = record[at + R_EXTENSION];
    if (this.opened === extension) return;
    this.opened = extension;
    record[at + R_STATUS] &= ~STATUS_CALM;
    const ints = this.ints[extension >> CHUNK_SHIFT];
    const v = (extension & CHUNK_MASK) * V_WORDS;
    this.upToDate(extension);
    if (ints[v + V_APART] !== 0) return;
    const lastNs = this.store.records.floats[slot >> RECORD_CHUNK_SHIFT][(at + R_LAST_NS) >> 1];
    spread(ints, v, this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT], (extension & TCP_CHUNK_MASK) << 6, this.words, lastNs);
    ints[v + V_LAST] = 0;
  }

  /** After the state machine: a further segment of the connection that was opened. */
  segment(slot: number, direction: number, packet: Int32Array, view: DataView): void {
    const extension = this.opened;
    const ints = this.ints[extension >> CHUNK_SHIFT];
    const v = (extension & CHUNK_MASK) * V_WORDS;
    const ns = this.time[0];
    const block = ints[v + V_APART] - 1;
    const words = block < 0 ? this.words : this.apart.chunk(block);
    const at = block < 0 ? 0 : this.apart.at(block);
    this.netfilter = this.unseen !== 0 ? this.unseen : netfilterSegment(words, at + V_NETFILTER, direction, packet, view, ns);
    this.zeek.segment(words, at + V_ZEEK, direction, packet);
    this.verdict = sequenceSegment(ints, this.floats[extension >> CHUNK_SHIFT], v, this.judge, direction, packet, view, ns);
    this.settle(slot);
  }

  /** The same for netfilter alone: a segment whose fragments it has put together. */
  wholeSegment(slot: number, direction: number, packet: Int32Array, view: DataView): void {
    this.open(slot);
    const v = (this.opened & CHUNK_MASK) * V_WORDS;
    const block = this.ints[this.opened >> CHUNK_SHIFT][v + V_APART] - 1;
    this.netfilter = block < 0 ? netfilterSegment(this.words, V_NETFILTER, direction, packet, view, this.time[0])
      : netfilterSegment(this.apart.chunk(block), this.apart.at(block) + V_NETFILTER, direction, packet, view, this.time[0]);
    this.settle(slot);
  }

  /**
   * The tuple of a connection is used again: the kernel judges by its own entry until that has run out.
   * @param swapped the next connection has the ends the other way round
   * @returns whether it still holds the entry: the first packet that is told next is judged by it
   */
  carry(slot: number, swapped: boolean): boolean {
    const record = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const floats = this.store.records.floats[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const protocol = record[at + R_META] & META_PROTOCOL;
    const isExtended = (record[at + R_STATUS] & STATUS_EXTENDED) !== 0;
    const extension = record[at + R_EXTENSION];
    const { carried } = this;
    if (protocol === PROTOCOL.tcp) {
      if (!isExtended) return false; // nothing was ever answered, and it is forgotten as early here as there
      this.show(extension, floats[(at + R_LAST_NS) >> 1]);
      if (!netfilterAlive(this.shown, V_NETFILTER, this.time[0])) return false;
      netfilterCarry(this.shown, V_NETFILTER, carried, 0, swapped);
    } else {
      // UDP and ICMP it remembers no longer than the table does.
      if (protocol === PROTOCOL.udp || protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) return false;
      netfilterDatagramStart(carried, 0);
      if (!isExtended) netfilterDatagram(carried, 0, (record[at + R_SINGLE_WINDOW] >>> 24) & 1, protocol, floats[(at + R_FIRST_NS) >> 1]);
      else for (let i = 0; i < NETFILTER_DATAGRAM_WORDS; i++) carried[i] = this.store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT][((extension & DATAGRAM_CHUNK_MASK) << 4) + G_NETFILTER + i];
      if (!netfilterDatagramAlive(carried, 0, this.time[0])) return false;
      if (swapped) netfilterDatagramSwap(carried, 0);
    }
    return (this.isCarried = true);
  }

  /** Before a packet, where every packet is shown: the kernel refuses one with a wrong checksum. It costs a look at each byte. */
  judgeChecksum(packet: Int32Array, view: DataView): void {
    const wrong = (packet[P_FRAGMENT] & FRAGMENT_PRESENT) === 0 && packet[P_L4_LENGTH] <= MOST_ON_A_WIRE && checksumWrong(packet, view);
    this.unseen = wrong ? NETFILTER_BAD_CHECKSUM : 0;
  }

  /** Folds the words of the opened connection up, or leaves them in a block of their own; then it may be calm. */
  settle(slot: number): void {
    const extension = this.opened;
    const ints = this.ints[extension >> CHUNK_SHIFT];
    const v = (extension & CHUNK_MASK) * V_WORDS;
    const ext = this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT];
    const base = (extension & TCP_CHUNK_MASK) << 6;
    const block = ints[v + V_APART] - 1;
    if (block < 0) {
      if (!fold(ints, v, ext, base, this.words, 0)) {
        const taken = this.apart.take();
        ints[v + V_APART] = taken + 1;
        this.apart.chunk(taken).set(this.words, this.apart.at(taken));
        return;
      }
    } else {
      if ((ints[v + L_FLAGS] & TROUBLED) !== 0 || !fold(ints, v, ext, base, this.apart.chunk(block), this.apart.at(block))) return;
      this.apart.give(block);
      ints[v + V_APART] = 0;
      this.opened = -1;
    }
    const record = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const last = calmness(ints, v);
    if (last === -1) return;
    ints[v + V_LAST] = last;
    record[at + R_STATUS] |= STATUS_CALM;
    this.opened = -1;
  }

  /** A connection is counted a packet that its views do not see: it is not calm until they see one. */
  rouse(slot: number): void {
    const record = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    if ((record[at + R_STATUS] & STATUS_CALM) === 0) return;
    this.open(slot);
    const extension = this.opened;
    fold(this.ints[extension >> CHUNK_SHIFT], (extension & CHUNK_MASK) * V_WORDS, this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT], (extension & TCP_CHUNK_MASK) << 6, this.words, 0);
  }

  /** Brings the state machine's words in the extension up to date: ordinary segments of a calm connection leave some behind. */
  upToDate(extension: number): void {
    const chunk = extension >> CHUNK_SHIFT;
    tellMachine(this.ints[chunk], this.floats[chunk], (extension & CHUNK_MASK) * V_WORDS, this.store.tcp.ints[chunk], this.store.tcp.floats[chunk], (extension & TCP_CHUNK_MASK) << 6);
  }

  /** Spreads the words of netfilter and Zeek out for a reader. */
  private show(extension: number, lastNs: number): void {
    const ints = this.ints[extension >> CHUNK_SHIFT];
    const v = (extension & CHUNK_MASK) * V_WORDS;
    const block = ints[v + V_APART] - 1;
    if (block < 0) spread(ints, v, this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT], (extension & TCP_CHUNK_MASK) << 6, this.shown, lastNs);
    else for (let i = 0; i < APART_WORDS; i++) this.shown[i] = this.apart.chunk(block)[this.apart.at(block) + i];
  }

  /** A connection's extension is given back. */
  release(extension: number): void {
    const ints = this.ints[extension >> CHUNK_SHIFT];
    const v = (extension & CHUNK_MASK) * V_WORDS;
    this.judge.release(ints, v);
    const block = ints[v + V_APART] - 1;
    if (this.opened === extension) this.opened = -1;
    if (block < 0) return;
    this.zeek.release(this.apart.chunk(block), this.apart.at(block) + V_ZEEK);
    this.apart.give(block);
    ints[v + V_APART] = 0;
  }

  /** Clears the words of a pair of datagrams and tells its first packet. */
  firstDatagram(ints: Int32Array, at: number, packet: FirstPacket): void {
    ints[at + G_ZEEK] = 0;
    netfilterDatagramStart(ints, at + G_NETFILTER);
    if (this.isCarried) for (let i = 0; i < NETFILTER_DATAGRAM_WORDS; i++) ints[at + G_NETFILTER + i] = this.carried[i];
    this.isCarried = false;
    this.datagram(ints, at, packet.protocol, packet.sender, this.decoded(packet));
  }

  datagram(ints: Int32Array, at: number, protocol: number, direction: number, packet: Int32Array): void {
    zeekDatagram(ints, at + G_ZEEK, direction, packet);
    this.verdict = 0;
    if (this.unseen !== 0) this.netfilter = this.unseen;
    else this.wholeDatagram(ints, at, protocol, direction, packet);
  }

  /** What netfilter alone says of a datagram. */
  wholeDatagram(ints: Int32Array, at: number, protocol: number, direction: number, packet: Int32Array): void {
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
    if (isIcmp && netfilterIsError(protocol, packet[P_SOURCE_PORT])) this.netfilter = netfilterError(true, false, false); // what it quotes is not known
    else this.netfilter = isIcmp
      ? netfilterIcmp(ints, at + G_NETFILTER, direction, packet, this.time[0])
      : netfilterDatagram(ints, at + G_NETFILTER, direction, protocol, this.time[0]);
  }

  /** An ICMP error quotes a TCP connection. @param toSender it is sent to whom sent the quoted packet */
  quoted(slot: number, toSender: boolean): void {
    this.verdict = 0;
    const record = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    this.show(record[at + R_EXTENSION], this.store.records.floats[slot >> RECORD_CHUNK_SHIFT][(at + R_LAST_NS) >> 1]);
    this.netfilter = this.unseen !== 0 ? this.unseen : netfilterError(true, netfilterAlive(this.shown, V_NETFILTER, this.time[0]), toSender);
  }

  /** The same of a pair of datagrams. @param direction of the quoted one; reply: it answers an ICMP query */
  quotedDatagram(ints: Int32Array, at: number, protocol: number, direction: number, reply: boolean, toSender: boolean): void {
    this.verdict = 0;
    const ns = this.time[0];
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
    const alive = isIcmp ? netfilterIcmpAlive(ints, at + G_NETFILTER, direction, reply, ns) : netfilterDatagramAlive(ints, at + G_NETFILTER, ns);
    this.netfilter = this.unseen !== 0 ? this.unseen : netfilterError(true, alive, toSender);
  }

  get bytes(): number { return ((this.ints.length * V_WORDS * 4) << CHUNK_SHIFT) + this.apart.bytes + this.judge.store.bytes + this.zeek.bytes; }

  /** The packet in the decoder's words. */
  private decoded(packet: FirstPacket): Int32Array {
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
