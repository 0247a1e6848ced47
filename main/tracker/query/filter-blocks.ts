// Tests a block of rows at a time: the numbers of a field into a column, then the column against its interval. A loop of its own for each
// field that people filter by most, so that the compiler sees one reader in it.
import type { FieldSource, Interval } from '@shared/filter/tree';
import type { NumberOf } from './filter-values';
import { durationFill, handshakeFill, packetFill, payloadFill, portFill, timeFill, wireFill, type Fill, type Mark } from './record-fills';
import type { RowReader } from './row-reader';
import { META_PROTOCOL, R_FIRST_NS, R_LAST_NS, R_META, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT } from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import type { CodeFill, ViewColumns } from './view-columns';

export const BLOCK = 4096;

export function fillOf({ of, verdicts }: FieldSource, value: NumberOf, read: RowReader, store: FlowStore, columns: ViewColumns | null): Fill {
  switch (of) {
    case 'port': return portFill(store);
    case 'start': return timeFill(store, R_FIRST_NS, read);
    case 'end': return timeFill(store, R_LAST_NS, read);
    case 'duration': return durationFill(store, read);
    case 'packets': return packetFill(store);
    case 'wireBytes': return wireFill(store);
    case 'payloadBytes': return payloadFill(store);
    case 'handshake': {
      const fill = handshakeFill(store);
      return (slots, from, n, end, out) => {
        fill(slots, from, n, end, out);
        for (let i = 0; i < n; i++) out[i] = Math.floor(out[i] / 1000);
      };
    }
    case 'verdict': if (columns !== null) return columns.verdicts(verdicts); break;
    case 'sequenceBytes': if (columns !== null) return columns.sequenceBytes; break;
    case 'missedBytes': if (columns !== null) return columns.missedBytes; break;
    case 'completeness': if (columns !== null) return columns.completeness; break;
    case 'rttMean': if (columns !== null) return columns.rttMean; break;
    case 'rttSamples': if (columns !== null) return columns.rttSamples; break;
    default: break;
  }
  return (slots, from, n, end, out) => { for (let i = 0; i < n; i++) out[i] = value(slots[from + i], end); };
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
export function protocolMark(table: Uint8Array, { records }: FlowStore): Mark {
  return (slots, from, n, marks) => {
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      marks[i] = table[records.ints[slot >> RECORD_CHUNK_SHIFT][((slot & RECORD_CHUNK_MASK) << 4) + R_META] & META_PROTOCOL];
    }
  };
}

/** Marks rows by their code. */
export function codeMark(fill: CodeFill, fits: (code: number, slot: number) => number): Mark {
  const codes = new Int32Array(BLOCK);
  return (slots, from, n, marks) => {
    fill(slots, from, n, codes);
    for (let i = 0; i < n; i++) marks[i] = fits(codes[i], slots[from + i]);
  };
}
