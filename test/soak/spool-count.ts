// Counts the packets of a live capture's spool while it grows, segment by segment, before the oldest are dropped: with a walker of its own.
import fs from 'node:fs';
import path from 'node:path';

const ENHANCED_PACKET = 6;
const BLOCK_BYTES = 1024 * 1024;

interface Walked { name: string; fd: number; offset: number }

/** pcapng alone: what dumpcap and cap write. */
export class SpoolCount {
  readonly #folder: string;
  readonly #segments = new Map<string, Walked>();
  readonly #block = Buffer.alloc(BLOCK_BYTES);
  packets = 0;

  /** @param folder that holds the private folder of the one capture */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Goes on with what was written since. Every segment is opened here while it is there, and can be read to its end when it was removed. */
  look(): void {
    const spool = fs.readdirSync(this.#folder).find((name) => name.startsWith('synoptic-spool-'));
    if (spool === undefined) return;
    for (const name of fs.readdirSync(path.join(this.#folder, spool)).filter((each) => each.endsWith('.pcapng')).sort()) {
      if (!this.#segments.has(name)) this.#segments.set(name, { name, fd: fs.openSync(path.join(this.#folder, spool, name), 'r'), offset: 0 });
    }
    for (const segment of this.#segments.values()) if (segment.fd >= 0) this.#walk(segment);
    // Only the newest still grows.
    for (const segment of [...this.#segments.values()].slice(0, -2)) this.#leave(segment);
  }

  close(): void { for (const segment of this.#segments.values()) this.#leave(segment); }

  #leave(segment: Walked): void {
    if (segment.fd >= 0) fs.closeSync(segment.fd);
    segment.fd = -1;
  }

  #walk(segment: Walked): void {
    const block = this.#block;
    for (;;) {
      const got = fs.readSync(segment.fd, block, 0, block.length, segment.offset);
      let at = 0;
      while (at + 8 <= got) {
        const length = block.readUInt32LE(at + 4);
        if (length < 12 || at + length > got) break;
        if (block.readUInt32LE(at) === ENHANCED_PACKET) this.packets++;
        at += length;
      }
      if (at === 0) return;
      segment.offset += at;
    }
  }
}
