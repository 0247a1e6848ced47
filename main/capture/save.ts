// Saves the spool as one pcapng file: streamed in bounded memory, complete or not there at all.
import { constants } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { CaptureError, failure, reasonOf } from './capture-error';
import { ENHANCED_PACKET_FRAME, interfaceDescription, padded, PCAPNG_SECTION, sectionHeader, writeEnhancedPacket } from './pcapng-blocks';
import type { SpoolSegment } from './spool-segments';

const CHUNK_BYTES = 1024 * 1024;
/** Beyond any record a capturer writes (snap length 262,144): a greater length is damage, not a packet. */
const MOST_RECORD_BYTES = 16 * 1024 * 1024;

export interface SaveOptions {
  /** Called with the bytes of the spool that were read so far. */
  onProgress?: (bytesRead: number) => void;
  signal?: AbortSignal;
}

export interface Saved { path: string; bytes: number }

/** Copies the segments, which may still be growing, up to their last whole record. */
export async function saveCapture(segments: readonly SpoolSegment[], targetPath: string, options: SaveOptions = {}): Promise<Saved> {
  const target = path.resolve(targetPath);
  if (segments.length === 0) throw new CaptureError(failure('not-writable', 'There is nothing to save: no packet was captured.', null));
  const temporary = `${target}.${String(process.pid)}.part`;
  const sources: { file: FileHandle; limit: number }[] = [];
  try {
    // All opened before the first is read: what the spool's limit removes meanwhile stays readable.
    for (const segment of segments) sources.push({ file: await openSegment(segment, segments), limit: segment.skip + segment.bytes });
    const output = await open(temporary, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0), 0o600);
    let bytes = 0;
    try {
      const copy = new Copy(output, options);
      for (const source of sources) await copy.segment(source.file, source.limit);
      bytes = await copy.finish();
      await output.sync();
    } finally {
      await output.close();
    }
    await rename(temporary, target);
    return { path: target, bytes };
  } catch (thrown) {
    // EEXIST: the temporary name is someone else's file; it is left alone.
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') await rm(temporary, { force: true });
    throw saveError(thrown, target);
  } finally {
    for (const { file } of sources) await file.close();
  }
}

async function openSegment(segment: SpoolSegment, all: readonly SpoolSegment[]): Promise<FileHandle> {
  try {
    return await open(segment.path, 'r');
  } catch (error) {
    const oldest = segment === all[0] ? ' (its oldest part was removed at the limit meanwhile)' : '';
    throw new CaptureError(failure('not-readable', `The captured file ${segment.path} cannot be read${oldest}: ${reasonOf(error)}.`, 'Save again.'));
  }
}

function saveError(thrown: unknown, target: string): unknown {
  if (thrown instanceof CaptureError || (thrown instanceof Error && thrown.name === 'AbortError')) return thrown;
  const code = (thrown as NodeJS.ErrnoException).code;
  const folder = path.dirname(target);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new CaptureError(failure('disk-full', `There is not enough room in ${folder} for the capture.`, 'Free space there, or save to another disk.'));
  const reason = code === 'ENOENT' ? 'the folder does not exist' : code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'it may not be written' : code === 'EISDIR' ? 'it is a folder' : reasonOf(thrown);
  return new CaptureError(failure('not-writable', `${target} could not be saved: ${reason}.`, 'Save it in a folder that you may write, for example your home folder.'));
}

/** Walks records, so that a tail which is still being written is left out, and turns pcap records into blocks. */
class Copy {
  readonly #output: FileHandle;
  readonly #options: SaveOptions;
  #out = Buffer.alloc(CHUNK_BYTES);
  #filled = 0;
  #written = 0;
  #read = 0;
  #interfaceWritten = false;

  constructor(output: FileHandle, options: SaveOptions) {
    this.#output = output;
    this.#options = options;
  }

  async segment(file: FileHandle, limit: number): Promise<void> {
    const source = new Source(file, limit);
    const head = await source.need(24);
    if (head === null) return;
    const magic = head.readUInt32LE(0);
    if (magic === PCAPNG_SECTION) await this.#blocks(source);
    else await this.#records(source, head);
    this.#progress(source);
  }

  async finish(): Promise<number> {
    await this.#flush();
    return this.#written;
  }

  /** pcapng sections follow one another as they are. */
  async #blocks(source: Source): Promise<void> {
    let big = false;
    for (;;) {
      const head = await source.need(12);
      if (head === null) return;
      if (head.readUInt32LE(0) === PCAPNG_SECTION) big = head.readUInt32BE(8) === 0x1a2b_3c4d;
      const length = big ? head.readUInt32BE(4) : head.readUInt32LE(4);
      if (length < 12 || length % 4 !== 0 || length > MOST_RECORD_BYTES) return;
      const block = await source.need(length);
      if (block === null) return;
      const at = await this.#room(length);
      block.copy(this.#out, at, 0, length);
      this.#filled = at + length;
      source.take(length);
      this.#progress(source);
    }
  }

  async #records(source: Source, head: Buffer): Promise<void> {
    const big = head.readUInt32BE(0) === 0xa1b2_c3d4 || head.readUInt32BE(0) === 0xa1b2_3c4d;
    const u32 = (bytes: Buffer, at: number): number => (big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
    const magic = u32(head, 0);
    if (magic !== 0xa1b2_c3d4 && magic !== 0xa1b2_3c4d) throw new CaptureError(failure('not-a-capture', 'A part of the spool is not a capture file.', null));
    const digits = magic === 0xa1b2_3c4d ? 9 : 6;
    if (!this.#interfaceWritten) {
      this.#interfaceWritten = true;
      await this.#append(Buffer.concat([sectionHeader('Synoptic'), interfaceDescription({ linkType: u32(head, 20) & 0xffff, snapLength: u32(head, 16), name: '', filter: '', digits })]));
    }
    source.take(24);
    for (;;) {
      const record = await source.need(16);
      if (record === null) return;
      const captured = u32(record, 8);
      if (captured > MOST_RECORD_BYTES) return;
      const whole = await source.need(16 + captured);
      if (whole === null) return;
      // Two 32-bit halves of a 64-bit count; the product of seconds and 10^9 is beyond what a double holds exactly.
      const ticks = BigInt(u32(whole, 0)) * (digits === 9 ? 1_000_000_000n : 1_000_000n) + BigInt(u32(whole, 4));
      const at = await this.#room(ENHANCED_PACKET_FRAME + padded(captured));
      this.#filled = writeEnhancedPacket(this.#out, at, Number(ticks >> 32n), Number(ticks & 0xffff_ffffn), u32(whole, 12), whole.subarray(16), captured);
      source.take(16 + captured);
      this.#progress(source);
    }
  }

  async #append(bytes: Buffer): Promise<void> {
    const at = await this.#room(bytes.length);
    bytes.copy(this.#out, at);
    this.#filled = at + bytes.length;
  }

  /** Where so many bytes can be written; the buffer grows only for a record longer than itself. */
  async #room(bytes: number): Promise<number> {
    if (this.#filled + bytes > this.#out.length) await this.#flush();
    if (bytes > this.#out.length) this.#out = Buffer.alloc(bytes);
    return this.#filled;
  }

  async #flush(): Promise<void> {
    this.#options.signal?.throwIfAborted();
    let done = 0;
    while (done < this.#filled) done += (await this.#output.write(this.#out, done, this.#filled - done)).bytesWritten;
    this.#written += this.#filled;
    this.#filled = 0;
  }

  #progress(source: Source): void {
    const bytes = source.unreported();
    if (bytes === 0) return;
    this.#read += bytes;
    this.#options.onProgress?.(this.#read);
  }
}

/** Reads a file in chunks and hands out views of whole records. */
class Source {
  readonly #file: FileHandle;
  readonly #limit: number;
  #buffer = Buffer.alloc(CHUNK_BYTES);
  #from = 0;
  #to = 0;
  #position = 0;
  #reported = 0;

  constructor(file: FileHandle, limit: number) {
    this.#file = file;
    this.#limit = limit;
  }

  /** At least `bytes` bytes from the current place, valid until the next call; null when the file has fewer. */
  async need(bytes: number): Promise<Buffer | null> {
    if (this.#to - this.#from < bytes) {
      const rest = this.#buffer.subarray(this.#from, this.#to);
      const next = bytes > this.#buffer.length ? Buffer.alloc(bytes) : this.#buffer;
      rest.copy(next);
      this.#buffer = next;
      this.#to = rest.length;
      this.#from = 0;
      while (this.#to < bytes) {
        const want = Math.min(this.#buffer.length - this.#to, this.#limit - this.#position);
        const { bytesRead } = want > 0 ? await this.#file.read(this.#buffer, this.#to, want, this.#position) : { bytesRead: 0 };
        if (bytesRead === 0) return null;
        this.#to += bytesRead;
        this.#position += bytesRead;
      }
    }
    return this.#buffer.subarray(this.#from, this.#to);
  }

  take(bytes: number): void {
    this.#from += bytes;
  }

  /** Bytes read since the last call, once a chunk. */
  unreported(): number {
    const bytes = this.#position - this.#reported;
    this.#reported = this.#position;
    return bytes;
  }
}
