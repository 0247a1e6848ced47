// The scroll position of the table in row pixels, kept in step with a scroll bar that may be compressed.
import { computed, onBeforeUnmount, onMounted, shallowRef, watch } from 'vue';
import type { ComputedRef, Ref, ShallowRef } from 'vue';
import { clampTop, revealRow, scrollFactor, spacerHeight } from '../model/scroll-range';
import type { Extent } from '../model/scroll-range';

export interface RowScroll {
  extent: ComputedRef<Extent>;
  /** Row pixels above the first visible one. */
  top: Readonly<ShallowRef<number>>;
  spacer: ComputedRef<number>;
  scrollTo: (top: number) => void;
  reveal: (row: number) => void;
  onScroll: () => void;
  onWheel: (event: WheelEvent) => void;
}

/** Pixels of the sticky head of a table. */
export const HEAD_HEIGHT = 26;

export function createRowScroll(scroller: Readonly<Ref<HTMLElement | null>>, rows: () => number, rowHeight: () => number, headerHeight = HEAD_HEIGHT): RowScroll {
  const viewport = shallowRef(0);
  const top = shallowRef(0);
  const extent = computed<Extent>(() => ({ rows: rows(), rowHeight: rowHeight(), viewport: viewport.value }));
  const factor = computed(() => scrollFactor(extent.value));
  /** Where the bar stands, known without asking: reading it would force a layout in the middle of a frame. */
  let bar = 0;
  /** True while the scroll event of our own setting is still to come: it says nothing new. */
  let echo = false;

  function syncBar(): void {
    const element = scroller.value;
    const wanted = top.value / factor.value;
    if (element === null || Math.abs(wanted - bar) < 0.5) return;
    bar = wanted;
    echo = true;
    element.scrollTop = wanted;
    // Where the browser saw no change no event comes: the next one is the reader's own.
    requestAnimationFrame(() => { echo = false; });
  }
  function scrollTo(next: number): void { top.value = clampTop(extent.value, next); }
  // After the rows are patched: setting the bar then does the one layout of the frame.
  watch(top, syncBar, { flush: 'post' });

  // Rows come and go below the window: the offset stays, only the compressed bar moves.
  watch(extent, (now, before) => {
    if (now.rowHeight !== before.rowHeight && before.rowHeight > 0) top.value = (top.value / before.rowHeight) * now.rowHeight;
    top.value = clampTop(now, top.value);
    syncBar();
  }, { flush: 'post' });

  let observer: ResizeObserver | null = null;
  onMounted(() => {
    const element = scroller.value;
    if (element === null) return;
    const measure = (): void => { viewport.value = Math.max(0, element.clientHeight - headerHeight); };
    observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
  });
  onBeforeUnmount(() => { observer?.disconnect(); });

  return {
    extent,
    top,
    spacer: computed(() => spacerHeight(extent.value)),
    scrollTo,
    reveal: (row) => { scrollTo(revealRow(extent.value, top.value, row)); },
    onScroll() {
      if (echo) { echo = false; return; }
      const element = scroller.value;
      if (element === null || Math.abs(element.scrollTop - bar) < 0.5) return;
      bar = element.scrollTop;
      top.value = clampTop(extent.value, bar * factor.value);
    },
    onWheel(event) {
      // A compressed bar would turn one notch into thousands of rows.
      if (factor.value <= 1 || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight() : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? viewport.value : 1;
      scrollTo(top.value + event.deltaY * unit);
    },
  };
}
