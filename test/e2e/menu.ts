// Chooses an entry of the application's menu, which no page can reach.
import type { ElectronApplication } from '@playwright/test';

/** Sends what the entry of this label sends when it is chosen. */
export const choose = (app: ElectronApplication, label: string): Promise<void> => app.evaluate(({ Menu }, wanted) => {
  const items = (Menu.getApplicationMenu()?.items ?? []).flatMap((item) => item.submenu?.items ?? []);
  const found = items.find((item) => item.label === wanted);
  if (found === undefined) throw new Error(`no entry ${wanted}`);
  (found.click as () => void)();
}, label);
