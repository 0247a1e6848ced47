// What the user looks at, kept beside the page: a page that crashed and was loaded again shows the same.
import { nextTick, watch } from 'vue';
import type { Ref } from 'vue';
import type { View } from '@shared/ipc';
import { isKeptView, type KeptView } from '../model/kept-view';
import type { Session } from './session';

/** Lives and dies with the window: another run does not find it. */
const KEY = 'kept-view';

interface Shown { view: Ref<View>; selectedId: Ref<number | null> }

function read(): KeptView | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return isKeptView(value) ? value : null;
  } catch {
    return null;
  }
}

export function keepView(session: Session, { view, selectedId }: Shown): void {
  const before = read();
  watch(session.ready, async () => {
    // The first status makes the table begin anew; only then is it put back.
    await nextTick();
    await nextTick();
    if (before !== null && before.source !== '' && before.source === session.status.value.source) {
      view.value = before.view;
      selectedId.value = before.selectedId;
    }
    watch([view, selectedId, () => session.status.value.source], () => {
      const kept: KeptView = { source: session.status.value.source, view: view.value, selectedId: selectedId.value };
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    });
  }, { once: true });
}
