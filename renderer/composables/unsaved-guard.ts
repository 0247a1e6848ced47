// Asks before a live capture that was not saved is given up.
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import type { Session } from './session';

export interface UnsavedGuard {
  asking: Readonly<ShallowRef<boolean>>;
  /** Runs at once when nothing would be lost, else after the answer. */
  before: (run: () => unknown) => void;
  saveFirst: () => Promise<void>;
  discard: () => void;
  cancel: () => void;
}

export function createUnsavedGuard(session: Session): UnsavedGuard {
  const asking = shallowRef(false);
  let waiting: (() => unknown) | null = null;
  const go = (): void => {
    const run = waiting;
    waiting = null;
    asking.value = false;
    run?.();
  };
  return {
    asking,
    before(run) {
      waiting = run;
      if (session.unsaved.value) asking.value = true;
      else go();
    },
    async saveFirst() {
      asking.value = false;
      if (await session.save()) go();
    },
    discard: go,
    cancel() { waiting = null; asking.value = false; },
  };
}
