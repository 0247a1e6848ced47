// Bytes on their way to the tracker: however they are cut, the sink sees each record whole.
import { describe, expect, it } from 'vitest';
import { Feeder, READ_BYTES, type ByteSink } from '../../main/worker/feeder';

/** Records of a 4-byte length and so many bytes, all equal to the length's lowest byte; remembers what it was given. */
class Lengths implements ByteSink {
  readonly seen: { offset: number; length: number }[] = [];
  readonly wrong: number[] = [];
  end: { leftover: number; offset: number } | null = null;
  lastSeen = false;

  push(block: Uint8Array, view: DataView, from: number, to: number, fileOffset: number, last: boolean): number {
    this.lastSeen ||= last;
    let at = from;
    while (at + 4 <= to) {
      const length = view.getUint32(at, true);
      if (at + 4 + length > to) break;
      this.seen.push({ offset: fileOffset + at, length });
      if (block.subarray(at + 4, at + 4 + length).some((byte) => byte !== (length & 255))) this.wrong.push(fileOffset + at);
      at += 4 + length;
    }
    return at;
  }

  finish(leftover: number, offset: number): void {
    this.end = { leftover, offset };
  }
}

function records(lengths: number[]): Uint8Array {
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + 4 + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const length of lengths) {
    view.setUint32(at, length, true);
    bytes.fill(length & 255, at + 4, at + 4 + length);
    at += 4 + length;
  }
  return bytes;
}

function feed(bytes: Uint8Array, part: number): Lengths {
  const sink = new Lengths();
  const feeder = new Feeder(sink);
  for (let at = 0; at < bytes.length; at += part) feeder.take(bytes.subarray(at, at + part));
  feeder.finish();
  return sink;
}

describe('the feeder', () => {
  const lengths = [0, 1, 70, 1500, 9000, 65_535, 3, 300_000, 40, READ_BYTES * 3 + 17, 12, 0];
  const bytes = records(lengths);
  const expected = feed(bytes, bytes.length).seen;

  it('gives every record once, at its own offset', () => {
    let offset = 0;
    expect(expected).toEqual(lengths.map((length) => ({ offset: (offset += 4 + length) - 4 - length, length })));
  });

  it.each([1_009, 65_536, READ_BYTES, READ_BYTES + 1, 3 * READ_BYTES])('gives the same in parts of %i bytes', (part) => {
    const sink = feed(bytes, part);
    expect(sink.seen).toEqual(expected);
    expect(sink.wrong).toEqual([]);
    expect(sink.end).toEqual({ leftover: 0, offset: bytes.length });
  });

  it('tells what is left at the end, and that nothing will follow', () => {
    const sink = feed(bytes.subarray(0, bytes.length - 9), 100_000);
    expect(sink.lastSeen).toBe(true);
    expect(sink.end?.leftover).toBeGreaterThan(0);
    expect((sink.end?.offset ?? 0) + (sink.end?.leftover ?? 0)).toBe(bytes.length - 9);
  });

  it('leaves out what is incomplete when reading is given up', () => {
    const sink = new Lengths();
    const feeder = new Feeder(sink);
    feeder.take(bytes.subarray(0, 50));
    feeder.abandon();
    feeder.finish();
    expect(sink.lastSeen).toBe(false);
    expect(sink.end).toEqual({ leftover: 0, offset: 9 });
  });
});
