// Numbers of many records in a column, read from the records themselves: one look at the status for a row instead of one for each field.
import { PROTOCOL } from '@shared/flow';
import {
  D_PAYLOAD, DATAGRAM_CHUNK_MASK, DATAGRAM_CHUNK_SHIFT, G_PAYLOAD_O, META_PROTOCOL, R_EXTENSION, R_FIRST_NS, R_LAST_NS, R_META, R_PACKETS_O, R_PORTS, R_SINGLE_WINDOW, R_SINGLE_WIRE, R_STATUS,
  R_WIRE_O, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_EXTENDED, STATUS_SWAPPED_SHIFT, T_HANDSHAKE_NS, T_LINE, TCP_CHUNK_MASK, TCP_CHUNK_SHIFT,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { V_PAYLOAD, V_WORDS } from '../lens/shared-words';
import type { RowReader } from './row-reader';

/** 1 for every slot of [from, from + n) that matches, 0 for the others. */
export type Mark = (slots: Uint32Array, from: number, n: number, marks: Uint8Array) => void;

/** Numbers of the slots [from, from + n) at one end. */
export type Fill = (slots: Uint32Array, from: number, n: number, end: number, out: Float64Array) => void;

export function portFill({ records }: FlowStore): Fill {
  return (slots, from, n, end, out) => {
    const chunks = records.ints;
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const ints = chunks[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const ports = ints[at + R_PORTS];
      const protocol = ints[at + R_META] & META_PROTOCOL;
      if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) out[i] = end === 0 ? ports >>> 24 : (ports >>> 16) & 255;
      else out[i] = (end ^ ((ints[at + R_STATUS] >>> STATUS_SWAPPED_SHIFT) & 1)) === 0 ? ports >>> 16 : ports & 0xffff;
    }
  };
}

export function packetFill({ records }: FlowStore): Fill {
  return (slots, from, n, end, out) => {
    const chunks = records.ints;
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const ints = chunks[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const status = ints[at + R_STATUS];
      const side = end ^ ((status >>> STATUS_SWAPPED_SHIFT) & 1);
      out[i] = (status & STATUS_EXTENDED) !== 0 ? ints[at + R_PACKETS_O + side] >>> 0 : ((ints[at + R_SINGLE_WINDOW] >>> 24) & 1) === side ? 1 : 0;
    }
  };
}

export function wireFill({ records }: FlowStore): Fill {
  return (slots, from, n, end, out) => {
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const status = ints[at + R_STATUS];
      const side = end ^ ((status >>> STATUS_SWAPPED_SHIFT) & 1);
      out[i] = (status & STATUS_EXTENDED) !== 0 ? records.floats[slot >> RECORD_CHUNK_SHIFT][(at + R_WIRE_O + side * 2) >> 1]
        : ((ints[at + R_SINGLE_WINDOW] >>> 24) & 1) === side ? ints[at + R_SINGLE_WIRE] & 0xffffff : 0;
    }
  };
}

/** Microseconds since 1970 of the first or the last packet. */
export function timeFill({ records }: FlowStore, field: typeof R_FIRST_NS | typeof R_LAST_NS, read: RowReader): Fill {
  return (slots, from, n, _end, out) => {
    const base = read.baseSeconds * 1e6;
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      out[i] = base + Math.floor(records.floats[slot >> RECORD_CHUNK_SHIFT][(((slot & RECORD_CHUNK_MASK) << 4) + field) >> 1] / 1000);
    }
  };
}

/** Whole microseconds from the first to the last packet. */
export function durationFill({ records }: FlowStore, read: RowReader): Fill {
  return (slots, from, n, _end, out) => {
    const base = read.baseSeconds * 1e6;
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const floats = records.floats[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 3;
      out[i] = base + Math.floor(floats[at + (R_LAST_NS >> 1)] / 1000) - (base + Math.floor(floats[at + (R_FIRST_NS >> 1)] / 1000));
    }
  };
}

export function payloadFill({ records, tcp, datagram, keptF }: FlowStore): Fill {
  return (slots, from, n, end, out) => {
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const status = ints[at + R_STATUS];
      const e = ints[at + R_EXTENSION];
      const side = end ^ ((status >>> STATUS_SWAPPED_SHIFT) & 1);
      if ((status & STATUS_EXTENDED) === 0) out[i] = ((ints[at + R_SINGLE_WINDOW] >>> 24) & 1) === side ? e : 0;
      else if ((ints[at + R_META] & META_PROTOCOL) === PROTOCOL.tcp) {
        out[i] = tcp.floats[e >> TCP_CHUNK_SHIFT][(((e & TCP_CHUNK_MASK) << 6) + side * T_LINE + D_PAYLOAD) >> 1]
          + keptF[e >> TCP_CHUNK_SHIFT][((e & TCP_CHUNK_MASK) * V_WORDS + V_PAYLOAD + 2 * side) >> 1];
      } else out[i] = datagram.floats[e >> DATAGRAM_CHUNK_SHIFT][(((e & DATAGRAM_CHUNK_MASK) << 4) + G_PAYLOAD_O + side * 2) >> 1];
    }
  };
}

/** Nanoseconds; NaN where the handshake was not seen. */
export function handshakeFill({ records, tcp }: FlowStore): Fill {
  return (slots, from, n, _end, out) => {
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const e = ints[at + R_EXTENSION];
      const isTcp = (ints[at + R_STATUS] & STATUS_EXTENDED) !== 0 && (ints[at + R_META] & META_PROTOCOL) === PROTOCOL.tcp;
      out[i] = isTcp ? tcp.floats[e >> TCP_CHUNK_SHIFT][(((e & TCP_CHUNK_MASK) << 6) + T_HANDSHAKE_NS) >> 1] : NaN;
    }
  };
}
