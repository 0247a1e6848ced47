// The ladder of the packets with a verdict alone: which they are, and the part of them that the window holds; one request in flight, the newest range wins.
import { shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { TraceRows } from '@shared/trace';
import { invoke } from '../bridge';
import { pickedPart, stretchesOf } from '../model/ladder-list';
import type { LadderPart } from '../model/ladder-list';
import type { RowRange } from '../model/scroll-range';
import type { Problems } from './problems';

export interface VerdictWindow {
  /** Ascending; null until they are known. */
  indices: Readonly<ShallowRef<Uint32Array | null>>;
  part: Readonly<ShallowRef<LadderPart | null>>;
  want: (range: RowRange) => void;
}

/** @param wanted nothing is asked for before it is true @param packets how many are read back: new ones are looked at as they come */
export function createVerdictWindow(id: Readonly<Ref<number>>, wanted: () => boolean, packets: () => number, problems: Problems): VerdictWindow {
  const indices = shallowRef<Uint32Array | null>(null);
  const part = shallowRef<LadderPart | null>(null);
  let seen = 0;
  let looking = false;
  let range: RowRange = { offset: 0, count: 0 };
  let due = false;
  let running = false;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    while (wanted() && seen < packets()) {
      const asked = id.value;
      const found = problems.valueOf(await invoke('traceVerdicts', { id: asked, from: seen }));
      if (asked !== id.value) continue;
      if (found === null || found.packets <= seen) break;
      seen = found.packets;
      const before = indices.value ?? new Uint32Array(0);
      if (found.indices.length === 0 && indices.value !== null) continue;
      const all = new Uint32Array(before.length + found.indices.length);
      all.set(before);
      all.set(found.indices, before.length);
      indices.value = all;
      if ((part.value?.count ?? 0) < range.count) wake();
    }
    looking = false;
  }
  async function run(): Promise<void> {
    running = true;
    while (due && range.count > 0) {
      due = false;
      const asked = { id: id.value, ...range };
      const picked = (indices.value ?? new Uint32Array(0)).slice(asked.offset, asked.offset + asked.count);
      const rows: TraceRows[] = [];
      for (const stretch of stretchesOf(picked)) {
        const got = problems.valueOf(await invoke('traceRows', { id: asked.id, ...stretch }));
        if (got !== null) rows.push(got);
        if (asked.id !== id.value) break;
      }
      if (asked.id === id.value) part.value = pickedPart(asked.offset, picked, rows);
    }
    running = false;
  }
  function wake(): void { due = true; if (!running) void run(); }

  watch(id, () => { indices.value = null; part.value = null; seen = 0; });
  watch([wanted, packets, id], () => { void look(); }, { immediate: true });
  return {
    indices, part,
    want(next) {
      if (next.offset === range.offset && next.count === range.count && part.value !== null) return;
      range = next;
      wake();
    },
  };
}
