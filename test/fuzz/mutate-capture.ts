// Changes a capture the way damage and malice do, record by record: fields of headers, lengths, options, cuts, repeats, order, time.
import { concat } from '../make/bytes';
import type { Frame } from '../make/pcap';

type Random = (n: number) => number;

export interface Record { readonly bytes: Uint8Array; readonly micros: number; readonly wireLength: number }

/** The records of a little-endian pcap with microseconds; only a test reads one so trustingly. */
export function recordsOf(file: Uint8Array, most: number): { records: Record[]; linkType: number } {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const little = view.getUint32(0, true) === 0xa1b2c3d4 || view.getUint32(0, true) === 0xa1b23c4d;
  const nano = view.getUint32(0, little) === 0xa1b23c4d;
  const records: Record[] = [];
  for (let at = 24; at + 16 <= file.length && records.length < most;) {
    const captured = view.getUint32(at + 8, little);
    const micros = view.getUint32(at, little) * 1e6 + view.getUint32(at + 4, little) / (nano ? 1000 : 1);
    records.push({ bytes: file.subarray(at + 16, at + 16 + captured), micros, wireLength: view.getUint32(at + 12, little) });
    at += 16 + captured;
  }
  return { records, linkType: view.getUint32(20, little) & 0xffff };
}

/** Where headers of the common stacks stand: EtherType, IP lengths, fragment bits, protocol, addresses, ports, numbers, offset, flags, window, options. */
const FIELDS = [12, 13, 14, 16, 17, 18, 19, 20, 21, 22, 23, 26, 30, 34, 35, 36, 37, 38, 41, 42, 45, 46, 47, 48, 49, 54, 55, 56, 57, 58, 62, 66] as const;
const VALUES = [0, 1, 5, 0x0f, 0x10, 0x45, 0x46, 0x50, 0x60, 0x7f, 0x80, 0xf0, 0xff] as const;

/** A few records changed; the same for the same seed. */
export function mutatedRecords(records: readonly Record[], random: Random): Frame[] {
  const out = records.slice();
  for (let i = 1 + random(8); i > 0 && out.length > 0; i--) once(out, random);
  return out;
}

function once(out: Record[], random: Random): void {
  const index = random(out.length);
  const own = out[index];
  if (own === undefined) return;
  const other = random(out.length);
  const put = (bytes: Uint8Array, wireLength = Math.max(bytes.length, own.wireLength)): void => { out[index] = { ...own, bytes, wireLength }; };
  switch (random(12)) {
    case 0: case 1: case 2: put(changed(own.bytes, random, () => VALUES[random(VALUES.length)] ?? 0)); break;
    case 3: put(changed(own.bytes, random, (byte) => byte ^ (1 << random(8)))); break;
    case 4: put(own.bytes.subarray(0, random(own.bytes.length + 1))); break;
    case 5: put(own.bytes.subarray(0, random(own.bytes.length + 1)), 0); break;
    case 6: put(concat(own.bytes, new Uint8Array(random(60)))); break;
    case 7: out.splice(random(out.length + 1), 0, { ...own, micros: own.micros + random(2000) }); break;
    case 8: { const that = out[other]; if (that !== undefined) { out[other] = own; out[index] = that; } break; }
    case 9: out.splice(index, 1 + random(4)); break;
    case 10: out[index] = { ...own, micros: Math.max(0, own.micros + ([-1, 1][random(2)] ?? 1) * 10 ** random(14)) % 4e15 }; break;
    default: { const that = out[other]; if (that !== undefined) put(concat(own.bytes.subarray(0, 14 + random(40)), that.bytes.subarray(14 + random(40)))); }
  }
}

function changed(bytes: Uint8Array, random: Random, to: (byte: number) => number): Uint8Array {
  const out = bytes.slice();
  const at = random(4) === 0 ? random(out.length) : (FIELDS[random(FIELDS.length)] ?? 0);
  if (at < out.length) out[at] = to(out[at] ?? 0);
  return out;
}
