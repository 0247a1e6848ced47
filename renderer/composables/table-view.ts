// Everything the connection table needs: order and filter, the rows in sight, the selected connection.
import { computed, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import type { AppError, View } from '@shared/ipc';
import type { ExtraKey, SortKey } from '@shared/snapshot';
import { invoke } from '../bridge';
import { sortAfterClick } from '../model/columns';
import { createConnectionDetail } from './connection-detail';
import { createPageWindow } from './page-window';
import type { RowRange } from '../model/scroll-range';
import type { Problems } from './problems';
import type { Session } from './session';

export type TableView = ReturnType<typeof createTableView>;

/** @param extras columns beyond those that every page holds */
export function createTableView(session: Session, problems: Problems, extras: Readonly<Ref<readonly ExtraKey[]>>) {
  const view = shallowRef<View>({ sort: 'id', descending: false, filter: '' });
  const selectedId = shallowRef<number | null>(null);
  /** Why the tracker refused the filter: said at the filter field, not as a problem of the program. */
  const refused = shallowRef<string | null>(null);
  const refuse = (error: AppError): void => {
    if (error.code === 'bad-filter') refused.value = error.message;
    else problems.report(error);
  };
  /** Somebody points at the rows or works in them. */
  const holding = shallowRef(false);
  /** The next page catches up, whatever is held. */
  let catchUp = false;
  /** Only a live table moves by itself; in the order of first packets new rows come below and move nothing. */
  const held = (): boolean => {
    const { sort, descending, filter } = view.value;
    return holding.value && session.status.value.phase === 'live' && !(sort === 'id' && !descending && filter.trim() === '');
  };
  const pages = createPageWindow(view.value, (request: View & RowRange) => {
    const hold = held() && !catchUp;
    catchUp = false;
    return invoke('page', { ...request, extras: [...extras.value], hold });
  }, (result) => { if (!result.ok) refuse(result.error); });
  const selected = createConnectionDetail(selectedId, session.status, problems);

  watch(view, (now, before) => {
    if (now.filter !== before.filter) refused.value = null;
    pages.setView(now);
  });
  watch(extras, pages.refresh);
  watch(session.status, (now, before) => {
    const other = now.source !== before.source || now.phase === 'empty' || (now.packets < before.packets && now.restarts === before.restarts);
    if (other) {
      selectedId.value = null;
      view.value = { ...view.value, filter: '' };
      pages.clear();
    } else if (!now.paused || before.phase !== now.phase) pages.refresh();
  });

  return {
    view,
    selectedId,
    page: pages.page,
    shownView: pages.shownView,
    selected,
    want: pages.want,
    refused,
    hold: (now: boolean) => { holding.value = now; },
    /** Rows that came since the order is held. */
    fresh: computed(() => pages.page.value?.fresh ?? 0),
    catchUp: () => { catchUp = true; pages.refresh(); },
    filter: computed({ get: () => view.value.filter, set: (filter) => { view.value = { ...view.value, filter }; } }),
    sortBy: (key: SortKey) => { view.value = { ...view.value, ...sortAfterClick(view.value, key) }; },
    async locate(id: number): Promise<number> {
      const found = problems.valueOf(await invoke('locate', { ...view.value, id, hold: held() }));
      return found?.index ?? -1;
    },
  };
}
