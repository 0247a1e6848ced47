// Faults while packets are captured, really caused in the running application: a full disk, a computer that sleeps, a second window.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { SessionStatus } from '@shared/ipc';
import { receiver, sendNumbered } from '../make/datagrams';
import { appArguments, appEnvironment, executable, expectRows, launch, rowCount, ROOT, shownRows } from './launch';
import { family } from './sockets';

const CAPTURE = path.join(ROOT, 'test/golden/captures/xmas.pcap');
const root = process.platform === 'linux' && process.getuid?.() === 0;

const statusOf = (page: Page): Promise<SessionStatus> => page.evaluate(async () => {
  const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string): Promise<{ value: { status: SessionStatus } }> };
  return (await api.invoke('startup')).value.status;
});

async function capture(page: Page, filter: string): Promise<void> {
  const answer = await page.evaluate(async (options) => {
    const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string, argument: unknown): Promise<{ ok: boolean }> };
    return api.invoke('startCapture', options);
  }, { interface: 'lo', filter, capturer: null });
  expect(answer.ok).toBe(true);
  await expect(page.getByRole('grid')).toBeVisible({ timeout: 20_000 });
}

const isCapturer = (pid: number): boolean => /^(dumpcap|tcpdump)\n$/.test(fs.readFileSync(`/proc/${String(pid)}/comm`, 'utf8'));

/** A small file system of its own, mounted for as long as `use` takes. */
async function onSmallDisk(megabytes: number, folder: string, use: () => Promise<void>): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'none', folder]);
  try {
    await use();
  } finally {
    execFileSync('umount', ['-l', folder]);
  }
}

if (root) {
  test('a disk that is full while packets are captured ends the capture with the reason; every packet that was written is in the table', async () => {
    const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-e2e-'));
    fs.writeFileSync(path.join(profile, 'settings.json'), '{}');
    const disk = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-disk-'));
    fs.symlinkSync(disk, path.join(profile, 'captures')); // the profile is removed while the disk is still mounted
    await onSmallDisk(8, disk, async () => {
      const target = await receiver();
      const { page, complaints, close } = await launch([], {}, profile);
      await expect(page.getByText('Captures with')).toBeVisible({ timeout: 20_000 });
      await capture(page, `udp port ${String(target.port)}`);
      const began = Date.now();
      await sendNumbered(target.port, 8_000, 8_000, 1_400);
      await expect.poll(async () => (await statusOf(page)).phase, { timeout: 20_000 }).toBe('done');
      test.info().annotations.push({ type: 'recovery', description: `${String(Date.now() - began)} ms from the first packet to the end that is told` });
      const status = await statusOf(page);
      expect(status.error).toMatchObject({ code: 'disk-full' });
      expect(status.packets).toBeGreaterThan(1_000);
      await expect(page.getByRole('alert')).toContainText(/disk|space|room/i);
      expect(await rowCount(page)).toBeGreaterThan(0);
      expect(complaints).toEqual([]);
      target.close();
      await close();
    });
    fs.rmdirSync(disk);
  });

  test('a report whose folder takes nothing more is refused in the dialogue, and nothing of it is left', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-full-'));
    await onSmallDisk(1, folder, async () => {
      fs.writeFileSync(path.join(folder, 'filler'), Buffer.alloc(1_048_576 - 8_192));
      const { app, page, complaints, close } = await launch([CAPTURE]);
      await expect.poll(() => rowCount(page), { timeout: 20_000 }).toBeGreaterThan(0);
      await app.evaluate(({ dialog }, chosen) => { dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] }); }, folder);
      await page.keyboard.press('Control+r');
      const dialog = page.getByRole('dialog', { name: 'Export a report' });
      await dialog.getByRole('button', { name: 'Choose folder and export' }).press('Enter');
      await expect(dialog.getByText(/could not be written/)).toBeVisible({ timeout: 20_000 });
      await expect(dialog.getByText(/with enough space/)).toBeVisible();
      expect(fs.readdirSync(folder)).toEqual(['filler']);
      expect(complaints).toEqual([]);
      await close();
    });
    fs.rmSync(folder, { recursive: true, force: true });
  });
}

if (process.platform === 'linux') test('a computer that slept: the program and its capturer stand still, wake, say so, and what the kernel kept is in the table', async () => {
  const target = await receiver();
  const { app, page, complaints, close } = await launch();
  await expect(page.getByText('Captures with')).toBeVisible({ timeout: 20_000 });
  await capture(page, `udp port ${String(target.port)}`);
  await sendNumbered(target.port, 100, 1_000);
  await expect.poll(async () => (await statusOf(page)).packets, { timeout: 20_000 }).toBe(100);
  await app.evaluate(({ powerMonitor }) => { powerMonitor.emit('suspend'); });
  const pid = app.process().pid ?? 0;
  const asleep = [pid, ...family(pid).filter(isCapturer)];
  for (const each of asleep) process.kill(each, 'SIGSTOP');
  await sendNumbered(target.port, 1_000, 1_000);
  await new Promise((resolve) => { setTimeout(resolve, 2_000); });
  const began = Date.now();
  for (const each of asleep) process.kill(each, 'SIGCONT');
  await app.evaluate(({ powerMonitor }) => { powerMonitor.emit('resume'); });
  await expect.poll(async () => (await statusOf(page)).packets, { timeout: 20_000 }).toBe(1_100);
  test.info().annotations.push({ type: 'recovery', description: `${String(Date.now() - began)} ms from waking to the last packet` });
  expect(await statusOf(page)).toMatchObject({ phase: 'live', untrackedBytes: 0, restarts: 0, error: { code: 'slept' } });
  await expect(page.getByRole('alert')).toContainText('The computer slept from');
  expect(complaints).toEqual([]);
  target.close();
  await close();
});

test('a second start with a file hands it to the first window; a program with a profile of its own shows the same file beside it', async () => {
  const first = await launch();
  const second = spawn(executable(), appArguments([CAPTURE]), { cwd: ROOT, env: appEnvironment(first.profile), stdio: 'ignore' });
  const status = await new Promise((resolve) => { second.once('exit', resolve); });
  expect(status).toBe(0);
  await expect.poll(async () => (await statusOf(first.page)).phase, { timeout: 20_000 }).toBe('done');
  const rows = await rowCount(first.page);
  expect(rows).toBeGreaterThan(0);
  const beside = await launch([CAPTURE]);
  await expectRows(beside.page, rows);
  expect(await shownRows(beside.page)).toEqual(await shownRows(first.page));
  await beside.close();
  expect(await rowCount(first.page)).toBe(rows);
  expect(first.complaints).toEqual([]);
  await first.close();
});
