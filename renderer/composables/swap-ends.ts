// Exchanges originator and responder of a connection on the user's word; the next status brings the rows anew.
import { computed } from 'vue';
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

export const useSwapEnds = (detail: () => ConnectionDetail | null): SwapEnds => createSwapEnds(detail, useProblems());

export function createSwapEnds(detail: () => ConnectionDetail | null, problems: Problems): SwapEnds {
  const swapped = computed(() => detail()?.directionReason === 'override');
  return {
    swapped,
    async swap() {
      const now = detail();
      if (now !== null) problems.valueOf(await invoke('overrideDirection', { id: now.id, swapped: !swapped.value }));
    },
  };
}
