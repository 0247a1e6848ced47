// Hands bytes to a tracker: one reused block, with headroom in front for the record that straddles two reads.

/** The part of the tracker's front door that takes bytes. */
export interface ByteSink {
  push(block: Uint8Array, view: DataView, from: number, to: number, fileOffset: number, last: boolean): number;
  finish(leftover: number, fileOffset: number): void;
}

/** 256–512 KiB reads are the fastest: larger blocks fall out of the cache before they are decoded. The smaller leaves the tracker more of it. */
export const READ_BYTES = 256 * 1024;
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
  #over = false;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Absolute offset of the next byte wanted. */
  get offset(): number { return this.#offset; }
  get block(): Uint8Array { return this.#block; }
  get base(): number { return this.#base; }

  /** The caller has put `bytes` bytes of `offset` at `base` in `block`. */
  taken(bytes: number): void {
    const to = this.#base + bytes;
    const next = this.#push(to, false);
    this.#offset += bytes;
    this.#tail = to - next;
    if (this.#tail === 0) return;
    if (this.#tail > this.#base) this.#grow(to);
    else this.#block.copyWithin(this.#base - this.#tail, next, to);
  }

  /** Takes bytes that are in memory already. */
  take(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += READ_BYTES) {
      const part = bytes.subarray(at, at + READ_BYTES);
      this.#block.set(part, this.#base);
      this.taken(part.length);
    }
  }

  /** The input ends here: what is incomplete now stays so, and may hide whole records. */
  finish(): void {
    if (this.#over) return;
    this.#over = true;
    const next = this.#tail === 0 ? this.#base : this.#push(this.#base, true);
    this.#sink.finish(this.#base - next, this.#offset - (this.#base - next));
    this.#tail = 0;
  }

  /** Reading stops before the end: what is incomplete is nobody's fault and is left out. */
  abandon(): void {
    if (this.#over) return;
    this.#over = true;
    this.#sink.finish(0, this.#offset - this.#tail);
    this.#tail = 0;
  }

  #push(to: number, last: boolean): number {
    return this.#sink.push(this.#block, this.#view, this.#base - this.#tail, to, this.#offset - this.#base, last);
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
