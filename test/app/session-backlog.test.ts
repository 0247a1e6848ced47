// The tracker falls behind the capturer: the lag is shown, nothing is lost before the spool, and at the spool's limit it is said what went.
import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { probeCapturers } from '../../main/capture/capturers';
import type { Session } from '../../main/session';
import { temporaryFolder } from '../capture/capture-rig';
import { receiver, sendNumbered } from '../make/datagrams';
import { buildThread, standStill, until, watchedSession, type Watched } from './session-rig';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const entry = await buildThread(folder);
const statuses = await probeCapturers();
const usable = statuses.find((status) => status.usable)?.name ?? null;
vi.setConfig({ testTimeout: 120_000 });

let session: Session;
const begin = (spoolLimitBytes: number): Watched => {
  const watched = watchedSession(entry, folder, { spoolLimitBytes });
  session = watched.session;
  return watched;
};
afterEach(async () => { await session.dispose(); });

const PAYLOAD = 1_400;
/** Ethernet, IPv4, UDP and the pcapng block around them. */
const ON_DISK = PAYLOAD + 42 + 32;

describe.runIf(usable !== null)('a tracker that stands still', () => {
  it('is seen to lag; when it goes on it reads every packet', async () => {
    const target = await receiver();
    const { heard } = begin(256e6);
    await session.startCapture({ interface: 'lo', filter: `udp port ${String(target.port)}`, capturer: null });
    await sendNumbered(target.port, 100, 2_000);
    await until(session, (status) => status.packets === 100);
    await standStill(3_000);
    await sendNumbered(target.port, 4_000, 4_000, PAYLOAD);
    await until(session, (status) => status.packets === 4_100);
    const most = Math.max(...heard.map(({ lagBytes }) => lagBytes));
    expect(most).toBeGreaterThan(1_000 * ON_DISK);
    await until(session, (status) => status.lagBytes === 0);
    await session.stopCapture();
    await until(session, (status) => status.phase === 'done');
    expect(session.status).toMatchObject({ packets: 4_100, dropped: 0, damageCount: 0, untrackedBytes: 0, spoolTrimmed: false, keptFromMicros: null, restarts: 0 });
    target.close();
  });

  it('for longer than the spool lasts loses the oldest part, which is measured, and it is said from when on packets are kept', async () => {
    const target = await receiver();
    begin(16 * 1024 ** 2);
    await session.startCapture({ interface: 'lo', filter: `udp port ${String(target.port)}`, capturer: null });
    await sendNumbered(target.port, 100, 2_000);
    await until(session, (status) => status.packets === 100);
    const before = Date.now() * 1_000;
    await standStill(8_000);
    const sent = 20_000;
    await sendNumbered(target.port, sent, 4_000, PAYLOAD);
    await until(session, (status) => status.untrackedBytes > 0 && status.lagBytes === 0);
    await session.stopCapture();
    await until(session, (status) => status.phase === 'done');
    const { packets, dropped, untrackedBytes, spoolTrimmed, keptFromMicros, lastMicros } = session.status;
    expect([dropped, spoolTrimmed]).toEqual([0, true]);
    expect(keptFromMicros).toBeGreaterThan(before);
    expect(keptFromMicros).toBeLessThan(lastMicros ?? 0);
    // Every packet was tracked, or is among the bytes that went: a segment's header and statistics are the difference.
    const missing = sent + 100 - packets;
    expect(missing).toBeGreaterThan(0);
    expect(Math.abs(untrackedBytes / ON_DISK - missing)).toBeLessThan(missing * 0.02 + 20);
    target.close();
  });
});

describe.runIf(usable !== null && process.platform !== 'win32')('a capturer that stands still', () => {
  it('as in a computer that sleeps, loses nothing that the kernel holds for it', async () => {
    const target = await receiver();
    begin(256e6);
    await session.startCapture({ interface: 'lo', filter: `udp port ${String(target.port)}`, capturer: null });
    await sendNumbered(target.port, 100, 2_000);
    await until(session, (status) => status.packets === 100);
    const name = usable ?? '';
    const pids = spawnSync('pgrep', ['-P', String(process.pid), name], { encoding: 'utf8' }).stdout.trim().split('\n').map(Number);
    expect(pids).toHaveLength(1);
    process.kill(pids[0] ?? 0, 'SIGSTOP');
    await sendNumbered(target.port, 2_000, 2_000);
    expect(session.status.packets).toBe(100);
    process.kill(pids[0] ?? 0, 'SIGCONT');
    await until(session, (status) => status.packets === 2_100);
    await session.stopCapture();
    await until(session, (status) => status.phase === 'done');
    expect(session.status).toMatchObject({ packets: 2_100, dropped: 0, error: null });
    target.close();
  });

  it('is told of as sleep when the computer wakes, and the capture goes on', async () => {
    const target = await receiver();
    begin(256e6);
    await session.startCapture({ interface: 'lo', filter: `udp port ${String(target.port)}`, capturer: null });
    session.woke(3_600_000, Date.now());
    expect(session.status).toMatchObject({ phase: 'live', error: { code: 'slept' } });
    expect(session.status.error?.message).toMatch(/slept from \d\d:\d\d:\d\d to \d\d:\d\d:\d\d/);
    await sendNumbered(target.port, 50, 2_000);
    await until(session, (status) => status.packets === 50);
    target.close();
  });
});
