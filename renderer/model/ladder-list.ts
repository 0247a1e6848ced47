// Which packets the ladder lists, and the part of them that is here. A position counts rows of the ladder, an index packets of the connection.
import type { TraceRows } from '@shared/trace';
import { ladderCells } from './ladder-cells';
import type { LadderCells, LadderContext } from './ladder-cells';

export interface LadderList {
  count: number;
  /** True where packets are left out. */
  picked: boolean;
  indexAt: (position: number) => number;
  /** Where a packet stands, else the first listed one after it. */
  positionOf: (index: number) => number;
}

export interface LadderPart {
  /** Position of the first row that is here. */
  offset: number;
  count: number;
  /** null beyond what is here. */
  cellsAt: (position: number, context: LadderContext) => LadderCells | null;
}

export const wholeList = (count: number): LadderList => ({ count, picked: false, indexAt: (position) => position, positionOf: (index) => index });

/** @param indices ascending */
export function pickedList(indices: Uint32Array): LadderList {
  return {
    count: indices.length, picked: true,
    indexAt: (position) => indices[position] ?? -1,
    positionOf(index) {
      let low = 0;
      let high = indices.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((indices[middle] ?? 0) < index) low = middle + 1;
        else high = middle;
      }
      return Math.min(low, Math.max(0, indices.length - 1));
    },
  };
}

export const wholePart = (rows: TraceRows | null): LadderPart | null => (rows === null ? null : {
  offset: rows.offset, count: rows.frame.length,
  cellsAt: (position, context) => (position < rows.offset || position >= rows.offset + rows.frame.length ? null : ladderCells(rows, position - rows.offset, context)),
});

/** Packets before a picked one that come with it: they tell how long it waited and what it goes on from. */
const LEAD = 64;
const MOST_TOGETHER = 2_048;
export interface Stretch { offset: number; count: number }

/** The stretches of the trace that hold picked packets and what leads to them, as few as fit. */
export function stretchesOf(indices: Uint32Array): Stretch[] {
  const all: Stretch[] = [];
  for (const index of indices) {
    const last = all.at(-1);
    if (last !== undefined && index <= last.offset + last.count + LEAD && index - last.offset < MOST_TOGETHER) last.count = index - last.offset + 1;
    else all.push({ offset: Math.max(0, index - LEAD), count: Math.min(index, LEAD) + 1 });
  }
  return all;
}

/** Picked packets out of the stretches that hold them. */
export function pickedPart(offset: number, indices: Uint32Array, stretches: readonly TraceRows[]): LadderPart {
  return {
    offset, count: indices.length,
    cellsAt(position, context) {
      const index = indices[position - offset];
      const rows = index === undefined ? undefined : stretches.find((stretch) => index >= stretch.offset && index < stretch.offset + stretch.frame.length);
      return rows === undefined || index === undefined ? null : ladderCells(rows, index - rows.offset, context);
    },
  };
}
