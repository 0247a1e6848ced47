// The decompressed copy of a compressed capture, so that a packet can be read back by its offset.
import fs from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';

export class PlainSpool {
  readonly #fd: number;
  readonly #limit: number;
  #bytes = 0;
  /** True once bytes were left out: the limit or the disk was reached. Tracking goes on without the copy. */
  trimmed = false;

  constructor(folder: string, limit: number) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, `plain-${randomBytes(8).toString('hex')}`);
    this.#fd = fs.openSync(file, 'wx+', 0o600);
    // Nameless from the start: nobody else can open it, and no crash can leave it behind.
    fs.unlinkSync(file);
    this.#limit = limit;
  }

  append(bytes: Uint8Array): void {
    if (this.trimmed) return;
    if (this.#bytes + bytes.length > this.#limit) {
      this.trimmed = true;
      return;
    }
    try {
      for (let at = 0; at < bytes.length; ) at += fs.writeSync(this.#fd, bytes, at, bytes.length - at, this.#bytes + at);
      this.#bytes += bytes.length;
    } catch {
      this.trimmed = true; // a full disk costs the copy, not the capture
    }
  }

  /** Reads back; 0 where the copy does not reach. */
  read(block: Uint8Array, at: number, length: number, offset: number): number {
    return fs.readSync(this.#fd, block, at, length, offset);
  }

  close(): void {
    fs.closeSync(this.#fd);
  }
}
