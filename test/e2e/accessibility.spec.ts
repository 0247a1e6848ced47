// axe over every page, tab and dialog of the built window, in both themes: nothing serious or critical.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { PAGES } from '../../renderer/model/pages';
import { DETAIL_TABS } from '../../shared/settings';
import { expectRows, launch, ROOT } from './launch';
import { choose } from './menu';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const CAPTURE = path.join(ROOT, 'test/golden/captures/loss-upstream.pcap');
/** Colours are settled: no transition is half way. */
const QUIET_MS = 250;

interface Finding { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }

/** What axe holds for serious or critical, with where. */
async function findings(page: Page, where: string): Promise<string[]> {
  await page.waitForTimeout(QUIET_MS);
  const found = await page.evaluate(async () => {
    const axe = Reflect.get(globalThis, 'axe') as { run(context: Document, options: object): Promise<{ violations: Finding[] }> };
    return (await axe.run(document, { resultTypes: ['violations'], iframes: false })).violations;
  });
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target, failureSummary }) => `${where}: ${id} at ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`));
}

for (const theme of ['dark', 'light'] as const) {
  test(`the start page in ${theme}`, async () => {
    const { page, close } = await launch([], { theme });
    try {
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.evaluate(AXE);
      expect(await findings(page, 'start')).toEqual([]);
    } finally {
      await close();
    }
  });

  test(`the doctor with its findings, and the dialogs around the work, in ${theme}`, async () => {
    const { app, page, complaints, close } = await launch([], { theme });
    try {
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.evaluate(AXE);
      const found: string[] = [];
      for (const [entry, says] of [['Settings…', 'Settings'], ['Copy Diagnostics', '## Capturers'], ['About Synoptic', '0.1.0']] as const) {
        await choose(app, entry);
        await expect(page.getByRole('dialog')).toContainText(says, { timeout: 40_000 });
        found.push(...await findings(page, entry));
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
      await choose(app, 'Capture Doctor');
      await expect(page.getByRole('main', { name: 'Capture doctor' })).toBeVisible();
      found.push(...await findings(page, 'doctor'));
      await page.getByLabel('Interface', { exact: true }).selectOption('lo');
      await page.getByLabel('Capture for').selectOption('1');
      await page.getByRole('button', { name: 'Examine' }).click();
      await expect(page.getByRole('list', { name: 'What was found' }).getByRole('listitem')).toHaveCount(12, { timeout: 40_000 });
      found.push(...await findings(page, 'findings of the doctor'));
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  });

  test(`every page, tab and dialog of a capture in ${theme}`, async () => {
    const { page, complaints, close } = await launch([CAPTURE], { theme });
    try {
      await expectRows(page, 1);
      await page.evaluate(AXE);
      const found: string[] = await findings(page, 'nothing selected');
      await page.getByRole('grid').focus();
      await page.keyboard.press('Home');
      for (const [i, tab] of DETAIL_TABS.entries()) {
        await page.keyboard.press(`Alt+${i + 1}`);
        await expect(page.getByRole('tabpanel')).toBeVisible();
        if (tab === 'ladder') for (const key of ['Home', 'n']) await page.keyboard.press(key);
        found.push(...await findings(page, tab));
      }
      for (const [i, { id }] of PAGES.entries()) {
        await page.keyboard.press(`Control+${i + 1}`);
        found.push(...await findings(page, `page ${id}`));
      }
      await page.keyboard.press('Control+1');
      for (const [dialog, keys] of [['palette', 'Control+k'], ['help', 'F1'], ['keys', '?']] as const) {
        await page.keyboard.press(keys);
        await expect(page.getByRole('dialog')).toBeVisible();
        found.push(...await findings(page, dialog));
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
      await page.getByRole('grid').focus();
      await page.keyboard.press('Shift+F10');
      await expect(page.getByRole('menu')).toBeVisible();
      found.push(...await findings(page, 'menu of a row'));
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+f');
      await page.keyboard.insertText('tcp.');
      found.push(...await findings(page, 'completion'));
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  });
}
