// How many different values there were, in a few words: linear counting (Whang et al., 1990). Exact to a few per cent up to some four
// times the number of bits, then it saturates and only says "more".

/** Marks a value in the `size` words (a power of two) at `at`. Returns true when its bit was clear. */
export function distinctAdd(words: Int32Array, at: number, size: number, value: number): boolean {
  let h = Math.imul(value ^ 0x3c6ef372, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h ^= h >>> 13;
  const word = at + ((h >>> 5) & (size - 1));
  const bit = 1 << (h & 31);
  if ((words[word] & bit) !== 0) return false;
  words[word] |= bit;
  return true;
}

/** Estimate of the number of different values, from the bits set in the `size` words at `at`. */
export function distinctCount(words: Int32Array, at: number, size: number): number {
  let set = 0;
  for (let i = at; i < at + size; i++) {
    let word = words[i];
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    set += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  const bits = size * 32;
  return set >= bits ? bits * 4 : Math.round(-bits * Math.log(1 - set / bits));
}
