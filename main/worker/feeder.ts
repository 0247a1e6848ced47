// Hands bytes to a tracker: one reused block, with headroom in front for the record that straddles two reads.

/** The part of the tracker's front door that takes bytes. */
export interface ByteSink {
  push(block: Uint8Array, view: DataView, from: number, to: number, fileOffset: number): number;
  finish(leftover: number, fileOffset: number): void;
}

/** 256–512 KiB reads are the fastest: larger blocks fall out of the cache before they are decoded. */
export const READ_BYTES = 512 * 1024;
const FIRST_HEADROOM = 64 * 1024;
/** No record of either format is this long; beyond it the sink is stuck, and memory must not follow it. */
const HEADROOM_LIMIT = 256 * 1024 * 1024;

export class Feeder {
  readonly #sink: ByteSink;
  #block = new Uint8Array(FIRST_HEADROOM + READ_BYTES);
  #view = new DataView(this.#block.buffer);
  /** Where reads go; the unconsumed tail lies right in front of it. */
  #base = FIRST_HEADROOM;
  #tail = 0;
  /** Absolute offset of the next byte that will be taken. */
  #offset = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Absolute offset of the next byte wanted: beyond the last one taken when the sink asked to skip some. */
  get offset(): number { return this.#offset; }
  /** Bytes taken but not consumed yet: the head of a record. */
  get tail(): number { return this.#tail; }
  get block(): Uint8Array { return this.#block; }
  get base(): number { return this.#base; }

  /** The caller has put `bytes` bytes of `offset` at `base` in `block`. */
  taken(bytes: number): void {
    const from = this.#base - this.#tail;
    const to = this.#base + bytes;
    const origin = this.#offset - this.#base;
    const next = this.#sink.push(this.#block, this.#view, from, to, origin);
    this.#offset = origin + Math.max(next, to);
    this.#tail = Math.max(0, to - next);
    if (this.#tail === 0) return;
    if (this.#tail > this.#base) this.#grow(to);
    else this.#block.copyWithin(this.#base - this.#tail, to - this.#tail, to);
  }

  /** Takes bytes that are in memory already, `offset` of them first; bytes before `this.offset` (skipped) are ignored. */
  take(bytes: Uint8Array, offset: number): void {
    let at = Math.max(0, this.#offset - offset);
    while (at < bytes.length) {
      const part = Math.min(READ_BYTES, bytes.length - at);
      this.#block.set(bytes.subarray(at, at + part), this.#base);
      this.taken(part);
      at = this.#offset - offset;
    }
  }

  /** The input ends here. */
  finish(): void {
    this.#sink.finish(this.#tail, this.#offset - this.#tail);
    this.#tail = 0;
  }

  /** Forgets the tail and goes on at another offset: the next bytes belong to another file. */
  restart(offset: number): void {
    this.#tail = 0;
    this.#offset = offset;
  }

  #grow(to: number): void {
    const base = Math.min(HEADROOM_LIMIT, this.#base * 4);
    if (this.#tail > base) throw new RangeError(`no record is longer than ${HEADROOM_LIMIT} bytes`);
    const block = new Uint8Array(base + READ_BYTES);
    block.set(this.#block.subarray(to - this.#tail, to), base - this.#tail);
    this.#block = block;
    this.#view = new DataView(block.buffer);
    this.#base = base;
  }
}
