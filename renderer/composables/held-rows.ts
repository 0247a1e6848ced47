// What the table draws: the rows at the scroll position, or for a moment the last complete ones, so that a jump never flashes blank.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import type { Page } from '@shared/snapshot';
import { EMPTY_POOL, poolRows, withoutTints } from '../model/row-pool';
import type { RowPool } from '../model/row-pool';
import { OVERSCAN, clampTop, covers } from '../model/scroll-range';
import type { Extent } from '../model/scroll-range';

export interface HeldRows {
  pool: Readonly<ShallowRef<RowPool>>;
  /** Pixels the pool is moved up by. */
  shift: Readonly<ShallowRef<number>>;
}

/** How long other rows stand in for rows that have not arrived: normally one frame is enough. */
const HOLD_MILLIS = 120;
/** How long a changed cell is tinted. Switched, not faded: a fade four times a second would repaint the table in every frame. */
const TINT_MILLIS = 200;

export function createHeldRows(page: Readonly<ShallowRef<Page | null>>, extent: ComputedRef<Extent>, top: Readonly<ShallowRef<number>>, referenceMicros: () => number | null): HeldRows {
  const pool = shallowRef<RowPool>(EMPTY_POOL);
  const shift = shallowRef(0);
  let drawnTop = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let tints: ReturnType<typeof setTimeout> | null = null;
  const stopTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  function draw(at: number): void {
    drawnTop = at;
    const next = poolRows(pool.value, page.value, extent.value, at, referenceMicros());
    pool.value = next;
    if (next.rows.some((row) => row.changed !== 0)) tints ??= setTimeout(() => { tints = null; pool.value = withoutTints(pool.value); }, TINT_MILLIS);
    shift.value = Math.round(at - next.anchor * extent.value.rowHeight);
  }

  /** A complete position to stand in for the wanted one: the one on screen, else the one the newest page was asked for. */
  function standIn(now: Page, arrived: boolean): number | null {
    const held = { offset: now.offset, count: now.ids.length };
    const asked = clampTop(extent.value, (now.offset === 0 ? 0 : now.offset + OVERSCAN) * extent.value.rowHeight);
    const drawn = clampTop(extent.value, drawnTop);
    // During a long drag every page is a little late: showing where it was asked for keeps the rows moving.
    for (const candidate of arrived ? [asked, drawn] : [drawn, asked]) if (covers(extent.value, candidate, held)) return candidate;
    return null;
  }

  function update(arrived: boolean): void {
    const now = page.value;
    if (now === null || covers(extent.value, top.value, { offset: now.offset, count: now.ids.length })) {
      stopTimer();
      draw(top.value);
      return;
    }
    if (arrived) stopTimer();
    const other = standIn(now, arrived);
    const waited = drawnTop === top.value && timer === null && !arrived;
    if (other === null || waited) { draw(top.value); return; }
    timer ??= setTimeout(() => { timer = null; draw(top.value); }, HOLD_MILLIS);
    draw(other);
  }
  watch([page, extent, top], ([newPage], [oldPage]) => { update(newPage !== oldPage); }, { immediate: true });
  onScopeDispose(() => {
    stopTimer();
    if (tints !== null) clearTimeout(tints);
  });
  return { pool, shift };
}
