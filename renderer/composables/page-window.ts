// The rows held by the window: one request in flight, the newest range wins, and a refresh waits until the last page was drawn.
import { nextTick, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import type { Result } from '@shared/ipc';
import type { RowRange } from '../model/scroll-range';

/** @template V what orders and filters the rows; P a page of them */
export interface PageWindow<V, P> {
  page: Readonly<ShallowRef<P | null>>;
  /** The order and filter of the rows now held; differs from the wanted one while an answer is under way. */
  shownView: Readonly<ShallowRef<V | null>>;
  want: (range: RowRange) => void;
  setView: (view: V) => void;
  refresh: () => void;
  clear: () => void;
}

const sameView = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Resolves when the browser has drawn what the last page changed. */
async function drawn(): Promise<void> {
  await nextTick();
  await new Promise((resolve) => { requestAnimationFrame(resolve); });
}

export function createPageWindow<V extends object, P>(first: V, load: (request: V & RowRange) => Promise<Result<P>>, onError: (result: Result<P>) => void): PageWindow<V, P> {
  const page = shallowRef<P | null>(null) as ShallowRef<P | null>;
  const shownView = shallowRef<V | null>(null) as ShallowRef<V | null>;
  let view = first;
  let range: RowRange = { offset: 0, count: 0 };
  /** Counts sessions: an answer to a question about a capture that is gone is dropped. */
  let era = 0;
  let urgent = false;
  let stale = false;
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while ((urgent || stale) && range.count > 0) {
      if (!urgent) await drawn();
      urgent = false;
      stale = false;
      const asked = { view, era };
      const result = await load({ ...view, ...range });
      if (asked.era !== era) continue;
      if (!result.ok) { onError(result); continue; }
      if (!sameView(asked.view, view)) continue;
      shownView.value = view;
      page.value = result.value;
      await nextTick();
    }
    running = false;
  }
  const wake = (): void => { if (!running) void run(); };

  return {
    page,
    shownView,
    want(next) {
      if (next.offset === range.offset && next.count === range.count) return;
      range = next;
      urgent = true;
      wake();
    },
    setView(next) {
      if (sameView(next, view)) return;
      view = next;
      urgent = true;
      wake();
    },
    refresh() { stale = true; wake(); },
    clear() { era++; page.value = null; shownView.value = null; stale = true; wake(); },
  };
}
