// Thresholds tried out over a loaded capture, and packets followed to their connections: by the thread's own questions.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { thresholdsWith } from '@shared/thresholds';
import { Tracker } from '../../main/tracker/tracker';
import { CopyBytes, FileBytes, SegmentBytes } from '../../main/worker/capture-bytes';
import { Feeder } from '../../main/worker/feeder';
import { FileSource } from '../../main/worker/file-source';
import { ownerOf } from '../../main/worker/frame-owner';
import { gunzip } from '../../main/worker/gunzip';
import { PlainSpool } from '../../main/worker/plain-spool';
import { WhatIf } from '../../main/worker/what-if';
import { analyzeBytes } from '../drive';
import { ATTACKER, attackCapture } from '../make/attack';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-what-if-'));
const file = path.join(folder, 'attack.pcap');
const capture = attackCapture();
const tracker = new Tracker({ connectionLimit: 10_000, hashKey: 1, indexed: true });
beforeAll(() => {
  fs.writeFileSync(file, capture);
  const feeder = new Feeder(tracker);
  feeder.take(capture);
  feeder.finish();
});
afterAll(() => { fs.rmSync(folder, { recursive: true, force: true }); });

/** Where the first record of a pcap file that begins at or behind an offset begins. */
function recordEnd(pcap: Uint8Array, least: number): number {
  const view = new DataView(pcap.buffer, pcap.byteOffset, pcap.byteLength);
  let at = 24;
  while (at < least) at += 16 + view.getUint32(at + 8, true);
  return at;
}

const bytes = (): FileBytes => new FileBytes(new FileSource(file));
const again = (moved: Parameters<typeof thresholdsWith>[0]): WhatIf =>
  new WhatIf(new Tracker({ connectionLimit: 10_000, hashKey: 1, thresholds: thresholdsWith(moved) }), bytes(), tracker.readTo);

it('the same thresholds give the same alerts', async () => {
  const run = again({});
  expect(await run.run()).toEqual([...tracker.alerts()]);
  expect(run.share).toBe(1);
});

it('a threshold above what was done gives no alert of its kind, and the others stay', async () => {
  const before = [...tracker.alerts()].map(({ kind }) => kind);
  expect(before).toContain('port-scan');
  expect((await again({ scanPorts: 1_000 }).run()).map(({ kind }) => kind)).toEqual(before.filter((kind) => kind !== 'port-scan'));
});

it('a compressed capture is tried on its plain copy', async () => {
  const spool = new PlainSpool(folder, 2 * capture.length);
  for await (const plain of gunzip([gzipSync(capture)])) spool.append(plain);
  const { readTo } = tracker;
  const tried = (end: number, moved = {}): Promise<unknown[]> => new WhatIf(new Tracker({ connectionLimit: 10_000, hashKey: 1, thresholds: thresholdsWith(moved) }), new CopyBytes(spool), end).run();
  expect(await tried(readTo)).toEqual([...tracker.alerts()]);
  expect(await tried(readTo, { scanPorts: 1_000 })).toHaveLength([...tracker.alerts()].filter(({ kind }) => kind !== 'port-scan').length);
  // Where the copy ends early the remedy is told, not a smaller number.
  await expect(tried(readTo + 1)).rejects.toMatchObject({ detail: { code: 'not-readable' } });
  spool.close();
});

it('a capture that still grows is tried as far as it was read, across the files of its spool', async () => {
  const half = recordEnd(capture, capture.length / 2);
  const threeQuarters = recordEnd(capture, capture.length * 0.75);
  const live = new Tracker({ connectionLimit: 10_000, hashKey: 1, indexed: true });
  new Feeder(live).take(capture.subarray(0, threeQuarters));
  expect(live.readTo).toBe(threeQuarters);
  const segments = new SegmentBytes();
  for (const [i, [from, to]] of ([[0, half], [half, capture.length]] as const).entries()) {
    const segment = path.join(folder, `segment-${i}.pcap`);
    fs.writeFileSync(segment, capture.subarray(from, to));
    segments.add({ path: segment, startOffset: from, skip: 0 });
  }
  const tried = (moved = {}): Promise<{ kind: string }[]> => new WhatIf(new Tracker({ connectionLimit: 10_000, hashKey: 1, thresholds: thresholdsWith(moved) }), segments, live.readTo).run();
  const kinds = [...live.alerts()].map(({ kind }) => kind);
  expect(kinds).toContain('port-scan');
  expect((await tried()).map(({ kind }) => kind)).toEqual(kinds);
  expect((await tried({ scanPorts: 1_000 })).map(({ kind }) => kind)).toEqual(kinds.filter((kind) => kind !== 'port-scan'));
  segments.close();
});

it('a cancelled reading says so', async () => {
  const run = again({});
  const result = run.run();
  run.cancel();
  await expect(result).rejects.toMatchObject({ detail: { code: 'cancelled' } });
});

it('every packet is followed to the connection that the tracker counted it to', () => {
  const { packets } = analyzeBytes(capture);
  const tcp = packets.filter(({ flags, connection }) => flags !== '' && connection !== null);
  expect(tcp.length).toBeGreaterThan(100);
  const read = bytes();
  for (const { frame, connection } of tcp) expect([frame, ownerOf(tracker, read, frame)]).toEqual([frame, connection]);
  expect(tracker.endsOf(ownerOf(tracker, read, 14) ?? 0)?.originator.address).toBe(ATTACKER);
  expect(ownerOf(tracker, read, 99_999)).toBeNull();
});
