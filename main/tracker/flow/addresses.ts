// IPv6 addresses as small integers, so that a record holds either version in one word.
import { formatIpv4, formatIpv6 } from '@shared/flow';
import { spread } from './keyed-hash';

const LEAST = 1024;

export class Addresses {
  private words = new Int32Array(LEAST * 4);
  private table = new Int32Array(LEAST * 2);
  private used = 0;
  private live = 0;
  private readonly free: number[] = [];
  private readonly key: number;

  /** @param key secret of this run, so that no sender can choose addresses that collide */
  constructor(key: number) { this.key = key | 0; }

  /** Index of the 16 bytes at `at`; the same bytes always give the same index. */
  intern(view: DataView, at: number): number {
    return this.index(view.getInt32(at), view.getInt32(at + 4), view.getInt32(at + 8), view.getInt32(at + 12));
  }

  /** Text of an address as a record holds it. */
  text(address: number, v6: boolean): string {
    if (!v6) return formatIpv4(address);
    const groups: number[] = [];
    for (let i = 0; i < 4; i++) {
      const word = this.words[address * 4 + i];
      groups.push(word >>> 16, word & 0xffff);
    }
    return formatIpv6(groups);
  }

  /** 32 bits of an address, the most significant ones first, unsigned. */
  word(address: number, i: number): number { return this.words[address * 4 + i] >>> 0; }

  /** Addresses known, for those who test each one once. */
  get count(): number { return this.used; }

  /** Of these, the ones that were not forgotten. */
  get remembered(): number { return this.live; }

  /** Position of each address in the order of their bytes. */
  ranks(): Uint32Array {
    const order = Array.from({ length: this.used }, (_, i) => i);
    const { words } = this;
    order.sort((a, b) => {
      for (let i = 0; i < 4; i++) {
        const difference = (words[a * 4 + i] >>> 0) - (words[b * 4 + i] >>> 0);
        if (difference !== 0) return difference;
      }
      return 0;
    });
    const ranks = new Uint32Array(this.used);
    order.forEach((address, rank) => { ranks[address] = rank; });
    return ranks;
  }

  /** Forgets the addresses that `keep` does not mark, after connections were dropped. */
  retain(keep: Uint8Array): void {
    this.free.length = 0;
    this.live = 0;
    this.table.fill(0);
    for (let i = 0; i < this.used; i++) {
      if (keep[i] === 0) this.free.push(i);
      else this.enter(i);
    }
  }

  get bytes(): number { return this.words.byteLength + this.table.byteLength; }

  private index(a: number, b: number, c: number, d: number): number {
    const { words, table } = this;
    const mask = table.length - 1;
    for (let i = this.hash(a, b, c, d) & mask; table[i] !== 0; i = (i + 1) & mask) {
      const at = (table[i] - 1) << 2;
      if (words[at + 3] === d && words[at + 2] === c && words[at + 1] === b && words[at] === a) return table[i] - 1;
    }
    return this.add(a, b, c, d);
  }

  private add(a: number, b: number, c: number, d: number): number {
    const index = this.free.pop() ?? this.used++;
    if (index * 4 >= this.words.length) {
      const wider = new Int32Array(this.words.length * 2);
      wider.set(this.words);
      this.words = wider;
    }
    this.words[index * 4] = a;
    this.words[index * 4 + 1] = b;
    this.words[index * 4 + 2] = c;
    this.words[index * 4 + 3] = d;
    if ((this.live + 1) * 2 > this.table.length) {
      const old = this.table;
      this.table = new Int32Array(old.length * 2);
      this.live = 0;
      for (const entry of old) if (entry !== 0) this.enter(entry - 1);
    }
    this.enter(index);
    return index;
  }

  private enter(index: number): void {
    const { words, table } = this;
    const mask = table.length - 1;
    let i = this.hash(words[index * 4], words[index * 4 + 1], words[index * 4 + 2], words[index * 4 + 3]) & mask;
    while (table[i] !== 0) i = (i + 1) & mask;
    table[i] = index + 1;
    this.live++;
  }

  private hash(a: number, b: number, c: number, d: number): number {
    return spread(spread(spread(spread(a ^ this.key) ^ b) ^ c) ^ d);
  }
}
