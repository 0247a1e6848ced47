// Capture files for tests: classic pcap in every variant (both byte orders, micro- and nanoseconds, any link type), and gzip around anything.
import { gzipSync } from 'node:zlib';
import { type Bytes, concat } from './bytes';

export interface Frame {
  readonly bytes: Uint8Array;
  /** Microseconds since 1970; default: the previous frame's plus one millisecond. May have a fraction (nanoseconds). */
  readonly micros?: number;
  /** Length on the wire, where the snap length cut the frame. */
  readonly wireLength?: number;
}

export interface PcapOptions {
  readonly bigEndian?: boolean;
  readonly nano?: boolean;
  /** LINKTYPE_: 1 Ethernet, 0 null, 101 raw, 113 and 276 cooked, 105 and 127 802.11 … */
  readonly linkType?: number;
  /** Cuts every frame to this length, as a capture with this setting would. */
  readonly snapLength?: number;
}

/** 2026-01-01T00:00:00Z: the time of the first frame that names none. */
export const FIRST_MICROS = 1_767_225_600_000_000;

/** Frames with a time each: those that name none follow the one before by a millisecond. */
export function timed(frames: readonly (Frame | Uint8Array)[]): { bytes: Uint8Array; micros: number; wireLength: number }[] {
  let micros = FIRST_MICROS - 1000;
  return frames.map((item) => {
    const frame: Frame = item instanceof Uint8Array ? { bytes: item } : item;
    micros = frame.micros ?? micros + 1000;
    return { bytes: frame.bytes, micros, wireLength: frame.wireLength ?? frame.bytes.length };
  });
}

export function pcap(frames: readonly (Frame | Uint8Array)[], options: PcapOptions = {}): Bytes {
  const little = options.bigEndian !== true;
  const snap = options.snapLength ?? 262_144;
  const header = new DataView(new ArrayBuffer(24));
  header.setUint32(0, options.nano ? 0xa1b23c4d : 0xa1b2c3d4, little);
  header.setUint16(4, 2, little);
  header.setUint16(6, 4, little);
  header.setUint32(16, snap, little);
  header.setUint32(20, options.linkType ?? 1, little);
  const records = timed(frames).map(({ bytes, micros, wireLength }) => {
    const kept = bytes.subarray(0, snap);
    const seconds = Math.floor(micros / 1e6);
    const fraction = Math.round((micros - seconds * 1e6) * (options.nano ? 1000 : 1));
    const record = new DataView(new ArrayBuffer(16));
    [seconds, fraction, kept.length, wireLength].forEach((value, i) => { record.setUint32(i * 4, value, little); });
    return concat(new Uint8Array(record.buffer), kept);
  });
  return concat(new Uint8Array(header.buffer), ...records);
}

export const gzip = (bytes: Uint8Array): Bytes => new Uint8Array(gzipSync(bytes));
