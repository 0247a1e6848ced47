// Which DOM row shows which packet of the ladder: rows keep their node by slot, and an unchanged row keeps its object.
import type { LadderCells, LadderContext } from './ladder-cells';
import type { LadderList, LadderPart } from './ladder-list';
import { poolSize } from './scroll-range';
import type { Extent } from './scroll-range';

export interface LadderRowModel {
  /** Key of the DOM node: index modulo pool size. */
  slot: number;
  /** Position in the ladder. */
  index: number;
  /** Index of its packet in the connection. */
  packet: number;
  /** Pixels below the anchor row. */
  y: number;
  /** null: not here yet. */
  cells: LadderCells | null;
}

export interface LadderPool {
  rows: readonly LadderRowModel[];
  /** First row of the coordinate system: keeps pixel values small enough to be exact. */
  anchor: number;
  part: LadderPart | null;
  context: LadderContext | null;
}

export const EMPTY_LADDER: LadderPool = { rows: [], anchor: 0, part: null, context: null };
const ANCHOR_STEP = 4096;

/** The packets in sight at `top`, reusing what `before` already holds. */
export function ladderPool(before: LadderPool, part: LadderPart | null, list: LadderList, context: LadderContext | null, extent: Extent, top: number): LadderPool {
  const first = Math.floor(top / extent.rowHeight);
  const size = poolSize(extent);
  const anchor = Math.floor(first / ANCHOR_STEP) * ANCHOR_STEP;
  const fresh = part !== before.part || context !== before.context;
  const known = new Map(before.rows.map((row) => [row.index, row]));
  const rows: LadderRowModel[] = [];
  for (let index = first; index < Math.min(extent.rows, first + size); index++) {
    const slot = index % size;
    const y = (index - anchor) * extent.rowHeight;
    const packet = list.indexAt(index);
    const here = part !== null && context !== null && index >= part.offset && index < part.offset + part.count;
    const old = known.get(index);
    if (old !== undefined && !fresh && old.packet === packet && old.slot === slot && old.y === y && (old.cells !== null) === here) { rows.push(old); continue; }
    rows.push({ slot, index, packet, y, cells: here ? part.cellsAt(index, context) : null });
  }
  rows.sort((a, b) => a.slot - b.slot);
  return { rows, anchor, part, context };
}
