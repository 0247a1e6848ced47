// Tests a block of rows at a time: the numbers of a field into a column, then the column against its interval. A loop of its own for each
// field that people filter by most, so that the compiler sees one reader in it.
import type { FieldSource, Interval } from '@shared/filter/tree';
import type { NumberOf } from './filter-values';
import { packetFill, portFill, wireFill, type Fill } from './record-fills';
import type { RowReader } from './row-reader';
import type { FlowStore } from '../flow/flow-store';

export const BLOCK = 4096;

/** 1 for every slot of [from, from + n) that matches, 0 for the others. */
export type Mark = (slots: Uint32Array, from: number, n: number, marks: Uint8Array) => void;

export function fillOf({ of }: FieldSource, value: NumberOf, read: RowReader, store: FlowStore): Fill {
  switch (of) {
    case 'port': return portFill(store);
    case 'start': return (slots, from, n, _end, out) => { for (let i = 0; i < n; i++) out[i] = read.firstMicros(slots[from + i]); };
    case 'end': return (slots, from, n, _end, out) => { for (let i = 0; i < n; i++) out[i] = read.lastMicros(slots[from + i]); };
    case 'duration': return (slots, from, n, _end, out) => { for (let i = 0; i < n; i++) out[i] = read.lastMicros(slots[from + i]) - read.firstMicros(slots[from + i]); };
    case 'packets': return packetFill(store);
    case 'wireBytes': return wireFill(store);
    case 'payloadBytes': return (slots, from, n, end, out) => { for (let i = 0; i < n; i++) out[i] = read.payloadBytes(slots[from + i], end); };
    case 'handshake': return (slots, from, n, _end, out) => { for (let i = 0; i < n; i++) out[i] = Math.floor(read.handshakeNs(slots[from + i]) / 1000); };
    default: return (slots, from, n, end, out) => { for (let i = 0; i < n; i++) out[i] = value(slots[from + i], end); };
  }
}

/** Which numbers of a column match; those that are NaN never do. */
export type MarkColumn = (column: Float64Array, n: number, marks: Uint8Array) => void;

export function columnMark({ least, most, leastOpen, mostOpen }: Interval, inside: boolean): MarkColumn {
  const yes = inside ? 1 : 0;
  return (column, n, marks) => {
    for (let i = 0; i < n; i++) {
      const v = column[i];
      if (v !== v) marks[i] = 0;
      else marks[i] = v < least || v > most || (leastOpen && v === least) || (mostOpen && v === most) ? 1 - yes : yes;
    }
  };
}

/** Both ends of a field together, one of them, or either. @param every both have to match, not one */
export function numberMark(ends: FieldSource['ends'], every: boolean, fill: Fill, markColumn: MarkColumn): Mark {
  const column = new Float64Array(BLOCK);
  const other = new Float64Array(BLOCK);
  const otherMarks = new Uint8Array(BLOCK);
  if (ends === 'sum') return (slots, from, n, marks) => {
    fill(slots, from, n, 0, column);
    fill(slots, from, n, 1, other);
    for (let i = 0; i < n; i++) column[i] += other[i];
    markColumn(column, n, marks);
  };
  if (ends === 'each') return (slots, from, n, marks) => {
    fill(slots, from, n, 0, column);
    markColumn(column, n, marks);
    fill(slots, from, n, 1, column);
    markColumn(column, n, otherMarks);
    if (every) for (let i = 0; i < n; i++) marks[i] &= otherMarks[i];
    else for (let i = 0; i < n; i++) marks[i] |= otherMarks[i];
  };
  const end = ends === 'responder' ? 1 : 0;
  return (slots, from, n, marks) => {
    fill(slots, from, n, end, column);
    markColumn(column, n, marks);
  };
}

/** Marks rows by a test of each. */
export function testMark(test: (slot: number) => boolean): Mark {
  return (slots, from, n, marks) => { for (let i = 0; i < n; i++) marks[i] = test(slots[from + i]) ? 1 : 0; };
}

/** Marks rows of a protocol. */
export function protocolMark(table: Uint8Array, read: RowReader): Mark {
  return (slots, from, n, marks) => { for (let i = 0; i < n; i++) marks[i] = table[read.protocol(slots[from + i])]; };
}
