// Memory for the few connections whose views do not agree: all words of netfilter and Zeek, as those views work on them.
import { APART_WORDS } from './shared-words';

const CHUNK_SHIFT = 8;
const CHUNK_MASK = 255;

export class ApartWords {
  private readonly chunks: Int32Array[] = [];
  private readonly free: number[] = [];
  private used = 0;

  /** Index of a block; its words hold whatever was there before. */
  take(): number {
    const index = this.free.pop() ?? this.used++;
    if (index >> CHUNK_SHIFT === this.chunks.length) this.chunks.push(new Int32Array(APART_WORDS << CHUNK_SHIFT));
    return index;
  }

  give(index: number): void { this.free.push(index); }

  chunk(index: number): Int32Array { return this.chunks[index >> CHUNK_SHIFT]; }
  at(index: number): number { return (index & CHUNK_MASK) * APART_WORDS; }

  get bytes(): number { return this.chunks.length * (APART_WORDS << CHUNK_SHIFT) * 4; }
}
