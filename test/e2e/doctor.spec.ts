// Around the work, in the real window: the doctor, settings as a file, diagnostics, the log, the note about this version.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { launch } from './launch';
import { choose } from './menu';

const answerDialogs = (app: ElectronApplication, file: string): Promise<void> => app.evaluate(({ dialog }, chosen) => {
  dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
}, file);
const clipboard = (app: ElectronApplication): Promise<string> => app.evaluate(({ clipboard: board }) => board.readText());
const settingsOf = (profile: string): unknown => JSON.parse(fs.readFileSync(path.join(profile, 'settings.json'), 'utf8'));
const ready = (page: Page): Promise<void> => expect(page.getByRole('option').first()).toBeVisible();

test('the doctor examines the loopback interface and its findings can be copied', async () => {
  const { app, page, complaints, close } = await launch([], { theme: 'dark' });
  try {
    await ready(page);
    await choose(app, 'Capture Doctor');
    await page.getByLabel('Interface', { exact: true }).selectOption('lo');
    await page.getByLabel('Capture for').selectOption('1');
    await page.getByRole('button', { name: 'Examine' }).click();
    await expect(page.getByRole('status').filter({ hasText: /problem/i })).toBeVisible({ timeout: 40_000 });
    const checks = page.getByRole('list', { name: 'What was found' }).getByRole('listitem');
    await expect(checks).toHaveCount(12);
    await expect(checks.filter({ hasText: 'lo is up' })).toContainText('ok');
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await expect.poll(() => clipboard(app)).toContain('Capture doctor: lo');
    await page.keyboard.press('Escape');
    await ready(page);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});

test('settings go to a file and come back from it; a file that is none changes nothing', async () => {
  const { app, page, profile, close } = await launch([], { theme: 'light', savedFilters: [{ name: 'slow', filter: 'rtt > 100' }] });
  try {
    await ready(page);
    const file = path.join(profile, 'mine.json');
    await answerDialogs(app, file);
    await choose(app, 'Export Settings…');
    await expect(page.getByText('Settings written to mine.json.')).toBeVisible();
    const written = JSON.parse(fs.readFileSync(file, 'utf8')) as { settings: object };
    fs.writeFileSync(file, JSON.stringify({ ...written, settings: { ...written.settings, theme: 'dark', wallpaper: 'x' } }));
    await page.getByRole('button', { name: 'Import…' }).click();
    await expect(page.getByText(/settings taken from mine\.json\. Not known here and left out: “wallpaper”\./)).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(settingsOf(profile)).toMatchObject({ theme: 'dark', savedFilters: [{ name: 'slow', filter: 'rtt > 100' }] });

    fs.writeFileSync(file, '{"synoptic":"settings","version":1,"settings":{"theme":"light","connectionLimit":-1}}');
    const before = settingsOf(profile);
    await page.getByRole('button', { name: 'Import…' }).click();
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('mine.json was not imported: “connectionLimit” has a value that cannot be. Nothing was changed.');
    expect(settingsOf(profile)).toEqual(before);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  } finally {
    await close();
  }
});

test('diagnostics and the log hold no address, no name and no path, and a fault of the page is in them', async () => {
  const { app, page, profile, close } = await launch([], { savedFilters: [{ name: 'secret-customer', filter: 'ip == 10.9.8.7' }] });
  try {
    await ready(page);
    const capture = path.join(profile, 'customer-northwind.pcap');
    fs.writeFileSync(capture, 'no capture at all');
    await answerDialogs(app, capture);
    await choose(app, 'Open…');
    await expect(page.getByRole('alert').filter({ hasText: 'not a capture' })).toBeVisible();
    await page.evaluate(() => { setTimeout(() => { throw new Error('broken by 10.9.8.7 at customer-northwind.pcap'); }); });
    const log = path.join(profile, 'logs', 'synoptic.log');
    await expect.poll(() => fs.readFileSync(log, 'utf8')).toContain('Page: Error: broken by <ipv4> at <file>');
    expect(fs.statSync(log).mode & 0o777).toBe(0o600);
    await choose(app, 'Copy Diagnostics');
    await expect(page.getByRole('dialog')).toContainText('## Capturers', { timeout: 40_000 });
    const text = await clipboard(app);
    for (const part of ['## System', 'dumpcap', '## Graphics', '## Memory', 'Browser', 'savedFilters: 1 entries', '## Log', 'not-a-capture']) expect(text).toContain(part);
    for (const told of [text, fs.readFileSync(log, 'utf8')]) expect(told).not.toMatch(/northwind|10\.9\.8\.7|secret-customer|synoptic-e2e-/);
  } finally {
    await close();
  }
});

test('the note about this version tells where others are and asks nobody', async () => {
  const { app, page, close } = await launch();
  try {
    await ready(page);
    const asked: string[] = [];
    page.on('request', (request) => { asked.push(request.url()); });
    await choose(app, 'About Synoptic');
    await expect(page.getByRole('dialog')).toContainText('Synoptic never asks the network for anything');
    await expect(page.getByRole('dialog')).toContainText('0.1.0');
    expect(asked.filter((url) => !url.startsWith('app:'))).toEqual([]);
  } finally {
    await close();
  }
});

test('a problem of capturing leads to the doctor', async () => {
  const { app, page, close } = await launch();
  try {
    await ready(page);
    await app.evaluate(({ BrowserWindow }, status) => { BrowserWindow.getAllWindows()[0]?.webContents.send('status', status); }, await page.evaluate(async () => {
      const { invoke } = Reflect.get(globalThis, 'synoptic') as { invoke: (name: string, argument: unknown) => Promise<{ value: { status: object } }> };
      const { value } = await invoke('startup', undefined);
      return { ...value.status, error: { code: 'no-permission', message: 'dumpcap has no permission to capture on lo.', remedy: 'sudo setcap …', offset: null } };
    }));
    await page.getByRole('alert').getByRole('button', { name: 'Doctor' }).click();
    await expect(page.getByRole('main', { name: 'Capture doctor' })).toBeVisible();
  } finally {
    await close();
  }
});
