// Which DOM row shows which connection: rows keep their node by slot, and an unchanged row keeps its object, so that nothing is patched.
import type { Page } from '@shared/snapshot';
import { changedColumns, rowCells } from './row-cells';
import type { RowCells } from './row-cells';
import { poolSize } from './scroll-range';
import type { Extent } from './scroll-range';

export interface RowModel {
  /** Key of the DOM node: index modulo pool size. */
  slot: number;
  index: number;
  /** Pixels below the anchor row. */
  y: number;
  /** null: not here yet. */
  cells: RowCells | null;
  /** Columns to tint, one bit each. */
  changed: number;
}

export interface RowPool {
  rows: readonly RowModel[];
  /** First row of the coordinate system: keeps pixel values small enough to be exact. */
  anchor: number;
  pageSeen: Page | null;
}

export const EMPTY_POOL: RowPool = { rows: [], anchor: 0, pageSeen: null };

/** Rows between two anchors; 4096 rows of 28 px stay far below the 2^24 that a float tells apart. */
const ANCHOR_STEP = 4096;

/** The rows in sight at `top`, reusing what `before` already holds. */
export function poolRows(before: RowPool, page: Page | null, extent: Extent, top: number, referenceMicros: number | null): RowPool {
  const first = Math.floor(top / extent.rowHeight);
  const size = poolSize(extent);
  const anchor = Math.floor(first / ANCHOR_STEP) * ANCHOR_STEP;
  const bySlot = new Map<number, RowModel>();
  const byId = new Map<number, RowModel>();
  for (const row of before.rows) {
    bySlot.set(row.slot, row);
    if (row.cells !== null) byId.set(row.cells.id, row);
  }
  const fresh = page !== before.pageSeen;
  const rows: RowModel[] = [];
  for (let index = first; index < Math.min(extent.rows, first + size); index++) {
    const slot = index % size;
    const y = (index - anchor) * extent.rowHeight;
    const at = page === null ? -1 : index - page.offset;
    const here = page !== null && at >= 0 && at < page.ids.length;
    const old = bySlot.get(slot);
    const same = old?.index === index && old.y === y ? old : undefined;
    if (same !== undefined && !fresh && (same.cells !== null) === here) { rows.push(same); continue; }
    const cells = here ? rowCells(page, at, referenceMicros) : null;
    const shown = cells === null ? undefined : byId.get(cells.id);
    const changed = cells === null || shown?.cells == null ? 0 : changedColumns(shown.cells, cells);
    if (same !== undefined && changed === 0 && same.cells?.id === cells?.id) { rows.push(same); continue; }
    rows.push({ slot, index, y, cells, changed: fresh ? changed : 0 });
  }
  rows.sort((a, b) => a.slot - b.slot);
  return { rows, anchor, pageSeen: page };
}

/** The same rows without tints; the same pool when there are none. */
export function withoutTints(pool: RowPool): RowPool {
  if (pool.rows.every((row) => row.changed === 0)) return pool;
  return { ...pool, rows: pool.rows.map((row) => (row.changed === 0 ? row : { ...row, changed: 0 })) };
}
