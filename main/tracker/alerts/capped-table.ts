// A table of fixed size for what a detector remembers: set-associative, the entry that was used least recently makes room. An attacker can
// fill it and never make it grow.
import { spread } from '../flow/keyed-hash';

const WAYS = 8;
/** Words of a key. They stand together, so that a set is looked through in two lines of the cache. */
const KEYS = 3;

export class CappedTable {
  /** Words of the entries; those of entry i begin at `at(i)`. */
  readonly words: Int32Array;
  private readonly keys: Int32Array;
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
  /** 1 for entries that make room after the others. */
  private readonly kept: Uint8Array;

  /**
   * @param sets a power of two; eight entries each
   * @param size words of an entry, beside its key
   * @param lifeNs silence after which an entry counts as over
   * @param key secret of this run, so that no sender can choose keys that share a set
   */
  constructor(sets: number, size: number, lifeNs: number, key: number) {
    this.sets = sets;
    this.size = size;
    this.lifeNs = lifeNs;
    this.kept = new Uint8Array(sets * WAYS);
    this.key = key | 0;
    this.words = new Int32Array(sets * WAYS * size);
    this.keys = new Int32Array(sets * WAYS * KEYS);
    this.first = new Float64Array(sets * WAYS).fill(-Infinity);
    this.last = new Float64Array(sets * WAYS).fill(-Infinity);
  }

  /** Where the words of an entry begin. */
  at(index: number): number { return index * this.size; }
  keyOf(index: number, word: number): number { return this.keys[index * KEYS + word]; }

  /** Entry of these three words; a cleared one, with `fresh` set, when there was none or it is over. */
  entry(a: number, b: number, c: number, ns: number): number {
    const { keys, last } = this;
    const begin = this.set(a, b, c);
    let chosen = this.search(begin, a, b, c);
    this.fresh = false;
    if (chosen >= 0 && ns - last[chosen] <= this.lifeNs) {
      if (ns > last[chosen]) last[chosen] = ns;
      return chosen;
    }
    if (chosen < 0) chosen = this.victim(begin, ns);
    if (ns - last[chosen] <= this.lifeNs) this.replaced++;
    const at = chosen * this.size;
    this.words.fill(0, at, at + this.size);
    this.kept[chosen] = 0;
    keys[chosen * KEYS] = a;
    keys[chosen * KEYS + 1] = b;
    keys[chosen * KEYS + 2] = c;
    this.first[chosen] = ns;
    last[chosen] = ns;
    this.fresh = true;
    return chosen;
  }

  /** Entry of these words, -1 when there is none that is still of use. */
  find(a: number, b: number, c: number, ns: number): number {
    const found = this.search(this.set(a, b, c), a, b, c);
    return found >= 0 && ns - this.last[found] <= this.lifeNs ? found : -1;
  }

  /** The entry holds more than a first sign: it makes room after those that do not. */
  keep(index: number): void { this.kept[index] = 1; }

  remove(index: number): void { this.last[index] = -Infinity; }

  /** True when the entry holds something (over or not). */
  holds(index: number): boolean { return this.last[index] !== -Infinity; }

  get count(): number { return this.last.length; }
  get bytes(): number { return this.words.byteLength + this.keys.byteLength + this.first.byteLength + this.last.byteLength; }

  clear(): void {
    this.words.fill(0);
    this.first.fill(-Infinity);
    this.last.fill(-Infinity);
    this.replaced = 0;
  }

  private search(begin: number, a: number, b: number, c: number): number {
    const { keys, last } = this;
    for (let i = begin, k = begin * KEYS; i < begin + WAYS; i++, k += KEYS) {
      if (keys[k] === a && keys[k + 1] === b && keys[k + 2] === c && last[i] !== -Infinity) return i;
    }
    return -1;
  }

  /** The entry of a set that makes room: one that is over or light, of these the one not used for longest. */
  private victim(begin: number, ns: number): number {
    const { last, kept, lifeNs } = this;
    let chosen = begin;
    let chosenLight = false;
    for (let i = begin; i < begin + WAYS; i++) {
      const light = kept[i] === 0 || ns - last[i] > lifeNs;
      if (i === begin || (light === chosenLight ? last[i] < last[chosen] : light)) {
        chosen = i;
        chosenLight = light;
      }
    }
    return chosen;
  }

  private set(a: number, b: number, c: number): number {
    const h = Math.imul(spread(spread(a ^ this.key) ^ b) ^ c, 0xc2b2ae35);
    return ((h ^ (h >>> 16)) & (this.sets - 1)) * WAYS;
  }
}
