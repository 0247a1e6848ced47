// Exchanges originator and responder of a connection on the user's word; the next status brings the rows anew.
import { computed, shallowRef } from 'vue';
import type { ComputedRef } from 'vue';
import type { ConnectionDetail } from '@shared/snapshot';
import { invoke } from '../bridge';
import { useProblems } from './problems';
import type { Problems } from './problems';

export interface SwapEnds {
  /** The ends stand as the user chose, against what the packets say. */
  swapped: ComputedRef<boolean>;
  swap: () => Promise<void>;
}

/** What was asked for last, by the connection: the detail in hand may be older, and a second swap must undo the first. */
const asked = shallowRef<{ id: number; startMicros: number; swapped: boolean } | null>(null);

export const useSwapEnds = (detail: () => ConnectionDetail | null): SwapEnds => createSwapEnds(detail, useProblems());

export function createSwapEnds(detail: () => ConnectionDetail | null, problems: Problems): SwapEnds {
  const swapped = computed(() => {
    const now = detail();
    const last = asked.value;
    return now !== null && last !== null && last.id === now.id && last.startMicros === now.startMicros ? last.swapped : now?.directionReason === 'override';
  });
  return {
    swapped,
    async swap() {
      const now = detail();
      if (now === null) return;
      const wanted = !swapped.value;
      asked.value = { id: now.id, startMicros: now.startMicros, swapped: wanted };
      const result = await invoke('overrideDirection', { id: now.id, swapped: wanted });
      if (!result.ok) asked.value = null;
      problems.valueOf(result);
    },
  };
}
