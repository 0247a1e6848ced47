// Takes the pictures of the README: made-up and recorded captures and loopback traffic only.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { generate } from '../bench/generate';
import { ROOT, clearScratch, inScratch, openWindow, take } from './picture-window';

const SIZE = { width: 1360, height: 820 };
const picture = (name: string) => (theme: string): string => path.join(ROOT, 'assets/screenshots', `${name}-${theme}.png`);
const golden = (name: string): string => path.join(ROOT, 'test/golden/captures', `${name}.pcap`);

test.afterAll(clearScratch);

test('start page', async () => {
  const { app, page } = await openWindow([], SIZE);
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.waitForTimeout(6_000); // a few samples for the sparklines
  await take(page, picture('start'), ['dark']);
  await app.close();
});

test('story of a connection, overview', async () => {
  const { file } = generate(inScratch(''), 'web', { scale: 0.01 });
  const { app, page } = await openWindow([file], SIZE);
  await expect(page.getByRole('grid').getByRole('row').nth(5)).toBeVisible();
  await page.waitForTimeout(2_000); // read to its end
  await page.keyboard.press('Control+3');
  await page.waitForTimeout(1_500);
  await take(page, picture('overview'), ['light']);
  await page.keyboard.press('Control+1');
  // A connection that went all the way: opened by a handshake, closed in order.
  await page.keyboard.press('Control+f');
  await page.keyboard.insertText('tcp time-wait');
  await page.waitForTimeout(800);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.waitForTimeout(800);
  await take(page, picture('detail'));
  await app.close();
});

test('ladder and graph of a connection with loss', async () => {
  const { app, page } = await openWindow([golden('loss-upstream')], SIZE);
  await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+Shift+M');
  await page.keyboard.press('Alt+3');
  await page.waitForTimeout(1_500);
  await take(page, picture('graph'), ['dark']);
  await page.keyboard.press('Alt+2');
  for (const key of ['Home', 'n', 'n', 'n']) await page.keyboard.press(key);
  await page.waitForTimeout(800);
  await take(page, picture('ladder'), ['light']);
  await app.close();
});

test('alerts', async () => {
  const { app, page } = await openWindow([golden('xmas')], SIZE);
  await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('tab', { name: /^Alerts/ }).click();
  await page.waitForTimeout(800);
  await page.getByRole('treegrid').focus();
  for (const key of ['Home', 'ArrowDown']) await page.keyboard.press(key);
  await page.waitForTimeout(800);
  await take(page, picture('alerts'), ['dark']);
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
  const { app, page } = await openWindow([], SIZE);
  await page.getByRole('option').filter({ hasText: /^lo/ }).click();
  await page.getByRole('textbox').fill(`tcp port ${port} or tcp port 9`);
  await page.waitForTimeout(1_000); // the filter is checked
  await page.keyboard.press('Enter');
  const rows = page.getByRole('grid').getByRole('row');
  await expect(rows.nth(10)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('columnheader', { name: 'Last seen' }).click();
  await page.waitForTimeout(4_000);
  await rows.nth(8).click();
  await page.waitForTimeout(600);
  await take(page, picture('live'));
  stop();
  await app.evaluate(({ app: running }) => { running.exit(0); }).catch(() => undefined); // no question about the unsaved capture
});
