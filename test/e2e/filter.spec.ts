// The filter field in the real window, by keyboard alone and from the menu of a cell: what it says, what the table shows, what is kept.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { analyze, expectRows, launch } from './launch';
import { story, together } from '../make/story';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-filter-'));
test.afterAll(() => { fs.rmSync(scratch, { recursive: true, force: true }); });

function capture(): string {
  const file = path.join(scratch, 'mixed.pcap');
  const ends = (i: number, port: number): { originator: { address: string; port: number }; responder: { address: string; port: number } } => ({ originator: { address: `10.0.0.${i}`, port: 50_000 + i }, responder: { address: `192.168.1.${port % 200}`, port } });
  fs.writeFileSync(file, together(
    ...Array.from({ length: 12 }, (_, i) => story(ends(i + 1, 443)).at(i).handshake().data('responder', 900).ack('originator').close()),
    ...Array.from({ length: 6 }, (_, i) => story(ends(i + 20, 80)).at(20 + i).syn().refuse()),
    ...Array.from({ length: 4 }, (_, i) => story(ends(i + 30, 53)).at(30 + i).datagram('originator').datagram('responder')),
  ));
  return file;
}

test('a filter is completed, corrected, applied and kept', async () => {
  const file = capture();
  const all = analyze<{ id: number }>(file, 'connections').length;
  const { page, profile, complaints, close } = await launch([file]);
  await expectRows(page, all);
  const field = page.getByRole('combobox', { name: 'Filter connections' });

  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type('tcp.po');
  await expect(page.getByRole('option', { name: /tcp\.port/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('tcp.port ');
  await page.keyboard.type('== 4x');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText(/“4x” is no value of tcp.port/)).toBeVisible();
  if (process.env['SYNOPTIC_SHOTS'] !== undefined) for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(process.env['SYNOPTIC_SHOTS'], `filter-wrong-${colorScheme}.png`) });
  }
  await page.keyboard.press('Backspace');
  await page.keyboard.type('43 and closed == fin');
  await expect(field).toHaveAttribute('aria-invalid', 'false');
  await page.keyboard.press('Enter');
  await expectRows(page, 12);
  await expect(page.getByText(`12 of ${String(all)}`)).toBeVisible();
  await expect(page.getByRole('grid')).toBeFocused();
  await expect.poll(() => (JSON.parse(fs.readFileSync(path.join(profile, 'settings.json'), 'utf8')) as { filterHistory?: string[] }).filterHistory).toEqual(['tcp.port == 443 and closed == fin']);

  // while it is wrong, the last valid one stays
  await page.keyboard.press('/');
  await page.keyboard.type('tcp.prot == 1');
  await expect(page.getByText('Did you mean tcp.port?')).toBeVisible();
  await expectRows(page, 12);
  await field.fill('');
  await expectRows(page, all);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: 'tcp.port == 443 and closed == fin' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expectRows(page, 12);
  expect(complaints).toEqual([]);
  await close();
});

test('a cell becomes a filter by its menu, and by the menu key of its row', async () => {
  const file = capture();
  const { page, complaints, close } = await launch([file]);
  await expectRows(page, 22);
  const grid = page.getByRole('grid');
  await grid.getByRole('row').nth(1).getByRole('gridcell').nth(1).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Without tcp' }).click();
  await expectRows(page, 4);
  await expect(page.getByRole('combobox', { name: 'Filter connections' })).toHaveValue('proto != tcp');
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: /^Originator\s*10\.0\.0\.30/ }).press('ArrowRight');
  if (process.env['SYNOPTIC_SHOTS'] !== undefined) for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(process.env['SYNOPTIC_SHOTS'], `filter-menu-${colorScheme}.png`) });
  }
  await page.getByRole('menuitem', { name: 'And 10.0.0.30' }).press('Enter');
  await expectRows(page, 1);
  await expect(page.getByRole('combobox', { name: 'Filter connections' })).toHaveValue('proto != tcp and originator.address == 10.0.0.30');
  await page.getByRole('button', { name: 'What can be filtered' }).click();
  await page.getByRole('searchbox', { name: 'Search the fields' }).fill('retransmission');
  await expect(page.getByRole('button', { name: /tcp\.analysis\.retransmission/ })).toBeVisible();
  if (process.env['SYNOPTIC_SHOTS'] !== undefined) await page.screenshot({ path: path.join(process.env['SYNOPTIC_SHOTS'], 'filter-help.png') });
  expect(complaints).toEqual([]);
  await close();
});
