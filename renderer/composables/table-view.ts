// Everything the connection table needs: order and filter, the rows in sight, the selected connection.
import { computed, shallowRef, watch } from 'vue';
import type { View } from '@shared/ipc';
import type { SortKey } from '@shared/snapshot';
import { invoke } from '../bridge';
import { sortAfterClick } from '../model/columns';
import { createConnectionDetail } from './connection-detail';
import { createPageWindow } from './page-window';
import type { Problems } from './problems';
import type { Session } from './session';

export type TableView = ReturnType<typeof createTableView>;

export function createTableView(session: Session, problems: Problems) {
  const view = shallowRef<View>({ sort: 'id', descending: false, filter: '' });
  const selectedId = shallowRef<number | null>(null);
  const pages = createPageWindow(view.value, (request) => invoke('page', request), (result) => { if (!result.ok) problems.report(result.error); });
  const selected = createConnectionDetail(selectedId, session.status, problems);

  watch(view, pages.setView);
  watch(session.status, (now, before) => {
    const other = now.source !== before.source || now.phase === 'empty' || now.packets < before.packets;
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
    filter: computed({ get: () => view.value.filter, set: (filter) => { view.value = { ...view.value, filter }; } }),
    sortBy: (key: SortKey) => { view.value = { ...view.value, ...sortAfterClick(view.value, key) }; },
    async locate(id: number): Promise<number> {
      const found = problems.valueOf(await invoke('locate', { ...view.value, id }));
      return found?.index ?? -1;
    },
  };
}
