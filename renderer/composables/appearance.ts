// Settings that change how the window looks: the theme and the row height, kept by the main process, applied to the document.
import { computed, onScopeDispose, shallowRef, watchEffect } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import { DEFAULT_SETTINGS } from '@shared/settings';
import type { Settings } from '@shared/settings';
import { invoke, listen } from '../bridge';
import type { Problems } from './problems';

export const ROW_HEIGHTS = { compact: 22, comfortable: 28 } as const;
const NEXT_THEME = { system: 'dark', dark: 'light', light: 'system' } as const;

export interface Preferences {
  settings: Readonly<ShallowRef<Settings>>;
  rowHeight: ComputedRef<number>;
  take: (settings: Settings) => void;
  change: (part: Partial<Settings>) => Promise<void>;
  nextTheme: () => Promise<void>;
  nextDensity: () => Promise<void>;
}

export function createPreferences(problems: Problems): Preferences {
  const settings = shallowRef<Settings>({ ...DEFAULT_SETTINGS });
  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  const dark = shallowRef(systemDark.matches);
  const onSystem = (): void => { dark.value = systemDark.matches; };
  systemDark.addEventListener('change', onSystem);
  onScopeDispose(() => { systemDark.removeEventListener('change', onSystem); });
  onScopeDispose(listen('settings', (next) => { settings.value = next; }));

  watchEffect(() => {
    const { theme, density } = settings.value;
    const root = document.documentElement;
    root.dataset['theme'] = theme === 'system' ? (dark.value ? 'dark' : 'light') : theme;
    root.dataset['density'] = density;
  });

  const change = async (part: Partial<Settings>): Promise<void> => {
    settings.value = { ...settings.value, ...part };
    const kept = problems.valueOf(await invoke('saveSettings', part));
    if (kept !== null) settings.value = kept;
  };
  return {
    settings,
    rowHeight: computed(() => ROW_HEIGHTS[settings.value.density]),
    take: (next) => { settings.value = next; },
    change,
    nextTheme: () => change({ theme: NEXT_THEME[settings.value.theme] }),
    nextDensity: () => change({ density: settings.value.density === 'compact' ? 'comfortable' : 'compact' }),
  };
}
