// Frames a second of the table over a million connections that change four times a second: vite preview with this folder's configuration, then this script.
import { chromium } from '@playwright/test';

const ADDRESS = process.env.HARNESS ?? 'http://localhost:5199/';
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(`${ADDRESS}?scene=live&theme=dark&rows=1000000`);
await page.waitForFunction(() => document.querySelector('.row') !== null);
await page.waitForTimeout(3000);
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });
const taskSeconds = async () => (await session.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0;

/** Runs one way of scrolling for five seconds. */
async function run(mode) {
  const before = await taskSeconds();
  const seen = await page.evaluate((how) => new Promise((resolve) => {
    const grid = document.querySelector('.grid');
    const start = performance.now();
    const gaps = [];
    let last = start;
    let blank = 0;
    const frame = (now) => {
      gaps.push(now - last);
      last = now;
      if (grid.querySelector('.coming') !== null) blank++;
      if (how === 'slow' || how === 'fast') grid.dispatchEvent(new WheelEvent('wheel', { deltaY: (how === 'slow' ? 3 : 90) * 22, cancelable: true, bubbles: true }));
      if (how === 'drag') grid.scrollTop = Math.abs(Math.sin((now - start) / 900)) * (grid.scrollHeight - grid.clientHeight);
      if (now - start < 5000) { requestAnimationFrame(frame); return; }
      gaps.sort((a, b) => a - b);
      resolve({ frames: gaps.length, fps: Math.round(gaps.length / 5), p95Millis: Math.round(gaps[Math.floor(gaps.length * 0.95)]), blankPercent: Math.round((blank / gaps.length) * 100), nodes: document.querySelectorAll('*').length });
    };
    requestAnimationFrame(frame);
  }), mode);
  const { frames, ...rest } = seen;
  return { mode, ...rest, mainThreadMillisPerFrame: Math.round(((await taskSeconds() - before) / frames) * 10_000) / 10 };
}

for (const mode of ['idle', 'slow', 'fast', 'drag']) console.log(JSON.stringify(await run(mode)));
await browser.close();
