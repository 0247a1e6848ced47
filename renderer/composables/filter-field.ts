// The filter field as it is typed in: what is valid goes to the table, what is not is marked; suggestions and earlier filters by key.
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import { completions, type Completion } from '@shared/filter/complete';
import { parseFilter } from '@shared/filter/parse';

/** Short enough to feel immediate, long enough not to filter a million rows for every letter of a word. */
const TYPING_MILLIS = 90;

export interface FieldControl {
  input: () => HTMLInputElement | null;
  /** Goes to the table. */
  leave: () => void;
  /** Earlier filters, newest first. */
  history: () => readonly string[];
  note: (filter: string) => void;
}

export function createFilterField(filter: Ref<string>, control: FieldControl) {
  const typed = shallowRef(filter.value);
  const caret = shallowRef(filter.value.length);
  const open = shallowRef(false);
  /** Index of the suggestion that Enter takes; -1 for none. */
  const active = shallowRef(-1);
  const recalling = shallowRef(false);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  onScopeDispose(stop);

  const parsed = computed(() => parseFilter(typed.value));
  const found = computed(() => completions(typed.value, caret.value));
  const suggestions = computed<readonly Completion[]>(() => (recalling.value ? control.history().map((text) => ({ insert: text, label: text, meaning: '' })) : found.value.items));
  const listed = computed(() => open.value && suggestions.value.length > 0);

  function apply(): void {
    stop();
    if (parsed.value.ok) filter.value = typed.value.trim();
  }
  watch(filter, (now) => { if (timer === null && now !== typed.value.trim()) typed.value = now; });
  watch(typed, () => {
    stop();
    timer = setTimeout(apply, TYPING_MILLIS);
  });
  watch(suggestions, () => { active.value = -1; }, { flush: 'sync' });

  function read(): void {
    const input = control.input();
    if (input === null) return;
    typed.value = input.value;
    caret.value = input.selectionStart ?? input.value.length;
  }
  function put(text: string, at: number): void {
    typed.value = text;
    caret.value = at;
    const input = control.input();
    if (input === null) return;
    input.value = text;
    input.focus();
    input.setSelectionRange(at, at);
  }
  function take(item: Completion): void {
    const { from, to } = found.value;
    const whole = recalling.value;
    const text = whole ? item.insert : typed.value.slice(0, from) + item.insert + typed.value.slice(to).trimStart();
    put(text, whole ? text.length : from + item.insert.length);
    recalling.value = false;
    open.value = !whole;
  }
  function close(): void {
    open.value = false;
    recalling.value = false;
    active.value = -1;
  }
  /** Shows what could come next; in an empty field, what was applied before. */
  function show(): void {
    recalling.value = typed.value.trim() === '';
    open.value = true;
    if (suggestions.value.length === 0) close();
  }
  function move(step: 1 | -1): void {
    const n = suggestions.value.length;
    active.value = active.value < 0 ? (step > 0 ? 0 : n - 1) : (active.value + step + n) % n;
  }
  function enter(): void {
    const item = listed.value ? suggestions.value[active.value] : undefined;
    if (item !== undefined) {
      take(item);
      return;
    }
    close();
    apply();
    if (!parsed.value.ok) return;
    control.note(typed.value.trim());
    control.leave();
  }
  function escape(): void {
    if (listed.value) close();
    else if (typed.value === '') control.leave();
    else put('', 0);
  }

  function onKey(event: KeyboardEvent): void {
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const step = key === 'ArrowDown' ? 1 : -1;
      if (!listed.value) show();
      if (listed.value) move(step);
      else if (step > 0) control.leave();
    } else if (key === 'Enter') enter();
    else if (key === 'Escape') escape();
    else if (key === 'Tab' && listed.value && active.value >= 0 && !event.shiftKey) {
      const item = suggestions.value[active.value];
      if (item !== undefined) take(item);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    typed, parsed, suggestions, listed, active, onKey, take, close,
    onInput(): void { recalling.value = false; open.value = true; read(); },
    onCaret: read,
    /** Puts a whole filter in place of what is there, and applies it. */
    use(text: string): void { put(text, text.length); close(); apply(); if (parsed.value.ok) control.note(text.trim()); },
    clear(): void { put('', 0); close(); apply(); },
    onBlur(): void { close(); if (parsed.value.ok) control.note(typed.value.trim()); },
  };
}
