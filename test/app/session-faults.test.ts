// The tracker's thread is killed while a file is open and while packets are captured: it is started again, and the table is the same.
import fs from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '@shared/settings';
import type { SessionStatus } from '@shared/ipc';
import type { Page } from '@shared/snapshot';
import { probeCapturers } from '../../main/capture/capturers';
import { createSpool, findAbandoned, removeSpool } from '../../main/capture/spool';
import { listLeftovers } from '../../main/capture/recovered';
import { Session } from '../../main/session';
import { temporaryFolder } from '../capture/capture-rig';
import { receiver, sendNumbered } from '../make/datagrams';
import { story } from '../make/story';

const { folder, remove } = temporaryFolder();
afterAll(remove);
await build({
  configFile: false, logLevel: 'error', root: path.join(import.meta.dirname, '../..'),
  resolve: { alias: { '@shared': path.join(import.meta.dirname, '../../shared') } },
  ssr: { noExternal: true },
  build: { ssr: true, outDir: path.join(folder, 'built'), minify: false, rolldownOptions: { input: { worker: path.join(import.meta.dirname, '../../main/worker/thread.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' } } },
});

const threads: Worker[] = [];
const remember = (worker: Worker): void => { threads.push(worker); };
process.on('worker', remember);
afterAll(() => { process.off('worker', remember); });

let session: Session;
const heard: SessionStatus[] = [];
function begin(): Session {
  heard.length = 0;
  session = new Session({
    threadEntry: path.join(folder, 'built/worker.cjs'), spoolFolder: path.join(folder, 'plain'), captureFolder: folder,
    settings: () => DEFAULT_SETTINGS, onStatus: (status) => { heard.push(status); },
  });
  return session;
}
vi.setConfig({ testTimeout: 90_000 }); // each new thread warms up, on cores that others use
afterEach(async () => { await session.dispose(); });

/** The thread dies as it does when its memory is used up. */
const kill = async (): Promise<void> => { await threads.at(-1)?.terminate(); };
const until = (test: (status: SessionStatus) => boolean): Promise<void> => vi.waitUntil(() => test(session.status), { timeout: 25_000, interval: 10 }).then(() => undefined);
const rows = (): Promise<Page> => session.page({ sort: 'id', descending: false, filter: '', offset: 0, count: 100 });

function capture(name: string): string {
  const parts = Array.from({ length: 20 }, (_, i) => Buffer.from(story({ originator: { address: '192.0.2.7', port: 40_000 + i }, startMicros: 1_700_000_000_000_000 + i * 1_000_000 })
    .syn().synAck().ack().data('originator', 300).ack('responder').close('originator').pcap()));
  const file = path.join(folder, name);
  fs.writeFileSync(file, Buffer.concat(parts.map((part, i) => (i === 0 ? part : part.subarray(24)))));
  return file;
}

describe('a thread that dies', () => {
  it('while a file is shown is started again, reads it once more, and gives the same table', async () => {
    await begin().open(capture('shown.pcap'));
    await until((status) => status.phase === 'done');
    const before = await rows();
    expect(before.total).toBe(20);
    await kill();
    await until((status) => status.restarts === 1 && status.phase === 'done');
    expect(session.status.error).toMatchObject({ code: 'analysis-restarted' });
    expect(session.status.error?.message).toContain('no packet is lost');
    expect(await rows()).toEqual(before);
  });

  it('again and again over one file is given up in a sentence, and the next file is read', async () => {
    const file = capture('again.pcap');
    await begin().open(file);
    for (let times = 1; times <= 3; times++) {
      await until((status) => status.phase === 'done' && status.restarts === times - 1);
      await kill();
    }
    await until((status) => status.phase === 'done' && status.restarts === 3);
    await kill();
    await until((status) => status.phase === 'failed');
    expect(session.status.error?.message).toContain('The analysis stopped unexpectedly');
    await session.open(file);
    await until((status) => status.phase === 'done');
    expect([session.status.error, session.status.restarts]).toEqual([null, 0]);
  });
});

const usable = (await probeCapturers()).some((status) => status.usable);
describe.runIf(usable)('a thread that dies during a capture', () => {
  it('misses no packet: the capture goes on, and everything is read from the spool again', async () => {
    const target = await receiver();
    await begin().startCapture({ interface: 'lo', filter: `udp port ${String(target.port)}`, capturer: null });
    await sendNumbered(target.port, 300, 5_000);
    await until((status) => status.packets === 300);
    await kill();
    await sendNumbered(target.port, 200, 5_000);
    await until((status) => status.packets === 500);
    expect(session.status).toMatchObject({ phase: 'live', restarts: 1, error: { code: 'analysis-restarted' } });
    await session.stopCapture();
    await until((status) => status.phase === 'done');
    expect(session.status).toMatchObject({ packets: 500, damageCount: 0 });
    expect((await rows()).total).toBe(2);
    target.close();
  });
});

describe('captures left behind', () => {
  /** As a killed run leaves it: a lock of a process that is gone. */
  async function left(): Promise<{ directory: string; id: string }> {
    const directory = await createSpool(folder, 'lo', 'tcp');
    fs.copyFileSync(capture('left.pcap'), path.join(directory, 'tcpdump.pcap'));
    const lock = path.join(directory, 'owner.json');
    fs.writeFileSync(lock, JSON.stringify({ ...JSON.parse(fs.readFileSync(lock, 'utf8')) as object, pid: 4_194_305 }));
    return { directory, id: path.basename(directory) };
  }

  it('are not offered to a second program while the first one shows them, and are offered again after it', async () => {
    const { directory, id } = await left();
    expect(await listLeftovers(folder)).toMatchObject([{ id, interface: 'lo' }]);
    await begin().openLeftover(id);
    await until((status) => status.phase === 'done');
    expect(session.status).toMatchObject({ recovered: true, source: 'lo', filter: 'tcp', connections: 20 });
    expect(session.unsaved).toBe(false);
    expect(await listLeftovers(folder)).toEqual([]);
    await session.close();
    expect(await listLeftovers(folder)).toMatchObject([{ id, interface: 'lo' }]);
    await removeSpool(directory);
  });

  it('are opened by one of two programs that try at once', async () => {
    const { directory, id } = await left();
    const [first, second] = [begin(), begin()];
    const outcomes = await Promise.allSettled([first.openLeftover(id), second.openLeftover(id)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    await first.dispose();
    await second.dispose();
    expect(await findAbandoned(folder)).toMatchObject([{ directory }]);
    await removeSpool(directory);
  });

  it('that were saved are not kept twice', async () => {
    const { directory, id } = await left();
    await begin().openLeftover(id);
    await until((status) => status.phase === 'done');
    const file = await session.save(path.join(folder, 'kept.pcapng'));
    await session.close();
    expect(fs.existsSync(directory)).toBe(false);
    await session.open(file);
    await until((status) => status.phase === 'done');
    expect(session.status.connections).toBe(20);
  });

  it.each(['../../etc', 'synoptic-spool-nothere', '/etc'])('cannot be named by a path: %s', async (id) => {
    await expect(begin().openLeftover(id)).rejects.toThrow('not there any more');
  });
});
