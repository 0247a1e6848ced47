// Finds the record of a packet's 5-tuple: open addressing over interleaved [hash, slot + 1] pairs, keyed hash, the same of both
// directions. Rehashed from the stored hashes; a removal moves the followers back, so there are no tombstones.
import type { FlowStore } from './flow-store';
import { META_KEY, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, R_ADDRESS_O, R_ADDRESS_R, R_META, R_PORTS } from './flow-record';
import { spread } from './keyed-hash';

const LEAST_ENTRIES = 1024;

export class FlowTable {
  /** After `find`: 0 when the packet's source is the record's originator, else 1. */
  direction = 0;
  /** After `find`: the hash of the tuple, for `insert`. */
  hash = 0;
  private entries = new Int32Array(LEAST_ENTRIES * 2);
  private mask = LEAST_ENTRIES * 2 - 1;
  private count = 0;
  private readonly store: FlowStore;
  private readonly key: number;

  /** @param key secret of this run, so that no sender can choose tuples that collide */
  constructor(store: FlowStore, key: number) {
    this.store = store;
    this.key = key | 0;
  }

  /**
   * Slot of the tuple, or -1. `forward` holds the ports as this packet has them (source << 16 | destination), `backward` swapped;
   * ICMP passes the same word twice.
   */
  find(source: number, destination: number, forward: number, backward: number, meta: number): number {
    // Each end with the ports as it has them: both orders of the ends give the same sum.
    const own = spread(spread(source ^ this.key) ^ forward);
    const other = spread(spread(destination ^ this.key) ^ backward);
    let h = Math.imul(((own + other) | 0) ^ meta ^ (this.key >>> 7), 0x27d4eb2f);
    h ^= h >>> 15;
    this.hash = h;
    const entries = this.entries;
    const mask = this.mask;
    const chunks = this.store.records.ints;
    let i = (h << 1) & mask;
    for (let slot = entries[i + 1]; slot !== 0; slot = entries[i + 1]) {
      if (entries[i] === h) {
        const ints = chunks[(slot - 1) >> RECORD_CHUNK_SHIFT];
        const at = ((slot - 1) & RECORD_CHUNK_MASK) << 4;
        if (((ints[at + R_META] ^ meta) & META_KEY) === 0) {
          const originator = ints[at + R_ADDRESS_O];
          const ports = ints[at + R_PORTS];
          if (originator === source && ports === forward && ints[at + R_ADDRESS_R] === destination) {
            this.direction = 0;
            return slot - 1;
          }
          if (originator === destination && ports === backward && ints[at + R_ADDRESS_R] === source) {
            this.direction = 1;
            return slot - 1;
          }
        }
      }
      i = (i + 2) & mask;
    }
    return -1;
  }

  /** Enters a slot under the hash of the last `find`. */
  insert(slot: number): void {
    if ((this.count + 1) * 10 > (this.entries.length >> 1) * 6) this.grow();
    this.place(this.hash, slot + 1);
    this.count++;
  }

  /** Puts a newer connection of the same tuple in the place of an older one. */
  replace(older: number, newer: number): void {
    const i = this.position(older);
    if (i >= 0) this.entries[i + 1] = newer + 1;
  }

  /** Takes out a slot; call `find` with its tuple first. */
  remove(slot: number): void {
    let hole = this.position(slot);
    if (hole < 0) return;
    const { entries, mask } = this;
    // Move back every follower whose home is not between the hole and itself.
    for (let i = (hole + 2) & mask; entries[i + 1] !== 0; i = (i + 2) & mask) {
      const home = (entries[i] << 1) & mask;
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        entries[hole] = entries[i];
        entries[hole + 1] = entries[i + 1];
        hole = i;
      }
    }
    entries[hole + 1] = 0;
    this.count--;
  }

  get bytes(): number { return this.entries.byteLength; }

  private position(slot: number): number {
    const { entries, mask } = this;
    for (let i = (this.hash << 1) & mask; entries[i + 1] !== 0; i = (i + 2) & mask) if (entries[i + 1] === slot + 1) return i;
    return -1;
  }

  private place(hash: number, value: number): void {
    const { entries, mask } = this;
    let i = (hash << 1) & mask;
    while (entries[i + 1] !== 0) i = (i + 2) & mask;
    entries[i] = hash;
    entries[i + 1] = value;
  }

  private grow(): void {
    const old = this.entries;
    this.entries = new Int32Array(old.length * 2);
    this.mask = old.length * 2 - 1;
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.place(old[i], old[i + 1]);
  }
}
