// Memory of the connections: records and their extensions in chunks of typed arrays that are never copied, with a list of free places.
import {
  DATAGRAM_CHUNK_SHIFT, DATAGRAM_WORDS, META_LIVE, META_PROTOCOL, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, RECORD_WORDS,
  R_META, R_STATUS, STATUS_EXTENDED, TCP_CHUNK_SHIFT, TCP_WORDS, R_EXTENSION,
} from './flow-record';

/** A pool of equal records: `ints[i >> shift][(i & mask) * words + field]`, doubles through `floats` at half the word offset. */
class Pool {
  readonly ints: Int32Array[] = [];
  readonly floats: Float64Array[] = [];
  used = 0;
  private readonly free: number[] = [];
  private readonly words: number;
  private readonly shift: number;

  constructor(words: number, shift: number) {
    this.words = words;
    this.shift = shift;
  }

  /** Index of a place; its words hold whatever was there before. */
  take(): number {
    const again = this.free.pop();
    if (again !== undefined) return again;
    const index = this.used++;
    if (index >> this.shift === this.ints.length) {
      const buffer = new ArrayBuffer((this.words << this.shift) * 4);
      this.ints.push(new Int32Array(buffer));
      this.floats.push(new Float64Array(buffer));
    }
    return index;
  }

  give(index: number): void { this.free.push(index); }

  get bytes(): number { return (this.ints.length * this.words * 4) << this.shift; }
}

export class FlowStore {
  readonly records = new Pool(RECORD_WORDS, RECORD_CHUNK_SHIFT);
  readonly tcp = new Pool(TCP_WORDS, TCP_CHUNK_SHIFT);
  readonly datagram = new Pool(DATAGRAM_WORDS, DATAGRAM_CHUNK_SHIFT);
  /** What lens/connection-views.ts keeps beside the extensions of TCP, chunk by chunk (lens/shared-words.ts). */
  readonly kept: Int32Array[] = [];
  readonly keptF: Float64Array[] = [];
  /** Connections in the store now, and ever made. */
  live = 0;
  made = 0;
  /** Connection id of each slot; only once a slot was used again, before that the id is slot + 1. */
  private ids: Uint32Array | null = null;

  /** A slot for a new connection, the next in the order of first packets. */
  add(): number {
    const slot = this.records.take();
    this.made++;
    this.live++;
    if (this.ids !== null) {
      if (slot >= this.ids.length) {
        const wider = new Uint32Array(this.ids.length * 2);
        wider.set(this.ids);
        this.ids = wider;
      }
      this.ids[slot] = this.made;
    }
    return slot;
  }

  /** Gives a slot and its extension back. Its record reads as not live until it is used again. */
  remove(slot: number): void {
    if (this.ids === null) {
      this.ids = new Uint32Array(Math.max(1024, this.records.used * 2));
      for (let i = 0; i < this.records.used; i++) this.ids[i] = i + 1;
    }
    const ints = this.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) * RECORD_WORDS;
    if ((ints[at + R_STATUS] & STATUS_EXTENDED) !== 0) {
      const pool = (ints[at + R_META] & META_PROTOCOL) === 6 ? this.tcp : this.datagram;
      pool.give(ints[at + R_EXTENSION]);
    }
    ints[at + R_META] = 0;
    this.records.give(slot);
    this.live--;
  }

  id(slot: number): number { return this.ids === null ? slot + 1 : this.ids[slot]; }

  /** Slot of a connection id; -1 when it was dropped or never made. */
  slotOf(id: number): number {
    if (this.ids === null) return id >= 1 && id <= this.records.used ? id - 1 : -1;
    for (let slot = 0; slot < this.records.used; slot++) if (this.ids[slot] === id && this.isLive(slot)) return slot;
    return -1;
  }

  isLive(slot: number): boolean {
    return (this.records.ints[slot >> RECORD_CHUNK_SHIFT][(slot & RECORD_CHUNK_MASK) * RECORD_WORDS + R_META] & META_LIVE) !== 0;
  }

  /** True while slots stand in the order of their ids, so that no sort is needed for it. */
  get inOrder(): boolean { return this.ids === null; }

  /** Bytes of typed memory held. */
  get bytes(): number { return this.records.bytes + this.tcp.bytes + this.datagram.bytes + (this.ids?.byteLength ?? 0); }
}
