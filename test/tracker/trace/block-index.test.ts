// The index of a capture's blocks: every packet of every connection is found again, however the capture was cut, dropped or damaged.
import { describe, expect, it } from 'vitest';
import { BlockIndex, FORGOTTEN, PRESENT } from '../../../main/tracker/trace/block-index';
import { CaptureReader } from '../../../main/tracker/reader/capture-reader';
import { pcapng } from '../../make/pcapng';
import { story } from '../../make/story';
import { readBack, track } from './read-back';

const PORTS = 12;
const ROUNDS = 100;

/** Connections whose packets lie scattered over several blocks. */
function scattered(): { bytes: Uint8Array; micros: number }[] {
  const stories = Array.from({ length: PORTS }, (_, i) => {
    const told = story({ originator: { address: '10.0.0.1', port: 40_000 + i }, startMicros: 1_767_225_600_000_000 + i * 10, stepMicros: 5_000 }).syn().synAck().ack();
    for (let round = 0; round < ROUNDS; round++) told.data('responder', 1400).ack('originator');
    return told;
  });
  return stories.flatMap((told) => [...told.frames()]).sort((a, b) => a.micros - b.micros);
}

describe('the block index', () => {
  const frames = scattered();

  it.each([['pcapng', 256 * 1024], ['pcapng in small pieces', 5_000]] as const)('finds every packet of every connection: %s', (_, blockBytes) => {
    const bytes = pcapng(frames);
    const { tracker, trace } = track(bytes, { blockBytes });
    expect(bytes.length).toBeGreaterThan(3 * 512 * 1024);
    for (const row of tracker.rows()) {
      const read = trace(row.id);
      expect(read.info()).toMatchObject({ packets: row.packets.originator + row.packets.responder, missing: null, complete: true });
    }
  });

  it('says how many packets are missing where bytes are gone, and why', () => {
    const bytes = pcapng(frames);
    const { tracker } = track(bytes);
    const trace = tracker.trace(1);
    trace?.end();
    for (let part = trace?.next(); part !== null && part !== undefined; part = trace?.next()) {
      if (part === 'later') continue;
      const block = bytes.slice(part.from, part.look);
      if (part.from < 600_000) trace?.miss('They were dropped.');
      else trace?.take(part, block, new DataView(block.buffer), block.length);
    }
    const info = trace?.info();
    expect(info?.missing?.reason).toBe('They were dropped.');
    expect(info?.missing?.packets).toBe(3 + 2 * ROUNDS - (info?.packets ?? 0));
    expect(info?.packets).toBeGreaterThan(20);
  });

  it('notices a file that is not the one that was tracked', () => {
    const { tracker } = track(pcapng(frames));
    const trace = tracker.trace(2);
    trace?.end();
    if (trace !== null) readBack(trace, pcapng(frames.map((frame, i) => (i % 3 === 0 ? { ...frame, bytes: frame.bytes.slice(0, 60) } : frame))));
    expect(trace?.info().missing?.reason).toContain('changed');
  });

  it('forgets its oldest lists at its limit, and says so', () => {
    const index = new BlockIndex(2 * 1024 * 1024);
    const reader = new CaptureReader();
    const BLOCKS = 60;
    for (let block = 0; block < BLOCKS; block++) {
      index.begin(block * 600_000, block * 1000 + 1, block * 1000, reader);
      for (let i = 0; i < 50_000; i++) index.note(1 + ((i * 7919 + block * 31) % 1_000_000));
    }
    index.reach(BLOCKS * 600_000);
    expect(index.holds(0, [1])).toBe(FORGOTTEN);
    expect(index.holds(BLOCKS - 1, [1 + ((BLOCKS - 1) * 31)])).toBe(PRESENT);
    expect(index.bytes).toBeLessThan(4 * 1024 * 1024);
  });
});
