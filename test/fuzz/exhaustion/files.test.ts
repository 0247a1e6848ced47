// Files made to fill memory or to take for ever: each stays within its bound, and says what it left out.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import zlib from 'node:zlib';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { readCapture } from '../../../main/cli/read-capture';
import { Tracker } from '../../../main/tracker/tracker';
import { CaptureReader, FATAL, NEED_MORE } from '../../../main/tracker/reader/capture-reader';
import { analyzeBytes } from '../../drive';
import { concat, pattern } from '../../make/bytes';
import { ethernet, ipv4, udp } from '../../make/packet';
import { pcap } from '../../make/pcap';
import { pcapngBlocks } from '../../make/pcapng';
import { inUse, MEBIBYTE } from './flood';

vi.setConfig({ testTimeout: 180_000 }); // a machine that does much else at the same time is no fault

const ng = pcapngBlocks();
const packet = ethernet({}, ipv4({ src: '10.0.0.1', dst: '10.0.0.2' }, udp({ srcPort: 1, dstPort: 2 }, pattern(8))));

/** The same block so many times. */
function repeated(block: Uint8Array, times: number): Uint8Array {
  const out = new Uint8Array(block.length * times);
  for (let i = 0; i < times; i++) out.set(block, i * block.length);
  return out;
}

/** Reads a file as the tracker does, in blocks that are forgotten. */
function readThrough(parts: readonly Uint8Array[]): { reader: CaptureReader; kept: number; held: number; millis: number } {
  const before = inUse();
  const reader = new CaptureReader();
  const bytes = concat(...parts);
  const view = new DataView(bytes.buffer);
  const began = process.cpuUsage();
  let at = 0;
  let kept = 0;
  for (let to = 0; to < bytes.length;) {
    to = Math.min(bytes.length, to + 256 * 1024);
    for (;;) {
      const status = reader.next(view, at, to);
      if (status === NEED_MORE || status === FATAL) break;
      at = reader.nextAt;
    }
    kept = Math.max(kept, to - at);
  }
  reader.finish(bytes.length - at, at);
  const { user } = process.cpuUsage(began);
  return { reader, kept, held: inUse() - before - bytes.length, millis: user / 1000 };
}

describe('a pcapng', () => {
  it('with interfaces without end: so many are kept, and packets of the others are damage', () => {
    const { status } = analyzeBytes(concat(ng.section(), repeated(ng.interface({ linkType: 1 }), 70_000), ng.packet(packet, { interface: 65_535 }), ng.packet(packet, { interface: 69_999 })), { packetSink: null, detectors: false });
    expect(status.packets).toBe(1);
    expect(status.damages.map(({ reason }) => reason)).toEqual(['a packet of interface 69999, which the capture does not describe']);
  });

  it('with sections without end, each full of interfaces: what is kept to read packets back is bounded', () => {
    const section = concat(ng.section(), repeated(ng.interface({ linkType: 1, tsResolution: 9 }), 2_000), ng.packet(packet, { interface: 1_999 }));
    const before = inUse();
    const tracker = new Tracker({ connectionLimit: 1000, hashKey: 1, detectors: false, indexed: true });
    let offset = 0;
    for (let i = 0; i < 300; i++) offset += tracker.push(section, new DataView(section.buffer), 0, section.length, offset);
    tracker.finish(0, offset);
    expect(tracker.status().packets).toBeGreaterThan(200);
    expect(tracker.status().damageCount).toBeGreaterThan(0); // beyond half a million interfaces none is described
    expect(inUse() - before).toBeLessThan(64 * MEBIBYTE);
  });

  it('with the statistics of many interfaces again and again: no longer than with those of one', () => {
    const statistics = repeated(ng.statistics({ interface: 3, dropped: 7n }), 20_000);
    const few = readThrough([ng.section(), repeated(ng.interface(), 4), statistics]);
    const many = readThrough([ng.section(), repeated(ng.interface(), 60_000), statistics]);
    expect(many.reader.interfaceDrops).toBe(7);
    expect(many.millis).toBeLessThan(20 * few.millis + 400);
  });

  it('with giant option lists: they go by', () => {
    const options = Array.from({ length: 60_000 }, () => ({ code: 1, value: pattern(4) }));
    const { reader, held } = readThrough([ng.section(), ng.interface({ options }), repeated(ng.packet(packet, { options: options.slice(0, 20_000) }), 20)]);
    expect(reader.damageCount).toBe(0);
    expect(held).toBeLessThan(4 * MEBIBYTE);
  });

  it('with blocks that claim gigabytes: nothing is kept for them', () => {
    for (const type of [0x0bad, 0x0000_0bac, 0x8000_0001, 1, 5, 6]) {
      for (const totalLength of [0x3fff_fffc, 0x7fff_fffc, 0xffff_fffc, 0xffff_ffff]) {
        const { reader, kept } = readThrough([ng.section(), ng.interface(), ng.block(type, pattern(40), { totalLength }), repeated(ng.packet(packet), 3000)]);
        expect(kept).toBeLessThan(MEBIBYTE);
        expect(reader.damageCount).toBe(1);
      }
    }
  });

  it('of every link type there is: so many are named, none is taken for another', () => {
    const blocks = Array.from({ length: 500 }, (_, i) => ng.interface({ linkType: 1000 + i }));
    const { status } = analyzeBytes(concat(ng.section(), ...blocks, ...Array.from({ length: 500 }, (_, i) => ng.packet(packet, { interface: i }))), { packetSink: null, detectors: false });
    expect(status.linkTypes).toHaveLength(100);
    expect(status.outcomes).toEqual({ 'unsupported-link': 500 });
  });
});

describe('a pcap', () => {
  it('of nothing but damage: the first hundred places are named, all are counted', () => {
    const broken = pcap([{ bytes: packet, wireLength: packet.length }]).slice(24);
    broken.fill(0xff, 0, 12);
    const whole = pcap([packet, packet, packet]).slice(24);
    const { status } = analyzeBytes(concat(pcap([]), repeated(concat(broken, whole), 400)), { packetSink: null, detectors: false });
    expect(status.damages).toHaveLength(100);
    expect(status.damageCount).toBeGreaterThan(300);
  });
});

describe('a decompression bomb', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-bomb-'));
  afterAll(() => { fs.rmSync(folder, { recursive: true }); });

  it('is read block by block, and what is no packet is damage', async () => {
    const file = path.join(folder, 'bomb.pcap.gz');
    // Members one after the other, each a thousand times smaller than what it holds.
    const member = zlib.gzipSync(new Uint8Array(16 * MEBIBYTE));
    fs.writeFileSync(file, concat(zlib.gzipSync(pcap([packet])), ...Array.from({ length: 6 }, () => member)));
    expect(fs.statSync(file).size).toBeLessThan(150 * 1024);
    const tracker = new Tracker({ connectionLimit: 1000, hashKey: 1, detectors: false });
    const before = inUse();
    let most = 0;
    const { error } = await readCapture(file, tracker, () => {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      most = Math.max(most, heapUsed + arrayBuffers - before);
    });
    expect(error).toBeNull();
    expect(tracker.status()).toMatchObject({ packets: 1, damageCount: 1 });
    expect(tracker.status().damages[0]?.skipped).toBe(6 * 16 * MEBIBYTE);
    expect(most).toBeLessThan(128 * MEBIBYTE);
  });
});
