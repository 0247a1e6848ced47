// Whether rows must stay where they are: somebody points at them, or works in them with a row selected.
import { computed, shallowRef } from 'vue';
import type { ComputedRef } from 'vue';

export interface RowHold {
  holding: ComputedRef<boolean>;
  onEnter: () => void;
  onLeave: () => void;
  onFocus: () => void;
  onBlur: (event: FocusEvent) => void;
}

export function createRowHold(hasSelection: () => boolean): RowHold {
  const pointed = shallowRef(false);
  const focused = shallowRef(false);
  return {
    holding: computed(() => pointed.value || (focused.value && hasSelection())),
    onEnter: () => { pointed.value = true; },
    onLeave: () => { pointed.value = false; },
    onFocus: () => { focused.value = true; },
    onBlur: (event) => { focused.value = event.currentTarget instanceof Element && event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget); },
  };
}
