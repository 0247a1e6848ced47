// Any bytes as a capture file, pcap or pcapng: every packet lies inside, nothing hangs, and neither the cut into blocks nor what stands in
// memory behind the bytes changes anything.
import { concat, pattern, u32 } from '../../make/bytes';
import { pcap } from '../../make/pcap';
import { pcapng, pcapngBlocks } from '../../make/pcapng';
import { read, seeded, type Read } from '../../tracker/reader/read';
import { CaptureReader, FATAL, NEED_MORE, PACKET } from '../../../main/tracker/reader/capture-reader';
import { digest } from '../choices';
import { alike, hold, type FuzzTarget } from '../target';

const frames = [40, 41, 60].map((length, i) => ({ bytes: pattern(length, i), micros: 1_767_225_600_000_000 + i * 1000 }));
const SECTION = concat(pcapngBlocks().section(), pcapngBlocks().interface({ linkType: 1, tsResolution: 9 }));
/** Put in front of bytes that begin like nothing, so that they are read as records. */
const HEADS: readonly Uint8Array[] = [pcap([]), pcap([], { bigEndian: true, nano: true, linkType: 101 }), SECTION, concat(u32(0x34cdb2a1), pcap([]).subarray(4))];

const told = ({ packets, damages, reader }: Read): unknown => [packets, damages, reader.damageCount, reader.fatalReason, reader.format, reader.linkTypesSeen, reader.interfaceDrops];

/** The same bytes with others behind them that are not captured. */
function poisoned(bytes: Uint8Array, poison: number): unknown {
  const room = concat(bytes, new Uint8Array(64).fill(poison));
  const view = new DataView(room.buffer);
  const reader = new CaptureReader();
  const packets: unknown[] = [];
  reader.ended = true;
  let at = 0;
  for (let calls = 0; at < bytes.length; calls++) {
    hold(calls < 20 * bytes.length + 1000, () => 'the reader does not come to an end');
    const status = reader.next(view, at, bytes.length);
    if (status === NEED_MORE || status === FATAL) break;
    at = reader.nextAt;
    if (status === PACKET) packets.push([reader.dataAt, reader.captured, reader.wire, reader.linkType, reader.time[0]]);
  }
  reader.finish(bytes.length - at, at);
  return [packets, reader.damages, reader.fatalReason];
}

function file(bytes: Uint8Array): Read {
  const whole = read(bytes);
  const random = seeded(digest(bytes));
  alike(told(whole), told(read(bytes, { piece: () => 1 + random(97) })), 'cut into blocks, the capture reads otherwise');
  alike(poisoned(bytes, 0), poisoned(bytes, 0xff), 'bytes behind the capture change how it reads');
  let end = 0;
  for (const { offset, captured, wire } of whole.packets) {
    hold(offset >= end && offset + captured <= bytes.length && wire >= captured, () => `a packet at ${offset} of ${captured} bytes of ${wire} after ${end}`);
    end = offset + captured;
  }
  for (const { offset, skipped } of whole.damages) hold(offset >= 0 && skipped >= 0 && offset + skipped <= bytes.length, () => `damage at ${offset} of ${skipped} bytes`);
  hold(whole.damages.length <= 100 && whole.reader.linkTypesSeen.length <= 100, () => 'a list grows without bound');
  return whole;
}

export const { name, mostBytes, fuzz, seeds } = {
  name: 'reader',
  mostBytes: 4096,
  fuzz: (bytes) => {
    if (file(bytes).reader.fatalReason !== '') file(concat(HEADS[(bytes[0] ?? 0) & 3] ?? SECTION, bytes.subarray(1)));
  },
  seeds: () => {
    const ng = pcapngBlocks('big');
    return [
      pcap(frames), pcap(frames, { bigEndian: true, nano: true }), pcapng(frames),
      concat(ng.section(), ng.interface({ linkType: 101, snapLength: 50, tsResolution: 0x8a, tsOffset: -5n, name: 'eth0' }), ng.simplePacket(pattern(60), 80), ng.oldPacket(pattern(30), { ticks: 9n, drops: 4 }),
        ng.statistics({ dropped: 7n, received: 9n }), ng.block(0x0bad, pattern(20)), ng.section({ length: 16n }), ng.interface(), ng.packet(pattern(5), { ticks: 1n << 60n })),
      Uint8Array.of(2, 6, 0, 0, 0), Uint8Array.of(0x1f, 0x8b, 8, 0),
    ];
  },
} satisfies FuzzTarget;
