// Every page and tab on a connection of each kind, in both themes and two sizes: to be looked at, kept in .cache/screenshots only.
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { PAGES } from '../../renderer/model/pages';
import { ROOT, clearScratch, openWindow, take } from './picture-window';
import { scenes } from './scenes';

const SIZES = [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }] as const;
const TABS = ['story', 'ladder', 'graph', 'packet'] as const;
const FOLDER = path.join(ROOT, '.cache/screenshots');

test.afterAll(clearScratch);

for (const scene of scenes()) {
  test(scene.name, async () => {
    const { app, page, resize } = await openWindow([scene.file], SIZES[0]);
    const grid = page.getByRole('grid', { name: 'Connections' });
    await expect(grid.getByRole('row').nth(1)).toBeVisible();
    if (scene.filter !== '') {
      await page.keyboard.press('Control+f');
      await page.keyboard.insertText(scene.filter);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('columnheader', { name: 'Packets' }).getByRole('button').click();
    await grid.focus();
    await page.keyboard.press('Home');
    await page.waitForTimeout(600);
    for (const size of SIZES) {
      await resize(size);
      const file = (what: string) => (theme: string): string => path.join(FOLDER, `${size.width}-${theme}`, `${scene.name}-${what}.png`);
      await grid.focus();
      await page.keyboard.press('Home');
      for (const [i, tab] of TABS.entries()) {
        await page.keyboard.press(`Alt+${i + 1}`);
        if (tab === 'ladder') await page.keyboard.press('Home');
        await page.waitForTimeout(900);
        await take(page, file(tab));
        await page.keyboard.press('Control+Shift+M');
        await page.waitForTimeout(400);
        await take(page, file(`${tab}-full`));
        if (tab === 'story') await jumpChosen(page, file('story-jump'));
        if (tab === 'ladder') {
          await absolute(page, file('ladder-absolute'));
          await onlyVerdicts(page, file('ladder-verdicts'));
        }
        await page.keyboard.press('Control+Shift+M');
      }
      for (const [i, { id }] of PAGES.entries()) {
        await page.keyboard.press(`Control+${i + 1}`);
        await page.waitForTimeout(900);
        if (id !== 'connections') await take(page, file(`page-${id}`));
      }
      await page.keyboard.press('Control+1');
    }
    await app.close();
  });
}

/** The jump in the middle, as a click on its number shows it. */
async function jumpChosen(page: Page, file: (theme: string) => string): Promise<void> {
  const jumps = page.locator('[role="button"].jump');
  const count = await jumps.count();
  if (count === 0) return;
  await jumps.nth(Math.floor(count / 2)).dispatchEvent('click');
  await page.waitForTimeout(300);
  await take(page, file, ['dark']);
}

/** With the numbers as the packets carry them. */
async function absolute(page: Page, file: (theme: string) => string): Promise<void> {
  await page.keyboard.press('r');
  await page.waitForTimeout(300);
  await take(page, file, ['dark']);
  await page.keyboard.press('r');
}

async function onlyVerdicts(page: Page, file: (theme: string) => string): Promise<void> {
  await page.keyboard.press('v');
  await page.waitForTimeout(500);
  await take(page, file, ['light']);
  await page.keyboard.press('v');
}

/** What lies over a capture: each opens by its key and is gone with Escape. */
test('dialogs over a capture', async () => {
  const { app, page, resize } = await openWindow([path.join(ROOT, 'test/golden/captures/loss-upstream.pcap')], SIZES[0]);
  const grid = page.getByRole('grid', { name: 'Connections' });
  await expect(grid.getByRole('row').nth(1)).toBeVisible();
  for (const size of SIZES) {
    await resize(size);
    const file = (what: string) => (theme: string): string => path.join(FOLDER, `${size.width}-${theme}`, `over-${what}.png`);
    await take(page, file('table'));
    await grid.focus();
    await page.keyboard.press('Home');
    for (const [what, keys] of [['report', 'Control+r'], ['palette', 'Control+k'], ['help', 'F1'], ['keys', '?'], ['menu', 'Shift+F10']] as const) {
      await grid.focus();
      await page.keyboard.press(keys);
      await page.waitForTimeout(500);
      await take(page, file(what));
      await page.keyboard.press('Escape');
      await page.waitForTimeout(200);
    }
    await page.keyboard.press('Control+f');
    await page.keyboard.insertText('tcp.');
    await page.waitForTimeout(500);
    await take(page, file('completion'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+f');
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('port == banana');
    await page.waitForTimeout(500);
    await take(page, file('wrong-filter'));
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Escape');
  }
  await app.close();
});

test('start page and dialogs', async () => {
  const { app, page, resize } = await openWindow([], SIZES[0]);
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.waitForTimeout(4_000);
  for (const size of SIZES) {
    await resize(size);
    const file = (what: string) => (theme: string): string => path.join(FOLDER, `${size.width}-${theme}`, `start-${what}.png`);
    await take(page, file('page'));
    for (const [what, keys] of [['keys', '?'], ['palette', 'Control+k'], ['help', 'F1']] as const) {
      await page.keyboard.press(keys);
      await page.waitForTimeout(400);
      await take(page, file(what));
      await page.keyboard.press('Escape');
      await page.waitForTimeout(200);
    }
  }
  await app.close();
});

test('states without colour', async () => {
  const { app, page } = await openWindow([path.join(ROOT, 'test/golden/captures/simultaneous-close.pcap')], SIZES[0]);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Alt+1');
  await page.evaluate(() => { document.documentElement.style.filter = 'grayscale(1)'; });
  await page.waitForTimeout(600);
  await take(page, (theme) => path.join(FOLDER, `grey-${theme}.png`));
  await app.close();
});
