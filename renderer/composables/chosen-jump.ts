// The state jump that lanes, diagram and the line below speak of; choosing one selects its packet as well.
import { computed, inject, shallowRef, watch } from 'vue';
import type { ComputedRef, InjectionKey } from 'vue';
import type { ConnectionDetail } from '@shared/snapshot';
import { MOST_JUMPS } from '../model/state-spans';
import type { Jump } from '../model/state-spans';
import { useSelectedPacket } from './selected-packet';

export interface ChosenJump {
  jump: ComputedRef<Jump | null>;
  choose: (number: number) => void;
  /** To the one before or after, in the order of the log. */
  step: (by: number) => void;
}

export const CHOSEN_JUMP: InjectionKey<ChosenJump> = Symbol('chosen jump');

export function useChosenJump(): ChosenJump {
  const chosen = inject(CHOSEN_JUMP);
  if (chosen === undefined) throw new Error('no chosen jump is provided');
  return chosen;
}

export function createChosenJump(detail: () => ConnectionDetail): ChosenJump {
  const packet = useSelectedPacket();
  const number = shallowRef<number | null>(null);
  watch(() => detail().id, () => { number.value = null; });
  const count = (): number => Math.min(MOST_JUMPS, detail().transitions.length);
  const choose = (next: number): void => {
    number.value = next;
    const transition = detail().transitions[next - 1];
    if (transition !== undefined) void packet.selectFrame(transition.frame);
  };
  return {
    jump: computed(() => {
      const transition = number.value === null ? undefined : detail().transitions[number.value - 1];
      return number.value === null || transition === undefined ? null : { number: number.value, transition };
    }),
    choose,
    step: (by) => { if (count() > 0) choose(Math.min(count(), Math.max(1, (number.value ?? (by > 0 ? 0 : 2)) + by))); },
  };
}
