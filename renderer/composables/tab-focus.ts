// The focus that comes to the detail pane, or that a closed tab has left behind, goes on to what the open tab is about: its keys work at once.
import { nextTick, onBeforeUnmount, onMounted } from 'vue';

/** @param focus gives the focus to the tab's main part */
export function createTabFocus(focus: () => void): void {
  let pane: HTMLElement | null = null;
  onMounted(async () => {
    pane = document.querySelector<HTMLElement>('[data-pane="detail"]');
    // Only the pane itself: this event does not rise from what is inside it.
    pane?.addEventListener('focus', focus);
    await nextTick();
    const focused = document.activeElement;
    if (focused === null || focused === document.body || focused === pane) focus();
  });
  onBeforeUnmount(() => { pane?.removeEventListener('focus', focus); });
}
