// Thresholds tried out on the capture that is open: moved, read again, compared, kept or not.
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { MovedThresholds, WhatIfKind } from '@shared/alert-page';
import { THRESHOLDS, type ThresholdName } from '@shared/thresholds';
import { invoke } from '../bridge';
import type { Preferences } from './appearance';
import type { Problems } from './problems';

const ASK_MILLIS = 250;

export type WhatIf = ReturnType<typeof createWhatIf>;

export function createWhatIf(preferences: Pick<Preferences, 'settings' | 'change'>, problems: Problems) {
  const moved = shallowRef<MovedThresholds>({ ...preferences.settings.value.thresholds });
  const kinds = shallowRef<readonly WhatIfKind[] | null>(null);
  /** null: nothing is read. */
  const share = shallowRef<number | null>(null);
  const kept = shallowRef(false);
  let timer: ReturnType<typeof setInterval> | null = null;
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    share.value = null;
  };
  onScopeDispose(() => {
    if (timer !== null) void invoke('cancelWhatIf', undefined);
    stop();
  });

  return {
    moved, kinds, share, kept,
    count: computed(() => Object.keys(moved.value).length),
    /** Within its limits; at its usual value it is not moved. */
    move(name: ThresholdName, value: number): void {
      if (!Number.isFinite(value)) return;
      const { least, most, value: usual } = THRESHOLDS[name];
      const within = Math.min(most, Math.max(least, Math.round(value)));
      const others = Object.entries(moved.value).filter(([other]) => other !== name);
      moved.value = Object.fromEntries(within === usual ? others : [...others, [name, within]]);
      kinds.value = null;
      kept.value = false;
    },
    reset(): void {
      moved.value = {};
      kinds.value = null;
      kept.value = false;
    },
    async run(): Promise<void> {
      if (share.value !== null) return;
      share.value = 0;
      timer = setInterval(() => {
        void invoke('whatIfProgress', undefined).then((result) => { if (result.ok && result.value.share !== null && timer !== null) share.value = result.value.share; });
      }, ASK_MILLIS);
      const result = await invoke('whatIf', { moved: moved.value });
      stop();
      if (result.ok) kinds.value = result.value.kinds;
      else if (result.error.code !== 'cancelled') problems.report(result.error);
    },
    cancel: (): void => { void invoke('cancelWhatIf', undefined); },
    async keep(): Promise<void> {
      await preferences.change({ thresholds: moved.value });
      kept.value = true;
    },
  };
}
