// Which tab of the detail pane is open, and whether the pane fills the page. The tab is remembered, filling the page is not.
import { computed, inject, shallowRef } from 'vue';
import type { ComputedRef, InjectionKey, ShallowRef } from 'vue';
import type { DetailTab } from '@shared/settings';
import type { Preferences } from './appearance';

export interface DetailTabs {
  tab: ComputedRef<DetailTab>;
  maximised: Readonly<ShallowRef<boolean>>;
  choose: (tab: DetailTab) => void;
  maximise: (on: boolean) => void;
}

export const DETAIL_TABS_KEY: InjectionKey<DetailTabs> = Symbol('detail tabs');

export function useDetailTabs(): DetailTabs {
  const tabs = inject(DETAIL_TABS_KEY);
  if (tabs === undefined) throw new Error('no detail tabs are provided');
  return tabs;
}

export function createDetailTabs(preferences: Pick<Preferences, 'settings' | 'change'>): DetailTabs {
  const maximised = shallowRef(false);
  return {
    tab: computed(() => preferences.settings.value.detailTab),
    maximised,
    choose: (tab) => { if (tab !== preferences.settings.value.detailTab) void preferences.change({ detailTab: tab }); },
    maximise: (on) => { maximised.value = on; },
  };
}
