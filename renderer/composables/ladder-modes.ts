// How ladders are told: relative or absolute numbers, which time, all packets or those with a verdict. Chosen once for every connection, until the window closes.
import { shallowRef } from 'vue';
import { TIME_MODES } from '../model/ladder-cells';
import type { TimeMode } from '../model/ladder-cells';

const relative = shallowRef(true);
const time = shallowRef<TimeMode>('relative');
const onlyVerdicts = shallowRef(false);

export function useLadderModes() {
  return {
    relative,
    time,
    onlyVerdicts,
    toggleNumbers: (): void => { relative.value = !relative.value; },
    toggleVerdicts: (): void => { onlyVerdicts.value = !onlyVerdicts.value; },
    nextTime: (): void => { time.value = TIME_MODES[(TIME_MODES.indexOf(time.value) + 1) % TIME_MODES.length] ?? 'relative'; },
  };
}
