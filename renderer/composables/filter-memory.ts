// The filters that were applied lately and those that were given a name, kept in the settings.
import { computed } from 'vue';
import type { ComputedRef, InjectionKey } from 'vue';
import { SETTING_LIMITS, type SavedFilter } from '@shared/settings';
import type { Preferences } from './appearance';

export interface FilterMemory {
  history: ComputedRef<readonly string[]>;
  saved: ComputedRef<readonly SavedFilter[]>;
  /** Notes a filter that was applied. */
  note: (filter: string) => void;
  save: (name: string, filter: string) => void;
  remove: (name: string) => void;
}

export const FILTER_MEMORY: InjectionKey<FilterMemory> = Symbol('filter memory');

export function createFilterMemory(preferences: Preferences): FilterMemory {
  const history = computed(() => preferences.settings.value.filterHistory);
  const saved = computed(() => preferences.settings.value.savedFilters);
  const isKept = (filter: string): boolean => filter !== '' && filter.length <= SETTING_LIMITS.filterCharacters[1];
  return {
    history,
    saved,
    note(filter) {
      if (!isKept(filter) || history.value[0] === filter) return;
      void preferences.change({ filterHistory: [filter, ...history.value.filter((known) => known !== filter)].slice(0, SETTING_LIMITS.filterHistory[1]) });
    },
    save(name, filter) {
      const short = name.trim().slice(0, SETTING_LIMITS.filterNameCharacters[1]);
      if (short === '' || !isKept(filter)) return;
      void preferences.change({ savedFilters: [{ name: short, filter }, ...saved.value.filter((known) => known.name !== short)].slice(0, SETTING_LIMITS.savedFilters[1]) });
    },
    remove(name) { void preferences.change({ savedFilters: saved.value.filter((known) => known.name !== name) }); },
  };
}
