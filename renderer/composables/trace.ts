// The packets of the selected connection as they are read back: how many there are so far, and whether more may come.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { TraceInfo } from '@shared/trace';
import { invoke } from '../bridge';
import type { Problems } from './problems';

export interface Trace {
  /** null until the first answer, and for a connection that is gone. */
  info: Readonly<ShallowRef<TraceInfo | null>>;
  /** True once it is known that there are none to read back. */
  none: Readonly<ShallowRef<boolean>>;
}

/** Packets come in by the thousand: often enough to be seen growing. */
const READING_MILLIS = 150;
/** A live connection grows; so often the ladder grows with it. */
const LIVE_MILLIS = 500;

/** @param grows whether the capture may still bring packets of this connection */
export function createTrace(id: Readonly<Ref<number>>, grows: () => boolean, problems: Problems): Trace {
  const info = shallowRef<TraceInfo | null>(null);
  const none = shallowRef(false);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let ended = false;
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  async function ask(): Promise<void> {
    const asked = id.value;
    const result = await invoke('trace', { id: asked });
    if (ended || asked !== id.value) return;
    if (!result.ok) {
      none.value = true;
      problems.report(result.error);
      return;
    }
    const before = info.value;
    const now = result.value;
    none.value = now === null;
    // An answer that says the same must not wake whoever watches.
    if (now === null || before === null || before.id !== now.id || before.packets !== now.packets || before.complete !== now.complete || before.lastMicros !== now.lastMicros) info.value = now;
    if (now === null) return;
    if (!now.complete) timer = setTimeout(() => { void ask(); }, READING_MILLIS);
    else if (grows()) timer = setTimeout(() => { void ask(); }, LIVE_MILLIS);
  }
  watch(id, () => {
    stop();
    info.value = null;
    none.value = false;
    void ask();
  }, { immediate: true });
  onScopeDispose(() => { ended = true; stop(); });
  return { info, none };
}
