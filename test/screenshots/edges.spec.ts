// What no ordinary capture shows: nothing, one packet, long addresses and names, hundreds of alerts, a small window, larger letters. Kept in .cache/screenshots.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { PAGES } from '../../renderer/model/pages';
import { pcap } from '../make/pcap';
import { story } from '../make/story';
import { ROOT, clearScratch, collected, inScratch, openWindow, take, takeWindow } from './picture-window';

const FOLDER = path.join(ROOT, '.cache/screenshots/edges');
const NORMAL = { width: 1280, height: 800 };
const SMALL = { width: 900, height: 600 };
const LONG = 'a-capture-with-a-name-that-goes-on-and-on-as-names-do-when-a-ticket-number-a-host-and-a-date-are-all-in-it-2026-11-22T21-34-20Z';

test.afterAll(clearScratch);

function stored(name: string, bytes: Uint8Array): string {
  const file = inScratch(`${name}.pcap`);
  writeFileSync(file, bytes);
  return file;
}
const file = (what: string) => (theme: string): string => path.join(FOLDER, `${what}-${theme}.png`);

/** Every page, and every tab of the first connection. */
async function round(page: Page, name: string, picture = (what: string, theme: 'dark' | 'light'): Promise<void> => take(page, file(what), [theme])): Promise<void> {
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  for (const [i, tab] of ['story', 'ladder', 'graph', 'packet'].entries()) {
    await page.keyboard.press(`Alt+${i + 1}`);
    await page.waitForTimeout(800);
    await picture(`${name}-${tab}`, 'dark');
  }
  for (const [i, { id }] of PAGES.entries()) {
    await page.keyboard.press(`Control+${i + 1}`);
    await page.waitForTimeout(800);
    if (id !== 'connections') await picture(`${name}-${id}`, 'light');
  }
  await page.keyboard.press('Control+1');
}

test('no packet at all', async () => {
  const { app, page } = await openWindow([stored('empty', pcap([]))], NORMAL);
  await page.waitForTimeout(1_500);
  for (const [i, { id }] of PAGES.entries()) {
    await page.keyboard.press(`Control+${i + 1}`);
    await page.waitForTimeout(600);
    await take(page, file(`empty-${id}`), ['light']);
  }
  await app.close();
});

test('one packet', async () => {
  const { app, page } = await openWindow([stored('one', story().syn().pcap())], NORMAL);
  await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
  await round(page, 'one');
  await app.close();
});

test('long addresses and a long name', async () => {
  const originator = { address: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:1234', port: 65_535 };
  const responder = { address: '2001:db8:1111:2222:3333:4444:5555:6666', port: 54_321 };
  const told = story({ originator, responder, vlan: [4094, 4093] }).syn().synAck().ack().data('originator', 300).ack('responder').lost().data('responder', 1220).data('responder', 1220).ack('originator').retransmit('responder', -2).ack('originator').close('originator');
  const { app, page, resize } = await openWindow([stored(LONG, told.pcap())], NORMAL);
  await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
  await round(page, 'long');
  await resize(SMALL);
  await page.waitForTimeout(400);
  await round(page, 'long-small');
  await app.close();
});

test('hundreds of alerts in a small window', async () => {
  const many = Array.from({ length: 220 }, (_, i) => story({
    originator: { address: `10.${i >> 4}.${i & 15}.7`, port: 40_000 + i }, responder: { address: `192.168.${i >> 5}.${(i & 31) + 1}`, port: 80 }, startMicros: 1_767_225_600_000_000 + i * 250_000,
  }).syn('originator', { flags: i % 3 === 0 ? 'SF' : i % 3 === 1 ? 'FPU' : 'SR' }).frames());
  const { app, page, resize } = await openWindow([stored('alerts', pcap(many.flat()))], NORMAL);
  await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('Control+4');
  await page.waitForTimeout(1_500);
  await take(page, file('alerts'));
  await resize(SMALL);
  await page.waitForTimeout(400);
  await take(page, file('alerts-small'));
  await page.keyboard.press('Control+3');
  await page.waitForTimeout(800);
  await take(page, file('alerts-small-overview'), ['dark']);
  await app.close();
});

test('a small window and larger letters', async () => {
  const { app, page, resize } = await openWindow([collected('k15_loss_upstream.pcap') ?? path.join(ROOT, 'test/golden/captures/loss-upstream.pcap')], SMALL);
  await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
  await round(page, 'small');
  await resize(NORMAL);
  await app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1.5); });
  await page.waitForTimeout(500);
  const onScreen = (what: string): Promise<void> => takeWindow(app, file(what)('dark'));
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await round(page, 'zoomed', onScreen);
  for (const [what, keys] of [['keys', '?'], ['help', 'F1'], ['report', 'Control+r']] as const) {
    await page.getByRole('grid').focus();
    await page.keyboard.press(keys);
    await page.waitForTimeout(500);
    await onScreen(`zoomed-${what}`);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(200);
  }
  await app.close();
});

test('the start page, small and with larger letters', async () => {
  const { app, page, resize } = await openWindow([], SMALL);
  await expect(page.getByRole('option').first()).toBeVisible();
  await take(page, file('start-small'));
  await resize(NORMAL);
  await app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1.5); });
  await page.waitForTimeout(500);
  await takeWindow(app, file('start-zoomed')('dark'));
  await app.close();
});
