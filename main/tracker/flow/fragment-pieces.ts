// Every fragment of a datagram with its bytes, so that one that overlaps another can be compared with it. Bounded: bytes stand in pages
// of a pool; when none is free, or a datagram has too many pieces, an overlap is noted and not compared.

/** Fragments of one datagram that are kept apart. */
const PIECES = 48;
const WORDS = 3; // first byte, one past the last, frame
const PAGE_SHIFT = 11;
const PAGE = 1 << PAGE_SHIFT;
const PAGES_OF_DATAGRAM = 65_536 >> PAGE_SHIFT;
/** 16 MiB: some 250 datagrams of the greatest size, or eight thousand of the usual one. */
const PAGES = 8192;
/** The pool is taken in parts, as it is needed. */
const PART_SHIFT = 8;

export const NO_OVERLAP = 0;
/** The whole fragment once more: the network or the capture made a copy. */
export const COPY = 1;
export const SAME_BYTES = 2;
export const OTHER_BYTES = 3;
export const NOT_COMPARED = 4;

export class FragmentPieces {
  /** Of the last fragment: how it overlaps an earlier one, and that one's range and frame. */
  overlap = NO_OVERLAP;
  otherFrom = 0;
  otherTo = 0;
  otherFrame = 0;
  /** Overlaps that could not be compared. */
  unchecked = 0;
  private counts = new Uint8Array(0);
  private readonly pieces: Int32Array[] = [];
  private pages = new Int16Array(0);
  private readonly parts: Uint8Array[] = [];
  private readonly free: number[] = [];
  private made = 0;
  private readonly entries: number;

  /** @param entries places in the table of datagrams */
  constructor(entries: number) {
    this.entries = entries;
  }

  get bytes(): number { return this.parts.length * (PAGE << PART_SHIFT) + this.pages.byteLength; }

  /** Forgets a datagram. */
  clear(index: number): void {
    if (this.counts.length === 0) return;
    this.counts[index] = 0;
    const begin = index * PAGES_OF_DATAGRAM;
    for (let i = begin; i < begin + PAGES_OF_DATAGRAM; i++) {
      if (this.pages[i] < 0) continue;
      this.free.push(this.pages[i]);
      this.pages[i] = -1;
    }
  }

  /**
   * Notes the bytes [from, from + length) of a datagram; `captured` of them stand at `at` of the block.
   * What they share with earlier fragments is left as it was: the first bytes count.
   */
  add(index: number, from: number, length: number, block: Uint8Array, at: number, captured: number, frame: number): void {
    const to = from + length;
    this.overlap = NO_OVERLAP;
    const pieces = (this.pieces[index] ??= new Int32Array(PIECES * WORDS));
    if (this.counts.length === 0) {
      this.counts = new Uint8Array(this.entries);
      this.pages = new Int16Array(this.entries * PAGES_OF_DATAGRAM).fill(-1);
    }
    const count = this.counts[index];
    for (let i = 0; i < count; i++) {
      const p = i * WORDS;
      const begin = Math.max(from, pieces[p]);
      const end = Math.min(to, pieces[p + 1]);
      if (begin >= end) continue;
      const same = this.compare(index, begin, end, block, at - from, from + captured);
      const found = same === OTHER_BYTES ? OTHER_BYTES : pieces[p] === from && pieces[p + 1] === to ? COPY : same;
      if (found === NOT_COMPARED) this.unchecked++;
      if (found <= this.overlap) continue;
      this.overlap = found;
      this.otherFrom = pieces[p];
      this.otherTo = pieces[p + 1];
      this.otherFrame = pieces[p + 2] >>> 0;
    }
    if (this.overlap === COPY || count === PIECES) return;
    pieces[count * WORDS] = from;
    pieces[count * WORDS + 1] = to;
    pieces[count * WORDS + 2] = frame;
    this.counts[index] = count + 1;
    this.keep(index, from, Math.min(to, from + captured, 65_536), block, at - from, count);
  }

  /** @param base index in the block of the datagram's byte 0; @param known one past the last byte that was captured */
  private compare(index: number, from: number, to: number, block: Uint8Array, base: number, known: number): number {
    if (to > known || to > 65_536) return NOT_COMPARED;
    for (let i = from; i < to; i++) {
      const page = this.pages[index * PAGES_OF_DATAGRAM + (i >> PAGE_SHIFT)];
      if (page < 0) return NOT_COMPARED;
      if (this.parts[page >> PART_SHIFT][((page & ((1 << PART_SHIFT) - 1)) << PAGE_SHIFT) + (i & (PAGE - 1))] !== block[base + i]) return OTHER_BYTES;
    }
    return SAME_BYTES;
  }

  /** Keeps what no earlier piece (the first `count`) covers. */
  private keep(index: number, from: number, to: number, block: Uint8Array, base: number, count: number): void {
    const pieces = this.pieces[index];
    for (let i = from; i < to; i++) {
      let covered = 0;
      if (this.overlap !== NO_OVERLAP) for (let p = 0; p < count; p++) if (i >= pieces[p * WORDS] && i < pieces[p * WORDS + 1]) covered = Math.max(covered, pieces[p * WORDS + 1]);
      if (covered > i) {
        i = covered - 1;
        continue;
      }
      const page = this.page(index, i >> PAGE_SHIFT);
      if (page < 0) return;
      this.parts[page >> PART_SHIFT][((page & ((1 << PART_SHIFT) - 1)) << PAGE_SHIFT) + (i & (PAGE - 1))] = block[base + i];
    }
  }

  private page(index: number, number: number): number {
    const place = index * PAGES_OF_DATAGRAM + number;
    if (this.pages[place] >= 0) return this.pages[place];
    const page = this.free.pop() ?? (this.made < PAGES ? this.made++ : -1);
    if (page < 0) return -1;
    if (page >> PART_SHIFT === this.parts.length) this.parts.push(new Uint8Array(PAGE << PART_SHIFT));
    this.pages[place] = page;
    return page;
  }
}
