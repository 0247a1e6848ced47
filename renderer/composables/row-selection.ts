// Which connection is selected, and how keys move it: the selection is a connection, the row it is on may change under it.
import { shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { View } from '@shared/ipc';
import type { Page } from '@shared/snapshot';
import { rowAfterKey } from '../model/scroll-range';
import type { RowScroll } from './row-scroll';

export interface RowSelection {
  onKey: (event: KeyboardEvent) => void;
  pick: (index: number, id: number) => void;
}

/** Place of a connection in a page as a row index of the view, or -1. */
function rowInPage(page: Page | null, id: number): number {
  const at = page === null ? -1 : page.ids.indexOf(id);
  return page === null || at < 0 ? -1 : page.offset + at;
}

export function createRowSelection(
  selectedId: Ref<number | null>,
  page: Readonly<ShallowRef<Page | null>>,
  shownView: () => View | null,
  scroll: RowScroll,
  locate: (id: number) => Promise<number>,
): RowSelection {
  /** A row chosen by key whose page has not arrived: its connection is not known yet. */
  const pending = shallowRef<number | null>(null);
  let locating = false;

  function settle(index: number): boolean {
    const now = page.value;
    const id = now?.ids[index - now.offset];
    if (id === undefined || shownView() === null) return false;
    selectedId.value = id;
    return true;
  }
  function goTo(index: number): void {
    scroll.reveal(index);
    pending.value = settle(index) ? null : index;
  }
  async function currentRow(): Promise<number> {
    if (pending.value !== null) return pending.value;
    const id = selectedId.value;
    if (id === null) return -1;
    const row = rowInPage(page.value, id);
    return row >= 0 ? row : locate(id);
  }

  watch(page, () => { if (pending.value !== null && settle(pending.value)) pending.value = null; });

  // A new order or filter: keep the selected connection in sight; without one, begin at the top.
  watch(shownView, (now, before) => {
    if (now === null || before === null) return;
    pending.value = null;
    const id = selectedId.value;
    if (id === null) { scroll.scrollTo(0); return; }
    void locate(id).then((row) => {
      const { rowHeight, viewport } = scroll.extent.value;
      scroll.scrollTo(row < 0 ? 0 : row * rowHeight - viewport / 2 + rowHeight / 2);
    });
  });

  async function move(key: string): Promise<void> {
    const { extent, top } = scroll;
    let row = await currentRow();
    // Nothing selected, or hidden by the filter: the first row in sight is where one starts.
    const unplaced = row < 0;
    if (unplaced) row = Math.ceil(top.value / extent.value.rowHeight);
    const target = rowAfterKey(unplaced && key.startsWith('Arrow') ? '' : key, row, extent.value) ?? Math.min(row, extent.value.rows - 1);
    if (target >= 0) goTo(target);
  }

  return {
    onKey(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || rowAfterKey(event.key, 0, scroll.extent.value) === null) return;
      event.preventDefault();
      if (locating) return;
      const known = pending.value !== null || selectedId.value === null || rowInPage(page.value, selectedId.value) >= 0;
      locating = !known;
      void move(event.key).finally(() => { locating = false; });
    },
    pick(index, id) {
      pending.value = null;
      selectedId.value = id;
      scroll.reveal(index);
    },
  };
}
