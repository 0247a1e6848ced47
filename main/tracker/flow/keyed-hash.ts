// Hashing against senders who know the algorithm and not the key. One multiplication moves bits upwards alone: a difference in the upper bits
// of one word stays there, and the next word can take it back whatever the key is. So every word is mixed both ways before the next one joins.

/** Every bit of the answer depends on every bit of `h` (the finaliser of MurmurHash3). */
export function spread(h: number): number {
  let x = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
