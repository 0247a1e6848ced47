// What the views say of many connections in a column: read from the kept words of a TCP connection at once, by way of ViewFields for all others.
import { WINDOW_UPDATE } from '@shared/analysis';
import { PROTOCOL } from '@shared/flow';
import { COMPLETE_ACK, COMPLETE_DATA } from '@shared/wireshark';
import {
  D_ISN, META_PROTOCOL, R_EXTENSION, R_META, R_PACKETS_O, R_PACKETS_R, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_EXTENDED, STATUS_SWAPPED_SHIFT, T_COMPLETE_SHIFT, T_FLAGS, T_LINE,
  TCP_CHUNK_MASK, TCP_CHUNK_SHIFT,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { V_NETFILTER, V_ZEEK, type ConnectionViews } from '../lens/connection-views';
import { B_STATE, N_BITS } from '../lens/netfilter-record';
import { V_APART, V_BITS, V_FLAGS, V_HISTORY, V_SEEN, V_WORDS } from '../lens/shared-words';
import { sequenceSize } from '../lens/zeek';
import { INACTIVE, LETTERS_KEPT, STATE_BITS, Z_FLAGS, Z_HISTORY, Z_LETTERS_MASK, Z_LETTERS_SHIFT, Z_RARE, Z_SEEN } from '../lens/zeek-record';
import { ACKED, L_ACK, L_FLAGS, L_NEXT, L_RTT_SAMPLES, S_LINE, S_RTT_SUM, S_TROUBLE, S_UPDATES } from '../sequence/record';
import type { ViewFields } from './filter-views';
import type { Fill } from './record-fills';

/** Codes of the slots [from, from + n). */
export type CodeFill = (slots: Uint32Array, from: number, n: number, out: Int32Array) => void;

export class ViewColumns {
  private readonly store: FlowStore;
  private readonly fields: ViewFields;
  private readonly views: ConnectionViews;
  /** Of the slots at hand, as `find` gives them. */
  private extensions = new Int32Array(0);
  /** The history that was looked up last. */
  private readonly letters = new Int32Array(4);
  private lettersCode = -1;

  constructor(store: FlowStore, fields: ViewFields, views: ConnectionViews) {
    this.store = store;
    this.fields = fields;
    this.views = views;
  }

  /** Codes of `states`. */
  readonly connState: CodeFill = (slots, from, n, out) => {
    const { kept } = this.store;
    const { apart } = this.views;
    const { fields } = this;
    const extensions = this.find(slots, from, n);
    for (let i = 0; i < n; i++) {
      const e = extensions[i];
      if (e >= 0) {
        const ints = kept[e >> TCP_CHUNK_SHIFT];
        const v = (e & TCP_CHUNK_MASK) * V_WORDS;
        const block = ints[v + V_APART] - 1;
        const known = fields.connStateOfFlags(block < 0 ? ints[v + V_FLAGS] : apart.chunk(block)[apart.at(block) + V_ZEEK + Z_FLAGS]);
        out[i] = known >= 0 ? known : fields.connState(slots[from + i]);
      } else out[i] = fields.connState(slots[from + i]);
    }
  };

  readonly netfilter: CodeFill = (slots, from, n, out) => {
    const { kept } = this.store;
    const { apart } = this.views;
    const { fields } = this;
    const extensions = this.find(slots, from, n);
    for (let i = 0; i < n; i++) {
      const e = extensions[i];
      if (e >= 0) {
        const ints = kept[e >> TCP_CHUNK_SHIFT];
        const v = (e & TCP_CHUNK_MASK) * V_WORDS;
        const block = ints[v + V_APART] - 1;
        out[i] = fields.netfilterCodes[(block < 0 ? ints[v + V_BITS] : apart.chunk(block)[apart.at(block) + V_NETFILTER + N_BITS]) & B_STATE];
      } else out[i] = fields.netfilter(slots[from + i]);
    }
  };

  /** Codes of `histories`, -1 for one that has none. */
  readonly history: CodeFill = (slots, from, n, out) => {
    const { kept } = this.store;
    const { fields } = this;
    const extensions = this.find(slots, from, n);
    for (let i = 0; i < n; i++) {
      const e = extensions[i];
      out[i] = e >= 0 ? this.historyOf(kept[e >> TCP_CHUNK_SHIFT], (e & TCP_CHUNK_MASK) * V_WORDS, slots[from + i]) : fields.history(slots[from + i]);
    }
  };

  readonly missedBytes: Fill = (slots, from, n, end, out) => {
    const { kept } = this.store;
    const { apart, zeek } = this.views;
    const { fields } = this;
    const extensions = this.find(slots, from, n);
    for (let i = 0; i < n; i++) {
      const e = extensions[i];
      if (e >= 0) {
        const block = kept[e >> TCP_CHUNK_SHIFT][(e & TCP_CHUNK_MASK) * V_WORDS + V_APART] - 1;
        // Only a connection whose words stand apart has a count of it.
        if (block < 0 || apart.chunk(block)[apart.at(block) + V_ZEEK + Z_RARE] === 0) out[i] = 0;
        else out[i] = zeek.missedBytes(apart.chunk(block), apart.at(block) + V_ZEEK, end ^ this.swapped(slots[from + i]));
      } else out[i] = fields.missedBytes(slots[from + i], end);
    }
  };

  readonly sequenceBytes: Fill = (slots, from, n, end, out) => {
    const { kept, tcp } = this.store;
    const { apart, zeek } = this.views;
    const { fields } = this;
    const extensions = this.find(slots, from, n);
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const e = extensions[i];
      if (e < 0) {
        out[i] = fields.sequenceBytes(slot, end);
        continue;
      }
      const ints = kept[e >> TCP_CHUNK_SHIFT];
      const v = (e & TCP_CHUNK_MASK) * V_WORDS;
      const d = end ^ this.swapped(slot);
      const block = ints[v + V_APART] - 1;
      if (block >= 0) {
        out[i] = zeek.sequenceBytes(apart.chunk(block), apart.at(block) + V_ZEEK, d);
        continue;
      }
      const flags = ints[v + V_FLAGS];
      if (((flags >>> (STATE_BITS * d)) & 7) === INACTIVE) {
        out[i] = sequenceSize(flags, d, 0, 0, 0);
        continue;
      }
      const start = tcp.ints[e >> TCP_CHUNK_SHIFT][((e & TCP_CHUNK_MASK) << 6) + d * T_LINE + D_ISN] >>> 0;
      const peer = v + S_LINE - d * S_LINE;
      const acked = (ints[peer + L_FLAGS] & ACKED) === 0 ? start : ints[peer + L_ACK] >>> 0;
      out[i] = sequenceSize(flags, d, start, ints[v + d * S_LINE + L_NEXT] >>> 0, acked);
    }
  };

  readonly completeness: Fill = (slots, from, n, _end, out) => {
    const { kept, tcp, records } = this.store;
    const { fields } = this;
    const extensions = this.find(slots, from, n);
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const e = extensions[i];
      const code = e < 0 ? -1 : this.historyOf(kept[e >> TCP_CHUNK_SHIFT], (e & TCP_CHUNK_MASK) * V_WORDS, slot);
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      if (code < 0 || (ints[at + R_PACKETS_O] >>> 0) + (ints[at + R_PACKETS_R] >>> 0) < 2) out[i] = fields.completeness(slot);
      else out[i] = ((tcp.ints[e >> TCP_CHUNK_SHIFT][((e & TCP_CHUNK_MASK) << 6) + T_FLAGS] >>> T_COMPLETE_SHIFT) & 63)
        | (fields.histories.hasAck(code) ? COMPLETE_ACK : 0) | (fields.histories.hasData(code) ? COMPLETE_DATA : 0);
    }
  };

  /** Segments with one of the verdicts. */
  verdicts(codes: readonly number[]): Fill {
    const updates = codes.includes(WINDOW_UPDATE);
    return (slots, from, n, end, out) => {
      const { kept } = this.store;
      const { fields } = this;
      const extensions = this.find(slots, from, n);
      for (let i = 0; i < n; i++) {
        const e = extensions[i];
        const ints = kept[e >= 0 ? e >> TCP_CHUNK_SHIFT : 0];
        const v = (e & TCP_CHUNK_MASK) * V_WORDS;
        out[i] = e >= 0 && ints[v + S_TROUBLE] === 0 && (!updates || ints[v + S_UPDATES] === 0) ? 0 : fields.verdicts(slots[from + i], codes, end);
      }
    };
  }

  readonly rttSamples: Fill = (slots, from, n, _end, out) => {
    const { kept } = this.store;
    const extensions = this.find(slots, from, n);
    for (let i = 0; i < n; i++) {
      const e = extensions[i];
      if (e < 0) out[i] = NaN;
      else {
        const ints = kept[e >> TCP_CHUNK_SHIFT];
        const v = (e & TCP_CHUNK_MASK) * V_WORDS;
        out[i] = ints[v + L_RTT_SAMPLES] + ints[v + S_LINE + L_RTT_SAMPLES] || NaN;
      }
    }
  };

  /** Microseconds, NaN where none was measured: the same arithmetic as ViewFields.rtt. */
  readonly rttMean: Fill = (slots, from, n, _end, out) => {
    const { kept, keptF } = this.store;
    const extensions = this.find(slots, from, n);
    for (let i = 0; i < n; i++) {
      out[i] = NaN;
      const e = extensions[i];
      if (e < 0) continue;
      const ints = kept[e >> TCP_CHUNK_SHIFT];
      const v = (e & TCP_CHUNK_MASK) * V_WORDS;
      const o = ints[v + L_RTT_SAMPLES];
      const r = ints[v + S_LINE + L_RTT_SAMPLES];
      if (o + r === 0) continue;
      const floats = keptF[e >> TCP_CHUNK_SHIFT];
      const first = o === 0 ? 0 : floats[(v + S_RTT_SUM) >> 1] / o / 10 * o;
      const second = r === 0 ? 0 : floats[(v + S_RTT_SUM + 2) >> 1] / r / 10 * r;
      out[i] = (first + second) / (o + r);
    }
  };

  /** Extension of each slot that is a TCP connection of two packets or more, -1 of all others. */
  private find(slots: Uint32Array, from: number, n: number): Int32Array {
    if (this.extensions.length < n) this.extensions = new Int32Array(n);
    const { extensions } = this;
    const { records } = this.store;
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      extensions[i] = (ints[at + R_STATUS] & STATUS_EXTENDED) !== 0 && (ints[at + R_META] & META_PROTOCOL) === PROTOCOL.tcp ? ints[at + R_EXTENSION] : -1;
    }
    return extensions;
  }

  private swapped(slot: number): number {
    return (this.store.records.ints[slot >> RECORD_CHUNK_SHIFT][((slot & RECORD_CHUNK_MASK) << 4) + R_STATUS] >>> STATUS_SWAPPED_SHIFT) & 1;
  }

  /** Neighbours often have the same history: it is looked up when it changes. */
  private historyOf(ints: Int32Array, v: number, slot: number): number {
    const { letters } = this;
    const { apart } = this.views;
    const block = ints[v + V_APART] - 1;
    const words = block < 0 ? ints : apart.chunk(block);
    const seen = block < 0 ? v + V_SEEN : apart.at(block) + V_ZEEK + Z_SEEN;
    const first = block < 0 ? v + V_HISTORY : apart.at(block) + V_ZEEK + Z_HISTORY;
    const count = (words[seen] >>> Z_LETTERS_SHIFT) & Z_LETTERS_MASK;
    if (count > LETTERS_KEPT) return this.fields.history(slot);
    const a = words[first];
    const b = words[first + 1];
    const c = words[first + 2];
    if (this.lettersCode >= 0 && letters[0] === a && letters[1] === b && letters[2] === c && letters[3] === count) return this.lettersCode;
    letters[0] = a;
    letters[1] = b;
    letters[2] = c;
    letters[3] = count;
    const code = this.fields.histories.find(a, b, c, count);
    return (this.lettersCode = code >= 0 ? code : this.fields.history(slot));
  }
}
