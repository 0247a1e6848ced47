// What the views say of a connection, for filters and sorting: read from the words that are kept, without spreading them out or making a row.
import { WINDOW_UPDATE } from '@shared/analysis';
import { PROTOCOL } from '@shared/flow';
import { NETFILTER_STATE } from '@shared/netfilter';
import { COMPLETE_ACK, COMPLETE_DATA, COMPLETE_SYN } from '@shared/wireshark';
import { CONN_STATES } from '@shared/zeek';
import { ACK, SYN } from '../decode/packet';
import {
  D_ISN, DATAGRAM_CHUNK_MASK, DATAGRAM_CHUNK_SHIFT, META_PROTOCOL, R_EXTENSION, R_META, R_SINGLE_WINDOW, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_EXTENDED,
  T_COMPLETE_SHIFT, T_FLAGS, T_LINE, TCP_CHUNK_MASK, TCP_CHUNK_SHIFT,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { G_NETFILTER, G_ZEEK, type ConnectionViews } from '../lens/connection-views';
import { netfilterDatagramState } from '../lens/netfilter-datagram';
import { B_STATE, N_BITS } from '../lens/netfilter-record';
import { V_BITS, V_FLAGS, V_HISTORY, V_SEEN, V_ZEEK } from '../lens/shared-words';
import { datagramConnState, datagramHistory } from '../lens/zeek-datagram';
import { INACTIVE, LETTERS_KEPT, PARTIAL, RESET, STATE_BITS, SWAPPED, Z_FLAGS, Z_HISTORY, Z_LETTERS_MASK, Z_LETTERS_SHIFT, Z_SEEN, ZEEK_WORDS } from '../lens/zeek-record';
import { sequenceSize } from '../lens/zeek';
import { ACKED, L_ACK, L_FLAGS, L_NEXT, L_RTT_MAX, L_RTT_MIN, L_RTT_SAMPLES, S_LINE, S_RTT_SUM, S_TROUBLE, S_UPDATES } from '../sequence/record';
import { K_COUNTS } from '../sequence/trouble';
import type { ViewsOf } from './extras';
import { HistoryCodes } from './history-codes';
import type { RowReader } from './row-reader';
import { SingleViews, type Single } from './single-views';
import { TextCodes } from './text-codes';

const EXTENDED_TCP = 0;
const EXTENDED_DATAGRAM = 1;
const SINGLE = 2;
/** In the table of states: the flags alone do not say it. */
const ASK = 255;

export class ViewFields {
  /** The states of Zeek and netfilter, by code. */
  readonly states = new TextCodes([...Object.keys(CONN_STATES), ...NETFILTER_STATE, 'UNREPLIED', 'REPLIED', 'ASSURED']);
  readonly histories = new HistoryCodes();
  private readonly store: FlowStore;
  private readonly read: RowReader;
  private readonly views: ConnectionViews;
  private readonly singles: SingleViews;
  /** Codes of netfilter's states of TCP. */
  readonly netfilterCodes = Uint8Array.from(NETFILTER_STATE, (name) => this.states.code(name));
  /** 1 + code of the state by the endpoint states and roles of Zeek's flags; 0 for one not asked for yet. */
  private readonly connStates = new Uint8Array(128);
  private readonly scratch = new Int32Array(ZEEK_WORDS);
  /** The record of the connection at hand. */
  private ints: Int32Array = new Int32Array(0);
  private at = 0;
  private protocol = 0;
  private extension = 0;

  constructor(store: FlowStore, read: RowReader, views: ConnectionViews, viewsOf: ViewsOf) {
    this.store = store;
    this.read = read;
    this.views = views;
    this.singles = new SingleViews(viewsOf, this.states, this.histories);
  }

  /** Segments with one of the verdicts sent by an end. */
  verdicts(slot: number, codes: readonly number[], end: number): number {
    let sum = 0;
    const kind = this.place(slot);
    if (kind === SINGLE) {
      const { verdicts } = this.single(slot);
      for (let i = 0; i < codes.length; i++) sum += verdicts[codes[i] * 2 + end];
      return sum;
    }
    if (kind === EXTENDED_DATAGRAM) return 0;
    const { views, extension } = this;
    const index = views.sequenceWord(extension, S_TROUBLE) - 1;
    const updates = views.sequenceWord(extension, S_UPDATES);
    if (index < 0 && updates === 0) return 0;
    const { store } = views.judge;
    const side = this.read.side(slot, end);
    for (let i = 0; i < codes.length; i++) {
      if (index >= 0) sum += store.intsOf(index)[store.at(index) + K_COUNTS + codes[i] * 2 + side];
      if (codes[i] === WINDOW_UPDATE) sum += (updates >>> (side * 16)) & 0xffff;
    }
    return sum;
  }

  /** Code of `states`; 0 for none. */
  connState(slot: number): number {
    const kind = this.place(slot);
    if (kind === SINGLE) return this.single(slot).connState;
    if (kind === EXTENDED_DATAGRAM) return this.states.code(datagramConnState(this.datagram(), this.datagramAt() + G_ZEEK, this.protocol));
    const flags = this.views.stateWord(this.extension, V_FLAGS, V_ZEEK + Z_FLAGS);
    const known = this.connStateOfFlags(flags);
    if (known >= 0) return known;
    return this.states.code(this.views.zeek.connState(this.views.intsOf(this.extension), this.views.at(this.extension) + V_ZEEK));
  }

  /** Code of the state that Zeek's flags of a TCP connection say; -1 where they alone do not. */
  connStateOfFlags(flags: number): number {
    const key = (flags & 63) | ((flags & SWAPPED) === 0 ? 0 : 64);
    const known = this.connStates[key] === 0 ? (this.connStates[key] = this.connStateOf(flags)) : this.connStates[key];
    return known === ASK ? -1 : known - 1;
  }

  /** Code of `histories`; -1 for one that has none. */
  history(slot: number): number {
    const kind = this.place(slot);
    if (kind === SINGLE) return this.single(slot).history;
    if (kind === EXTENDED_DATAGRAM) return this.histories.code(datagramHistory(this.datagram(), this.datagramAt() + G_ZEEK, this.protocol));
    const { views, extension } = this;
    const count = (views.stateWord(extension, V_SEEN, V_ZEEK + Z_SEEN) >>> Z_LETTERS_SHIFT) & Z_LETTERS_MASK;
    if (count > LETTERS_KEPT) return this.histories.code(this.historyText(slot));
    const a = views.stateWord(extension, V_HISTORY, V_ZEEK + Z_HISTORY);
    const b = views.stateWord(extension, V_HISTORY + 1, V_ZEEK + Z_HISTORY + 1);
    const c = views.stateWord(extension, V_HISTORY + 2, V_ZEEK + Z_HISTORY + 2);
    const code = this.histories.find(a, b, c, count);
    return code >= 0 ? code : this.histories.learn(a, b, c, count, this.historyText(slot));
  }

  historyText(slot: number): string {
    const kind = this.place(slot);
    if (kind === SINGLE) return this.single(slot).historyText;
    if (kind === EXTENDED_DATAGRAM) return datagramHistory(this.datagram(), this.datagramAt() + G_ZEEK, this.protocol);
    return this.views.zeek.history(this.views.intsOf(this.extension), this.views.at(this.extension) + V_ZEEK);
  }

  /** Code of `states`; 0 for none. */
  netfilter(slot: number): number {
    const kind = this.place(slot);
    if (kind === SINGLE) return this.single(slot).netfilter;
    if (kind === EXTENDED_TCP) return this.netfilterCodes[this.views.stateWord(this.extension, V_BITS, N_BITS) & B_STATE];
    if (this.protocol === PROTOCOL.icmp || this.protocol === PROTOCOL.icmp6) return 0;
    return this.states.code(netfilterDatagramState(this.datagram(), this.datagramAt() + G_NETFILTER));
  }

  sequenceBytes(slot: number, end: number): number {
    const kind = this.place(slot);
    if (kind === SINGLE) return this.single(slot).sequence[end];
    if (kind === EXTENDED_DATAGRAM) return this.read.payloadBytes(slot, end);
    const { views, extension } = this;
    const d = this.read.side(slot, end);
    if (views.isApart(extension)) return views.zeek.sequenceBytes(views.intsOf(extension), views.at(extension) + V_ZEEK, d);
    // What shared-words.ts would spread out.
    const flags = views.stateWord(extension, V_FLAGS, V_ZEEK + Z_FLAGS);
    const start = this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT][((extension & TCP_CHUNK_MASK) << 6) + d * T_LINE + D_ISN] >>> 0;
    if (((flags >>> (STATE_BITS * d)) & 7) === INACTIVE) return sequenceSize(flags, d, 0, 0, 0);
    const peer = S_LINE - d * S_LINE;
    const acked = (views.sequenceWord(extension, peer + L_FLAGS) & ACKED) === 0 ? start : views.sequenceWord(extension, peer + L_ACK) >>> 0;
    return sequenceSize(flags, d, start, views.sequenceWord(extension, d * S_LINE + L_NEXT) >>> 0, acked);
  }

  missedBytes(slot: number, end: number): number {
    const kind = this.place(slot);
    if (kind === SINGLE) return this.single(slot).missed[end];
    // Only a connection whose words stand apart has a count of it.
    if (kind === EXTENDED_DATAGRAM || !this.views.isApart(this.extension)) return 0;
    return this.views.zeek.missedBytes(this.views.intsOf(this.extension), this.views.at(this.extension) + V_ZEEK, this.read.side(slot, end));
  }

  /** Round-trip times measured; one packet has none. */
  samples(slot: number): number {
    if (this.place(slot) !== EXTENDED_TCP) return 0;
    return this.views.sequenceWord(this.extension, L_RTT_SAMPLES) + this.views.sequenceWord(this.extension, S_LINE + L_RTT_SAMPLES);
  }

  /** Microseconds; NaN where none was measured. The same arithmetic as the row's. */
  rtt(slot: number, part: 'min' | 'mean' | 'max'): number {
    if (this.place(slot) !== EXTENDED_TCP) return NaN;
    const { views, extension } = this;
    const o = views.sequenceWord(extension, L_RTT_SAMPLES);
    const r = views.sequenceWord(extension, S_LINE + L_RTT_SAMPLES);
    if (o + r === 0) return NaN;
    if (part === 'mean') return (weighted(o, views.sequenceFloat(extension, S_RTT_SUM)) + weighted(r, views.sequenceFloat(extension, S_RTT_SUM + 2))) / (o + r);
    const field = part === 'min' ? L_RTT_MIN : L_RTT_MAX;
    const first = views.sequenceWord(extension, field);
    const second = views.sequenceWord(extension, S_LINE + field);
    return (o === 0 ? second : r === 0 ? first : part === 'min' ? Math.min(first, second) : Math.max(first, second)) / 10;
  }

  /** `tcp.completeness` of a TCP connection: its machine notes what is rare, Zeek's letters tell of data and of ACKs without. */
  completeness(slot: number): number {
    if (this.place(slot) === SINGLE) {
      const isSyn = ((this.ints[this.at + R_SINGLE_WINDOW] >>> 16) & (SYN | ACK)) === SYN; // a first segment counts only when it is the SYN
      return !isSyn ? 0 : this.read.payloadBytes(slot, 0) + this.read.payloadBytes(slot, 1) > 0 ? COMPLETE_SYN | COMPLETE_DATA : COMPLETE_SYN;
    }
    const rare = (this.read.tcpWord(slot, T_FLAGS) >>> T_COMPLETE_SHIFT) & 63;
    if (this.read.packets(slot, 0) + this.read.packets(slot, 1) < 2) return rare;
    const code = this.history(slot);
    if (code >= 0) return rare | (this.histories.hasAck(code) ? COMPLETE_ACK : 0) | (this.histories.hasData(code) ? COMPLETE_DATA : 0);
    const letters = this.historyText(slot).toLowerCase();
    return rare | (letters.includes('a') ? COMPLETE_ACK : 0) | (letters.includes('d') ? COMPLETE_DATA : 0);
  }

  /** Finds the record of a slot. @returns in which form it is kept */
  private place(slot: number): number {
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    this.ints = ints;
    this.at = at;
    this.protocol = ints[at + R_META] & META_PROTOCOL;
    this.extension = ints[at + R_EXTENSION];
    return (ints[at + R_STATUS] & STATUS_EXTENDED) === 0 ? SINGLE : this.protocol === PROTOCOL.tcp ? EXTENDED_TCP : EXTENDED_DATAGRAM;
  }

  private single(slot: number): Single { return this.singles.of(slot, this.ints, this.at); }

  private datagram(): Int32Array { return this.store.datagram.ints[this.extension >> DATAGRAM_CHUNK_SHIFT]; }

  private datagramAt(): number { return (this.extension & DATAGRAM_CHUNK_MASK) << 4; }

  /** 1 + code of the state that the flags say; ASK where Zeek looks at bytes and letters, too. */
  private connStateOf(flags: number): number {
    const o = (flags & SWAPPED) === 0 ? 0 : 1;
    const state = (d: number): number => (flags >>> (STATE_BITS * d)) & 7;
    const peer = state(1 - o);
    if (state(o) === RESET && (peer === RESET || peer === INACTIVE || peer === PARTIAL)) return ASK;
    this.scratch[Z_FLAGS] = flags;
    return 1 + this.states.code(this.views.zeek.connState(this.scratch, 0));
  }
}

/** Sum of the samples in microseconds, as their rounded mean gives it. */
function weighted(samples: number, sum: number): number { return samples === 0 ? 0 : sum / samples / 10 * samples; }
