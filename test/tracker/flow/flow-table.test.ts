// The hash table: finds both directions, survives removals in any order, and tells equal tuples of different networks apart.
import { describe, expect, it } from 'vitest';
import { FlowStore } from '../../../main/tracker/flow/flow-store';
import { META_LIVE, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, R_ADDRESS_O, R_ADDRESS_R, R_META, R_PORTS, R_STATUS } from '../../../main/tracker/flow/flow-record';
import { FlowTable } from '../../../main/tracker/flow/flow-table';

interface Tuple { a: number; b: number; ports: number; meta: number }
const swap = (ports: number): number => (ports << 16) | (ports >>> 16);

function setUp(): { store: FlowStore; table: FlowTable; add: (t: Tuple) => number; find: (t: Tuple) => number } {
  const store = new FlowStore();
  const table = new FlowTable(store, 12345);
  const find = (t: Tuple): number => table.find(t.a, t.b, t.ports, swap(t.ports), t.meta);
  const add = (t: Tuple): number => {
    find(t);
    const slot = store.add();
    const ints = store.records.ints[slot >> RECORD_CHUNK_SHIFT]!;
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    ints[at + R_ADDRESS_O] = t.a;
    ints[at + R_ADDRESS_R] = t.b;
    ints[at + R_PORTS] = t.ports;
    ints[at + R_META] = t.meta | META_LIVE;
    ints[at + R_STATUS] = 0;
    table.insert(slot);
    return slot;
  };
  return { store, table, add, find };
}

describe('flow table', () => {
  it('finds a tuple in both directions', () => {
    const { table, add } = setUp();
    const slot = add({ a: 0x0a000001, b: -5, ports: (40000 << 16) | 80, meta: 6 });
    expect(table.find(-5, 0x0a000001, (80 << 16) | 40000, (40000 << 16) | 80, 6)).toBe(slot);
    expect(table.direction).toBe(1);
    expect(table.find(0x0a000001, -5, (40000 << 16) | 80, (80 << 16) | 40000, 6)).toBe(slot);
    expect(table.direction).toBe(0);
  });

  it('keeps protocols, IP versions and VLANs apart', () => {
    const { add, find } = setUp();
    const t = { a: 1, b: 2, ports: 7, meta: 6 };
    add(t);
    for (const meta of [17, 6 | 0x100, 6 | (3 << 16)]) expect(find({ ...t, meta })).toBe(-1);
  });

  it('agrees with a Map over 60,000 random insertions and removals', () => {
    const { store, table, add, find } = setUp();
    const truth = new Map<string, number>();
    let seed = 42;
    const random = (n: number): number => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
    for (let i = 0; i < 60_000; i++) {
      const t = { a: random(60), b: 100 + random(60), ports: (random(20) << 16) | 80, meta: 6 };
      const name = JSON.stringify(t);
      const slot = find(t);
      expect(slot).toBe(truth.get(name) ?? -1);
      if (slot < 0) truth.set(name, add(t));
      else if (random(3) > 0) {
        table.remove(slot);
        store.remove(slot);
        truth.delete(name);
      }
    }
    expect(store.live).toBe(truth.size);
  });
});
