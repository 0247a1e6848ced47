// The packet of the selected connection that all tabs speak of: a jump, a bar or an arrow selects it, the packet tab shows it.
import { inject, shallowRef, watch } from 'vue';
import type { InjectionKey, Ref, ShallowRef } from 'vue';
import { invoke } from '../bridge';
import type { Problems } from './problems';

export interface SelectedPacket {
  /** Index in the connection, from 0; null for none. */
  index: Readonly<ShallowRef<number | null>>;
  select: (index: number | null) => void;
  /** Selects it where none is selected and none is on its way. */
  suggest: (index: number) => void;
  /** Selects by the number in the capture; nothing happens when the packet cannot be found. */
  selectFrame: (frame: number) => Promise<void>;
}

const WAIT_MILLIS = 60;

export const SELECTED_PACKET: InjectionKey<SelectedPacket> = Symbol('selected packet');

export function useSelectedPacket(): SelectedPacket {
  const packet = inject(SELECTED_PACKET);
  if (packet === undefined) throw new Error('no selected packet is provided');
  return packet;
}

export function createSelectedPacket(connectionId: Readonly<Ref<number | null>>, problems: Problems): SelectedPacket {
  const index = shallowRef<number | null>(null);
  /** Numbers the wishes: an answer that comes late must not undo a newer choice. */
  let wish = 0;
  /** The wish whose answer is awaited. */
  let awaited = -1;
  const select = (next: number | null): void => { wish++; index.value = next; };
  watch(connectionId, () => { select(null); });
  return {
    index,
    select,
    suggest: (next) => { if (index.value === null && awaited !== wish) select(next); },
    async selectFrame(frame) {
      const id = connectionId.value;
      if (id === null || frame <= 0) return;
      const mine = ++wish;
      awaited = mine;
      // While packets are still being read back, the nearest one so far may be far away.
      for (let whole = false; !whole && mine === wish;) {
        const trace = problems.valueOf(await invoke('trace', { id }));
        whole = trace === null || trace.complete;
        if (!whole) await new Promise((resolve) => { setTimeout(resolve, WAIT_MILLIS); });
      }
      const found = mine === wish ? problems.valueOf(await invoke('traceLocate', { id, frame })) : null;
      if (found !== null && found.index >= 0 && mine === wish) index.value = found.index;
      if (awaited === mine) awaited = -1;
    },
  };
}
