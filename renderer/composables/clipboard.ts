// Puts text on the clipboard and says so for a moment.
import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';

const SAY_MILLIS = 1500;

/** For windows that are refused the clipboard permission: a selection in the document may always be copied. */
function copySelected(text: string): void {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'offscreen';
  document.body.append(field);
  const focused = document.activeElement;
  field.select();
  document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
}

export function createClipboard(): { copied: Readonly<ShallowRef<boolean>>; copy: (text: string) => Promise<void> } {
  const copied = shallowRef(false);
  let timer: ReturnType<typeof setTimeout> | null = null;
  onScopeDispose(() => { if (timer !== null) clearTimeout(timer); });
  return {
    copied,
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        copySelected(text);
      }
      copied.value = true;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => { copied.value = false; }, SAY_MILLIS);
    },
  };
}
