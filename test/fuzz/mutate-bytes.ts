// Mutates bytes without knowing what they mean: flips, interesting values, pieces repeated, dropped and joined; the same for the same seed.
import { concat } from '../make/bytes';

type Random = (n: number) => number;

const INTERESTING = [0, 1, 4, 15, 16, 0x7f, 0x80, 0xff] as const;

/** One of the inputs, changed in a few places. */
export function mutated(inputs: readonly Uint8Array[], random: Random, mostBytes: number): Uint8Array {
  let bytes: Uint8Array = (inputs[random(inputs.length)] ?? new Uint8Array(0)).slice(0, mostBytes);
  for (let i = 1 + random(6); i > 0; i--) bytes = once(bytes, inputs, random).subarray(0, mostBytes);
  return bytes.slice();
}

function once(bytes: Uint8Array, inputs: readonly Uint8Array[], random: Random): Uint8Array {
  const at = random(bytes.length + 1);
  const to = Math.min(bytes.length, at + 1 + random(16));
  switch (random(7)) {
    case 0: return concat(bytes.subarray(0, at), bytes.subarray(to));
    case 1: return concat(bytes.subarray(0, to), bytes.subarray(at));
    case 2: return concat(bytes.subarray(0, at), Uint8Array.from({ length: 1 + random(8) }, () => random(256)), bytes.subarray(at));
    case 3: { const other = inputs[random(inputs.length)] ?? bytes; return concat(bytes.subarray(0, at), other.subarray(random(other.length + 1))); }
    default: {
      const out = bytes.slice();
      if (at < out.length) out[at] = random(3) === 0 ? (INTERESTING[random(INTERESTING.length)] ?? 0) : random(2) === 0 ? (out[at] ?? 0) ^ (1 << random(8)) : random(256);
      return out;
    }
  }
}
