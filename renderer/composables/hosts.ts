// The rows of the hosts page: order and kind, and the part in sight, anew at most once a second while packets come in.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import type { HostRow, HostSortKey, HostsRequest } from '@shared/overview';
import { invoke } from '../bridge';
import { hostKey, hostSortAfterClick } from '../model/host-columns';
import { createPageWindow } from './page-window';
import type { Problems } from './problems';
import type { Session } from './session';

export type HostsView = Omit<HostsRequest, 'offset' | 'count'>;
const REFRESH_MILLIS = 1_000;

export function createHosts(session: Session, filter: Readonly<Ref<string>>, problems: Problems) {
  const view = shallowRef<HostsView>({ by: 'host', filter: filter.value, sort: 'bytesSent', descending: true });
  const selected = shallowRef<HostRow | null>(null);
  const pages = createPageWindow(view.value, (request: HostsRequest) => invoke('hosts', request), (result) => { if (!result.ok && result.error.code !== 'bad-filter') problems.report(result.error); });
  watch(view, pages.setView);
  watch(filter, (now) => { view.value = { ...view.value, filter: now }; });

  let timer: ReturnType<typeof setTimeout> | null = null;
  watch(session.status, (now, before) => {
    if (now.source !== before.source || now.packets < before.packets) { selected.value = null; pages.clear(); return; }
    if (now.paused || timer !== null) return;
    timer = setTimeout(() => { timer = null; pages.refresh(); }, REFRESH_MILLIS);
  });
  onScopeDispose(() => { if (timer !== null) clearTimeout(timer); });

  return {
    view, selected, page: pages.page, want: pages.want,
    sortBy: (key: HostSortKey) => { view.value = { ...view.value, ...hostSortAfterClick(view.value, key) }; },
    choose: (by: HostsView['by']) => { selected.value = null; view.value = { ...view.value, by, sort: by === 'host' && view.value.sort === 'peer' ? 'address' : view.value.sort }; },
    isSelected: (row: HostRow) => selected.value !== null && hostKey(selected.value) === hostKey(row),
  };
}
export type Hosts = ReturnType<typeof createHosts>;
