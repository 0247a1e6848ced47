// The chosen packet in full, read back from the capture: asked for when chosen; the last one stays until the next is there.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { PacketDetail } from '@shared/trace';
import { invoke } from '../bridge';
import type { Problems } from './problems';

export interface PacketRead {
  packet: Readonly<ShallowRef<PacketDetail | null>>;
  /** True when the chosen packet cannot be read back. */
  gone: Readonly<ShallowRef<boolean>>;
}

export function createPacketRead(id: Readonly<Ref<number>>, index: Readonly<ShallowRef<number | null>>, problems: Problems): PacketRead {
  const packet = shallowRef<PacketDetail | null>(null);
  const gone = shallowRef(false);
  let busy = false;
  let ended = false;

  async function read(): Promise<void> {
    if (busy) return;
    busy = true;
    for (;;) {
      const asked = { id: id.value, index: index.value };
      if (asked.index === null) { packet.value = null; break; }
      const result = await invoke('packet', { id: asked.id, index: asked.index });
      if (ended) return;
      // A key held down chooses faster than packets are read: only the newest choice counts.
      if (asked.id !== id.value || asked.index !== index.value) continue;
      if (!result.ok) problems.report(result.error);
      packet.value = result.ok ? result.value : null;
      gone.value = packet.value === null;
      break;
    }
    busy = false;
  }
  watch(id, () => { packet.value = null; }, { flush: 'sync' });
  watch([id, index], () => { void read(); }, { immediate: true });
  onScopeDispose(() => { ended = true; });
  return { packet, gone };
}
