// The help: whether it is open, and at which entry. What an element is about stands in its `data-help`, or in that of something around it.
import { inject, onScopeDispose, shallowRef } from 'vue';
import type { InjectionKey, ShallowRef } from 'vue';
import { topicFor } from '../model/help-topics';

export interface Help {
  open: ShallowRef<boolean>;
  /** Key of the entry it opens at; null for none. */
  at: Readonly<ShallowRef<string | null>>;
  /** Opens at what has the focus, or at what the pointer is on if the mouse was used last. */
  show: () => void;
  explain: (asked: string | null) => void;
}

export const HELP: InjectionKey<Help> = Symbol('help');

export function useHelp(): Help {
  const help = inject(HELP);
  if (help === undefined) throw new Error('no help is provided');
  return help;
}

/** What an element, something around it, or else the first thing inside it is about. */
export function helpOf(element: Element | null): string | null {
  const found = element?.closest<HTMLElement>('[data-help]') ?? element?.querySelector<HTMLElement>('[data-help]') ?? null;
  return found?.dataset['help'] ?? null;
}

export function createHelp(): Help {
  const open = shallowRef(false);
  const at = shallowRef<string | null>(null);
  let pointed: EventTarget | null = null;
  const onPointer = (event: PointerEvent): void => { pointed = event.target; };
  const onKey = (event: KeyboardEvent): void => { if (event.key !== 'F1') pointed = null; };
  window.addEventListener('pointermove', onPointer, { passive: true });
  window.addEventListener('keydown', onKey, { capture: true });
  onScopeDispose(() => {
    window.removeEventListener('pointermove', onPointer);
    window.removeEventListener('keydown', onKey, { capture: true });
  });

  function explain(asked: string | null): void {
    at.value = asked === null ? null : topicFor(asked)?.key ?? null;
    open.value = true;
  }
  return {
    open,
    at,
    explain,
    show() {
      const under = pointed instanceof Element ? pointed.closest<HTMLElement>('[data-help]')?.dataset['help'] ?? null : null;
      const focused = document.activeElement;
      const row = focused?.getAttribute('aria-activedescendant');
      const about = row == null ? (focused === document.body ? null : focused) : document.getElementById(row);
      // A whole pane is about too much: only what can be told by one entry counts.
      explain(under ?? (about?.closest('[data-help]') !== null || row != null ? helpOf(about) : null));
    },
  };
}
