// The part of the ladder that the window holds: one request in flight, the newest range wins.
import { shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { TraceRows } from '@shared/trace';
import { invoke } from '../bridge';
import type { RowRange } from '../model/scroll-range';
import type { Problems } from './problems';

export interface TraceWindow {
  part: Readonly<ShallowRef<TraceRows | null>>;
  want: (range: RowRange) => void;
}

/** @param packets how many are read back: a part that was asked for too early is asked for again when there are more */
export function createTraceWindow(id: Readonly<Ref<number>>, packets: () => number, problems: Problems): TraceWindow {
  const part = shallowRef<TraceRows | null>(null);
  let range: RowRange = { offset: 0, count: 0 };
  let due = false;
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (due && range.count > 0) {
      due = false;
      const asked = { id: id.value, ...range };
      const result = await invoke('traceRows', asked);
      if (asked.id !== id.value) continue;
      if (result.ok) part.value = result.value;
      else problems.report(result.error);
    }
    running = false;
  }
  const wake = (): void => { due = true; if (!running) void run(); };

  watch(id, () => { part.value = null; });
  watch(packets, (now, before) => {
    const held = part.value;
    const short = held === null || held.frame.length < range.count;
    if (now > before && short) wake();
  });
  return {
    part,
    want(next) {
      if (next.offset === range.offset && next.count === range.count && part.value !== null) return;
      range = next;
      if (packets() > 0) wake();
    },
  };
}
