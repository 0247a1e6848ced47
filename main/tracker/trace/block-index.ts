// Which connections each half mebibyte of the capture holds, so that the packets of one are read back without reading all of it. The ids of
// a block are a list of variable-length differences, about a byte each, in chunks of which the oldest go when the limit is reached.
import type { CaptureReader, ReaderMark } from '../reader/capture-reader';

export const BLOCK_BYTES = 512 * 1024;
const CHUNK_SHIFT = 20;
const CHUNK_BYTES = 1 << CHUNK_SHIFT;
const DEFAULT_LIMIT_BYTES = 256 * CHUNK_BYTES;
const RECENT = 4096;

/** Answers of `holds`. */
export const ABSENT = 0;
export const PRESENT = 1;
/** The list of the block was dropped at the limit. */
export const FORGOTTEN = 2;

export class BlockIndex {
  count = 0;
  /** Capture offset from which the next packet begins a block. */
  nextAt = -1;
  /** One past the last byte that was read. */
  private reached = 0;
  private cutAt = -1;
  private offsets = new Float64Array(64);
  private ends = new Float64Array(64);
  private times = new Float64Array(64);
  private lists = new Float64Array(64);
  private frames = new Uint32Array(64);
  private firstIds = new Uint32Array(64);
  private readonly marks: ReaderMark[] = [];
  private readonly chunks: (Uint8Array | null)[] = [];
  private chunk: Uint8Array = new Uint8Array(0);
  private written = 0;
  /** Lists below this place are dropped. */
  private kept = 0;
  private lastId = 0;
  private readonly recent = new Int32Array(RECENT);
  private readonly limitBytes: number;

  /** @param limitBytes of lists that are kept */
  constructor(limitBytes = DEFAULT_LIMIT_BYTES) { this.limitBytes = limitBytes; }

  /**
   * A packet at or behind `nextAt` begins a block.
   * @param offset of its record in the capture; made: connections made before it
   */
  begin(offset: number, frame: number, made: number, reader: CaptureReader): void {
    const block = this.count++;
    if (block === this.offsets.length) this.widen();
    if (block > 0) this.ends[block - 1] = this.cutAt >= 0 ? this.cutAt : offset;
    this.cutAt = -1;
    this.nextAt = offset + BLOCK_BYTES;
    this.offsets[block] = offset;
    this.times[block] = reader.time[0];
    this.lists[block] = this.written;
    this.frames[block] = frame;
    this.firstIds[block] = made + 1;
    this.marks.push(reader.mark(this.marks[block - 1] ?? null));
    this.lastId = made;
    this.recent.fill(0);
  }

  /** A packet of this connection is in the block. */
  note(id: number): void {
    const place = id & (RECENT - 1);
    if (this.recent[place] === (id | 0)) return;
    this.recent[place] = id;
    const step = (id - this.lastId) | 0;
    this.lastId = id;
    // Near numbers take one byte, whichever is the greater.
    let rest = ((step << 1) ^ (step >> 31)) >>> 0;
    for (; rest > 127; rest >>>= 7) this.put((rest & 127) | 128);
    this.put(rest);
  }

  /** Everything below `offset` was read. */
  reach(offset: number): void { this.reached = offset; }

  /** What comes next does not follow what was read: it belongs to another file. */
  cut(): void {
    if (this.count === 0 || this.cutAt >= 0) return;
    this.cutAt = this.reached;
    this.nextAt = -1;
  }

  offset(block: number): number { return this.offsets[block]; }
  end(block: number): number { return block < this.count - 1 ? this.ends[block] : this.cutAt >= 0 ? this.cutAt : this.reached; }
  frame(block: number): number { return this.frames[block]; }
  ns(block: number): number { return this.times[block]; }
  mark(block: number): ReaderMark { return this.marks[block]; }

  /** The block in which a connection began; -1 when nothing was read. */
  blockOf(id: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.firstIds[middle] <= id) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Whether one of the connections has a packet in the block. */
  holds(block: number, ids: readonly number[]): number {
    const from = this.lists[block];
    if (from < this.kept) return FORGOTTEN;
    const to = block < this.count - 1 ? this.lists[block + 1] : this.written;
    const one = ids[0];
    const several = ids.length > 1;
    let id = this.firstIds[block] - 1;
    let value = 0;
    let shift = 0;
    for (let at = from; at < to;) {
      const chunk = this.chunks[Math.floor(at / CHUNK_BYTES)];
      if (chunk === null || chunk === undefined) return FORGOTTEN;
      const base = at & (CHUNK_BYTES - 1);
      const end = Math.min(CHUNK_BYTES, base + to - at);
      for (let i = base; i < end; i++) {
        const byte = chunk[i];
        value |= (byte & 127) << shift;
        shift += 7;
        if (byte > 127) continue;
        id = (id + ((value >>> 1) ^ -(value & 1))) >>> 0;
        if (id === one || (several && ids.includes(id))) return PRESENT;
        value = 0;
        shift = 0;
      }
      at += end - base;
    }
    return ABSENT;
  }

  /** Bytes of the lists that were dropped. */
  get dropped(): number { return this.kept; }

  get bytes(): number { return (this.written === 0 ? 0 : Math.ceil(this.written / CHUNK_BYTES) * CHUNK_BYTES - Math.floor(this.kept / CHUNK_BYTES) * CHUNK_BYTES) + this.offsets.length * 40; }

  /** Bytes written of the lists, whether they are kept or not. */
  get listBytes(): number { return this.written; }

  private put(byte: number): void {
    const place = this.written & (CHUNK_BYTES - 1);
    if (place === 0) this.addChunk();
    this.chunk[place] = byte;
    this.written++;
  }

  private addChunk(): void {
    this.chunk = new Uint8Array(CHUNK_BYTES);
    this.chunks.push(this.chunk);
    if (this.written + CHUNK_BYTES - this.kept <= this.limitBytes) return;
    this.chunks[Math.floor(this.kept / CHUNK_BYTES)] = null;
    this.kept += CHUNK_BYTES;
  }

  private widen(): void {
    this.offsets = wider(this.offsets);
    this.ends = wider(this.ends);
    this.times = wider(this.times);
    this.lists = wider(this.lists);
    const [frames, firstIds] = [new Uint32Array(this.frames.length * 2), new Uint32Array(this.frames.length * 2)];
    frames.set(this.frames);
    firstIds.set(this.firstIds);
    this.frames = frames;
    this.firstIds = firstIds;
  }
}

function wider(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const twice = new Float64Array(array.length * 2);
  twice.set(array);
  return twice;
}
