// What a user does meanwhile: goes from page to page, sorts, filters, follows a connection through its tabs.
import type { Page } from '@playwright/test';

const typed = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel('Filter connections').fill(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
};

const STEPS: readonly ((page: Page) => Promise<void>)[] = [
  async (page) => { await page.keyboard.press('Control+1'); },
  async (page) => { await page.getByRole('columnheader').filter({ hasText: 'Packets' }).getByRole('button').click(); },
  async (page) => {
    await page.getByRole('grid').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Alt+1');
  },
  async (page) => { await page.keyboard.press('Alt+2'); },
  async (page) => { await page.keyboard.press('Alt+3'); },
  async (page) => { await page.keyboard.press('Alt+4'); },
  async (page) => { await typed(page, 'tcp and bytes > 1000'); },
  async (page) => { await page.keyboard.press('Control+2'); },
  async (page) => { await page.keyboard.press('Control+3'); },
  async (page) => { await page.keyboard.press('Control+4'); },
  async (page) => { await page.keyboard.press('Control+1'); },
  async (page) => { await typed(page, ''); },
  async (page) => { await page.mouse.move(400, 300); },
  async (page) => { await page.mouse.wheel(0, 900); },
  async (page) => { await page.mouse.move(1, 1); },
];

/** Takes the next step; a step that finds no element is given up soon, the next one goes on. */
export class BusyUser {
  readonly #page: Page;
  #next = 0;
  failed = 0;
  constructor(page: Page) {
    this.#page = page;
    page.setDefaultTimeout(2_000);
  }
  async step(): Promise<void> {
    await STEPS[this.#next++ % STEPS.length]?.(this.#page).catch(() => { this.failed++; });
  }
}
