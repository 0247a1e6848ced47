// The capture doctor of the window: which interface, whether it examines, and what it found.
import { inject, shallowRef } from 'vue';
import type { InjectionKey, ShallowRef } from 'vue';
import { TRIAL_SECONDS, type Diagnosis } from '@shared/doctor';
import type { AppError } from '@shared/ipc';
import { invoke } from '../bridge';
import type { Session } from './session';

export interface Doctor {
  open: Readonly<ShallowRef<boolean>>;
  device: ShallowRef<string>;
  devices: Readonly<ShallowRef<readonly string[]>>;
  seconds: ShallowRef<number>;
  busy: Readonly<ShallowRef<boolean>>;
  diagnosis: Readonly<ShallowRef<Diagnosis | null>>;
  failed: Readonly<ShallowRef<AppError | null>>;
  /** Shows the page; `wanted`: the interface that is asked about; `known`: those that were found already. */
  show: (wanted: string, known: readonly string[]) => Promise<void>;
  close: () => void;
  examine: () => Promise<void>;
}

export const DOCTOR: InjectionKey<Doctor> = Symbol('doctor');

export function useDoctor(): Doctor {
  const doctor = inject(DOCTOR);
  if (doctor === undefined) throw new Error('no doctor is provided');
  return doctor;
}

export function createDoctor(session: Session): Doctor {
  const [open, busy] = [shallowRef(false), shallowRef(false)];
  const device = shallowRef('');
  const devices = shallowRef<readonly string[]>([]);
  const seconds = shallowRef<number>(TRIAL_SECONDS.usual);
  const diagnosis = shallowRef<Diagnosis | null>(null);
  const failed = shallowRef<AppError | null>(null);
  return {
    open, device, devices, seconds, busy, diagnosis, failed,
    async show(wanted, known) {
      const { phase, source } = session.status.value;
      const asked = phase === 'live' ? source : wanted;
      const offer = (names: readonly string[]): void => {
        devices.value = asked === '' || names.includes(asked) ? names : [asked, ...names];
        if (!devices.value.includes(device.value)) device.value = devices.value[0] ?? '';
      };
      if (asked !== '') device.value = asked;
      offer(known);
      if (diagnosis.value?.interface !== device.value) diagnosis.value = null;
      open.value = true;
      const found = await invoke('listInterfaces', undefined);
      if (found.ok) offer(found.value.interfaces.map(({ name }) => name));
    },
    close() { open.value = false; },
    async examine() {
      if (busy.value) return;
      busy.value = true;
      diagnosis.value = failed.value = null;
      const result = await invoke('doctor', { interface: device.value, seconds: seconds.value });
      busy.value = false;
      if (result.ok) diagnosis.value = result.value;
      else failed.value = result.error;
    },
  };
}
