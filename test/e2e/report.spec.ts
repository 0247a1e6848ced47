// A report exported from the window by keyboard: files where they were wanted, a PDF that is one, and nothing of an address when anonymised.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { expectRows, launch, ROOT, analyze } from './launch';

const CAPTURE = path.join(ROOT, 'test/golden/captures/xmas.pcap');

test('a report is chosen, written and found again', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-report-'));
  const rows = analyze<{ originator: { address: string }; responder: { address: string } }>(CAPTURE, 'connections');
  const { app, page, complaints, close } = await launch([CAPTURE]);
  try {
    await expectRows(page, rows.length);
    await app.evaluate(({ dialog, shell }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
      shell.showItemInFolder = (file) => { Reflect.set(globalThis, 'shown', file); };
    }, folder);
    await page.keyboard.press('Control+r');
    const dialog = page.getByRole('dialog', { name: 'Export a report' });
    await dialog.getByLabel('Title').fill('Night of <b>Xmas</b>');
    for (const name of ['JSON', 'CSV', 'Anonymise']) await dialog.getByLabel(name).press('Space');
    if (process.env.SYNOPTIC_SHOTS !== undefined) await page.screenshot({ path: path.join(process.env.SYNOPTIC_SHOTS, 'dialog.png') });
    await dialog.getByRole('button', { name: 'Choose folder and export' }).press('Enter');
    await expect(dialog.getByText('6 files written')).toBeVisible({ timeout: 20_000 });
    if (process.env.SYNOPTIC_SHOTS !== undefined) await page.screenshot({ path: path.join(process.env.SYNOPTIC_SHOTS, 'dialog-done.png') });
    expect(fs.readdirSync(folder).sort()).toEqual(['SHA256SUMS', 'alerts.csv', 'evidence.pcapng', 'report.html', 'report.json', 'report.pdf']);
    for (const line of fs.readFileSync(path.join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n')) {
      const [sum, name = ''] = line.split('  ');
      const bytes = fs.readFileSync(path.join(folder, name));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sum);
      for (const { originator, responder } of rows) for (const { address } of [originator, responder]) expect(bytes.includes(address), `${name} ${address}`).toBe(false);
    }
    expect(fs.readFileSync(path.join(folder, 'report.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    expect(fs.readFileSync(path.join(folder, 'report.html'), 'utf8')).toContain('Night of &lt;b&gt;Xmas&lt;/b&gt;');
    await dialog.getByRole('button', { name: 'Show in folder' }).press('Enter');
    await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, 'shown') as unknown)).toBe(path.join(folder, 'report.html'));
    expect(complaints).toEqual([]);
  } finally {
    await close();
    if (process.env.SYNOPTIC_SHOTS !== undefined) fs.copyFileSync(path.join(folder, 'report.pdf'), path.join(process.env.SYNOPTIC_SHOTS, 'window.pdf'));
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
