// Recycled rows: the same node for the same slot, the same object while nothing changed, a tint exactly where text did.
import { describe, expect, it } from 'vitest';
import type { Page } from '@shared/snapshot';
import { EMPTY_POOL, poolRows, withoutTints } from '../../../renderer/model/row-pool';
import { cellText } from '../../../renderer/model/row-cells';
import { COLUMNS } from '../../../renderer/model/columns';
import type { Extent } from '../../../renderer/model/scroll-range';
import { makeConnections } from '../harness/made-connections';

const EXTENT: Extent = { rows: 1000, rowHeight: 22, viewport: 220 };
const START = Date.UTC(2026, 0, 1) * 1000;
const page = (offset: number, count: number): Page => makeConnections(1000, START, 60e6).page({ sort: 'id', descending: false, filter: '', offset, count });

describe('the pool', () => {
  it('keeps the object of every row that stays in sight and did not change', () => {
    const held = page(0, 100);
    const before = poolRows(EMPTY_POOL, held, EXTENT, 0, START);
    const after = poolRows(before, held, EXTENT, 22, START);
    const kept = after.rows.filter((row) => before.rows.includes(row));
    expect(before.rows).toHaveLength(11);
    expect(kept).toHaveLength(10);
    expect(after.rows.map((row) => row.slot)).toEqual([...before.rows.map((row) => row.slot)]);
  });
  it('keeps every object when a new page says the same', () => {
    const before = poolRows(EMPTY_POOL, page(0, 100), EXTENT, 0, START);
    expect(poolRows(before, page(0, 100), EXTENT, 0, START).rows.every((row, i) => row === before.rows[i])).toBe(true);
  });
  it('marks the changed cell of the changed row, and only that', () => {
    const before = poolRows(EMPTY_POOL, page(0, 100), EXTENT, 0, START);
    const next = page(0, 100);
    next.packets[3] = 123_456;
    const after = poolRows(before, next, EXTENT, 0, START);
    const packets = COLUMNS.findIndex((column) => column.key === 'packets');
    expect(after.rows.map((row) => row.changed)).toEqual(after.rows.map((row) => (row.index === 3 ? 1 << packets : 0)));
    const rested = withoutTints(after);
    expect(rested.rows.every((row) => row.changed === 0)).toBe(true);
    expect(rested.rows.filter((row) => !after.rows.includes(row)).map((row) => row.index)).toEqual([3]);
    expect(withoutTints(rested)).toBe(rested);
  });
  it('does not tint rows that are new to the window', () => {
    const held = page(0, 100);
    const far = poolRows(poolRows(EMPTY_POOL, held, EXTENT, 0, START), held, EXTENT, 22 * 50, START);
    expect(far.rows.every((row) => row.changed === 0 && row.cells !== null)).toBe(true);
  });
  it('holds a place for rows that have not arrived', () => {
    const far = poolRows(EMPTY_POOL, page(0, 20), EXTENT, 22 * 500, START);
    expect(far.rows.every((row) => row.cells === null)).toBe(true);
  });
  it('keeps pixel values small at the end of a million rows', () => {
    const million = { ...EXTENT, rows: 1_000_000 };
    const end = poolRows(EMPTY_POOL, null, million, 22e6 - 220, START);
    expect(Math.max(...end.rows.map((row) => row.y))).toBeLessThan(4200 * 22);
    expect(end.rows.some((row) => row.index === 999_999)).toBe(true);
  });
});

it('has a text for every column that each page holds', () => {
  const cells = poolRows(EMPTY_POOL, page(0, 5), EXTENT, 0, START).rows[0]?.cells;
  const empty = cells == null ? ['no row'] : COLUMNS.filter((column) => column.extra === null && column.key !== 'context' && cellText(cells, column.key) === '').map((column) => column.key);
  expect(empty).toEqual([]);
});
