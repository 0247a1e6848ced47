// Live captures that an earlier run left behind: listed while the start page shows, opened, saved, discarded.
import { shallowRef } from 'vue';
import type { Leftover } from '@shared/ipc';
import { invoke } from '../bridge';
import type { Problems } from './problems';

export function createLeftovers(problems: Problems) {
  const list = shallowRef<readonly Leftover[]>([]);
  /** One after the other: each changes the list. */
  const busy = shallowRef(false);

  const look = async (): Promise<void> => {
    const found = await invoke('leftovers', undefined);
    if (found.ok) list.value = found.value;
  };
  const act = (command: 'openLeftover' | 'saveLeftover' | 'discardLeftover') => async (id: string): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    problems.valueOf<unknown>(await invoke(command, { id }));
    busy.value = false;
    await look();
  };
  return { list, busy, look, open: act('openLeftover'), save: act('saveLeftover'), discard: act('discardLeftover') };
}
