// Damaged captures: what came before stays, the place and the reason are told, and reading goes on behind.
import { describe, expect, it } from 'vitest';
import { concat, pattern } from '../../make/bytes';
import { pcap, timed } from '../../make/pcap';
import { pcapng, pcapngBlocks } from '../../make/pcapng';
import { read, seeded } from './read';

const SIZES = Array.from({ length: 40 }, (_, i) => 40 + i);
const FRAMES = SIZES.map((size) => ({ bytes: pattern(size, size) }));
/** Offset of the packet record with this index in the pcap of FRAMES. */
const recordAt = (index: number): number => SIZES.slice(0, index).reduce((at, size) => at + 16 + size, 24);
const blockAt = (index: number): number => SIZES.slice(0, index).reduce((at, size) => at + 32 + ((size + 3) & ~3), 28 + 32);
const without = (...gone: number[]): number[] => SIZES.filter((_, i) => !gone.includes(i));

describe('a damaged pcap', () => {
  for (const bigEndian of [false, true]) {
    const intact = pcap(FRAMES, { bigEndian });
    const damaged = (change: (view: DataView) => void): Uint8Array => {
      const bytes = intact.slice();
      change(new DataView(bytes.buffer));
      return bytes;
    };
    const order = bigEndian ? 'big-endian' : 'little-endian';

    it(`loses one packet when a length is absurd (${order})`, () => {
      const at = recordAt(7);
      const { packets, damages } = read(damaged((v) => { v.setUint32(at + 8, 0x7fff_ffff, !bigEndian); }));
      expect(packets.map((p) => p.captured)).toEqual(without(7));
      expect(damages).toEqual([{ offset: at, reason: 'a packet record claims 2147483647 captured bytes', skipped: 16 + 47 }]);
    });

    it(`loses one packet when a length is too great but possible (${order})`, () => {
      const at = recordAt(7);
      const { packets, damages } = read(damaged((v) => { v.setUint32(at + 8, 300, !bigEndian); }));
      expect(packets.map((p) => p.captured)).toEqual(without(7));
      expect(damages.map((d) => [d.offset, d.skipped])).toEqual([[at, 16 + 47]]);
    });

    it(`finds the records again when bytes were lost (${order})`, () => {
      const bytes = concat(intact.subarray(0, recordAt(9) + 5), intact.subarray(recordAt(12) + 20));
      const { packets, damages } = read(bytes);
      expect(packets.slice(0, 9).map((p) => p.captured)).toEqual(SIZES.slice(0, 9));
      expect(packets.slice(-27).map((p) => p.captured)).toEqual(SIZES.slice(13));
      expect(damages).toHaveLength(1);
    });
  }

  const intact = pcap(FRAMES);

  it('is found again when the damage lies in the first record', () => {
    const bytes = intact.slice();
    bytes.fill(0xff, 24, 40);
    const { packets, damages } = read(bytes);
    expect(packets.map((p) => p.captured)).toEqual(without(0));
    expect(packets[0]?.time).toBe(1_000_000);
    expect(damages.map((d) => [d.offset, d.skipped])).toEqual([[24, 56]]);
  });

  it('is found again behind a megabyte of zeros', () => {
    const bytes = concat(intact.subarray(0, recordAt(5)), new Uint8Array(1_200_000), intact.subarray(recordAt(5)));
    const { packets, damages, kept } = read(bytes, { piece: () => 65_536 });
    expect(packets.map((p) => p.captured)).toEqual(SIZES);
    expect(damages.map((d) => [d.offset, d.skipped])).toEqual([[recordAt(5), 1_200_000]]);
    expect(kept).toBeLessThan(400);
  });

  it('gives all packets before a cut end, and tells of the rest', () => {
    for (const tellEnd of [false, true]) {
      const { packets, damages } = read(intact.subarray(0, recordAt(39) + 30), { tellEnd });
      expect(packets.map((p) => p.captured)).toEqual(SIZES.slice(0, 39));
      expect(damages).toEqual([{ offset: recordAt(39), reason: 'the capture ends inside a packet record', skipped: 30 }]);
    }
  });

  it('gives the last packets behind damage near the end, once the end is told', () => {
    const bytes = intact.slice();
    bytes.fill(0xff, recordAt(37), recordAt(37) + 16);
    expect(read(bytes).packets.map((p) => p.captured)).toEqual(without(37));
  });

  it('is not believed at its end when the last length is wrong', () => {
    const bytes = intact.slice();
    new DataView(bytes.buffer).setUint32(recordAt(30) + 8, 5000, true);
    new DataView(bytes.buffer).setUint32(recordAt(30) + 12, 5000, true);
    const { packets, damages } = read(bytes);
    expect(packets.map((p) => p.captured)).toEqual(without(30));
    expect(damages.map((d) => [d.offset, d.skipped])).toEqual([[recordAt(30), 16 + 70]]);
  });

  it('tells of a hundred places at most, and counts all', () => {
    const frames = Array.from({ length: 900 }, () => ({ bytes: pattern(50) }));
    const bytes = pcap(frames);
    for (let i = 0; i < 900; i += 6) bytes.fill(0xff, 24 + 66 * i + 8, 24 + 66 * i + 12);
    const { packets, damages, reader } = read(bytes);
    expect([packets.length, damages.length, reader.damageCount]).toEqual([750, 100, 150]);
  });
});

describe('a damaged pcapng', () => {
  const intact = pcapng(timed(FRAMES));

  it('loses one packet when the lengths of its block disagree', () => {
    for (const [place, value] of [[4, 4096], [4, 0xffff_fff0], [20, 5000]] as const) {
      const bytes = intact.slice();
      new DataView(bytes.buffer).setUint32(blockAt(7) + place, value, true);
      const { packets, damages } = read(bytes);
      expect(packets.map((p) => p.captured)).toEqual(without(7));
      expect(damages.map((d) => [d.offset, d.skipped])).toEqual([[blockAt(7), blockAt(8) - blockAt(7)]]);
    }
  });

  it('loses one packet when its type is overwritten with garbage', () => {
    const bytes = intact.slice();
    bytes.fill(0xc3, blockAt(7), blockAt(7) + 12);
    expect(read(bytes).packets.map((p) => p.captured)).toEqual(without(7));
  });

  it('finds a block that is not aligned any more', () => {
    const bytes = concat(intact.subarray(0, blockAt(7) + 9), intact.subarray(blockAt(7) + 14));
    expect(read(bytes).packets.map((p) => p.captured)).toEqual(without(7));
  });

  it('keeps the numbers of the other interfaces when one description is damaged', () => {
    const b = pcapngBlocks('little');
    const bytes = concat(b.section(), b.interface({ linkType: 1 }), b.interface({ linkType: 113 }), b.packet(pattern(9), { interface: 1 }), b.packet(pattern(8), { interface: 0 }));
    new DataView(bytes.buffer).setUint32(28 + 4, 24, true); // the first description lies about its length
    const { packets, damages } = read(bytes);
    expect(packets.map((p) => [p.captured, p.linkType])).toEqual([[9, 113], [8, -1]]);
    expect(damages).toHaveLength(1);
  });

  it('goes on at the next section', () => {
    const second = pcapngBlocks('big');
    const bytes = concat(intact.subarray(0, blockAt(3)), pattern(777), second.section(), second.interface({ linkType: 101 }), second.packet(pattern(5)));
    const { packets } = read(bytes);
    expect(packets.map((p) => p.captured)).toEqual([40, 41, 42, 5]);
    expect(packets[3]?.linkType).toBe(101);
  });

  it('gives all packets before a cut end, and tells of the rest', () => {
    for (const tellEnd of [false, true]) {
      const { packets, damages } = read(intact.subarray(0, blockAt(39) + 50), { tellEnd });
      expect(packets.map((p) => p.captured)).toEqual(SIZES.slice(0, 39));
      expect(damages).toEqual([{ offset: blockAt(39), reason: 'the capture ends inside a block', skipped: 50 }]);
    }
  });
});

describe('any bytes at all', () => {
  const captures = [
    pcap(FRAMES), pcap(FRAMES, { bigEndian: true, nano: true }), pcapng(timed(FRAMES)),
    concat(pcapngBlocks('big').section(), pcapngBlocks('big').interface(), pcapngBlocks('big').oldPacket(pattern(99)), pcapngBlocks('big').simplePacket(pattern(50)), pcapng(timed(FRAMES.slice(0, 9)))),
  ];

  it('give the same packets and damages in pieces of any size as in one', () => {
    const random = seeded(20_261);
    for (let round = 0; round < 240; round++) {
      const bytes = (captures[round % captures.length] ?? new Uint8Array()).slice(0);
      const mutations = random(6);
      for (let i = 0; i < mutations; i++) bytes[24 + random(bytes.length - 24)] = random(3) === 0 ? 255 : random(256);
      const cut = random(3) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
      const whole = read(cut, { tellEnd: false });
      const most = 1 + random(random(2) === 0 ? 9 : 500);
      const pieces = read(cut, { tellEnd: false, piece: () => 1 + random(most) });
      expect(pieces.packets).toEqual(whole.packets);
      expect(pieces.damages).toEqual(whole.damages);
      expect(pieces.reader.fatalReason).toEqual(whole.reader.fatalReason);
      // Telling the end can only give more.
      expect(read(cut).packets.length).toBeGreaterThanOrEqual(whole.packets.length);
    }
  });

  it('give what is left whole: one wrong byte costs at most a few packets', () => {
    const random = seeded(3);
    for (let round = 0; round < 300; round++) {
      const bytes = (captures[round % 3] ?? new Uint8Array()).slice();
      bytes[60 + random(bytes.length - 60)] = random(256);
      expect(read(bytes).packets.length).toBeGreaterThanOrEqual(FRAMES.length - 3);
    }
  });

  it('of a section header cannot make it grow or hang', () => {
    const b = pcapngBlocks('little');
    const many = concat(...Array.from({ length: 300 }, () => concat(b.section(), b.interface())));
    expect(read(many).damages).toEqual([]);
    const nothing = concat(b.section(), new Uint8Array(5000));
    expect(read(nothing, { piece: () => 100 }).kept).toBeLessThan(200);
  });
});
