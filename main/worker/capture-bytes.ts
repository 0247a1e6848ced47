// Reads the bytes of a capture again by their offset: from its file, from the plain copy of a compressed one, or from the segments of a
// live one. They stay open for as long as the capture is shown.
import { Failure } from '@shared/failure';
import { FileSource } from './file-source';
import type { PlainSpool } from './plain-spool';

/** A file of a live capture: where its first byte stands in the stream, and how many bytes in front are not part of it. */
export interface SegmentPlace { path: string; startOffset: number; skip: number }

export interface CaptureBytes {
  /** Reads up to `length` bytes from `offset` on into the block; fewer where they are not there. */
  read(block: Uint8Array, at: number, length: number, offset: number): number;
  /** Why bytes from an offset on are not there, in one sentence. */
  reason(offset: number): string;
  /** The next offset at which another file begins: no record straddles it. */
  jointAfter(offset: number): number;
  close(): void;
}

export class FileBytes implements CaptureBytes {
  readonly #source: FileSource;
  readonly #sample: string[];
  #looked: number;

  constructor(source: FileSource) {
    this.#source = source;
    this.#looked = source.changedAt();
    this.#sample = source.sample();
  }

  /** @throws Failure when other bytes stand in the file than were read: they would be shown as packets of connections that they are not of */
  read(block: Uint8Array, at: number, length: number, offset: number): number {
    const changed = this.#source.changedAt();
    if (changed !== this.#looked) {
      // Being written on, renamed or linked changes it as well.
      if (this.#source.sample().some((now, i) => !(this.#sample[i] ?? '').startsWith(now))) {
        throw new Failure('file-changed', 'The capture file was written anew after it was read.', 'Open it again to see what it holds now.', offset);
      }
      this.#looked = changed;
    }
    return this.#source.read(block, at, length, offset);
  }

  reason(): string { return 'The capture file was cut short after it was read.'; }
  jointAfter(): number { return Infinity; }
  close(): void { this.#source.close(); }
}

export class CopyBytes implements CaptureBytes {
  readonly #spool: PlainSpool;
  constructor(spool: PlainSpool) { this.#spool = spool; }
  read(block: Uint8Array, at: number, length: number, offset: number): number { return this.#spool.read(block, at, length, offset); }
  reason(): string { return 'The decompressed copy of the capture ends before them: the limit for temporary files, or the disk, was reached.'; }
  jointAfter(): number { return Infinity; }
  close(): void { this.#spool.close(); }
}

/** Segments of a live capture that are open at a time. */
const MOST_OPEN = 4;

export class SegmentBytes implements CaptureBytes {
  readonly #places: SegmentPlace[] = [];
  readonly #open = new Map<number, FileSource>();

  add(place: SegmentPlace): void { this.#places.push(place); }

  read(block: Uint8Array, at: number, length: number, offset: number): number {
    let got = 0;
    for (let index = this.#indexOf(offset); index >= 0 && index < this.#places.length && got < length; index++) {
      const place = this.#places[index];
      const end = this.#places[index + 1]?.startOffset ?? Infinity;
      const source = this.#source(index);
      if (place === undefined || source === null) break;
      const from = offset + got;
      const wanted = Math.min(length - got, end - from);
      const bytes = source.read(block, at + got, wanted, from - place.startOffset + place.skip);
      got += bytes;
      if (bytes < wanted) break;
    }
    return got;
  }

  reason(): string { return 'The oldest part of the capture was dropped when the space for it was used up.'; }
  jointAfter(offset: number): number { return this.#places[this.#indexOf(offset) + 1]?.startOffset ?? Infinity; }

  close(): void {
    for (const source of this.#open.values()) source.close();
    this.#open.clear();
  }

  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[middle]?.startOffset ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** null when the spool has dropped the segment. */
  #source(index: number): FileSource | null {
    const open = this.#open.get(index);
    if (open !== undefined) return open;
    try {
      const source = new FileSource(this.#places[index]?.path ?? '');
      for (const [oldest, other] of this.#open) {
        if (this.#open.size < MOST_OPEN) break;
        other.close();
        this.#open.delete(oldest);
      }
      this.#open.set(index, source);
      return source;
    } catch {
      return null;
    }
  }
}
