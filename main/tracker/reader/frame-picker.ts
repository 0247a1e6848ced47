// Picks packets out of a capture by their frame numbers: in one walk through all of it, or from the blocks that hold them.
import type { EvidencePacket } from '@shared/report';
import type { BlockIndex } from '../trace/block-index';
import { CaptureReader, FATAL, NEED_MORE, PACKET } from './capture-reader';

/** Bytes behind a block that help to judge a doubtful record at its end. */
const LOOK_AHEAD = 64 * 1024;

export interface PickPart { from: number; to: number; look: number }

export class FramePicker {
  readonly packets: EvidencePacket[] = [];
  private readonly reader = new CaptureReader();
  private readonly wanted: readonly number[];
  private readonly limitBytes: number;
  private bytes = 0;
  private frame = 0;
  /** The next of the wanted ones. */
  private place = 0;
  private block = -1;

  /** @param frames wanted, in any order; limitBytes of packets that are kept */
  constructor(frames: Iterable<number>, limitBytes: number) {
    this.wanted = [...new Set(frames)].sort((a, b) => a - b);
    this.limitBytes = limitBytes;
  }

  get done(): boolean { return this.place >= this.wanted.length; }
  get missing(): number { return this.wanted.length - this.packets.length; }

  /** Takes the bytes of the whole capture, as the tracker does. */
  push(_block: Uint8Array, view: DataView, from: number, to: number, fileOffset: number, last = false): number {
    if (this.done) return to;
    this.reader.blockOffset = fileOffset;
    this.reader.ended = last;
    return this.walk(view, from, to, to);
  }

  finish(): void { /* what is not there by now is missing */ }

  /** The bytes of the next block that holds a wanted packet; null when there is none. */
  next(index: BlockIndex): PickPart | null {
    while (!this.done) {
      const frame = this.wanted[this.place];
      let block = Math.max(0, this.block);
      while (block < index.count - 1 && index.frame(block + 1) <= frame) block++;
      if (index.count === 0 || index.frame(block) > frame || block === this.block) {
        this.place++; // not in the capture
        continue;
      }
      this.block = block;
      this.reader.resume(index.mark(block), index.ns(block));
      this.frame = index.frame(block) - 1;
      const [from, to] = [index.offset(block), index.end(block)];
      return { from, to, look: block < index.count - 1 ? to + LOOK_AHEAD : to };
    }
    return null;
  }

  /** @param view over the bytes from `part.from` on */
  take(part: PickPart, view: DataView, bytes: number): void {
    this.reader.blockOffset = part.from;
    this.reader.ended = false;
    this.walk(view, 0, bytes, Math.min(bytes, part.to - part.from));
  }

  /** @param to end of the bytes; stop records from there on are not wanted */
  private walk(view: DataView, from: number, to: number, stop: number): number {
    const { reader } = this;
    let at = from;
    while (at < stop && !this.done) {
      const status = reader.next(view, at, to);
      if (status === NEED_MORE) return at;
      if (status === FATAL) return to;
      at = reader.nextAt;
      if (status !== PACKET || reader.recordAt >= stop) continue;
      if (++this.frame === this.wanted[this.place]) this.keep(view);
      while (!this.done && this.wanted[this.place] <= this.frame) this.place++;
    }
    return this.done ? to : at;
  }

  private keep(view: DataView): void {
    const { dataAt, captured, wire, linkType, interfaceId, baseSeconds, time } = this.reader;
    if (this.bytes + captured > this.limitBytes) return;
    this.bytes += captured;
    const seconds = Math.floor(time[0] / 1e9);
    const bytes = new Uint8Array(view.buffer, view.byteOffset + dataAt, captured).slice();
    this.packets.push({ frame: this.frame, linkType, interfaceId, seconds: baseSeconds + seconds, nanoseconds: time[0] - seconds * 1e9, wire, bytes });
  }
}
