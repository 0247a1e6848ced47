// Drives the reader over bytes as the tracker does, whole or in pieces of any size, and writes down what it gives.
import { CaptureReader, DAMAGED, FATAL, NEED_MORE, PACKET, SKIP } from '../../../main/tracker/reader/capture-reader';
import type { Damage } from '../../../main/tracker/reader/capture-reader';

export interface ReadPacket {
  /** File offset of the first byte of the packet. */
  readonly offset: number;
  readonly captured: number;
  readonly wire: number;
  readonly linkType: number;
  readonly interfaceId: number;
  /** Nanoseconds relative to baseSeconds. */
  readonly time: number;
}

export interface Read {
  readonly packets: ReadPacket[];
  readonly damages: readonly Damage[];
  readonly reader: CaptureReader;
  /** The most bytes that had to be kept. */
  readonly kept: number;
}

export interface How {
  /** Size of the next piece; default: everything at once. */
  readonly piece?: () => number;
  /** Tells the reader when the last byte is there. */
  readonly tellEnd?: boolean;
}

/** Every call sees exactly the bytes it may read: one byte beyond throws. */
export function read(bytes: Uint8Array, { piece = () => bytes.length, tellEnd = true }: How = {}): Read {
  const reader = new CaptureReader();
  const packets: ReadPacket[] = [];
  let from = 0; // file offset of the first byte that was not consumed
  let have = 0; // file offset of the end of what was pushed
  let kept = 0;
  let calls = 0;
  for (;;) {
    const before = have;
    have = Math.min(bytes.length, have + Math.max(1, piece()));
    reader.ended = tellEnd && have === bytes.length;
    const start = from;
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, have - start);
    reader.blockOffset = start;
    for (;;) {
      if (++calls > 20 * bytes.length + 1000) throw new Error('the reader does not come to an end');
      const status = reader.next(view, from - start, have - start);
      if (status === NEED_MORE || status === FATAL) break;
      if (reader.nextAt <= from - start && status !== DAMAGED) throw new Error(`no progress at ${String(from)}`);
      if (reader.nextAt > have - start) throw new Error(`beyond the end at ${String(from)}`);
      from = start + reader.nextAt;
      if (status === PACKET) {
        if (reader.dataAt + reader.captured > have - start) throw new Error('a packet beyond the end');
        packets.push({
          offset: start + reader.dataAt, captured: reader.captured, wire: reader.wire, linkType: reader.linkType,
          interfaceId: reader.interfaceId, time: reader.time[0] ?? NaN,
        });
      } else if (status !== SKIP && status !== DAMAGED) throw new Error(`unknown status ${String(status)}`);
    }
    kept = Math.max(kept, have - from);
    if (have === bytes.length && have === before) break;
  }
  reader.finish(bytes.length - from, from);
  return { packets, damages: reader.damages, reader, kept };
}

/** A small generator of numbers below n (mulberry32), the same for the same seed. */
export function seeded(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * n);
  };
}
