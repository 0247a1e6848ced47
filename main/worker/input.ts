// Where the thread's bytes come from: a capture on disk, a compressed one, or one that still grows. Each is read in time slices.
import fs from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Failure } from '@shared/failure';
import { CopyBytes, FileBytes, SegmentBytes, type CaptureBytes, type SegmentPlace } from './capture-bytes';
import { READ_BYTES, type Feeder } from './feeder';
import { FileSource } from './file-source';
import { gunzip } from './gunzip';
import type { PlainSpool } from './plain-spool';

/** `more`: call again; `wait`: nothing there until told; `end`: finished. */
export type SliceOutcome = 'more' | 'wait' | 'end';

export interface Input {
  readonly gzip: boolean;
  readonly spoolTrimmed: boolean;
  /** Bytes that were gone before they could be read. */
  readonly untrackedBytes: number;
  /** To read it again by offset; stays open when the reading is over. */
  readonly bytes: CaptureBytes;
  slice(deadline: number): SliceOutcome | Promise<SliceOutcome>;
  /** Bytes of the source that are dealt with, and its size where known. */
  bytesRead(): number;
  bytesTotal(): number | null;
  lagBytes(): number;
  close(): void;
}

/** Reads one block into the feeder; false at the end of the source. `base` is the source's place in the capture. */
function readBlock(source: FileSource, feeder: Feeder, base: number): boolean {
  const bytes = source.read(feeder.block, feeder.base, READ_BYTES, feeder.offset - base);
  if (bytes > 0) feeder.taken(bytes);
  return bytes > 0;
}

export class FileInput implements Input {
  readonly gzip = false;
  readonly spoolTrimmed = false;
  readonly untrackedBytes = 0;
  readonly bytes: CaptureBytes;
  readonly #source: FileSource;
  readonly #feeder: Feeder;

  constructor(source: FileSource, feeder: Feeder) {
    this.#source = source;
    this.#feeder = feeder;
    this.bytes = new FileBytes(source);
  }

  slice(deadline: number): SliceOutcome {
    do {
      if (!readBlock(this.#source, this.#feeder, 0)) {
        this.#feeder.finish();
        return 'end';
      }
    } while (performance.now() < deadline);
    return 'more';
  }

  bytesRead(): number { return this.#feeder.offset; }
  bytesTotal(): number | null { return this.#source.size(); }
  lagBytes(): number { return 0; }
  
  /** The file stays open: it is read again by offset. */
  close(): void {
    this.#feeder.abandon();
  }
}

export class GzipInput implements Input {
  readonly gzip = true;
  readonly untrackedBytes = 0;
  readonly bytes: CaptureBytes;
  readonly #source: FileSource;
  readonly #feeder: Feeder;
  readonly #spool: PlainSpool;
  readonly #plain: AsyncGenerator<Uint8Array>;
  #compressedBytes = 0;
  #plainBytes = 0;

  constructor(source: FileSource, feeder: Feeder, spool: PlainSpool) {
    this.#source = source;
    this.#feeder = feeder;
    this.#spool = spool;
    this.bytes = new CopyBytes(spool);
    this.#plain = gunzip(this.#compressed());
  }

  get spoolTrimmed(): boolean { return this.#spool.trimmed; }

  * #compressed(): Generator<Uint8Array> {
    const block = new Uint8Array(READ_BYTES);
    for (;;) {
      const bytes = this.#source.read(block, 0, block.length, this.#compressedBytes);
      if (bytes === 0) return;
      this.#compressedBytes += bytes;
      yield block.subarray(0, bytes);
    }
  }

  async slice(deadline: number): Promise<SliceOutcome> {
    try {
      do {
        const next = await this.#plain.next();
        if (next.done === true) {
          this.#feeder.finish();
          return 'end';
        }
        this.#spool.append(next.value);
        this.#feeder.take(next.value);
        this.#plainBytes += next.value.length;
      } while (performance.now() < deadline);
      return 'more';
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      throw new Failure(thrown.detail.code, `${this.#source.path}: ${thrown.message}.`,
        'What came before it is shown. Fetch or copy the file again to read the rest.', this.#plainBytes);
    }
  }

  bytesRead(): number { return this.#compressedBytes; }
  bytesTotal(): number | null { return this.#source.size(); }
  lagBytes(): number { return 0; }

  close(): void {
    this.#feeder.abandon();
    void this.#plain.return(undefined);
    this.#source.close();
  }
}

interface Segment extends SegmentPlace { source: FileSource }

/** A capture that is still growing, in one file or in several. Unread segments are held open, so a dropped one can still be read. */
export class LiveInput implements Input {
  readonly gzip = false;
  /** True once a segment was gone before it could be opened. */
  spoolTrimmed = false;
  untrackedBytes = 0;
  readonly bytes = new SegmentBytes();
  readonly #feeder: Feeder;
  readonly #waiting: Segment[] = [];
  #current: FileSource | null = null;
  /** Place of the current segment's first byte in the capture. */
  #base = 0;
  /** True when no more bytes will come: time does not pass for it any more. */
  ended = false;
  paused = false;

  readonly #limitBytes: number;

  /** @param limitBytes of unread segments that are held open: the disk must not fill where the tracker cannot keep up */
  constructor(feeder: Feeder, limitBytes = Infinity) {
    this.#feeder = feeder;
    this.#limitBytes = limitBytes;
  }

  add(place: SegmentPlace): void {
    this.bytes.add(place);
    try {
      this.#waiting.push({ ...place, source: new FileSource(place.path) });
      this.#giveUpOldest();
    } catch (thrown) {
      if (!fs.existsSync(place.path)) this.spoolTrimmed = true;
      else throw thrown;
    }
  }

  end(): void { this.ended = true; }

  #giveUpOldest(): void {
    const sizes = this.#waiting.map(({ source, skip }) => (source.size() ?? 0) - skip);
    let bytes = sizes.reduce((sum, size) => sum + size, 0);
    for (const size of sizes) {
      if (bytes <= this.#limitBytes) return;
      bytes -= size;
      this.#waiting.shift()?.source.close();
      this.spoolTrimmed = true;
    }
  }

  slice(deadline: number): SliceOutcome {
    if (this.paused && !this.ended) return 'wait';
    do {
      if (this.#current !== null && readBlock(this.#current, this.#feeder, this.#base)) continue;
      const next = this.#waiting.shift();
      if (next !== undefined) this.#goOn(next);
      else if (this.ended) {
        this.#feeder.finish();
        return 'end';
      } else return 'wait';
    } while (performance.now() < deadline);
    return 'more';
  }

  #goOn(next: Segment): void {
    this.#current?.close();
    this.#current = next.source;
    // A record never straddles two segments: an unfinished one was cut when its writer died.
    this.#base = next.startOffset - next.skip;
    // What lies between was dropped at the spool's limit, before it was read or before it was even told of.
    this.untrackedBytes += Math.max(0, next.startOffset - this.#feeder.offset);
    this.#feeder.restart(next.startOffset);
  }

  bytesRead(): number { return this.#feeder.offset; }
  bytesTotal(): number | null { return null; }

  lagBytes(): number {
    let lag = this.#current === null ? 0 : Math.max(0, (this.#current.size() ?? 0) - (this.#feeder.offset - this.#base));
    for (const segment of this.#waiting) lag += Math.max(0, (segment.source.size() ?? 0) - segment.skip);
    return lag;
  }

  close(): void {
    this.#feeder.abandon();
    this.#current?.close();
    this.#current = null;
    for (const segment of this.#waiting.splice(0)) segment.source.close();
  }
}
