// Scroll, sort and filter one million connections in the real window, and print frames a second, answer times and memory.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { launch, rowCount } from '../../e2e/launch';

const CAPTURE = process.env.SYNOPTIC_MILLION ?? path.join(os.tmpdir(), 'synoptic-bench', 'small.pcap');
const SECONDS = 5;

test('a million rows', async () => {
  expect(fs.existsSync(CAPTURE), `make it first: node test/bench/make-captures.mjs small (looked for ${CAPTURE})`).toBe(true);
  const { app, page, close } = await launch([CAPTURE], { connectionLimit: 1_000_000, theme: 'dark' });
  try {
    await page.setViewportSize({ width: 1280, height: 800 });
    const started = performance.now();
    await expect.poll(() => page.locator('[role=gridcell]').count(), { timeout: 60_000 }).toBeGreaterThan(0);
    console.log(`first rows after ${Math.round(performance.now() - started)} ms; scrolling while it loads: ${JSON.stringify(await scroll(page, 'slow'))}`);
    await expect(page.getByText('Complete')).toBeVisible({ timeout: 300_000 });
    console.log(`${await rowCount(page)} rows loaded after ${Math.round(performance.now() - started)} ms`);
    for (const how of ['still', 'slow', 'fast', 'thumb'] as const) console.log(how, JSON.stringify(await scroll(page, how)));
    for (const title of ['Responder', 'Bytes →', 'Duration', 'Handshake', 'Last seen']) {
      console.log(`sort by ${title}: ${await answer(page, () => page.getByRole('columnheader', { name: title }).click())} ms`);
    }
    for (const text of ['443', '10.1', 'time-wait', 'tcp 10.2']) {
      console.log(`filter ${text}: ${await answer(page, () => page.getByRole('searchbox').or(page.locator('input[type=text]')).first().fill(text))} ms`);
    }
    const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics().map((m) => ({ type: m.type, megabytes: Math.round(m.memory.workingSetSize / 1024) })));
    console.log(JSON.stringify(metrics));
  } finally {
    await close();
  }
});

/** Milliseconds until the grid shows other rows than before. */
async function answer(page: Page, act: () => Promise<void>): Promise<number> {
  const grid = page.getByRole('grid');
  const before = await grid.innerText();
  const start = performance.now();
  await act();
  await expect.poll(() => grid.innerText(), { intervals: [10], timeout: 20_000 }).not.toBe(before).catch(() => undefined);
  return Math.round(performance.now() - start);
}

async function scroll(page: Page, how: 'still' | 'slow' | 'fast' | 'thumb'): Promise<object> {
  return page.getByRole('grid').evaluate((grid, [kind, seconds]) => new Promise<object>((resolve) => {
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
      resolve({ fps: Math.round(gaps.length / Number(seconds)), p95Millis: Math.round(gaps[Math.floor(gaps.length * 0.95)] ?? 0), worstMillis: Math.round(gaps.at(-1) ?? 0) });
    };
    requestAnimationFrame(frame);
  }), [how, SECONDS] as const);
}
