// What the views say of a connection, for filters: read from their words without making a row. Of a connection of one packet the views follow
// from a few of its properties, so each combination of these is worked out once.
import { VERDICTS, WINDOW_UPDATE } from '@shared/analysis';
import { PROTOCOL } from '@shared/flow';
import { NETFILTER_STATE } from '@shared/netfilter';
import { COMPLETE_ACK, COMPLETE_DATA, COMPLETE_SYN } from '@shared/wireshark';
import { ZEEK_TCP_SERVER_PORTS, ZEEK_UDP_SERVER_PORTS } from '@shared/zeek';
import { ACK, SYN } from '../decode/packet';
import {
  DATAGRAM_CHUNK_MASK, DATAGRAM_CHUNK_SHIFT, META_PROTOCOL, META_V6, R_ADDRESS_R, R_EXTENSION, R_META, R_PORTS, R_SINGLE_ACK, R_SINGLE_OPTIONS, R_SINGLE_WINDOW,
  RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, T_COMPLETE_SHIFT, T_FLAGS,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { G_NETFILTER, G_ZEEK, V_NETFILTER, V_SEQUENCE, V_ZEEK, type ConnectionViews } from '../lens/connection-views';
import { netfilterDatagramState } from '../lens/netfilter-datagram';
import { netfilterState } from '../lens/netfilter';
import { datagramConnState, datagramHistory } from '../lens/zeek-datagram';
import { L_RTT_MAX, L_RTT_MIN, L_RTT_SAMPLES, S_LINE, S_RTT_SUM, S_TROUBLE, S_UPDATES } from '../sequence/record';
import { K_COUNTS } from '../sequence/trouble';
import type { RowReader } from './row-reader';
import type { Views } from './view-reader';
import type { ViewsOf } from './extras';

/** The views of one packet, as its row says them. */
interface Single {
  connState: string;
  history: string;
  netfilter: string;
  sequence: readonly number[];
  missed: readonly number[];
  /** By verdict × 2 + end. */
  verdicts: readonly number[];
}

const MOST_KNOWN = 4096;
const ends = (pair: { originator: number; responder: number } | null | undefined): [number, number] => [pair?.originator ?? 0, pair?.responder ?? 0];

export class ViewFields {
  private readonly store: FlowStore;
  private readonly read: RowReader;
  private readonly views: ConnectionViews;
  private readonly viewsOf: ViewsOf;
  private readonly singles = new Map<number, Single>();
  private lastKey = -1;
  private last: Single | null = null;
  private readonly serverPorts = new Uint8Array(65_536);

  constructor(store: FlowStore, read: RowReader, views: ConnectionViews, viewsOf: ViewsOf) {
    this.store = store;
    this.read = read;
    this.views = views;
    this.viewsOf = viewsOf;
    for (const port of ZEEK_TCP_SERVER_PORTS) this.serverPorts[port] |= 1;
    for (const port of ZEEK_UDP_SERVER_PORTS) this.serverPorts[port] |= 2;
  }

  /** Segments with one of the verdicts sent by an end. */
  verdicts(slot: number, codes: readonly number[], end: number): number {
    if (!this.read.isExtended(slot)) {
      const { verdicts } = this.single(slot);
      let sum = 0;
      for (const code of codes) sum += verdicts[code * 2 + end];
      return sum;
    }
    if (this.read.protocol(slot) !== PROTOCOL.tcp) return 0;
    const extension = this.read.extension(slot);
    const { views } = this;
    const index = views.sequenceWord(extension, S_TROUBLE) - 1;
    const updates = views.sequenceWord(extension, S_UPDATES);
    if (index < 0 && updates === 0) return 0;
    const { store } = views.judge;
    const side = this.read.side(slot, end);
    let sum = 0;
    for (const code of codes) {
      if (index >= 0) sum += store.intsOf(index)[store.at(index) + K_COUNTS + code * 2 + side];
      if (code === WINDOW_UPDATE) sum += (updates >>> (side * 16)) & 0xffff;
    }
    return sum;
  }

  /** '' for none. */
  connState(slot: number): string {
    if (!this.read.isExtended(slot)) return this.single(slot).connState;
    const protocol = this.read.protocol(slot);
    const extension = this.read.extension(slot);
    if (protocol === PROTOCOL.tcp) return this.views.zeek.connState(this.views.intsOf(extension), this.views.at(extension) + V_ZEEK);
    return datagramConnState(this.datagram(extension), this.datagramAt(extension) + G_ZEEK, protocol);
  }

  history(slot: number): string {
    if (!this.read.isExtended(slot)) return this.single(slot).history;
    const protocol = this.read.protocol(slot);
    const extension = this.read.extension(slot);
    if (protocol === PROTOCOL.tcp) return this.views.zeek.history(this.views.intsOf(extension), this.views.at(extension) + V_ZEEK);
    return datagramHistory(this.datagram(extension), this.datagramAt(extension) + G_ZEEK, protocol);
  }

  netfilter(slot: number): string {
    if (!this.read.isExtended(slot)) return this.single(slot).netfilter;
    const protocol = this.read.protocol(slot);
    const extension = this.read.extension(slot);
    if (protocol === PROTOCOL.tcp) return NETFILTER_STATE[netfilterState(this.views.intsOf(extension), this.views.at(extension) + V_NETFILTER)] ?? '';
    if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) return '';
    return netfilterDatagramState(this.datagram(extension), this.datagramAt(extension) + G_NETFILTER);
  }

  sequenceBytes(slot: number, end: number): number {
    if (!this.read.isExtended(slot)) return this.single(slot).sequence[end];
    if (this.read.protocol(slot) !== PROTOCOL.tcp) return this.read.payloadBytes(slot, end);
    const extension = this.read.extension(slot);
    return this.views.zeek.sequenceBytes(this.views.intsOf(extension), this.views.at(extension) + V_ZEEK, this.read.side(slot, end));
  }

  missedBytes(slot: number, end: number): number {
    if (!this.read.isExtended(slot)) return this.single(slot).missed[end];
    if (this.read.protocol(slot) !== PROTOCOL.tcp) return 0;
    const extension = this.read.extension(slot);
    return this.views.zeek.missedBytes(this.views.intsOf(extension), this.views.at(extension) + V_ZEEK, this.read.side(slot, end));
  }

  /** Round-trip times measured; one packet has none. */
  samples(slot: number): number {
    if (!this.isSegments(slot)) return 0;
    const extension = this.read.extension(slot);
    return this.views.sequenceWord(extension, L_RTT_SAMPLES) + this.views.sequenceWord(extension, S_LINE + L_RTT_SAMPLES);
  }

  /** Microseconds; NaN where none was measured. The same arithmetic as the row's. */
  rtt(slot: number, part: 'min' | 'mean' | 'max'): number {
    if (!this.isSegments(slot)) return NaN;
    const extension = this.read.extension(slot);
    const { views } = this;
    const o = views.sequenceWord(extension, L_RTT_SAMPLES);
    const r = views.sequenceWord(extension, S_LINE + L_RTT_SAMPLES);
    if (o + r === 0) return NaN;
    if (part === 'mean') {
      const floats = views.floatsOf(extension);
      const at = views.at(extension) + V_SEQUENCE;
      const mean = (samples: number, sum: number): number => (samples === 0 ? 0 : sum / samples / 10 * samples);
      return (mean(o, floats[(at + S_RTT_SUM) >> 1]) + mean(r, floats[(at + S_RTT_SUM + 2) >> 1])) / (o + r);
    }
    const field = part === 'min' ? L_RTT_MIN : L_RTT_MAX;
    const first = views.sequenceWord(extension, field);
    const second = views.sequenceWord(extension, S_LINE + field);
    return (o === 0 ? second : r === 0 ? first : part === 'min' ? Math.min(first, second) : Math.max(first, second)) / 10;
  }

  /** `tcp.completeness` of a TCP connection: its machine notes what is rare, Zeek's letters tell of data and of ACKs without. */
  completeness(slot: number): number {
    if (!this.read.isExtended(slot)) {
      const isSyn = (this.singleFlags(slot) & (SYN | ACK)) === SYN; // a first segment counts only when it is the SYN
      return !isSyn ? 0 : this.read.payloadBytes(slot, 0) + this.read.payloadBytes(slot, 1) > 0 ? COMPLETE_SYN | COMPLETE_DATA : COMPLETE_SYN;
    }
    const letters = this.read.packets(slot, 0) + this.read.packets(slot, 1) > 1 ? this.history(slot).toLowerCase() : '';
    return ((this.read.tcpWord(slot, T_FLAGS) >>> T_COMPLETE_SHIFT) & 63) | (letters.includes('a') ? COMPLETE_ACK : 0) | (letters.includes('d') ? COMPLETE_DATA : 0);
  }

  private singleFlags(slot: number): number {
    return (this.store.records.ints[slot >> RECORD_CHUNK_SHIFT][((slot & RECORD_CHUNK_MASK) << 4) + R_SINGLE_WINDOW] >>> 16) & 0xff;
  }

  private isSegments(slot: number): boolean { return this.read.isExtended(slot) && this.read.protocol(slot) === PROTOCOL.tcp; }

  private datagram(extension: number): Int32Array { return this.store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT]; }

  private datagramAt(extension: number): number { return (extension & DATAGRAM_CHUNK_MASK) << 4; }

  private single(slot: number): Single {
    const key = this.singleKey(slot);
    if (key === this.lastKey && this.last !== null) return this.last;
    let known = this.singles.get(key);
    if (known === undefined) {
      if (this.singles.size >= MOST_KNOWN) this.singles.clear();
      known = singleOf(this.viewsOf(slot));
      this.singles.set(key, known);
    }
    this.lastKey = key;
    return (this.last = known);
  }

  /** Everything that the views of a single packet depend on, in 53 bits. */
  private singleKey(slot: number): number {
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const meta = ints[at + R_META];
    const protocol = meta & META_PROTOCOL;
    const ports = ints[at + R_PORTS];
    const window = ints[at + R_SINGLE_WINDOW];
    const destination = ints[at + R_ADDRESS_R];
    const isTcp = protocol === PROTOCOL.tcp;
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
    // flags, window, acknowledgement and options of a segment; type and code of a message; whose ports are a server's
    const bits = isTcp ? (window >>> 16 & 0xff) | ((window & 0xffff) === 0 ? 0x100 : 0) | (ints[at + R_SINGLE_ACK] === 0 ? 0x200 : 0) | ((ints[at + R_SINGLE_OPTIONS] & 0xff) << 10)
      : isIcmp ? ports >>> 16 : 0;
    const mask = isTcp ? 1 : 2;
    const server = isIcmp ? 0 : ((this.serverPorts[ports >>> 16] & mask) !== 0 ? 1 : 0) | ((this.serverPorts[ports & 0xffff] & mask) !== 0 ? 2 : 0);
    const sender = (window >>> 24) & 3; // and whether the packet was cut
    const v6 = (meta & META_V6) === 0 ? 0 : 1;
    const multicast = v6 === 0 && destination >>> 28 === 14 ? 1 : 0;
    const payload = Math.min(ints[at + R_EXTENSION], 0x1_ffff);
    const swapped = this.read.isSwapped(slot) ? 1 : 0;
    return (((bits * 0x2_0000 + payload) * 16 + server * 4 + sender) * 8 + swapped * 4 + v6 * 2 + multicast) * 256 + protocol;
  }
}

function singleOf(row: Views): Single {
  return {
    connState: row.connState ?? '', history: row.history ?? '', netfilter: row.netfilter ?? '',
    sequence: ends(row.sequenceBytes), missed: ends(row.missedBytes),
    verdicts: VERDICTS.flatMap(({ name }) => ends(name === null ? null : row.verdicts?.[name])),
  };
}
