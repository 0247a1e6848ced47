// Any script of packets through the whole tracker: with two keys, in one piece and in blocks, listed and not, the result is the same and
// its counts add up; every question about it is answered, and its packets are read back.
import { Choices, digest } from '../choices';
import { Script } from '../script';
import { soon, type FuzzTarget } from '../target';
import { keepsPromises } from '../tracked';

/** The first byte: detectors too (they cost most), a short snap length, a table that is soon full. */
const DETECTORS = 1;
const CUT = 2;
const FEW = 4;

export const { name, mostBytes, fuzz, seeds } = {
  name: 'tracker',
  mostBytes: 900,
  fuzz: (bytes) => {
    const how = bytes[0] ?? 0;
    const capture = new Script(bytes.subarray(1)).pcap((how & CUT) === 0 ? 262_144 : 54 + (how >> 3));
    soon(5000, () => 'a small capture', () => { keepsPromises(capture, digest(bytes), (how & DETECTORS) !== 0, (how & FEW) === 0 ? {} : { connectionLimit: 4 }); });
  },
  seeds: () => {
    const random = new Choices(Uint8Array.from({ length: 4000 }, (_, i) => (Math.imul(i + 7, 0x9e3779b1) >>> 13) & 255));
    return [1, 0, 2, 4, 5, 8, 16, 32].map((how, i) => Uint8Array.of(how, ...random.take(60 + i * 60)));
  },
} satisfies FuzzTarget;
