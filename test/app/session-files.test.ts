// Files that change under an open capture, files that two programs show, and a clock that is set while packets come in.
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Page } from '@shared/snapshot';
import type { Session } from '../../main/session';
import { PacketClock } from '../../main/worker/packet-clock';
import { temporaryFolder } from '../capture/capture-rig';
import { story } from '../make/story';
import { buildThread, until, watchedSession } from './session-rig';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const entry = await buildThread(folder);
vi.setConfig({ testTimeout: 90_000 });

const sessions: Session[] = [];
const begin = (): Session => {
  const { session } = watchedSession(entry, folder);
  sessions.push(session);
  return session;
};
afterEach(async () => { for (const session of sessions.splice(0)) await session.dispose(); });

const rows = (session: Session): Promise<Page> => session.page({ sort: 'id', descending: false, filter: '', offset: 0, count: 100 });
/** Twenty connections; another `host` makes another capture of the same length. */
function capture(host: number): Buffer {
  const parts = Array.from({ length: 20 }, (_, i) => Buffer.from(story({ originator: { address: `192.0.2.${String(host)}`, port: 40_000 + i }, startMicros: 1_700_000_000_000_000 + i * 1_000_000 })
    .syn().synAck().ack().data('originator', 300).ack('responder').close('originator').pcap()));
  return Buffer.concat(parts.map((part, i) => (i === 0 ? part : part.subarray(24))));
}
async function opened(session: Session, file: string): Promise<Page> {
  await session.open(file);
  await until(session, (status) => status.phase === 'done');
  return rows(session);
}
async function traced(session: Session, id = 7): Promise<{ packets: number; missing: { reason: string } | null }> {
  for (;;) {
    const info = await session.ask('trace', { id });
    if (info !== null && (info.complete || info.missing !== null)) return info;
  }
}

describe('a file that is open', () => {
  it('and written anew in place keeps its rows; its new bytes are never shown as the packets of the old ones', async () => {
    const file = path.join(folder, 'in-place.pcap');
    fs.writeFileSync(file, capture(7));
    const session = begin();
    const before = await opened(session, file);
    fs.writeFileSync(file, capture(8)); // the same file, the same length, other packets
    expect(await traced(session)).toMatchObject({ packets: 0, missing: { reason: 'The capture file was written anew after it was read.' } });
    expect(await rows(session)).toEqual(before);
    expect((await opened(session, file)).total).toBe(20);
    expect((await traced(session)).missing).toBeNull();
  });

  it('and replaced by another one of its name goes on to be shown whole: what was opened is still there', async () => {
    const file = path.join(folder, 'renamed.pcap');
    fs.writeFileSync(file, capture(7));
    const session = begin();
    const before = await opened(session, file);
    fs.writeFileSync(`${file}.new`, capture(8));
    fs.renameSync(`${file}.new`, file);
    const { packets, missing } = await traced(session);
    expect([packets > 5, missing]).toEqual([true, null]);
    expect(await rows(session)).toEqual(before);
  });

  it('and written on, as by a capturer, is no other file', async () => {
    const file = path.join(folder, 'grows.pcap');
    const bytes = capture(7);
    fs.writeFileSync(file, bytes);
    const session = begin();
    await opened(session, file);
    fs.appendFileSync(file, bytes.subarray(24));
    expect((await traced(session)).missing).toBeNull();
  });

  it('is shown by two programs at once, each with every row', async () => {
    const file = path.join(folder, 'both.pcap');
    fs.writeFileSync(file, capture(7));
    const [one, two] = [begin(), begin()];
    const [first, second] = await Promise.all([opened(one, file), opened(two, file)]);
    expect(first.total).toBe(20);
    expect(second).toEqual(first);
    const [here, there] = await Promise.all([traced(one), traced(two)]);
    expect(here).toEqual(there);
  });
});

describe('a clock that is set', () => {
  const HOUR = 3_600_000_000;
  /** A connection whose packets before the middle carry one time, the others another. */
  function jumped(by: number): Buffer {
    const start = 1_700_000_000_000_000;
    const bytes = Buffer.from(story({ startMicros: start }).syn().synAck().ack().data('originator', 300).ack('responder').data('responder', 500).ack('originator').close('originator').pcap());
    let packet = 0;
    for (let at = 24; at < bytes.length; at += 16 + bytes.readUInt32LE(at + 8)) {
      if (++packet > 5) bytes.writeUInt32LE(bytes.readUInt32LE(at) + by / 1e6, at);
    }
    return bytes;
  }

  it.each([['forward', HOUR], ['back', -HOUR]])('%s by an hour neither splits nor loses a connection', async (how, by) => {
    const file = path.join(folder, `clock-${how}.pcap`);
    fs.writeFileSync(file, jumped(by));
    const session = begin();
    const plain = path.join(folder, 'clock-plain.pcap');
    fs.writeFileSync(plain, jumped(0));
    const right = await opened(session, plain);
    const seen = await opened(session, file);
    const facts = (page: Page): unknown[] => [page.total, page.ids[0], page.packets[0], page.originatorState[0], page.responderState[0]];
    expect(facts(seen)).toEqual(facts(right));
    expect(seen.durationMicros[0]).toBeGreaterThanOrEqual(0);
    expect((await traced(session, 1)).packets).toBe(right.packets[0]);
  });

  it('does not move the time of a live capture, which a steady clock tells', () => {
    const clock = new PacketClock();
    expect(clock.time(5_000)).toBeNull();
    clock.note(10, 1_000_000_000, 5_000);
    expect(clock.time(5_000)).toBe(1_000_000_000 - 2_000_000);
    clock.note(10, 1_000_000_000, 9_000);
    expect(clock.time(15_000)).toBe(1_000_000_000 + 8_000_000);
    clock.note(11, 1_009_000_000, 15_500);
    expect(clock.time(15_500)).toBe(1_009_000_000 - 2_000_000);
  });
});
