// Takes the pictures of the README from the built application in the real Electron: made-up captures and loopback traffic only.
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { findElectron } from '../../main/dev/electron-runtime.mjs';
import { generate } from '../bench/generate';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PICTURES = path.join(ROOT, 'assets/screenshots');
const SIZE = { width: 1360, height: 820 };
const THEMES = ['dark', 'light'] as const;

const scratch = mkdtempSync(path.join(os.tmpdir(), 'synoptic-pictures-'));
test.afterAll(() => { rmSync(scratch, { recursive: true, force: true }); });

async function open(files: readonly string[]): Promise<{ app: ElectronApplication; page: Page }> {
  const executablePath = findElectron();
  if (executablePath === null) throw new Error('No Electron runtime: run `npm start` once.');
  const profile = mkdtempSync(path.join(scratch, 'profile-'));
  const app = await _electron.launch({
    executablePath, cwd: ROOT, args: ['--force-device-scale-factor=1', ROOT, ...files],
    env: { ...process.env, SYNOPTIC_NODE: process.execPath, SYNOPTIC_USER_DATA: profile },
  });
  const page = await app.firstWindow();
  await app.evaluate(({ BrowserWindow }, size) => { BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height); }, SIZE);
  return { app, page };
}

/** The same moment in both themes; resting, so that no tint or tooltip is half way. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(2, 2);
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(400);
    await page.screenshot({ path: path.join(PICTURES, `${name}-${colorScheme}.png`) });
  }
}

test('start page', async () => {
  const { app, page } = await open([]);
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.waitForTimeout(6_000); // a few samples for the sparklines
  await take(page, 'start');
  await app.close();
});

test('table and detail of a saved capture', async () => {
  const { file } = generate(scratch, 'web', { scale: 0.01 });
  const { app, page } = await open([file]);
  const grid = page.getByRole('grid');
  await expect(grid.getByRole('row').nth(5)).toBeVisible();
  await page.waitForTimeout(2_000); // read to its end
  await take(page, 'table');
  // A connection that went all the way: opened by a handshake, closed in order.
  await page.getByRole('searchbox').or(page.getByRole('combobox')).or(page.getByRole('textbox')).first().fill('tcp time-wait');
  await page.waitForTimeout(800);
  await grid.getByRole('row').nth(3).click();
  await page.waitForTimeout(800);
  await take(page, 'detail');
  await app.close();
});

/** A server on loopback and clients of every temper: quick ones, slow ones, one that is refused. */
async function traffic(): Promise<{ port: number; stop: () => void }> {
  const server = http.createServer((request, response) => {
    const wait = request.url === '/slow' ? 60_000 : Math.random() * 300;
    setTimeout(() => response.end('x'.repeat(200 + Math.floor(Math.random() * 20_000))), wait).unref();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const ask = (url: string, to = port): void => {
    http.get({ host: '127.0.0.1', port: to, path: url, agent: false }, (response) => response.resume()).on('error', () => undefined);
  };
  for (let i = 0; i < 4; i++) ask('/slow');
  const timer = setInterval(() => {
    ask('/quick');
    if (Math.random() < 0.1) ask('/nobody', 9);
  }, 60);
  const stop = (): void => {
    clearInterval(timer);
    server.closeAllConnections();
    server.close();
  };
  return { port, stop };
}

test('live capture on loopback', async () => {
  const { port, stop } = await traffic();
  const { app, page } = await open([]);
  await page.getByRole('option').filter({ hasText: /^lo/ }).click();
  await page.getByRole('textbox').fill(`tcp port ${port} or tcp port 9`);
  await page.waitForTimeout(1_000); // the filter is checked
  await page.keyboard.press('Enter');
  const rows = page.getByRole('grid').getByRole('row');
  await expect(rows.nth(20)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('columnheader', { name: 'Last seen' }).click();
  await page.waitForTimeout(4_000);
  await rows.nth(8).click();
  await page.waitForTimeout(600);
  await take(page, 'live');
  stop();
  await app.evaluate(({ app: running }) => { running.exit(0); }).catch(() => undefined); // no question about the unsaved capture
});
