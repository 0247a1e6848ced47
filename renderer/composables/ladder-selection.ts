// Which packets of the ladder are chosen: one that every tab speaks of, and the range to it that Shift extends.
import { computed, shallowRef, watch } from 'vue';
import type { ComputedRef } from 'vue';
import type { LadderList } from '../model/ladder-list';
import { rowAfterKey } from '../model/scroll-range';
import type { RowScroll } from './row-scroll';
import type { SelectedPacket } from './selected-packet';

/** What the ladder gives to the tab around it. */
export interface LadderHandle {
  goTo: (index: number) => void;
  selection: () => { from: number; to: number } | null;
  visible: () => { from: number; to: number };
  focus: () => void;
}

export interface LadderSelection {
  /** First and last chosen index; null for none. */
  range: ComputedRef<{ from: number; to: number } | null>;
  /** Takes a key that moves; false for any other. */
  move: (event: KeyboardEvent) => boolean;
  pick: (index: number, extend: boolean) => void;
  /** Chooses a packet and brings it into sight. */
  goTo: (index: number) => void;
}

export function createLadderSelection(packet: SelectedPacket, scroll: RowScroll, list: () => LadderList): LadderSelection {
  /** Where the range began; null: the chosen packet alone. */
  const anchor = shallowRef<number | null>(null);
  let own = false;

  const range = computed(() => {
    const at = packet.index.value;
    if (at === null) return null;
    const other = anchor.value ?? at;
    return { from: Math.min(at, other), to: Math.max(at, other) };
  });
  function choose(index: number, extend: boolean): void {
    anchor.value = extend ? anchor.value ?? packet.index.value : null;
    own = true;
    packet.select(index);
    own = false;
    scroll.reveal(list().positionOf(index));
  }
  /** A packet chosen elsewhere is shown in the middle. */
  function centre(index: number): void {
    const { rowHeight, viewport } = scroll.extent.value;
    const y = list().positionOf(index) * rowHeight;
    if (y >= scroll.top.value && y + rowHeight <= scroll.top.value + viewport) return;
    scroll.scrollTo(y - viewport / 2 + rowHeight / 2);
  }
  watch(packet.index, (index) => {
    if (own || index === null) return;
    anchor.value = null;
    centre(index);
  }, { flush: 'sync' });
  // Where packets are left out or come back, the chosen one stays in sight.
  watch(() => list().picked, () => { if (packet.index.value !== null) centre(packet.index.value); }, { flush: 'post' });
  // The ladder may know its height and its packets only after it was told which one is chosen.
  watch(() => scroll.extent.value.viewport > 0 && scroll.extent.value.rows > (packet.index.value === null ? Infinity : list().positionOf(packet.index.value)), (ready) => {
    if (ready && packet.index.value !== null) centre(packet.index.value);
  });

  return {
    range,
    move(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      const extent = scroll.extent.value;
      const at = packet.index.value;
      const start = at === null ? Math.ceil(scroll.top.value / extent.rowHeight) : list().positionOf(at);
      const target = rowAfterKey(event.key, start, extent);
      if (target === null) return false;
      // Nothing is chosen, or it is left out and the next one stands in its place: that is where one starts.
      const beside = at === null || (event.key === 'ArrowDown' && list().indexAt(start) > at);
      choose(list().indexAt(beside && event.key.startsWith('Arrow') ? Math.min(start, extent.rows - 1) : target), event.shiftKey);
      return true;
    },
    pick: choose,
    goTo: (index) => { centre(index); choose(index, false); },
  };
}
