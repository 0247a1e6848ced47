// Zoom the graph of a connection of a million segments in the real window, and take the time from a click on a row to its graph in a large
// capture.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launch, rowCount } from '../../e2e/launch';
import { writeLongConnection } from './long-connection';
import { memoryOf, memoryTable } from './memory';
import { loadMeter, loadText } from './processor';

const BENCH = path.join(os.tmpdir(), 'synoptic-bench');
const LARGE = process.env.SYNOPTIC_LARGE ?? path.join(BENCH, 'web.pcap');
const SEGMENTS = Number(process.env.SYNOPTIC_SEGMENTS ?? 1_000_000);
const ROWS = Number(process.env.SYNOPTIC_CLICKS ?? 40);
const SECONDS = 5;

test('a graph of a million segments', async () => {
  const file = path.join(BENCH, `long-${SEGMENTS}.pcap`);
  fs.mkdirSync(BENCH, { recursive: true });
  const packets = writeLongConnection(file, SEGMENTS);
  const { app, page, close } = await launch([file], { theme: 'dark' });
  try {
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(page.getByText('Complete')).toBeVisible({ timeout: 120_000 });
    await page.getByRole('grid').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Alt+3');
    const shown = await settled(page, () => Promise.resolve());
    console.log(`graph: ${spoken(shown)}; ${await page.locator('#graph-summary').textContent() ?? ''}`);
    const started = performance.now();
    await expect.poll(() => page.locator('#graph-summary').textContent(), { timeout: 120_000 }).toContain(packets.toLocaleString('en-US'));
    console.log(`all ${packets} packets in it after another ${Math.round(performance.now() - started)} ms`);
    console.log(`zooming by the wheel: ${await zoomed(app, page, -120)}`);
    console.log(`and out again: ${await zoomed(app, page, 120)}`);
    console.log(memoryTable(await memoryOf(app)));
  } finally {
    await close();
  }
});

test('from a click to the graph', async () => {
  expect(fs.existsSync(LARGE), `make it first: node test/bench/make-captures.mjs web (looked for ${LARGE})`).toBe(true);
  const { app, page, close } = await launch([LARGE], { theme: 'dark' });
  try {
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(page.getByText('Complete')).toBeVisible({ timeout: 300_000 });
    page.setDefaultTimeout(60_000);
    const grid = page.getByRole('grid');
    await page.getByRole('searchbox').or(page.locator('input[type=text]')).first().fill('tcp');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Packets' }).click();
    await grid.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Alt+3');
    await settled(page, () => Promise.resolve());
    const rows = await rowCount(page);
    const times: number[] = [];
    for (let i = 0; i < ROWS; i++) {
      await grid.evaluate((element, share) => {
        const scroller = [element, ...element.querySelectorAll('*')].find((e) => e.scrollHeight > e.clientHeight + 1000) ?? element;
        scroller.scrollTop = share * (scroller.scrollHeight - scroller.clientHeight);
      }, (i * 0.618034) % 1);
      await page.waitForTimeout(300);
      const shown = await settled(page, () => click(page, 3));
      if (shown !== null) times.push(shown[0]);
    }
    times.sort((a, b) => a - b);
    console.log(`${rows} rows; click to graph, ${times.length} of ${ROWS}: median ${times[times.length >> 1] ?? NaN} ms, 95 % ${times[Math.floor(times.length * 0.95)] ?? NaN} ms, worst ${times.at(-1) ?? NaN} ms`);
    await grid.focus();
    const largest = await settled(page, () => page.keyboard.press('Home'));
    console.log(`the connection of most packets: ${spoken(largest)}; ${await page.locator('#graph-summary').textContent() ?? ''}`);
    console.log(memoryTable(await memoryOf(app)));
  } finally {
    await close();
  }
});

async function click(page: Page, row: number): Promise<void> {
  await page.getByRole('grid').evaluate((grid, index) => {
    const rows = [...grid.querySelectorAll('[role=row][aria-rowindex]')].filter((e) => e.getBoundingClientRect().top > grid.getBoundingClientRect().top + 60);
    const cell = rows[index]?.querySelector('[role=gridcell]');
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) cell?.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, button: 0 }));
  }, row);
}

const spoken = (times: [number, number] | null): string => (times === null ? 'nothing new to see' : `first picture ${times[0]} ms, last change ${times[1]} ms`);

/** Milliseconds until the graph's summary says something else, and until it no longer changes; null when it never did. */
async function settled(page: Page, act: () => Promise<void>): Promise<[number, number] | null> {
  const watch = page.evaluate(() => new Promise<[number, number] | null>((resolve) => {
    const text = (): string => document.querySelector('#graph-summary')?.textContent ?? '';
    const start = performance.now();
    let before = text();
    let first = 0;
    let last = 0;
    let acted = before === '' ? start : 0;
    for (const type of ['pointerdown', 'keydown'] as const) addEventListener(type, () => { if (acted === 0) acted = performance.now(); }, { capture: true, once: true });
    const frame = (now: number): void => {
      const shown = text();
      if (shown !== before) {
        before = shown;
        if (first === 0) first = now;
        last = now;
      }
      const from = acted === 0 ? start : acted;
      if ((first !== 0 && now - last > 700) || now - start > 10_000) resolve(first === 0 ? null : [Math.max(0, Math.round(first - from)), Math.max(0, Math.round(last - from))]);
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }));
  await act();
  return watch;
}

async function zoomed(app: ElectronApplication, page: Page, deltaY: number): Promise<string> {
  const spent = await loadMeter(app);
  const { frames, p95, worst } = await wheel(page, deltaY);
  return `${Math.round(frames / SECONDS)} frames a second, 95 % within ${p95} ms, worst ${worst} ms; ${loadText(spent(), frames)}`;
}

async function wheel(page: Page, deltaY: number): Promise<{ frames: number; p95: number; worst: number }> {
  return page.getByRole('application', { name: 'SEQ/ACK graph' }).evaluate((stage, [delta, seconds]) => new Promise<{ frames: number; p95: number; worst: number }>((resolve) => {
    const gaps: number[] = [];
    const start = performance.now();
    let last = start;
    const target = stage.querySelector('canvas') ?? stage;
    const { left, top, width, height } = target.getBoundingClientRect();
    const frame = (now: number): void => {
      gaps.push(now - last);
      last = now;
      target.dispatchEvent(new WheelEvent('wheel', { deltaY: delta / 12, clientX: left + width * 0.6, clientY: top + height / 2, bubbles: true, cancelable: true }));
      if (now - start < seconds * 1000) { requestAnimationFrame(frame); return; }
      gaps.sort((a, b) => a - b);
      resolve({ frames: gaps.length, p95: Math.round(gaps[Math.floor(gaps.length * 0.95)] ?? 0), worst: Math.round(gaps.at(-1) ?? 0) });
    };
    requestAnimationFrame(frame);
  }), [deltaY, SECONDS] as const);
}
