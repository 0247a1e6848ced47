// Packets read back by the thread: from a file, from the plain copy of a compressed one, and from a live capture whose oldest part is gone.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Tracker } from '../../main/tracker/tracker';
import { CopyBytes, FileBytes, SegmentBytes, type CaptureBytes } from '../../main/worker/capture-bytes';
import { Feeder } from '../../main/worker/feeder';
import { FileSource } from '../../main/worker/file-source';
import { PlainSpool } from '../../main/worker/plain-spool';
import { Traces } from '../../main/worker/traces';
import { story } from '../make/story';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-traces-'));
afterAll(() => { fs.rmSync(scratch, { recursive: true, force: true }); });

const ROUNDS = 900;
const told = story().syn().synAck().ack();
for (let round = 0; round < ROUNDS; round++) told.data('responder', 1400).ack('originator');
const capture = told.pcap();
const PACKETS = 3 + 2 * ROUNDS;

const put = (name: string, bytes: Uint8Array): string => {
  const file = path.join(scratch, name);
  fs.writeFileSync(file, bytes);
  return file;
};

function tracked(): Tracker {
  const tracker = new Tracker({ connectionLimit: 1000, hashKey: 1, indexed: true });
  const feeder = new Feeder(tracker);
  feeder.take(capture);
  feeder.finish();
  return tracker;
}

async function readBack(bytes: CaptureBytes): Promise<Traces> {
  const traces = new Traces(tracked(), bytes);
  traces.end();
  while (traces.trace({ id: 1 })?.complete === false) await new Promise((resolve) => { setImmediate(resolve); });
  return traces;
}

describe('packets read back', () => {
  it('come from the file, with their bytes and what each view says', async () => {
    const traces = await readBack(new FileBytes(new FileSource(put('plain.pcap', capture))));
    expect(traces.trace({ id: 1 })).toMatchObject({ packets: PACKETS, missing: null, complete: true });
    expect(traces.locate({ id: 1, frame: 100 })).toEqual({ index: 99 });
    const packet = traces.packet({ id: 1, index: 3 });
    expect(packet?.bytes).toEqual(capture.slice(packet?.offset, (packet?.offset ?? 0) + (packet?.captured ?? 0)));
    expect(packet?.views).toMatchObject({ zeek: { letters: 'd' }, netfilter: { verdict: 'ESTABLISHED', state: 'ESTABLISHED' }, states: { responder: 'ESTABLISHED' } });
    expect(traces.packet({ id: 1, index: PACKETS })).toBeNull();
    expect(traces.trace({ id: 2 })).toBeNull();
    traces.close();
  });

  it('come from the plain copy of a compressed capture, as far as it reaches', async () => {
    const spool = new PlainSpool(path.join(scratch, 'spool'), 800_000);
    for (let at = 0; at < capture.length; at += 100_000) spool.append(capture.subarray(at, at + 100_000));
    const traces = await readBack(new CopyBytes(spool));
    const info = traces.trace({ id: 1 });
    expect(info?.packets).toBeGreaterThan(500);
    expect(info?.missing).toMatchObject({ packets: PACKETS - (info?.packets ?? 0) });
    expect(info?.missing?.reason).toContain('decompressed copy');
    traces.close();
  });

  it('come from the segments that a live capture still has', async () => {
    const half = 700_000;
    const bytes = new SegmentBytes();
    bytes.add({ path: put('one', capture.subarray(0, half)), startOffset: 0, skip: 0 });
    bytes.add({ path: put('two', new Uint8Array([...capture.subarray(0, 24), ...capture.subarray(half)])), startOffset: half, skip: 24 });
    const whole = await readBack(bytes);
    expect(whole.trace({ id: 1 })).toMatchObject({ packets: PACKETS, missing: null });
    whole.close();
    fs.rmSync(path.join(scratch, 'one'));
    const rest = await readBack(bytes);
    const info = rest.trace({ id: 1 });
    expect(info?.packets).toBeGreaterThan(100);
    expect(info?.missing?.packets).toBe(PACKETS - (info?.packets ?? 0));
    expect(info?.missing?.reason).toContain('oldest part');
    // Picked up in its middle: who is who is known from the table.
    expect(rest.rows({ id: 1, offset: 0, count: 50 }).length.some((length, i) => length > 0 && rest.rows({ id: 1, offset: 0, count: 50 }).from[i] === 1)).toBe(true);
    rest.close();
  });
});
