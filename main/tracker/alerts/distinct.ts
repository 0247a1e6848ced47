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

// The same for any number of values, to some seven per cent: HyperLogLog (Flajolet et al., 2007) with one byte for each of its registers.

/** Marks a value in the `size` words (a power of two) at `at`, four registers each. */
export function manyAdd(words: Int32Array, at: number, size: number, value: number): void {
  let h = Math.imul(value ^ 0x27d4eb2f, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  const register = h & (size * 4 - 1);
  const rank = Math.clz32(h) + 1; // the register is taken from the low bits, the rank from the high ones
  const word = at + (register >>> 2);
  const shift = (register & 3) << 3;
  if (((words[word] >>> shift) & 0xff) < rank) words[word] = (words[word] & ~(0xff << shift)) | (rank << shift);
}

/** Estimate of the number of different values in the `size` words at `at`. */
export function manyCount(words: Int32Array, at: number, size: number): number {
  const registers = size * 4;
  let sum = 0;
  let empty = 0;
  for (let i = 0; i < registers; i++) {
    const rank = (words[at + (i >>> 2)] >>> ((i & 3) << 3)) & 0xff;
    sum += 2 ** -rank;
    if (rank === 0) empty++;
  }
  const estimate = ((0.7213 / (1 + 1.079 / registers)) * registers * registers) / sum;
  // Few values: the registers that are still empty say more.
  return Math.round(estimate <= 2.5 * registers && empty > 0 ? registers * Math.log(registers / empty) : estimate);
}
