// The pages beside the table, by keyboard alone: hosts and overview lead to the connections they speak of; columns are moved and kept.
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { analyze, expectRows, launch, ROOT, rowCount } from './launch';

interface Row { originator: { address: string }; responder: { address: string } }
const CAPTURE = path.join(ROOT, 'test/golden/captures/reorder-dup.pcap');

test('hosts and the overview are reached by key and lead to their connections', async () => {
  const rows = analyze<Row>(CAPTURE, 'connections');
  const { page, complaints, close } = await launch([CAPTURE]);
  try {
    await expectRows(page, rows.length);
    await page.keyboard.press('Control+2');
    const hosts = new Set(rows.flatMap((row) => [row.originator.address, row.responder.address]));
    await expect.poll(() => rowCount(page)).toBe(hosts.size);
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    const host = await page.locator('[role=row][aria-selected=true] [role=gridcell]').first().textContent();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: 'Connections' })).toHaveAttribute('aria-selected', 'true');
    await expectRows(page, rows.filter((row) => row.originator.address === host || row.responder.address === host).length);

    await page.keyboard.press('Control+3');
    await expect(page.getByRole('img', { name: /Rate over time/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /CLOSED → SYN-SENT/ })).toBeVisible();
    await expect(page.locator('canvas')).toHaveCount(3);
    const flow = page.getByRole('region', { name: 'Flow of state jumps' }).first();
    await flow.getByRole('button', { name: 'Table' }).focus();
    await page.keyboard.press('Enter');
    await flow.getByRole('button', { name: 'ESTABLISHED' }).first().focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: 'Connections' })).toHaveAttribute('aria-selected', 'true');
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});

test('a column moved, widened and added by key stays so', async () => {
  const { page, complaints, close } = await launch([CAPTURE]);
  const heads = () => page.getByRole('columnheader').allTextContents();
  try {
    await expect(page.getByRole('columnheader').first()).toHaveText(/No\./);
    await page.getByRole('button', { name: 'Proto' }).focus();
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(async () => (await heads()).slice(0, 2).map((text) => text.replace(/^[▴▾]/, ''))).toEqual(['Proto', 'No.']);
    await page.getByRole('button', { name: 'Columns…' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemcheckbox', { name: 'Mean round-trip time' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await heads()).at(-1)).toBe('RTT');
    await expect.poll(() => page.locator('[role=row][aria-rowindex="2"] [role=gridcell]').last().textContent()).toMatch(/µs|ms|s/);
    const kept = await page.evaluate(async () => {
      const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string, argument?: unknown): Promise<{ value: { settings: { columns: { key: string }[] } } }> };
      return (await api.invoke('startup')).value.settings.columns.map((column) => column.key);
    });
    expect([kept[0], kept.at(-1)]).toEqual(['protocol', 'rtt']);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});
