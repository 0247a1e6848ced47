// A second, small pipeline with every view on: the packets of one tuple go through it with their own frame numbers and times, and those of
// the connection that was asked for are kept as columns.
import { FROM_OTHER, TRACE_KIND } from '@shared/trace';
import { PROTOCOL } from '@shared/flow';
import { CONN_STATES } from '@shared/zeek';
import {
  ACK, FRAGMENT_PRESENT, NO_TRANSPORT, OK, P_ACK, P_FLAGS, P_FRAGMENT, P_FRAGMENT_OFFSET, P_ICMP_QUOTE_AT, P_IP_ID, P_OPTIONS_AT, P_OPTIONS_LENGTH, P_PAYLOAD, P_PROTOCOL, P_SEQ,
  P_DESTINATION_PORT, P_END, P_SOURCE_PORT, P_VERSION, P_WINDOW, SYN,
} from '../decode/packet';
import { FrameDecoder } from '../decode/frame-decoder';
import { O_SACK_0_LEFT, O_SACK_COUNT, O_WSCALE, createTcpOptions, parseTcpOptions } from '../decode/tcp-options';
import { Connections } from '../flow/connections';
import { FlowStore } from '../flow/flow-store';
import { DATAGRAM_CHUNK_MASK, DATAGRAM_CHUNK_SHIFT, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, RECORD_WORDS, R_PORTS } from '../flow/flow-record';
import { G_NETFILTER, G_ZEEK, V_NETFILTER, V_ZEEK } from '../lens/connection-views';
import { netfilterState } from '../lens/netfilter';
import { netfilterDatagramState } from '../lens/netfilter-datagram';
import { WiresharkFeed } from '../lens/wireshark-feed';
import { datagramConnState, datagramHistory } from '../lens/zeek-datagram';
import { Z_FLAGS, Z_LETTERS_MASK, Z_LETTERS_SHIFT, Z_SEEN } from '../lens/zeek-record';
import { TransitionLog } from '../machine/transition-log';
import { RowReader } from '../query/row-reader';
import type { CaptureReader } from '../reader/capture-reader';
import { NO_FLIGHT, type TraceColumns } from './columns';
import { EndTable } from './end-table';
import { Relations } from './relations';
import type { TupleFilter } from './tuple-filter';

const KIND_SEGMENT = TRACE_KIND.indexOf('segment');
const KIND_DATAGRAM = TRACE_KIND.indexOf('datagram');
const KIND_ICMP = TRACE_KIND.indexOf('icmp');
const KIND_FRAGMENT = TRACE_KIND.indexOf('fragment');
const CONN_STATE_NAMES: readonly string[] = Object.keys(CONN_STATES);
/** Largest shift there is (RFC 7323 §2.3). */
const MOST_SHIFT = 14;
const LOG_LIMIT = 1 << 16;
const MOST_TUPLES = 1 << 20;

/** What tells the connection from others on its tuple. */
export interface Wanted {
  firstNs: number;
  /** As its record keeps them (R_PORTS). */
  ports: number;
  /** Address and port of the record's first side. */
  originator: string;
  /** VLANs and tunnels in words. */
  context: string;
  /** The record's side that is shown as the originator: 1 where the ends were exchanged. */
  swapped: number;
  /** True when an ICMP error belongs to the connection it quotes, and not to this one. */
  isElsewhere: (quote: Int32Array, view: DataView, ns: number) => boolean;
}

export class Replay {
  readonly relations: Relations;
  /** The newest packet with an IPv4 identification: what an ICMP error quotes. */
  private readonly identified = new EndTable();
  readonly scale: [number | null, number | null] = [null, null];
  /** Packets before it (ns) are left out. */
  notBefore = -Infinity;
  /** The beginning is gone: what is seen first of the tuple belongs to the connection. */
  adopts = false;
  /** Letters of Zeek's history. */
  history = '';
  private readonly decoder = new FrameDecoder();
  private readonly store = new FlowStore();
  private readonly connections: Connections;
  private readonly read: RowReader;
  private readonly wireshark = new WiresharkFeed(1);
  private readonly options = createTcpOptions();
  private readonly reader: CaptureReader;
  private readonly filter: TupleFilter;
  private readonly columns: TraceColumns;
  private readonly wanted: Wanted;
  /** Slot of the connection here; -1 until its first packet. */
  private target = -1;
  /** Side of its record here that is shown as the originator. */
  private swapped = 0;
  /** Zeek's words after the last packet: while they stay, so does what is read out of them. */
  private zeekFlags = 0;

  constructor(reader: CaptureReader, filter: TupleFilter, columns: TraceColumns, wanted: Wanted) {
    this.reader = reader;
    this.filter = filter;
    this.columns = columns;
    this.wanted = wanted;
    this.relations = new Relations(columns);
    this.connections = new Connections(this.store, new TransitionLog(LOG_LIMIT), reader.time, MOST_TUPLES, 1, true);
    this.read = new RowReader(this.store, this.connections.addresses, this.connections.contexts);
  }

  get found(): boolean { return this.target >= 0; }

  /** The record the reader stands at. */
  packet(view: DataView, block: Uint8Array, frame: number): void {
    const { reader, decoder, connections, read } = this;
    const outcome = decoder.decode(view, reader.dataAt, reader.captured, reader.wire, reader.linkType);
    const { packet } = decoder;
    if (!this.filter.passes(packet, view)) return;
    const ns = reader.time[0];
    if (ns < this.notBefore) return;
    if (outcome === OK || outcome === NO_TRANSPORT) {
      if (!this.filter.quotes && packet[P_PROTOCOL] !== PROTOCOL.tcp && this.wanted.isElsewhere(packet, view, ns)) return;
      connections.views.judgeChecksum(packet, view);
      connections.packet(packet, decoder.context, view, block, frame, reader.wire);
    } else connections.slot = -1;
    const wireshark = this.wireshark.packet(packet, view, block, reader.dataAt + reader.wire, frame, ns);
    const { slot } = connections;
    if (slot < 0) return;
    if (this.target < 0 && this.isWanted(slot)) {
      this.target = slot;
      // Seen from its middle on, it may have been taken the wrong way round.
      this.swapped = this.wanted.swapped ^ (endText(read, slot) === this.wanted.originator ? 0 : 1);
    }
    if (slot === this.target) this.keep(packet, view, frame, ns, wireshark);
  }

  private isWanted(slot: number): boolean {
    const { read, store, wanted } = this;
    if (this.adopts) return read.contextText(slot) === wanted.context && this.filter.isWhole;
    const ports = store.records.ints[slot >> RECORD_CHUNK_SHIFT][(slot & RECORD_CHUNK_MASK) * RECORD_WORDS + R_PORTS];
    return read.firstNs(slot) === wanted.firstNs && ports === wanted.ports && read.contextText(slot) === wanted.context;
  }

  private keep(packet: Int32Array, view: DataView, frame: number, ns: number, wireshark: number): void {
    const { reader, connections, columns: c, read } = this;
    const { slot, views } = connections;
    const direction = connections.direction < 0 ? -1 : connections.direction ^ this.swapped;
    const i = c.add();
    const protocol = packet[P_PROTOCOL];
    const isTcp = protocol === PROTOCOL.tcp;
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
    const fragment = (packet[P_FRAGMENT] & FRAGMENT_PRESENT) !== 0;
    c.frame[i] = frame;
    c.ns[i] = ns;
    c.offset[i] = reader.blockOffset + reader.dataAt;
    c.captured[i] = reader.captured;
    c.linkType[i] = reader.linkType;
    c.from[i] = direction < 0 ? FROM_OTHER : direction;
    c.kind[i] = fragment ? KIND_FRAGMENT : isTcp ? KIND_SEGMENT : isIcmp ? KIND_ICMP : KIND_DATAGRAM;
    c.wire[i] = reader.wire;
    c.payload[i] = packet[P_PAYLOAD];
    c.verdict[i] = views.verdict;
    c.netfilter[i] = views.netfilter;
    c.wireshark[i] = wireshark < 0 ? 0 : wireshark;
    c.answers[i] = -1;
    c.related[i] = -1;
    c.flight[i] = NO_FLIGHT;
    c.peerFlight[i] = NO_FLIGHT;
    if (isTcp) {
      c.seq[i] = packet[P_SEQ];
      c.ack[i] = packet[P_ACK];
      c.flags[i] = packet[P_FLAGS];
      c.expected[i] = packet[P_SEQ];
      c.previousAck[i] = c.peerNext[i] = packet[P_ACK];
      if (packet[P_FRAGMENT_OFFSET] === 0 && direction >= 0) this.segment(i, direction, packet, view);
    } else if (isIcmp) c.expected[i] = c.seq[i] = (packet[P_SOURCE_PORT] << 8) | packet[P_DESTINATION_PORT];
    if (packet[P_ICMP_QUOTE_AT] >= 0) c.related[i] = this.quoted(packet, view);
    else if (packet[P_VERSION] === 4) this.identified.set(packet[P_IP_ID], i);
    this.after(i, slot, read.protocol(slot));
  }

  private quoted(packet: Int32Array, view: DataView): number {
    const at = packet[P_ICMP_QUOTE_AT];
    return at + 6 <= packet[P_END] && view.getUint8(at) >> 4 === 4 ? this.identified.get(view.getUint16(at + 4)) : -1;
  }

  private segment(i: number, direction: number, packet: Int32Array, view: DataView): void {
    const { columns: c, options, scale } = this;
    const flags = packet[P_FLAGS];
    const length = packet[P_OPTIONS_LENGTH];
    options[O_SACK_COUNT] = 0;
    if (length > 0) parseTcpOptions(view, packet[P_OPTIONS_AT], length, options);
    if ((flags & SYN) !== 0) scale[direction] = length > 0 && options[O_WSCALE] >= 0 ? Math.min(options[O_WSCALE], MOST_SHIFT) : -1;
    c.window[i] = packet[P_WINDOW] * 2 ** ((flags & SYN) !== 0 ? 0 : this.shift(direction) ?? 0);
    this.relations.segment(i, direction);
    if (length === 0 || (flags & ACK) === 0) return;
    for (let k = 0; k < options[O_SACK_COUNT]; k++) c.addSack(i, options[O_SACK_0_LEFT + 2 * k], options[O_SACK_0_LEFT + 2 * k + 1]);
  }

  /** Bits by which an end's window is shifted: only where both SYNs were captured; 0 where one of them did not offer it (RFC 7323 §2.2). */
  shift(direction: number): number | null {
    const [own, other] = [this.scale[direction], this.scale[1 - direction]];
    if (own === null || other === null) return null;
    return own >= 0 && other >= 0 ? own : 0;
  }

  /** What the packet led to. */
  private after(i: number, slot: number, protocol: number): void {
    const { columns: c, read, connections: { views }, store } = this;
    c.originatorState[i] = read.state(slot, this.swapped);
    c.responderState[i] = read.state(slot, 1 - this.swapped);
    const extension = read.extension(slot);
    if (protocol === PROTOCOL.tcp) {
      const ints = views.intsOf(extension);
      const at = views.at(extension);
      c.netfilterState[i] = netfilterState(ints, at + V_NETFILTER);
      const letters = (ints[at + V_ZEEK + Z_SEEN] >>> Z_LETTERS_SHIFT) & Z_LETTERS_MASK;
      const flags = ints[at + V_ZEEK + Z_FLAGS];
      const same = i > 0 && c.letters[i - 1] === letters && this.zeekFlags === flags;
      this.zeekFlags = flags;
      c.letters[i] = letters;
      c.connState[i] = same ? c.connState[i - 1] : CONN_STATE_NAMES.indexOf(views.zeek.connState(ints, at + V_ZEEK));
      if (!same) this.history = views.zeek.history(ints, at + V_ZEEK);
      return;
    }
    const ints = store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT];
    const at = (extension & DATAGRAM_CHUNK_MASK) << 4;
    if (protocol !== PROTOCOL.icmp && protocol !== PROTOCOL.icmp6) c.netfilterState[i] = NETFILTER_PAIR.indexOf(netfilterDatagramState(ints, at + G_NETFILTER) ?? '');
    this.history = datagramHistory(ints, at + G_ZEEK, protocol);
    c.letters[i] = this.history.length;
    c.connState[i] = CONN_STATE_NAMES.indexOf(datagramConnState(ints, at + G_ZEEK, protocol));
  }
}

export const endText = (read: RowReader, slot: number): string => `${read.address(slot, read.side(slot, 0))} ${read.port(slot, read.side(slot, 0))}`;

/** What netfilter shows of a pair of datagrams. */
export const NETFILTER_PAIR: readonly string[] = ['', 'UNREPLIED', 'REPLIED', 'ASSURED'];
