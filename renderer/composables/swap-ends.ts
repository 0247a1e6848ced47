// Exchanges originator and responder of a connection on the user's word; the next status brings the rows anew.
import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import type { ConnectionDetail } from '@shared/snapshot';
import { invoke } from '../bridge';
import { useProblems } from './problems';

export interface SwapEnds {
  /** The ends stand as the user chose, against what the packets say. */
  swapped: ComputedRef<boolean>;
  swap: () => Promise<void>;
}

export function useSwapEnds(detail: () => ConnectionDetail): SwapEnds {
  const problems = useProblems();
  const swapped = computed(() => detail().directionReason === 'override');
  return {
    swapped,
    swap: async () => { problems.valueOf(await invoke('overrideDirection', { id: detail().id, swapped: !swapped.value })); },
  };
}
