// The selected connection in full: fetched when selected, and again with every status while packets still come.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { SessionStatus } from '@shared/ipc';
import type { ConnectionDetail } from '@shared/snapshot';
import { invoke } from '../bridge';
import type { Problems } from './problems';

export interface SelectedConnection {
  detail: Readonly<ShallowRef<ConnectionDetail | null>>;
  /** True when the selected row was dropped from the table. */
  gone: Readonly<ShallowRef<boolean>>;
}

/** Twice a second is as often as anyone reads a changing table of transitions. */
const LEAST_INTERVAL_MILLIS = 500;

export function createConnectionDetail(selectedId: Readonly<Ref<number | null>>, status: Readonly<ShallowRef<SessionStatus>>, problems: Problems): SelectedConnection {
  const detail = shallowRef<ConnectionDetail | null>(null);
  const gone = shallowRef(false);
  let busy = false;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  async function fetchNow(): Promise<void> {
    const id = selectedId.value;
    if (id === null || busy) return;
    busy = true;
    asked = performance.now();
    const result = await invoke('connection', { id });
    busy = false;
    if (selectedId.value !== id) { void fetchNow(); return; }
    if (!result.ok) { problems.report(result.error); return; }
    detail.value = result.value;
    gone.value = result.value === null;
  }
  watch(selectedId, (id) => {
    gone.value = false;
    if (id === null) detail.value = null;
    else void fetchNow();
  }, { immediate: true });
  watch(status, (now) => {
    if (selectedId.value === null || now.paused || timer !== null) return;
    const wait = Math.max(0, LEAST_INTERVAL_MILLIS - (performance.now() - asked));
    timer = setTimeout(() => { timer = null; void fetchNow(); }, wait);
  });
  onScopeDispose(() => { if (timer !== null) clearTimeout(timer); });
  return { detail, gone };
}
