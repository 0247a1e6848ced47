// Reading pcap: byte orders, resolutions, times, and the oddities that real writers produce.
import { describe, expect, it } from 'vitest';
import { concat, pattern } from '../../make/bytes';
import { FIRST_MICROS, pcap } from '../../make/pcap';
import { read } from './read';

const FRAMES = [{ bytes: pattern(60) }, { bytes: pattern(100, 3), wireLength: 1500 }, { bytes: pattern(1) }];

describe('pcap', () => {
  for (const bigEndian of [false, true]) {
    for (const nano of [false, true]) {
      it(`is read ${bigEndian ? 'big' : 'little'}-endian in ${nano ? 'nanoseconds' : 'microseconds'}`, () => {
        const { packets, reader, damages } = read(pcap(FRAMES, { bigEndian, nano, linkType: 113 }));
        expect(packets.map((p) => [p.captured, p.wire, p.linkType, p.time])).toEqual([
          [60, 60, 113, 0], [100, 1500, 113, 1_000_000], [1, 1, 113, 2_000_000],
        ]);
        expect(packets.map((p) => p.offset)).toEqual([40, 116, 232]);
        expect(reader.format).toBe(`pcap, ${nano ? 'nano' : 'micro'}seconds${bigEndian ? ', big-endian' : ''}`);
        expect(reader.baseSeconds).toBe(FIRST_MICROS / 1e6);
        expect(reader.linkTypesSeen).toEqual([113]);
        expect(damages).toEqual([]);
      });
    }
  }

  it('keeps nanoseconds exact after 100 days, and before the first packet', () => {
    const bytes = pcap([{ bytes: pattern(1) }, { bytes: pattern(1) }, { bytes: pattern(1) }], { nano: true });
    const view = new DataView(bytes.buffer);
    view.setUint32(24, 1_000_000_000, true);
    view.setUint32(28, 123_456_789, true);
    view.setUint32(41, 1_000_000_000 + 100 * 86_400, true);
    view.setUint32(45, 999_999_999, true);
    view.setUint32(58, 999_999_990, true);
    view.setUint32(62, 1, true);
    expect(read(bytes).packets.map((p) => p.time)).toEqual([123_456_789, 8_640_000_999_999_999, -9_999_999_999]);
  });

  it('reads the patched format, whose record headers are longer', () => {
    const plain = pcap([{ bytes: pattern(20) }, { bytes: pattern(30) }]);
    const bytes = concat(plain.subarray(0, 40), pattern(8), plain.subarray(40, 76), pattern(8), plain.subarray(76));
    new DataView(bytes.buffer).setUint32(0, 0xa1b2cd34, true);
    expect(read(bytes).packets.map((p) => [p.offset, p.captured])).toEqual([[48, 20], [92, 30]]);
  });

  it('takes a snap length of 0 or of all ones for none', () => {
    for (const snapLength of [0, 0xffff_ffff]) {
      const bytes = pcap([{ bytes: pattern(70_000) }, { bytes: pattern(5) }]);
      new DataView(bytes.buffer).setUint32(16, snapLength, true);
      expect(read(bytes).packets.map((p) => p.captured)).toEqual([70_000, 5]);
    }
  });

  it('reads empty packets, and a wire length below the captured one, when records go on behind them', () => {
    const bytes = pcap([{ bytes: pattern(40) }, { bytes: pattern(0) }, { bytes: pattern(50) }, { bytes: pattern(7) }]);
    new DataView(bytes.buffer).setUint32(24 + 56 + 16 + 12, 3, true);
    const { packets, damages } = read(bytes);
    expect(packets.map((p) => [p.captured, p.wire])).toEqual([[40, 40], [0, 0], [50, 50], [7, 7]]);
    expect(damages).toEqual([]);
  });

  it('goes on when captures were joined by cat, in another byte order too', () => {
    const bytes = concat(pcap(FRAMES), pcap(FRAMES, { bigEndian: true, nano: true, linkType: 101 }));
    const { packets, damages, reader } = read(bytes);
    expect(packets.map((p) => [p.captured, p.linkType, p.time])).toEqual([
      [60, 1, 0], [100, 1, 1e6], [1, 1, 2e6], [60, 101, 0], [100, 101, 1e6], [1, 101, 2e6],
    ]);
    expect(damages).toEqual([]);
    expect(reader.linkTypesSeen).toEqual([1, 101]);
  });

  it('ignores the upper bits of the link type, which tell of a check sequence', () => {
    const bytes = pcap(FRAMES);
    new DataView(bytes.buffer).setUint32(20, 0x2400_0001, true);
    expect(read(bytes).reader.linkTypesSeen).toEqual([1]);
  });

  it('can be used again after a reset', () => {
    const { reader } = read(pcap(FRAMES, { bigEndian: true, linkType: 113 }));
    reader.reset();
    const bytes = pcap(FRAMES);
    expect(reader.next(new DataView(bytes.buffer), 0, bytes.length)).toBe(2);
    expect([reader.format, reader.linkTypesSeen, reader.damageCount]).toEqual(['pcap, microseconds', [1], 0]);
  });
});

describe('what is no capture', () => {
  it('is refused with what it is and what to do', () => {
    expect(read(new TextEncoder().encode('hello, this is text')).reader.fatalReason).toMatch(/^not a capture: it starts with 0x68656c6c/);
    expect(read(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0)).reader.fatalReason).toMatch(/zstd.*zstd -d/);
    expect(read(new TextEncoder().encode('snoop\0\0\0\0\0\0\u0002')).reader.fatalReason).toMatch(/snoop.*editcap/);
  });

  it('is refused when it is empty, or ends in its header', () => {
    expect(read(new Uint8Array(0)).reader.fatalReason).toBe('the capture is empty');
    expect(read(pcap(FRAMES).subarray(0, 20)).reader.fatalReason).toMatch(/ends after 20 bytes/);
  });
});
