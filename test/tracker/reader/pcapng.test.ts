// Reading pcapng: sections, interfaces, clocks, the kinds of packet block, statistics, and blocks that mean nothing here.
import { describe, expect, it } from 'vitest';
import { resolutionOf, split, splitTime } from '../../../main/tracker/reader/timestamps';
import { concat, pattern, u8 } from '../../make/bytes';
import { pcapngBlocks } from '../../make/pcapng';
import { read, seeded } from './read';

const little = pcapngBlocks('little');
const big = pcapngBlocks('big');

/** 64-bit option value in the byte order of a section. */
function word64(value: bigint, littleEndian = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, value, littleEndian);
  return new Uint8Array(view.buffer);
}

describe('pcapng', () => {
  it('reads sections of both byte orders, each with interfaces of its own', () => {
    const bytes = concat(
      little.section(), little.interface({ linkType: 1 }), little.interface({ linkType: 113 }),
      little.packet(pattern(61), { interface: 1, ticks: 5_000_000, wireLength: 99 }),
      big.section(), big.interface({ linkType: 101 }),
      big.packet(pattern(33), { ticks: 7_000_001 }), big.packet(pattern(4), { ticks: 4_000_000 }),
    );
    const { packets, damages, reader } = read(bytes);
    expect(packets.map((p) => [p.captured, p.wire, p.linkType, p.interfaceId, p.time])).toEqual([
      [61, 99, 113, 1, 0], [33, 33, 101, 0, 2_000_001_000], [4, 4, 101, 0, -1_000_000_000],
    ]);
    expect([reader.format, reader.linkTypesSeen, damages]).toEqual(['pcapng', [1, 113, 101], []]);
    expect(read(concat(big.section(), big.interface(), big.packet(pattern(4)))).reader.format).toBe('pcapng, big-endian');
  });

  it('reads simple packets by the snap length of the first interface, with the last time', () => {
    const bytes = concat(
      little.section(), little.interface({ snapLength: 20 }),
      little.packet(pattern(10), { ticks: 1_500_000 }),
      little.simplePacket(pattern(20), 900), little.simplePacket(pattern(7)),
    );
    expect(read(bytes).packets.map((p) => [p.captured, p.wire, p.time])).toEqual([[10, 10, 5e8], [20, 900, 5e8], [7, 7, 5e8]]);
    const unlimited = concat(little.section(), little.interface({ snapLength: 0 }), little.simplePacket(pattern(33)));
    expect(read(unlimited).packets.map((p) => p.captured)).toEqual([33]);
  });

  it('reads the obsolete packet block', () => {
    const bytes = concat(big.section(), big.interface(), big.interface({ linkType: 9 }), big.oldPacket(pattern(45), { interface: 1, ticks: 3_000_007, wireLength: 60 }));
    expect(read(bytes).packets.map((p) => [p.captured, p.wire, p.linkType, p.interfaceId, p.time])).toEqual([[45, 60, 9, 1, 7000]]);
  });

  it('skips options, unknown blocks, name resolution and journals', () => {
    const bytes = concat(
      little.section({ options: [{ code: 4, value: pattern(11) }] }), little.block(0x7777, pattern(41)), little.interface({ name: 'eth0' }),
      little.block(4, pattern(40)), little.packet(pattern(5), { options: [{ code: 1, value: pattern(13) }] }), little.block(0x8000_0001, pattern(8)),
      little.block(9, pattern(3)), little.packet(pattern(6)),
    );
    const { packets, damages } = read(bytes);
    expect([packets.map((p) => p.captured), damages]).toEqual([[5, 6], []]);
  });

  it('lets a huge unknown block go by without keeping it', () => {
    const bytes = concat(little.section(), little.interface(), little.packet(pattern(5)), little.block(0xa, pattern(3_000_000)), little.packet(pattern(6)));
    const { packets, kept, damages } = read(bytes, { piece: () => 4096 });
    expect([packets.map((p) => p.captured), damages]).toEqual([[5, 6], []]);
    expect(kept).toBeLessThan(5000);
  });

  it('adds up the drops that the newest statistics of each interface tell', () => {
    const both = (drops: bigint, system: bigint): Uint8Array => little.block(5, concat(new Uint8Array(12),
      u8(5, 0, 8, 0), word64(drops), u8(7, 0, 8, 0), word64(system), u8(0, 0, 0, 0)));
    const head = concat(little.section(), little.interface(), little.interface());
    expect(read(head).reader.interfaceDrops).toBeNull();
    expect(read(concat(head, little.statistics({ received: 9n }))).reader.interfaceDrops).toBeNull();
    const later = concat(head, little.statistics({ dropped: 3n }), little.statistics({ interface: 1, dropped: 10n }), little.statistics({ dropped: 5n }));
    expect(read(later).reader.interfaceDrops).toBe(15);
    expect(read(concat(later, later)).reader.interfaceDrops).toBe(30);
    expect(read(concat(head, both(0x1_0000_0000n, 2n))).reader.interfaceDrops).toBe(4_294_967_298);
    expect(read(concat(head, little.statistics({ dropped: 0xffff_ffff_ffff_ffffn }))).reader.interfaceDrops).toBeNull();
    expect(read(concat(big.section(), big.interface(), big.statistics({ dropped: 7n }))).reader.interfaceDrops).toBe(7);
  });

  it('says so when a packet names an interface that is not described, and goes on', () => {
    const bytes = concat(little.section(), little.interface(), little.packet(pattern(5), { interface: 3 }), little.packet(pattern(6)));
    const { packets, damages } = read(bytes);
    expect(packets.map((p) => p.captured)).toEqual([6]);
    expect(damages).toEqual([{ offset: 28 + 20, reason: 'a packet of interface 3, which the capture does not describe', skipped: 40 }]);
  });
});

describe('pcapng time stamps', () => {
  const clocks = [...Array.from({ length: 20 }, (_, n) => n), ...Array.from({ length: 64 }, (_, n) => 0x80 | n)];

  it('are exact to the nanosecond for every power of ten and of two', () => {
    const random = seeded(7);
    for (const clock of clocks) {
      const exponent = clock & 0x7f;
      const unit = clock >= 0x80 ? 2n ** BigInt(exponent) : 10n ** BigInt(exponent);
      for (let i = 0; i < 60; i++) {
        // Times that a double can tell to the second; the rest of the 64 bits at random.
        const seconds = BigInt(random(2 ** 31)) * BigInt(i < 30 ? 1 : 0);
        const ticks = BigInt.asUintN(64, seconds * unit + (BigInt(random(2 ** 32)) * BigInt(random(2 ** 32))) % unit);
        split(Number(ticks >> 32n), Number(ticks & 0xffff_ffffn), resolutionOf(clock));
        expect([clock, splitTime[0], splitTime[1]]).toEqual([clock, Number(ticks / unit), Number(((ticks % unit) * 1_000_000_000n) / unit)]);
      }
    }
  });

  it('lie in 2026 with nanoseconds from a file, and in the year the offset moves them to', () => {
    const ticks = 1_767_225_600_123_456_789n;
    const bytes = concat(
      big.section(), big.interface({ tsResolution: 9 }), big.interface({ tsResolution: 9, tsOffset: -1_000_000_000n }), big.interface({ tsResolution: 0x80 | 32, tsOffset: 5n }),
      big.packet(pattern(1), { ticks }), big.packet(pattern(1), { ticks: ticks + 1n }), big.packet(pattern(1), { interface: 1, ticks }),
      big.packet(pattern(1), { interface: 2, ticks: (1_767_225_600n << 32n) | 0x8000_0000n }),
    );
    const { packets, reader } = read(bytes);
    expect(reader.baseSeconds).toBe(1_767_225_600);
    expect(packets.map((p) => p.time)).toEqual([123_456_789, 123_456_790, -1e18 + 123_456_789, 5_500_000_000]);
  });
});
