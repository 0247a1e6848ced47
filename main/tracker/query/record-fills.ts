// Numbers of many records in a column, read from the records themselves: one look at the status for a row instead of one for each field.
import { PROTOCOL } from '@shared/flow';
import {
  META_PROTOCOL, R_META, R_PACKETS_O, R_PORTS, R_SINGLE_WINDOW, R_SINGLE_WIRE, R_STATUS, R_WIRE_O, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_EXTENDED,
  STATUS_SWAPPED_SHIFT,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';

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
