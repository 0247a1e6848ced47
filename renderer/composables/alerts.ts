// The alerts of the capture while somebody looks at them: asked for when they changed, at most once a second; and what the user says of them.
import { computed, inject, onScopeDispose, shallowRef, watch } from 'vue';
import type { InjectionKey, Ref } from 'vue';
import { sameMute, type AlertMute } from '@shared/alert-mutes';
import type { AlertNote, Alerts } from '@shared/alert-page';
import { ALERT_PAGE_TEXTS } from '@shared/texts-alerts';
import { invoke } from '../bridge';
import { shownAlerts } from '../model/alert-list';
import { formatCount } from '../model/format';
import type { Preferences } from './appearance';
import type { Problems } from './problems';
import type { Session } from './session';

const LEAST_MILLIS = 1_000;

export type AlertList = ReturnType<typeof createAlerts>;
export const ALERT_LIST: InjectionKey<AlertList> = Symbol('alerts');

export function useAlerts(): AlertList {
  const alerts = inject(ALERT_LIST);
  if (alerts === undefined) throw new Error('no alerts are provided');
  return alerts;
}

/** @param active whether a page that shows them is open */
export function createAlerts(session: Session, preferences: Pick<Preferences, 'settings' | 'change'>, problems: Problems, active: Readonly<Ref<boolean>>) {
  const alerts = shallowRef<Alerts | null>(null);
  const selected = shallowRef<string | null>(null);
  /** Said to who cannot see the badge. */
  const said = shallowRef('');
  let shownVersion = -1;
  let askedAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | null = null;

  async function load(): Promise<void> {
    const { source, alerts: { version } } = session.status.value;
    askedAt = performance.now();
    const result = await invoke('alerts', undefined);
    if (session.status.value.source !== source) return;
    shownVersion = version;
    if (result.ok) alerts.value = result.value;
    else problems.report(result.error);
  }
  function check(): void {
    if (!active.value || timer !== null || session.status.value.phase === 'empty' || session.status.value.alerts.version === shownVersion) return;
    timer = setTimeout(() => {
      void load().then(() => {
        timer = null;
        check();
      });
    }, Math.max(0, askedAt + LEAST_MILLIS - performance.now()));
  }
  watch(session.status, (now, before) => {
    if (now.source !== before.source || now.packets < before.packets || now.phase === 'empty') {
      alerts.value = null;
      selected.value = null;
      shownVersion = -1;
      said.value = '';
    } else if (now.phase === 'live' && now.alerts.high > before.alerts.high) said.value = ALERT_PAGE_TEXTS.fresh(formatCount(now.alerts.high));
    check();
  });
  watch(active, check, { immediate: true });
  onScopeDispose(() => { if (timer !== null) clearTimeout(timer); });

  const mutes = computed(() => preferences.settings.value.alertMutes);
  const shown = computed(() => (alerts.value === null ? null : shownAlerts(alerts.value, mutes.value)));
  return {
    shown,
    said,
    selected,
    mutes,
    dropped: computed(() => alerts.value?.dropped ?? 0),
    counts: computed(() => session.status.value.alerts),
    async note(alert: string, note: AlertNote): Promise<void> {
      // At once: what is said next builds on it, before the answer is there.
      if (alerts.value !== null) alerts.value = { ...alerts.value, notes: { ...alerts.value.notes, [alert]: note } };
      problems.valueOf(await invoke('noteAlert', { alert, ...note }));
    },
    mute: (mute: AlertMute): Promise<void> => preferences.change({ alertMutes: [...mutes.value.filter((known) => !sameMute(known, mute)), mute] }),
    unmute: (mute: AlertMute): Promise<void> => preferences.change({ alertMutes: mutes.value.filter((known) => !sameMute(known, mute)) }),
    notify: computed({ get: () => preferences.settings.value.notifyHigh, set: (on) => { void preferences.change({ notifyHigh: on }); } }),
  };
}
