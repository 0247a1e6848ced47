// When a tab opens by keyboard its pane has the focus, or nothing has because the tab before is gone: then what the tab is about takes it.
import { nextTick, onMounted } from 'vue';

const isAdrift = (element: Element | null): boolean => element === null || element === document.body || element.matches('[data-pane="detail"]');

/** @param focus gives the focus to the tab's main part */
export function createTabFocus(focus: () => void): void {
  onMounted(async () => {
    await nextTick();
    if (isAdrift(document.activeElement)) focus();
  });
}
