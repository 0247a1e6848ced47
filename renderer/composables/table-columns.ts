// The columns of the connection table as they are chosen, ordered and sized, kept in the settings.
import { computed, inject, shallowRef, watch } from 'vue';
import type { ComputedRef, InjectionKey } from 'vue';
import type { ColumnChoice } from '@shared/settings';
import type { ExtraKey } from '@shared/snapshot';
import { columnTemplate, leastWidth, moveColumn, placedColumns, resizeColumn, toggleColumn } from '../model/columns';
import type { PlacedColumn } from '../model/columns';

export interface TableColumns {
  shown: ComputedRef<readonly PlacedColumn[]>;
  template: ComputedRef<string>;
  leastWidth: ComputedRef<number>;
  /** Columns that a page has to be asked for. */
  extras: ComputedRef<readonly ExtraKey[]>;
  move: (key: string, to: number) => void;
  /** @param keep false while it is still being dragged */
  resize: (key: string, width: number, keep: boolean) => void;
  toggle: (key: string) => void;
  reset: () => void;
}

export const TABLE_COLUMNS: InjectionKey<TableColumns> = Symbol('columns');

/** Where nobody keeps a choice, the columns of the first start. */
export function useTableColumns(): TableColumns {
  return inject(TABLE_COLUMNS, () => createTableColumns(() => [], () => undefined), true);
}

export function createTableColumns(kept: () => readonly ColumnChoice[], keep: (columns: readonly ColumnChoice[]) => void): TableColumns {
  const choice = shallowRef(kept());
  watch(kept, (now) => { choice.value = now; });
  const set = (next: readonly ColumnChoice[]): void => {
    choice.value = next;
    keep(next);
  };
  const shown = computed(() => placedColumns(choice.value));
  return {
    shown,
    template: computed(() => columnTemplate(shown.value)),
    leastWidth: computed(() => leastWidth(shown.value)),
    extras: computed(() => shown.value.flatMap(({ extra }) => (extra === null ? [] : [extra]))),
    move: (key, to) => { set(moveColumn(choice.value, key, to)); },
    resize: (key, width, done) => {
      const next = resizeColumn(choice.value, key, width);
      if (done) set(next);
      else choice.value = next;
    },
    toggle: (key) => { set(toggleColumn(choice.value, key)); },
    reset: () => { set([]); },
  };
}
