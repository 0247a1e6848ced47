// Every tab of a connection driven by keys alone, on recorded captures: no pointer is moved in this file.
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { analyze, expectRows, launch, ROOT, shownRows } from './launch';

const capture = (name: string): string => path.join(ROOT, 'test/golden/captures', `${name}.pcap`);
const focusedText = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
const pane = (page: Page): Promise<string | undefined> => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane']);
/** The row that the ladder or a tree tells assistive technology of. */
const current = (page: Page): Promise<string> => page.evaluate(() => {
  const id = document.activeElement?.getAttribute('aria-activedescendant');
  return (id == null ? null : document.getElementById(id))?.textContent?.replaceAll(/\s+/g, ' ') ?? '';
});

async function withFirstConnection(name: string, run: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await launch([capture(name)]);
  try {
    await expectRows(page, 1);
    await expect.poll(() => pane(page)).toBe('table');
    await page.keyboard.press('Home');
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await run(page);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
}

test('the story: from jump to jump of the lanes, to the packet of one', async () => {
  const jumps = analyze<{ frame: number; to: string }>(capture('simultaneous-close'), 'transitions');
  await withFirstConnection('simultaneous-close', async (page) => {
    await page.keyboard.press('Alt+1');
    await page.getByRole('button', { name: /^1: / }).focus();
    await page.keyboard.press('End');
    await expect.poll(() => focusedText(page)).toContain(`${jumps.length}: `);
    await page.keyboard.press('Home');
    const seen: string[] = [];
    for (let i = 0; i < jumps.length; i++) {
      await expect.poll(() => focusedText(page)).toMatch(new RegExp(`^${i + 1}: `));
      seen.push(await focusedText(page));
      await page.keyboard.press('ArrowRight');
    }
    expect(seen.filter((text) => text.includes('to CLOSING'))).toHaveLength(2);
    for (const [i, { to }] of jumps.entries()) expect(seen[i]).toContain(`to ${to}`);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+4');
    await expect(page.getByRole('group', { name: 'Packet' }).getByText(`Frame ${jumps.at(-1)?.frame ?? 0}`, { exact: true })).toBeVisible();
  });
});

test('the ladder: to the next verdict, its numbers, and on to the packet', async () => {
  await withFirstConnection('loss-upstream', async (page) => {
    await page.keyboard.press('Alt+2');
    const ladder = page.getByRole('grid', { name: 'Packets of the connection, in time' });
    await expect(ladder.getByRole('row').nth(1)).toBeVisible();
    await expect(ladder).toBeFocused();
    await page.keyboard.press('Home');
    await expect.poll(() => current(page)).toContain('SYN');
    await page.keyboard.press('n');
    await expect.poll(() => current(page)).toMatch(/gap before|duplicate ack/);
    const relative = await current(page);
    await page.keyboard.press('r');
    await expect.poll(() => current(page)).not.toBe(relative);
    await page.keyboard.press('Shift+N');
    await expect(page.getByText('No packet before this one has a verdict.')).toBeVisible();
    await page.keyboard.press('g');
    await page.keyboard.type('100');
    await page.keyboard.press('Enter');
    await expect.poll(() => current(page)).toMatch(/^100/);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Frame 100', { exact: true })).toBeVisible();
  });
});

test('the graph: zoom, move, and the packet at the cross-hair', async () => {
  await withFirstConnection('loss-upstream', async (page) => {
    await page.keyboard.press('Alt+3');
    const graph = page.getByRole('application', { name: 'SEQ/ACK graph' });
    await graph.focus();
    const inSight = async (): Promise<number> => Number(/^([\d,]+) packets/.exec(await page.locator('#graph-summary').textContent() ?? '')?.[1]?.replaceAll(',', '') ?? Number.NaN);
    await expect.poll(inSight).toBe(319);
    for (let i = 0; i < 3; i++) await page.keyboard.press('+');
    await expect.poll(inSight).toBeLessThan(319);
    const zoomed = await inSight();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(inSight).not.toBe(zoomed);
    await page.keyboard.press('Enter');
    await page.keyboard.press('0');
    await expect.poll(inSight).toBe(319);
    await page.keyboard.press('Alt+4');
    await expect(page.getByText(/^packet \d+ of 319$/)).toBeVisible();
  });
});

test('the packet: to its neighbours, into a header, to the bytes of a field', async () => {
  await withFirstConnection('zero-window', async (page) => {
    await page.keyboard.press('Alt+4');
    await expect(page.getByText('Frame 1', { exact: true })).toBeVisible();
    const tree = page.getByRole('tree', { name: 'Headers' });
    await expect(tree).toBeFocused();
    await page.keyboard.press('n');
    await expect(page.getByText('Frame 2', { exact: true })).toBeVisible();
    await page.keyboard.press('Home');
    await expect.poll(() => current(page)).toContain('Ethernet');
    const fields = await tree.getByRole('treeitem').count();
    await page.keyboard.press('ArrowLeft');
    await expect(tree.getByRole('treeitem')).toHaveCount(fields - 3);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('.hex .marked')).toHaveCount(6);
  });
});

test('the ends are swapped and swapped back, and the way there is a command by its name', async () => {
  await withFirstConnection('server-rst', async (page) => {
    const ends = async (): Promise<string[]> => (await shownRows(page))[0]?.slice(2, 4) ?? [];
    const before = await ends();
    await page.keyboard.press('Control+Shift+X');
    await expect.poll(ends).toEqual([...before].reverse());
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog').locator('input')).toBeFocused();
    await page.keyboard.type('swap');
    await expect(page.getByRole('option', { name: /swap/i })).toHaveAttribute('data-highlighted', '');
    await page.keyboard.press('Enter');
    await expect.poll(ends).toEqual(before);
    await expect.poll(() => pane(page)).toBe('table');
  });
});

test('help opens at the state of the selected row, and every key is found in the list', async () => {
  await withFirstConnection('half-close', async (page) => {
    const [cells = []] = await shownRows(page);
    await page.keyboard.press('F1');
    const help = page.getByRole('dialog', { name: 'Help' });
    await expect(help).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-topic'))).toBe(`state:TCP:${cells[4] ?? ''}`);
    await page.keyboard.press('Escape');
    await expect.poll(() => pane(page)).toBe('table');
    await page.keyboard.press('?');
    await page.keyboard.type('verdict');
    const found = page.getByRole('dialog', { name: 'Keys' }).getByRole('listitem');
    await expect(found).toHaveCount(2);
    await expect(found.nth(0)).toContainText('Next or previous packet with a verdict');
    await expect(found.nth(1)).toContainText('Only packets with a verdict');
    await page.keyboard.press('Escape');
  });
});
