// The application is killed with -9 while it captures: the next start offers what it captured, and shows the same table.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { launch, rowCount, shownRows, type Running } from './launch';

const CONNECTIONS = 40;
const begun: ChildProcess[] = [];
test.afterEach(() => { for (const process of begun.splice(0)) process.kill('SIGKILL'); });

async function traffic(): Promise<number> {
  const server = http.createServer((request, response) => { response.end(`you asked for ${request.url ?? ''}`); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  for (let i = 0; i < CONNECTIONS; i++) {
    await new Promise<void>((resolve, reject) => {
      http.get({ host: '127.0.0.1', port, agent: false }, (response) => { response.resume().on('end', resolve); }).on('error', reject);
    });
  }
  server.closeAllConnections();
  server.close();
  return port;
}

const phase = (page: Page): Promise<string> => page.evaluate(async () => {
  const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string): Promise<{ value: { status: { phase: string } } }> };
  return (await api.invoke('startup')).value.status.phase;
});

/** Rows of the server's connections without what time alone changes. */
async function table(page: Page, port: number): Promise<string[]> {
  await page.getByLabel('Filter connections').fill(`port == ${String(port)} && tcp`);
  await expect.poll(() => rowCount(page), { timeout: 20_000 }).toBe(CONNECTIONS);
  return (await shownRows(page)).map((cells) => cells.slice(1, 4).join(' ')).sort();
}

async function capturedAndKilled(): Promise<{ profile: string; port: number; rows: string[] }> {
  const first: Running = await launch();
  begun.push(first.app.process());
  await expect(first.page.getByText('Captures with')).toBeVisible({ timeout: 20_000 });
  await first.page.getByRole('option').filter({ has: first.page.getByText('lo', { exact: true }) }).dblclick();
  await expect(first.page.getByRole('grid')).toBeVisible({ timeout: 20_000 });
  await first.page.mouse.move(0, 0); // rows under the pointer are held
  const port = await traffic();
  const rows = await table(first.page, port);
  const process = first.app.process();
  const gone = new Promise((resolve) => { process.once('exit', resolve); });
  process.kill('SIGKILL');
  await gone;
  return { profile: first.profile, port, rows };
}

const spools = (profile: string): string[] => fs.readdirSync(path.join(profile, 'captures')).filter((name) => name.startsWith('synoptic-spool-'));

test('after kill -9 during a capture the next start offers it; it opens to the same table, and stays until it is saved or discarded', async () => {
  const { profile, port, rows } = await capturedAndKilled();
  expect(spools(profile)).toHaveLength(1);

  const { app, page, close } = await launch([], {}, profile);
  const left = page.getByRole('region', { name: 'Captures left behind' });
  await expect(left.getByRole('listitem')).toHaveCount(1, { timeout: 20_000 });
  await expect(left).toContainText('lo');
  const began = Date.now();
  await left.getByRole('button', { name: 'Open' }).click();
  expect(await table(page, port)).toEqual(rows);
  test.info().annotations.push({ type: 'recovery', description: `${String(Date.now() - began)} ms from the click to the same table` });
  expect(await phase(page)).toBe('done');
  expect(spools(profile)).toHaveLength(1);

  // Closing it loses nothing and asks nothing.
  await page.keyboard.press('Control+Shift+W');
  await expect(left.getByRole('listitem')).toHaveCount(1);

  const target = path.join(profile, 'saved.pcapng');
  await app.evaluate(({ dialog }, filePath) => { dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath }); }, target);
  await left.getByRole('button', { name: 'Save' }).click();
  await expect(left).toHaveCount(0);
  expect(spools(profile)).toEqual([]);
  await page.evaluate(async (file) => {
    const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string, argument: unknown): Promise<unknown> };
    await api.invoke('openFile', { path: file });
  }, target);
  expect(await table(page, port)).toEqual(rows);
  await close();
});

test('a capture left behind is discarded only when that is confirmed', async () => {
  const { profile } = await capturedAndKilled();
  const { app, page, close } = await launch([], {}, profile);
  const left = page.getByRole('region', { name: 'Captures left behind' });
  const answer = (response: number) => app.evaluate(({ dialog }, chosen) => { dialog.showMessageBox = () => Promise.resolve({ response: chosen, checkboxChecked: false }); }, response);
  await expect(left.getByRole('listitem')).toHaveCount(1, { timeout: 20_000 });
  await answer(1);
  await left.getByRole('button', { name: 'Discard' }).click();
  await expect(left.getByRole('button', { name: 'Discard' })).toBeEnabled();
  expect(spools(profile)).toHaveLength(1);
  await answer(0);
  await left.getByRole('button', { name: 'Discard' }).click();
  await expect(left).toHaveCount(0);
  expect(spools(profile)).toEqual([]);
  await close();
});
