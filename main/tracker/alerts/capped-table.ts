// A table of fixed size for what a detector remembers: set-associative, the entry that was used least recently makes room. An attacker can
// fill it and never make it grow.

const WAYS = 8;
/** Words of a key; the entry's own words follow. */
const KEYS = 3;

export class CappedTable {
  /** Words of the entries; those of entry i begin at `at(i)`. */
  readonly words: Int32Array;
  /** When each entry was first and last used, ns. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** True when `entry` made its answer anew. */
  fresh = false;
  /** Entries that had to go while they were still of use. */
  replaced = 0;
  private readonly sets: number;
  private readonly size: number;
  private readonly key: number;
  private readonly lifeNs: number;
  private readonly weight: number;

  /**
   * @param sets a power of two; eight entries each
   * @param size words of an entry, beside its key
   * @param lifeNs silence after which an entry counts as over
   * @param key secret of this run, so that no sender can choose keys that share a set
   * @param weight word of an entry that counts what it holds: those of 0 or 1 make room before others; -1 for none
   */
  constructor(sets: number, size: number, lifeNs: number, key: number, weight = -1) {
    this.sets = sets;
    this.size = size + KEYS;
    this.lifeNs = lifeNs;
    this.weight = weight;
    this.key = key | 0;
    this.words = new Int32Array(sets * WAYS * this.size);
    this.first = new Float64Array(sets * WAYS).fill(-Infinity);
    this.last = new Float64Array(sets * WAYS).fill(-Infinity);
  }

  /** Where the words of an entry begin; its key stands in the three before. */
  at(index: number): number { return index * this.size + KEYS; }
  keyOf(index: number, word: number): number { return this.words[index * this.size + word]; }

  /** Entry of these three words; a cleared one, with `fresh` set, when there was none or it is over. */
  entry(a: number, b: number, c: number, ns: number): number {
    const { words, last, size } = this;
    const begin = this.set(a, b, c);
    let chosen = begin;
    this.fresh = false;
    for (let i = begin; i < begin + WAYS; i++) {
      const at = i * size;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && last[i] !== -Infinity) {
        if (ns - last[i] > this.lifeNs) { chosen = i; break; }
        if (ns > last[i]) last[i] = ns;
        return i;
      }
      if (this.yields(i, chosen, ns)) chosen = i;
    }
    if (ns - last[chosen] <= this.lifeNs) this.replaced++;
    const at = chosen * size;
    words.fill(0, at, at + size);
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = c;
    this.first[chosen] = ns;
    last[chosen] = ns;
    this.fresh = true;
    return chosen;
  }

  /** Entry of these words, -1 when there is none that is still of use. */
  find(a: number, b: number, c: number, ns: number): number {
    const { words, last, size } = this;
    const begin = this.set(a, b, c);
    for (let i = begin; i < begin + WAYS; i++) {
      const at = i * size;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && ns - last[i] <= this.lifeNs) return i;
    }
    return -1;
  }

  remove(index: number): void { this.last[index] = -Infinity; }

  /** True when the entry holds something (over or not). */
  holds(index: number): boolean { return this.last[index] !== -Infinity; }

  get count(): number { return this.last.length; }
  get bytes(): number { return this.words.byteLength + this.first.byteLength + this.last.byteLength; }

  clear(): void {
    this.words.fill(0);
    this.first.fill(-Infinity);
    this.last.fill(-Infinity);
    this.replaced = 0;
  }

  /** Whether entry i makes room before the one chosen so far. */
  private yields(i: number, chosen: number, ns: number): boolean {
    const { last, weight } = this;
    if (weight >= 0) {
      const light = this.words[this.at(i) + weight] <= 1 || ns - last[i] > this.lifeNs;
      const chosenLight = this.words[this.at(chosen) + weight] <= 1 || ns - last[chosen] > this.lifeNs;
      if (light !== chosenLight) return light;
    }
    return last[i] < last[chosen];
  }

  private set(a: number, b: number, c: number): number {
    let h = Math.imul(a ^ this.key, 0x9e3779b1);
    h = Math.imul(h ^ (h >>> 15) ^ b, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13) ^ c, 0xc2b2ae35);
    return ((h ^ (h >>> 16)) & (this.sets - 1)) * WAYS;
  }
}
