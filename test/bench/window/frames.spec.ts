// Scroll, sort and filter one million connections in the real window, and print frames a second, answer times and memory.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launch, rowCount } from '../../e2e/launch';
import { memoryOf, memoryTable } from './memory';
import { loadMeter, loadText } from './processor';

const CAPTURE = process.env.SYNOPTIC_MILLION ?? path.join(os.tmpdir(), 'synoptic-bench', 'small.pcap');
const SECONDS = 5;

test('a million rows', async () => {
  expect(fs.existsSync(CAPTURE), `make it first: node test/bench/make-captures.mjs small (looked for ${CAPTURE})`).toBe(true);
  const { app, page, close } = await launch([CAPTURE], { connectionLimit: 1_000_000, theme: 'dark' });
  try {
    await page.setViewportSize({ width: 1280, height: 800 });
    const started = performance.now();
    await expect.poll(() => page.locator('[role=gridcell]').count(), { timeout: 60_000 }).toBeGreaterThan(0);
    console.log(`first rows after ${Math.round(performance.now() - started)} ms; scrolling while it loads: ${await scrolled(app, page, 'slow')}`);
    await expect(page.getByText('Complete')).toBeVisible({ timeout: 300_000 });
    console.log(`${await rowCount(page)} rows loaded after ${Math.round(performance.now() - started)} ms`);
    for (const how of ['still', 'slow', 'fast', 'thumb'] as const) console.log(`${how}: ${await scrolled(app, page, how)}`);
    for (const title of ['Responder', 'Bytes →', 'Duration', 'Handshake', 'Last seen']) {
      const head = page.getByRole('columnheader').filter({ hasText: title }).getByRole('button');
      console.log(`sort by ${title}: ${told(await answer(page, () => head.click()))}`);
    }
    const field = page.getByLabel('Filter connections');
    for (const text of ['443', 'ip.addr == 10.1.0.0/16', 'state == TIME-WAIT', 'tcp and bytes > 1000', '']) {
      const taken = await answer(page, async () => {
        await field.fill(text);
        await page.keyboard.press('Enter');
      });
      console.log(`filter “${text}”: ${told(taken)}, ${await rowCount(page)} rows`);
    }
    console.log(memoryTable(await memoryOf(app)));
  } finally {
    await close();
  }
});

const told = (millis: number | null): string => (millis === null ? 'the same rows on top' : `${millis} ms`);

/** Milliseconds until the grid shows other rows than before, taken in the page, frame by frame; null when it never did. */
async function answer(page: Page, act: () => Promise<void>): Promise<number | null> {
  const watch = await page.getByRole('grid').evaluateHandle((grid) => {
    const text = (): string => `${grid.getAttribute('aria-rowcount') ?? ''} ${grid.querySelector('.rows')?.textContent ?? ''}`;
    const before = text();
    const start = performance.now();
    let acted = 0;
    for (const type of ['mousedown', 'input'] as const) addEventListener(type, () => { acted = performance.now(); }, { capture: true, once: true });
    // In an object: the handle of a promise would wait for it.
    return { seen: new Promise<number | null>((resolve) => {
      const frame = (now: number): void => {
        if (acted !== 0 && text() !== before) resolve(Math.max(0, Math.round(now - acted)));
        else if (now - start > 5_000) resolve(null);
        else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    }) };
  });
  await act();
  return watch.evaluate(({ seen }) => seen);
}

type Way = 'still' | 'slow' | 'fast' | 'thumb';

async function scrolled(app: ElectronApplication, page: Page, how: Way): Promise<string> {
  const spent = await loadMeter(app);
  const { frames, p95, worst } = await scroll(page, how);
  return `${Math.round(frames / SECONDS)} frames a second, 95 % within ${p95} ms, worst ${worst} ms; ${loadText(spent(), frames)}`;
}

async function scroll(page: Page, how: Way): Promise<{ frames: number; p95: number; worst: number }> {
  return page.getByRole('grid').evaluate((grid, [kind, seconds]) => new Promise<{ frames: number; p95: number; worst: number }>((resolve) => {
    const start = performance.now();
    const gaps: number[] = [];
    let last = start;
    const scroller = [grid, ...grid.querySelectorAll('*')].find((e) => e.scrollHeight > e.clientHeight + 1000) ?? grid;
    const frame = (now: number): void => {
      gaps.push(now - last);
      last = now;
      if (kind === 'slow' || kind === 'fast') scroller.dispatchEvent(new WheelEvent('wheel', { deltaY: (kind === 'slow' ? 3 : 90) * 22, cancelable: true, bubbles: true }));
      if (kind === 'thumb') scroller.scrollTop = Math.abs(Math.sin((now - start) / 900)) * (scroller.scrollHeight - scroller.clientHeight);
      if (now - start < Number(seconds) * 1000) { requestAnimationFrame(frame); return; }
      gaps.sort((a, b) => a - b);
      resolve({ frames: gaps.length, p95: Math.round(gaps[Math.floor(gaps.length * 0.95)] ?? 0), worst: Math.round(gaps.at(-1) ?? 0) });
    };
    requestAnimationFrame(frame);
  }), [how, SECONDS] as const);
}
