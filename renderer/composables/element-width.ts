// The width of an element as it is laid out now; drawings that think in pixels follow it.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';

export function useElementWidth(element: Readonly<Ref<HTMLElement | null>>, first: number): Readonly<ShallowRef<number>> {
  const width = shallowRef(first);
  const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(([entry]) => {
    const next = Math.floor(entry?.contentRect.width ?? 0);
    if (next > 0) width.value = next;
  });
  watch(element, (now, _before, onCleanup) => {
    if (now === null || observer === null) return;
    observer.observe(now);
    onCleanup(() => { observer.unobserve(now); });
  }, { immediate: true, flush: 'post' });
  onScopeDispose(() => { observer?.disconnect(); });
  return width;
}
