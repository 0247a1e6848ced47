// Alerts in the real window, by keyboard: the list leads to what an alert means, to its packets and connections; what the user says stays.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { ATTACKER, attackCapture } from '../make/attack';
import { launch, rowCount } from './launch';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-alerts-'));
const CAPTURE = path.join(folder, 'attack.pcap');
fs.writeFileSync(CAPTURE, attackCapture());
test.afterAll(() => { fs.rmSync(folder, { recursive: true, force: true }); });

test('an attack is found, explained and followed to its packet by key', async () => {
  const { page, complaints, close } = await launch([CAPTURE]);
  try {
    await expect(page.getByRole('tab', { name: /Alerts/ }).getByRole('img')).toHaveAttribute('aria-label', /high.*medium/);
    await page.keyboard.press('Control+4');
    const tree = page.getByRole('treegrid');
    await expect(tree.getByRole('row', { name: /Port scan/ })).toHaveAttribute('aria-expanded', 'true');
    await tree.focus();
    await page.keyboard.press('Home');
    while (await page.getByRole('article', { name: /^Port scan/ }).count() === 0) await page.keyboard.press('ArrowDown');
    const detail = page.getByRole('article', { name: /^Port scan/ });
    await expect(detail).toContainText('46 ports tried');
    await expect(detail).toContainText('122:1 portscan');
    await page.keyboard.press('Enter');
    await expect(detail).toBeFocused();

    await detail.getByRole('button', { name: 'Show connections' }).click();
    await expect.poll(() => rowCount(page)).toBe(46);
    await page.keyboard.press('Control+4');
    const frame = page.getByRole('article').getByRole('button', { name: /^Frame/ }).nth(2);
    const number = ((await frame.textContent()) ?? '').trim();
    await frame.click();
    await expect(page.getByRole('tab', { name: 'Packet', exact: true })).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tabpanel')).toContainText(number);
    await expect(page.getByRole('tabpanel')).toContainText(ATTACKER);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});

test('a mute, a note and moved thresholds change what counts', async () => {
  const { page, profile, complaints, close } = await launch([CAPTURE]);
  try {
    await expect(page.getByRole('tab', { name: /Alerts/ }).getByRole('img')).toBeVisible();
    await page.keyboard.press('Control+4');
    const tree = page.getByRole('treegrid');
    await tree.getByRole('row', { name: new RegExp(`${ATTACKER}.*Medium`) }).first().click();
    await page.getByRole('textbox', { name: 'Note' }).fill('our own scanner');
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(() => fs.existsSync(path.join(profile, 'alert-notes.json')) && fs.readFileSync(path.join(profile, 'alert-notes.json'), 'utf8')).toContain('our own scanner');

    await page.getByRole('button', { name: 'What if…' }).click();
    const ports = page.getByRole('spinbutton', { name: /scanPorts/ });
    await ports.fill('100');
    await ports.press('Tab');
    await page.getByRole('button', { name: 'Try out' }).click();
    const row = page.getByRole('row', { name: /^Port scan/ }).last();
    await expect(row).toContainText('10');
    await expect(row.getByRole('cell')).toHaveText(['1', /^0/]);

    await page.getByRole('button', { name: /^Alert$/ }).click();
    await tree.getByRole('row', { name: /Port scan/ }).first().click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('button', { name: 'Mute…' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('quarterly audit');
    await page.keyboard.press('Enter');
    await expect(tree.getByRole('row', { name: /Suppressed/ })).toHaveAttribute('aria-expanded', 'false');
    await expect(tree.getByRole('row', { name: /^Port scan/ })).toHaveCount(0);
    await page.getByRole('button', { name: 'Mutes 1' }).click();
    await expect(page.getByRole('region', { name: 'Muted, in every capture' })).toContainText('quarterly audit');
    await page.getByRole('button', { name: /Remove the mute/ }).click();
    await expect(tree.getByRole('row', { name: /Port scan/ }).first()).toBeVisible();
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});
