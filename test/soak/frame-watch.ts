// Frames of the window, watched in the page itself: the longest gap between two since it was asked last, and the longest task.
import type { Page } from '@playwright/test';

export interface Frames {
  frames: number;
  /** Milliseconds between two frames, at most. */
  worst: number;
  /** Longest task of the page's thread, milliseconds; 0 for none of 50 or more. */
  task: number;
  /** Elements of the page, and megabytes of its scripts' heap. */
  elements: number;
  heap: number;
}

export async function watchFrames(page: Page): Promise<() => Promise<Frames>> {
  await page.evaluate(() => {
    const seen = { frames: 0, worst: 0, task: 0 };
    Reflect.set(globalThis, 'framesSeen', seen);
    let last = performance.now();
    const frame = (now: number): void => {
      seen.frames++;
      seen.worst = Math.max(seen.worst, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) seen.task = Math.max(seen.task, duration); }).observe({ entryTypes: ['longtask'] });
  });
  return () => page.evaluate(() => {
    const seen = Reflect.get(globalThis, 'framesSeen') as { frames: number; worst: number; task: number };
    const memory = Reflect.get(performance, 'memory') as { usedJSHeapSize: number } | undefined;
    const taken = { ...seen, elements: document.querySelectorAll('*').length, heap: (memory?.usedJSHeapSize ?? 0) / 1e6 };
    Object.assign(seen, { frames: 0, worst: 0, task: 0 });
    return taken;
  });
}
