// What to capture: the interfaces as they report, the chosen one, its filter as it is typed and checked, and the capturer that would do it.
import { computed, inject, onScopeDispose, shallowRef, watch } from 'vue';
import type { ComputedRef, InjectionKey, ShallowRef } from 'vue';
import type { CapturerStatus, InterfaceInfo } from '@shared/ipc';
import { invoke, listen } from '../bridge';
import type { Preferences } from './appearance';
import type { Problems } from './problems';
import type { Session } from './session';

export interface FilterCheck { state: 'empty' | 'checking' | 'valid' | 'invalid'; error: string | null }

export interface CaptureForm {
  interfaces: Readonly<ShallowRef<readonly InterfaceInfo[] | null>>;
  capturers: Readonly<ShallowRef<readonly CapturerStatus[] | null>>;
  /** The capturer that would be used; null when none may capture. */
  capturer: ComputedRef<CapturerStatus | null>;
  chosen: Readonly<ShallowRef<string | null>>;
  filter: Readonly<ShallowRef<string>>;
  check: Readonly<ShallowRef<FilterCheck>>;
  canStart: ComputedRef<boolean>;
  look: () => Promise<void>;
  choose: (name: string) => void;
  setFilter: (text: string) => void;
  start: () => Promise<void>;
}

export const CAPTURE_FORM: InjectionKey<CaptureForm> = Symbol('capture form');

export function useCaptureForm(): CaptureForm {
  const form = inject(CAPTURE_FORM);
  if (form === undefined) throw new Error('no capture form is provided');
  return form;
}

/** Long enough that typing does not start a compiler per letter. */
const CHECK_DELAY_MILLIS = 180;

/** Interfaces one would capture from first: up before down, the machine's own loop after the network. */
export function orderInterfaces(interfaces: readonly InterfaceInfo[]): InterfaceInfo[] {
  const rank = (info: InterfaceInfo): number => (info.up ? 0 : 4) + (info.addresses.length > 0 ? 0 : 2) + (info.loopback ? 1 : 0);
  return [...interfaces].sort((a, b) => rank(a) - rank(b));
}

export function createCaptureForm(session: Session, preferences: Preferences, problems: Problems): CaptureForm {
  const interfaces = shallowRef<readonly InterfaceInfo[] | null>(null);
  const capturers = shallowRef<readonly CapturerStatus[] | null>(null);
  const chosen = shallowRef<string | null>(null);
  const filter = shallowRef('');
  const check = shallowRef<FilterCheck>({ state: 'empty', error: null });
  let serial = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const capturer = computed(() => {
    const usable = capturers.value?.filter((entry) => entry.usable) ?? [];
    return usable.find((entry) => entry.name === preferences.settings.value.capturer) ?? usable[0] ?? null;
  });

  async function checkNow(mine: number): Promise<void> {
    const name = chosen.value;
    if (name === null) return;
    const answer = problems.valueOf(await invoke('checkFilter', { interface: name, filter: filter.value }));
    if (mine !== serial || answer === null) return;
    check.value = { state: answer.valid ? 'valid' : 'invalid', error: answer.error };
  }
  function recheck(): void {
    const mine = ++serial;
    if (timer !== null) clearTimeout(timer);
    const empty = filter.value.trim() === '';
    check.value = { state: empty ? 'empty' : 'checking', error: null };
    if (!empty) timer = setTimeout(() => void checkNow(mine), CHECK_DELAY_MILLIS);
  }
  onScopeDispose(() => { if (timer !== null) clearTimeout(timer); });

  function choose(name: string): void {
    chosen.value = name;
    filter.value = preferences.settings.value.captureFilters[name] ?? '';
  }
  function take(next: readonly InterfaceInfo[]): void {
    interfaces.value = orderInterfaces(next);
    const known = next.some((info) => info.name === chosen.value);
    const first = interfaces.value[0];
    if (!known && first !== undefined) choose(first.name);
  }
  watch([filter, chosen], recheck);
  onScopeDispose(listen('interfaces', take));

  return {
    interfaces, capturers, capturer, chosen, filter, check,
    canStart: computed(() => chosen.value !== null && capturer.value !== null && check.value.state !== 'invalid'),
    async look() {
      const found = problems.valueOf(await invoke('listInterfaces', undefined));
      capturers.value = found?.capturers ?? [];
      take(found?.interfaces ?? []);
    },
    choose,
    setFilter: (text) => { filter.value = text; },
    async start() {
      const name = chosen.value;
      if (name === null || capturer.value === null || check.value.state === 'invalid') return;
      const text = filter.value.trim();
      void preferences.change({ captureFilters: { ...preferences.settings.value.captureFilters, [name]: text } });
      await session.startCapture({ interface: name, filter: text, capturer: preferences.settings.value.capturer });
    },
  };
}
