// Live capture under changing load in the real window, for minutes or hours: memory flat at the end, no frame dropped by us, no packet lost.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { SessionStatus } from '@shared/ipc';
import { SCRATCH } from '../../main/dev/places.mjs';
import { memoryOf, ownOf } from '../bench/window/memory';
import { loadMeter } from '../bench/window/processor';
import { family } from '../e2e/sockets';
import { launch } from '../e2e/launch';
import { BusyUser } from './busy-user';
import { flatness } from './curve';
import { watchFrames, type Frames } from './frame-watch';
import { Load, provideDevice } from './load';
import { soakPage } from './soak-page.mjs';
import { SpoolCount } from './spool-count';

const SECONDS = Number(process.env.SYNOPTIC_SOAK_SECONDS ?? 600);
const PEAK = process.env.SYNOPTIC_SOAK_PEAK ?? '200';
const CAPTURER = process.env.SYNOPTIC_SOAK_CAPTURER ?? 'dumpcap';
/** Both limits are reached within the first minutes: what grows after that is a leak. */
const LIMITS = { connectionLimit: 5_000, spoolLimitBytes: 48 * 1024 ** 2 };
const LONGEST_FRAME = 100;
/** Shorter ones are all warm-up. */
const LEAST_FLAT_SECONDS = 240;
/** By then every page and tab was opened once, and its code loaded. */
const WARM_SECONDS = 60;
const PROCESSES = { Browser: 'main process and tracker', Tab: 'page', GPU: 'GPU process', Utility: 'network service' } as const;

interface Sample extends Frames { second: number; packets: number; rate: number; lag: number; connections: number; memory: Record<string, number>; files: number; waited: number; ran: number }

const statusOf = (page: Page): Promise<SessionStatus> => page.evaluate(async () => {
  const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string): Promise<{ value: { status: SessionStatus } }> };
  return (await api.invoke('startup')).value.status;
});

test(`${SECONDS} seconds of live capture`, async () => {
  const device = provideDevice();
  const load = await Load.serve(device);
  const { app, page, profile, complaints, close } = await launch([], { ...LIMITS, capturer: CAPTURER, theme: 'dark' });
  const spool = new SpoolCount(path.join(profile, 'captures'));
  const samples: Sample[] = [];
  try {
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(page.getByText('Captures with')).toBeVisible({ timeout: 20_000 });
    const started = await page.evaluate(async (options) => {
      const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string, argument: unknown): Promise<{ ok: boolean; error?: { message: string } }> };
      return api.invoke('startCapture', options);
    }, { interface: device.name, filter: '', capturer: CAPTURER });
    expect(started.ok, started.error?.message).toBe(true);
    await expect(page.getByRole('grid')).toBeVisible({ timeout: 20_000 });
    const before = device.packets();
    const mainPid = app.process().pid ?? 0;
    const capturer = family(mainPid).find((pid) => nameOf(pid) === CAPTURER) ?? 0;
    load.begin(PEAK);
    const frames = await watchFrames(page);
    await frames();
    const user = new BusyUser(page);
    const began = performance.now();
    const pause = Math.max(1_000, Math.min(10_000, (SECONDS * 1_000) / 300));
    for (let steps = 0; performance.now() - began < SECONDS * 1_000; steps++) {
      const spent = await loadMeter(app);
      await page.waitForTimeout(pause);
      if (steps % 2 === 1) await user.step();
      spool.look();
      const { page: own, gpu } = spent();
      const [ran, waited] = [own.ran, own.waited + gpu.waited];
      const seen = await frames();
      const { packets, packetsPerSecond, lagBytes, connections, phase, error } = await statusOf(page);
      if (phase !== 'live') throw new Error(`the capture ended: ${error?.message ?? phase}`);
      const memory: Record<string, number> = { [CAPTURER]: ownOf(capturer) ?? 0 };
      for (const { type, pid, residentMegabytes } of await memoryOf(app)) memory[type] = ownOf(pid) ?? residentMegabytes;
      samples.push({ ...seen, second: (performance.now() - began) / 1_000, packets, rate: packetsPerSecond, lag: lagBytes / 1e6, connections, memory, files: fs.readdirSync(`/proc/${mainPid}/fd`).length, waited, ran });
    }
    const tried = await load.end();
    await page.waitForTimeout(3_000);
    spool.look();
    const kernel = device.packets() - before;
    await page.evaluate(() => (Reflect.get(globalThis, 'synoptic') as { invoke(name: string): Promise<unknown> }).invoke('stopCapture'));
    await expect.poll(async () => (await statusOf(page)).phase, { timeout: 30_000 }).toBe('done');
    spool.look();
    const { packets: tracked, dropped, damageCount, evicted } = await statusOf(page);

    const seconds = samples.map(({ second }) => second);
    const curves = [
      ...[...Object.entries(PROCESSES), [CAPTURER, CAPTURER] as const].map(([type, name]) => ({ name: `${name}, MB`, values: samples.map(({ memory }) => memory[type] ?? 0), judged: true })),
      { name: 'heap of the page, MB', values: samples.map(({ heap }) => heap), judged: true },
      { name: 'elements of the page', values: samples.map(({ elements }) => elements), judged: false },
      { name: 'open files of the main process', values: samples.map(({ files }) => files), judged: true },
    ].map((curve) => ({ ...curve, says: flatness(seconds, curve.values) }));
    const table = [
      ['', 'first third', 'second third', 'last third', 'a minute, at the end', ''],
      ...curves.map(({ name, judged, says }) => [name, says.first.toFixed(0), says.middle.toFixed(0), says.last.toFixed(0), says.slope.toFixed(2), says.flat ? 'flat' : judged ? 'GROWS' : '']),
    ];
    const long = samples.filter(({ worst }) => worst > LONGEST_FRAME);
    // Time for which the threads that make a frame were ready and got no core is not the window's.
    const own = long.filter(({ second, worst, waited }) => second > WARM_SECONDS && worst - waited > LONGEST_FRAME);
    const all = samples.reduce((sum, each) => sum + each.frames, 0);
    const about = [
      `${SECONDS} s on ${device.name} by ${CAPTURER}, ${tried} connections tried, peak ${PEAK} a second; limits: ${LIMITS.connectionLimit} connections, ${LIMITS.spoolLimitBytes / 1024 ** 2} MiB of spool.`,
      `Packets: kernel ${kernel}, spool ${spool.packets}, tracked ${tracked}, dropped ${String(dropped)}; damaged records ${damageCount}; rows evicted ${evicted}; most lag ${Math.max(...samples.map(({ lag }) => lag)).toFixed(1)} MB.`,
      `Frames: ${all}, ${long.length} of ${samples.length} intervals with one over ${LONGEST_FRAME} ms (worst ${Math.max(0, ...samples.map(({ worst }) => worst)).toFixed(0)} ms), ${own.length} of them after the first minute and not for want of a core${own.length === 0 ? '' : ` (${own.map(({ second, worst, waited, task }) => `${second.toFixed(0)} s: ${worst.toFixed(0)} ms, waited ${waited.toFixed(0)}, task ${task.toFixed(0)}`).join('; ')})`}; steps of the user that failed: ${user.failed}.`,
    ].join(' ');
    console.log(`${table.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(i === 4 ? 22 : 14))).join('')).join('\n')}\n${about.replaceAll('. ', '.\n')}`);
    const line = (name: string, value: (sample: Sample) => number): { name: string; values: number[] } => ({ name, values: samples.map(value) });
    fs.mkdirSync(SCRATCH, { recursive: true });
    fs.writeFileSync(path.join(SCRATCH, 'soak.json'), JSON.stringify({ about, table, samples }));
    fs.writeFileSync(path.join(SCRATCH, 'soak.html'), soakPage({
      about, table, seconds,
      charts: [
        { title: 'Memory of each process: its share, without what is mapped from files', unit: 'MB', lines: curves.slice(0, 5) },
        { title: 'Load', unit: 'packets/s', lines: [line('packets a second', ({ rate }) => rate)] },
        { title: 'Longest gap between two frames', unit: 'ms', lines: [line('gap', ({ worst }) => worst), line('longest task of the page', ({ task }) => task), line('the window’s threads waited for a core', ({ waited }) => waited)] },
        { title: 'Behind the capturer', unit: 'MB', lines: [line('lag', ({ lag }) => lag)] },
        { title: 'Page', unit: '', lines: [line('elements', ({ elements }) => elements), line('connections in the table', ({ connections }) => connections)] },
      ],
    }));
    console.log(path.join(SCRATCH, 'soak.html'));

    expect({ spool: spool.packets, tracked, damageCount }).toEqual({ spool: tracked, tracked: Number.isNaN(kernel) ? tracked : kernel - (dropped ?? 0), damageCount: 0 });
    expect(complaints).toEqual([]);
    expect(own.map(({ second, worst }) => `${worst.toFixed(0)} ms at ${second.toFixed(0)} s`)).toEqual([]);
    if (SECONDS >= LEAST_FLAT_SECONDS) expect(curves.filter(({ judged, says }) => judged && !says.flat).map(({ name }) => name)).toEqual([]);
  } finally {
    spool.close();
    load.kill();
    await close();
    device.remove();
  }
});

function nameOf(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}
