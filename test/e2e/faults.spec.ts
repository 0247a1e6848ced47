// Faults that are really caused in the running application: what is said, what stays, and what comes back.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { expectRows, launch, rowCount, shownRows } from './launch';
import { story } from '../make/story';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-faults-'));
test.afterAll(() => { fs.rmSync(scratch, { recursive: true, force: true }); });

const ROWS = 12;
/** A capture of a dozen connections. */
function capture(name: string): string {
  const parts = Array.from({ length: ROWS }, (_, i) => Buffer.from(story({ originator: { address: '192.0.2.7', port: 40_000 + i }, startMicros: 1_700_000_000_000_000 + i * 1_000_000 })
    .syn().synAck().ack().data('originator', 300).ack('responder').close('originator').pcap()));
  const file = path.join(scratch, name);
  fs.writeFileSync(file, Buffer.concat(parts.map((part, i) => (i === 0 ? part : part.subarray(24)))));
  return file;
}

/** Ends the page's process, as a fault in the engine would. */
const crashPage = (app: ElectronApplication): Promise<void> => app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(); });

/** The page of a crashed window is another one for the driver: it is asked through the main process. */
const inPage = <T>(app: ElectronApplication, code: string): Promise<T> => app.evaluate(async ({ BrowserWindow }, script) => {
  const contents = BrowserWindow.getAllWindows()[0]?.webContents;
  if (contents === undefined || contents.isCrashed() || contents.isLoading()) return null as never;
  // What is asked of a page that is being replaced is never answered.
  return await Promise.race([contents.executeJavaScript(script), new Promise((resolve) => { setTimeout(resolve, 1_000, null); })]) as never;
}, code);

const SEEN = `(() => ({
  filter: document.querySelector('[aria-label="Filter connections"]')?.value ?? null,
  rows: Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 0) - 1,
  sort: document.querySelector('[role=columnheader][aria-sort="descending"]')?.textContent?.trim() ?? null,
  selected: document.querySelector('[role=row][aria-selected=true]')?.getAttribute('aria-rowindex') ?? null,
}))()`;
interface Seen { filter: string | null; rows: number; sort: string | null; selected: string | null }

test('a page that crashed comes back with the same filter, order and selected row', async () => {
  const { app, page, close } = await launch([capture('crash.pcap')]);
  await expectRows(page, ROWS);
  await page.getByRole('columnheader').nth(1).click();
  await page.getByRole('columnheader').nth(1).click();
  await page.getByLabel('Filter connections').fill('tcp');
  await page.keyboard.press('Enter'); // closes the suggestions
  await expectRows(page, ROWS);
  await page.getByRole('grid').getByRole('row').nth(3).click();
  await expect(page.getByRole('region', { name: 'State transitions' })).toBeVisible();
  const before = await inPage<Seen>(app, SEEN);
  expect(before).toMatchObject({ filter: 'tcp', rows: ROWS });
  expect(before.selected).not.toBeNull();
  const began = Date.now();
  await crashPage(app);
  await expect.poll(() => inPage<Seen>(app, SEEN), { timeout: 20_000 }).toEqual(before);
  test.info().annotations.push({ type: 'recovery', description: `${String(Date.now() - began)} ms` });
  await close();
});

test('a damaged settings file is kept aside, the defaults are used, and it is said once', async () => {
  const { page, profile, close } = await launch([], '{ "theme": "da');
  await expect(page.getByRole('alert')).toContainText('The settings file could not be read');
  const kept = fs.readdirSync(profile).filter((name) => /^settings\.damaged-.*\.json$/.test(name));
  expect(kept).toHaveLength(1);
  expect(fs.readFileSync(path.join(profile, kept[0] ?? ''), 'utf8')).toBe('{ "theme": "da');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await close();
});

test('an export and a capture that cannot be written are refused in a sentence, and nothing is left half written', async () => {
  const { app, page, close } = await launch([capture('target.pcap')]);
  await expectRows(page, ROWS);
  const target = path.join(scratch, 'no-such-folder', 'rows.csv');
  await app.evaluate(({ dialog }, filePath) => { dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath }); }, target);
  const answer = await page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string, argument: unknown): Promise<{ ok: boolean; error?: { code: string; message: string; remedy: string | null } }> };
    return api.invoke('exportFile', { suggestedName: 'rows', kind: 'csv', data: 'a,b' });
  });
  expect(answer).toMatchObject({ ok: false, error: { code: 'not-saved', remedy: 'Choose another folder.' } });
  expect(answer.error?.message).toContain('rows.csv');
  expect(fs.existsSync(path.dirname(target))).toBe(false);
  await close();
});

async function firstPacket(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string, argument: unknown): Promise<{ value: { missing: unknown } | null }> };
    for (let i = 0; i < 50; i++) {
      const { value } = await api.invoke('trace', { id: 12 });
      if (value !== null && value.missing !== null) return JSON.stringify(value.missing);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    return '';
  });
}

test('a file that is cut short while it is open keeps its rows, and packets that are gone are said to be', async () => {
  const file = capture('shortened.pcap');
  const { page, complaints, close } = await launch([file]);
  await expectRows(page, ROWS);
  const before = await shownRows(page);
  fs.truncateSync(file, 400);
  expect(await firstPacket(page)).toMatch(/cut short/);
  expect(await rowCount(page)).toBe(ROWS);
  expect(await shownRows(page)).toEqual(before);
  expect(complaints).toEqual([]);
  await close();
});
