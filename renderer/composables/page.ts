// Which page of an open capture is shown: the one last chosen, also in the next capture and the next run.
import { computed } from 'vue';
import type { WritableComputedRef } from 'vue';
import type { PageId } from '../model/pages';
import type { Preferences } from './appearance';

export function createPage(preferences: Pick<Preferences, 'settings' | 'change'>): WritableComputedRef<PageId> {
  return computed({
    get: () => preferences.settings.value.page,
    set: (page) => { if (page !== preferences.settings.value.page) void preferences.change({ page }); },
  });
}
