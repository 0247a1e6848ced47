// What the ladder draws: the packets at the scroll position, or for a moment the last complete ones, so that a jump never flashes blank.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import type { LadderContext } from '../model/ladder-cells';
import type { LadderList, LadderPart } from '../model/ladder-list';
import { EMPTY_LADDER, ladderPool } from '../model/ladder-pool';
import type { LadderPool } from '../model/ladder-pool';
import { clampTop, covers } from '../model/scroll-range';
import type { Extent } from '../model/scroll-range';

export interface HeldLadder {
  pool: Readonly<ShallowRef<LadderPool>>;
  /** Pixels the pool is moved up by. */
  shift: Readonly<ShallowRef<number>>;
}

/** How long other rows stand in for rows that have not arrived: normally one frame is enough. */
const HOLD_MILLIS = 120;

export function createHeldLadder(part: () => LadderPart | null, list: () => LadderList, context: () => LadderContext | null, extent: ComputedRef<Extent>, top: Readonly<ShallowRef<number>>): HeldLadder {
  const pool = shallowRef<LadderPool>(EMPTY_LADDER);
  const shift = shallowRef(0);
  let drawnTop = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stopTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  function draw(at: number): void {
    drawnTop = at;
    const next = ladderPool(pool.value, part(), list(), context(), extent.value, at);
    pool.value = next;
    shift.value = Math.round(at - next.anchor * extent.value.rowHeight);
  }
  function update(): void {
    const now = part();
    const held = now;
    if (held === null || covers(extent.value, top.value, held)) {
      stopTimer();
      draw(top.value);
      return;
    }
    const drawn = clampTop(extent.value, drawnTop);
    if (!covers(extent.value, drawn, held) || (drawnTop === top.value && timer === null)) { draw(top.value); return; }
    timer ??= setTimeout(() => { timer = null; draw(top.value); }, HOLD_MILLIS);
    draw(drawn);
  }
  watch([part, list, context, extent, top], update, { immediate: true });
  onScopeDispose(stopTimer);
  return { pool, shift };
}
