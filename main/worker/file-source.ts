// A capture on disk, opened once and read by position: what replaces the path afterwards cannot change what we read.
import fs from 'node:fs';
import { Failure } from '@shared/failure';

const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** The sentence and the remedy for a system error on a path. */
export function readFailure(path: string, thrown: unknown): Failure {
  const code = (thrown as NodeJS.ErrnoException | null)?.code;
  switch (code) {
    case 'ENOENT': return new Failure('not-readable', `${path}: there is no such file.`, 'Check the path.');
    case 'EACCES':
    case 'EPERM': return new Failure('not-readable', `${path}: this user may not read the file.`, `chmod u+r ${path}`);
    case 'EISDIR': return new Failure('not-readable', `${path}: this is a folder, not a capture file.`, 'Choose a file inside it.');
    case 'EIO': return new Failure('not-readable', `${path}: the disk reported an error.`, 'Copy the file to another disk and open the copy.');
    default: return new Failure('not-readable', `${path}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

const STANDARD_INPUT = 0;
const SAMPLES = 17;
const SAMPLE_BYTES = 512;
const RETRY_MILLIS = 2;

export class FileSource {
  readonly path: string;
  readonly #fd: number;
  readonly #openedBytes: number;
  /** False for a pipe or a device: it can only be read onwards, and a read may wait. */
  readonly seekable: boolean;

  /** `-` is standard input. */
  constructor(path: string) {
    this.path = path === '-' ? 'standard input' : path;
    try {
      this.#fd = path === '-' ? STANDARD_INPUT : fs.openSync(path, 'r');
      const stat = fs.fstatSync(this.#fd);
      if (stat.isDirectory()) {
        fs.closeSync(this.#fd);
        throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
      }
      // Standard input may be a file that somebody else has read the beginning of.
      this.seekable = stat.isFile() && path !== '-';
      this.#openedBytes = this.seekable ? stat.size : 0;
    } catch (thrown) {
      throw readFailure(this.path, thrown);
    }
  }

  /** Bytes on disk now; null for a pipe. */
  size(): number | null {
    return this.seekable ? fs.fstatSync(this.#fd).size : null;
  }

  /** When anything about the file was last changed, milliseconds; a copy or a tool cannot set it back. */
  changedAt(): number { return fs.fstatSync(this.#fd).ctimeMs; }

  /** What the file holds at places all over the part that was there when it was opened, as text that can be compared; what was cut off is left out. */
  sample(): string[] {
    const piece = Buffer.alloc(SAMPLE_BYTES);
    return Array.from({ length: SAMPLES }, (_, i) => {
      const from = Math.floor((Math.max(0, this.#openedBytes - SAMPLE_BYTES) * i) / (SAMPLES - 1));
      return piece.toString('latin1', 0, fs.readSync(this.#fd, piece, 0, SAMPLE_BYTES, from));
    });
  }

  /** Reads at most `length` bytes into the block: of `offset` in a file, the next ones of a pipe. 0 at the end. */
  read(block: Uint8Array, at: number, length: number, offset: number): number {
    const bytes = this.#readOnce(block, at, length, offset);
    if (bytes === 0 && this.seekable && offset < this.#openedBytes && fs.fstatSync(this.#fd).size < this.#openedBytes) {
      throw new Failure('not-readable', `${this.path}: the file was cut short or replaced while it was being read.`,
        'What was read up to there is shown; open the file again when whoever writes it has finished.', offset);
    }
    return bytes;
  }

  #readOnce(block: Uint8Array, at: number, length: number, offset: number): number {
    for (;;) {
      try {
        return fs.readSync(this.#fd, block, at, length, this.seekable ? offset : null);
      } catch (thrown) {
        const code = (thrown as NodeJS.ErrnoException).code;
        if (code === 'EOF') return 0; // Windows, at the end of a pipe
        if (code !== 'EAGAIN') throw readFailure(this.path, thrown);
        // The other end made the pipe non-blocking: wait without spinning.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MILLIS);
      }
    }
  }

  /** True when the file begins as gzip does. Pipes are not looked at: their first bytes would be lost. */
  isGzip(): boolean {
    if (!this.seekable) return false;
    const head = new Uint8Array(2);
    return this.read(head, 0, 2, 0) === 2 && looksGzip(head);
  }

  close(): void {
    if (this.#fd !== STANDARD_INPUT) fs.closeSync(this.#fd);
  }
}

export function looksGzip(head: Uint8Array): boolean {
  return head[0] === GZIP_MAGIC[0] && head[1] === GZIP_MAGIC[1];
}
