// Scrolling a million rows: Chromium caps the height of a page, so the scroll bar is compressed while rows keep their height.

/** Chromium stops at 16,777,216 CSS pixels at two device pixels each; half of it leaves room for page zoom. */
export const MAX_SPACER = 8_000_000;

export interface Extent {
  /** Rows in the view. */
  rows: number;
  rowHeight: number;
  /** Height of the part that shows rows. */
  viewport: number;
}

/** Height all rows would take. */
export const fullHeight = (extent: Extent): number => extent.rows * extent.rowHeight;

/** Height the scroll bar is told. */
export const spacerHeight = (extent: Extent): number => Math.min(fullHeight(extent), MAX_SPACER);

/** Row pixels per pixel of the scroll bar: 1 until the spacer is at its limit. */
export function scrollFactor(extent: Extent): number {
  const rowsTravel = fullHeight(extent) - extent.viewport;
  const barTravel = spacerHeight(extent) - extent.viewport;
  return rowsTravel > 0 && barTravel > 0 ? rowsTravel / barTravel : 1;
}

/** The nearest offset that leaves no gap below the last row. */
export const clampTop = (extent: Extent, top: number): number => Math.max(0, Math.min(fullHeight(extent) - extent.viewport, top));

/** The offset that shows a row in full with the least movement. */
export function revealRow(extent: Extent, top: number, row: number): number {
  const y = row * extent.rowHeight;
  if (y < top) return clampTop(extent, y);
  if (y + extent.rowHeight > top + extent.viewport) return clampTop(extent, y + extent.rowHeight - extent.viewport);
  return clampTop(extent, top);
}

/** How many DOM rows can be in sight at once, two of them in part. */
export const poolSize = (extent: Extent): number => Math.ceil(extent.viewport / extent.rowHeight) + 1;

/** Rows asked for beyond each edge, so that a short scroll finds them already here. */
export const OVERSCAN = 40;

export interface RowRange { offset: number; count: number }

export function wantedRange(extent: Extent, top: number): RowRange {
  const first = Math.floor(top / extent.rowHeight);
  const offset = Math.max(0, first - OVERSCAN);
  return { offset, count: first - offset + poolSize(extent) + OVERSCAN };
}

/** Whether rows held from `held.offset` on fill the window at `top`. */
export function covers(extent: Extent, top: number, held: RowRange): boolean {
  const first = Math.floor(top / extent.rowHeight);
  return first >= held.offset && Math.min(extent.rows, first + poolSize(extent)) <= held.offset + held.count;
}

/** Where a key takes the active row; null for a key that does not move it. */
export function rowAfterKey(key: string, row: number, extent: Extent): number | null {
  const page = Math.max(1, Math.floor(extent.viewport / extent.rowHeight) - 1);
  const last = extent.rows - 1;
  const to: Record<string, number> = { ArrowDown: row + 1, ArrowUp: row - 1, PageDown: row + page, PageUp: row - page, Home: 0, End: last };
  const target = to[key];
  return target === undefined || last < 0 ? null : Math.max(0, Math.min(last, target));
}
