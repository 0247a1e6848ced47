// Marks of what stands in a record's status word: the answer for every value is worked out once, and looked up for each row.
import { CLOSED, DIRECTION_REASON, ENDPOINT, OPENED } from '@shared/flow';
import type { FieldTest } from '@shared/filter/tree';
import {
  META_PROTOCOL, R_META, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_CLOSED_BY_SHIFT, STATUS_CLOSED_SHIFT, STATUS_OPENED_SHIFT, STATUS_REASON_SHIFT, STATUS_SWAPPED_SHIFT,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import type { Mark } from './record-fills';
import { stateKind, stateTable } from './filter-words';

const OVERRIDE: string = 'override';

/** null for a field that the status says nothing of. */
export function statusMark(node: FieldTest, values: readonly string[], store: FlowStore): Mark | null {
  const { inside } = node;
  const answer = (word: string | undefined): number => (word !== undefined && values.includes(word) === inside ? 1 : 0);
  switch (node.source.of) {
    case 'opened': return fieldMark(store, STATUS_OPENED_SHIFT, 7, Uint8Array.from({ length: 16 }, (_, i) => answer(OPENED[i & 7])));
    case 'closed': return fieldMark(store, STATUS_CLOSED_SHIFT, 7, Uint8Array.from({ length: 16 }, (_, i) => answer(CLOSED[i & 7])));
    // Behind the first eight: the same where the user has exchanged the ends.
    case 'directionReason': return fieldMark(store, STATUS_REASON_SHIFT, 7, Uint8Array.from({ length: 16 }, (_, i) => answer(i < 8 ? DIRECTION_REASON[i] : OVERRIDE)));
    case 'closedBy': return fieldMark(store, STATUS_CLOSED_BY_SHIFT, 3, Uint8Array.from({ length: 16 }, (_, i) => {
      const by = i & 7;
      return by === 0 || by > ENDPOINT.length ? 0 : answer(ENDPOINT[i < 8 ? by - 1 : 2 - by]);
    }));
    case 'state': return stateMark(node, values, store);
    default: return null;
  }
}

function fieldMark({ records }: FlowStore, shift: number, mask: number, answers: Uint8Array): Mark {
  return (slots, from, n, marks) => {
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const status = records.ints[slot >> RECORD_CHUNK_SHIFT][((slot & RECORD_CHUNK_MASK) << 4) + R_STATUS];
      marks[i] = answers[((status >>> shift) & mask) | (((status >>> STATUS_SWAPPED_SHIFT) & 1) << 3)];
    }
  };
}

function stateMark({ source, every, inside }: FieldTest, values: readonly string[], { records }: FlowStore): Mark {
  const named = stateTable((name) => values.includes(name));
  const answers = named.map((is) => ((is === 1) === inside ? 1 : 0));
  const kinds = Uint8Array.from({ length: 256 }, (_, protocol) => stateKind(protocol) * 16);
  const either = source.ends === 'each';
  const end = source.ends === 'responder' ? 1 : 0;
  return (slots, from, n, marks) => {
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const status = ints[at + R_STATUS];
      const kind = kinds[ints[at + R_META] & META_PROTOCOL];
      if (either) {
        const first = answers[kind + (status & 15)];
        const second = answers[kind + ((status >>> 4) & 15)];
        marks[i] = every ? first & second : first | second;
      } else marks[i] = answers[kind + ((status >>> ((end ^ ((status >>> STATUS_SWAPPED_SHIFT) & 1)) * 4)) & 15)];
    }
  };
}
