// Processor time of the threads that make a frame, and how long they waited for a core: a busy machine is told apart from a slow window (Linux).
import fs from 'node:fs';
import type { ElectronApplication } from '@playwright/test';

/** Milliseconds on a core and waiting for one, of one thread or of all. */
interface Spent { ran: number; waited: number }

/** `page`: the thread that runs scripts, styles and layout; `gpu`: the process that rasters and composes. */
export interface Load { page: Spent; gpu: Spent }

const NOTHING: Spent = { ran: 0, waited: 0 };

/** Of one thread, by its folder below /proc: nanoseconds run, nanoseconds waited, slices. */
function spentBy(folder: string): Spent {
  try {
    const [ran = 0, waited = 0] = fs.readFileSync(`${folder}/schedstat`, 'utf8').trim().split(' ').map(Number);
    return { ran: ran / 1e6, waited: waited / 1e6 };
  } catch {
    return NOTHING; // not Linux, or it ended
  }
}

function spentByAll(pid: number): Spent {
  const tasks = `/proc/${pid}/task`;
  const threads = fs.existsSync(tasks) ? fs.readdirSync(tasks).map((name) => spentBy(`${tasks}/${name}`)) : [];
  return threads.reduce((sum, one) => ({ ran: sum.ran + one.ran, waited: sum.waited + one.waited }), NOTHING);
}

/** Reads what was spent since it was made. */
export async function loadMeter(app: ElectronApplication): Promise<() => Load> {
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics().map(({ type, pid }) => ({ type: String(type), pid })));
  const pidOf = (type: string): number => metrics.find((each) => each.type === type)?.pid ?? 0;
  const now = (): Load => ({ page: spentBy(`/proc/${pidOf('Tab')}`), gpu: spentByAll(pidOf('GPU')) });
  const before = now();
  const since = (after: Spent, earlier: Spent): Spent => ({ ran: after.ran - earlier.ran, waited: after.waited - earlier.waited });
  return () => {
    const after = now();
    return { page: since(after.page, before.page), gpu: since(after.gpu, before.gpu) };
  };
}

export function loadText({ page, gpu }: Load, frames: number): string {
  const each = (millis: number): string => (millis / Math.max(1, frames)).toFixed(1);
  return `a frame took the page’s thread ${each(page.ran)} ms and the GPU process ${each(gpu.ran)} ms of a core; they waited ${each(page.waited)} and ${each(gpu.waited)} ms for one`;
}
