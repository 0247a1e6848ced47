// F6 goes round the panes of the window; each pane names the element that takes the focus.

/** Elements marked `data-pane` in document order that can be seen. */
function panes(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((element) => element.offsetParent !== null);
}

export function focusPane(name: string): boolean {
  const pane = panes().find((element) => element.dataset['pane'] === name);
  pane?.focus();
  return pane !== undefined;
}

export function focusNextPane(step: 1 | -1): void {
  const all = panes();
  if (all.length === 0) return;
  const focused = document.activeElement;
  const now = all.findIndex((pane) => pane === focused || pane.contains(focused));
  const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : (now + step + all.length) % all.length;
  all[next]?.focus();
}
