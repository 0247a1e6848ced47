// Memory for the few connections of the Zeek view that have gaps, repeats or zero windows: equal records in chunks that are never copied.
import { RARE_WORDS } from './zeek-record';

const CHUNK_SHIFT = 10;
const CHUNK_MASK = 1023;

export class RareRecords {
  private readonly chunks: Int32Array[] = [];
  private readonly free: number[] = [];
  private used = 0;

  /** Index of a record whose words are all 0. */
  take(): number {
    const again = this.free.pop();
    const index = again ?? this.used++;
    if (index >> CHUNK_SHIFT === this.chunks.length) this.chunks.push(new Int32Array(RARE_WORDS << CHUNK_SHIFT));
    if (again !== undefined) this.chunk(index).fill(0, this.at(index), this.at(index) + RARE_WORDS);
    return index;
  }

  give(index: number): void { this.free.push(index); }

  chunk(index: number): Int32Array { return this.chunks[index >> CHUNK_SHIFT]; }
  at(index: number): number { return (index & CHUNK_MASK) * RARE_WORDS; }

  get live(): number { return this.used - this.free.length; }
  get bytes(): number { return this.chunks.length * (RARE_WORDS << CHUNK_SHIFT) * 4; }
}
