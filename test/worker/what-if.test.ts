// Thresholds tried out over a loaded capture, and packets followed to their connections: by the thread's own questions.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { thresholdsWith } from '@shared/thresholds';
import { Tracker } from '../../main/tracker/tracker';
import { FileBytes } from '../../main/worker/capture-bytes';
import { Feeder } from '../../main/worker/feeder';
import { FileSource } from '../../main/worker/file-source';
import { ownerOf } from '../../main/worker/frame-owner';
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
