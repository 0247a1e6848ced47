// The way through the blocks that hold a connection: which bytes are wanted next, and the packets in them with their frame numbers.
import { CaptureReader, FATAL, NEED_MORE, PACKET } from '../reader/capture-reader';
import { FORGOTTEN, PRESENT, type BlockIndex } from './block-index';

/** Bytes behind a part that may be looked at, so that a doubtful record near its end is judged as it was the first time. */
export const LOOK_AHEAD = 64 * 1024;

/** Packets walked in one turn: a few milliseconds at worst. */
const PACKETS_A_TURN = 2048;

export interface Part {
  /** Capture offsets: the records that begin in [from, to) are wanted, bytes up to `look` may help. */
  from: number;
  to: number;
  look: number;
}

export class BlockWalk {
  readonly reader = new CaptureReader();
  /** Blocks whose lists or bytes are gone. */
  lost = 0;
  /** A block did not hold the packets it held when it was tracked. */
  changed = false;
  /** Nothing will be tracked behind the last block: a record that is not complete there was taken for damage, and searched for others. */
  ended = false;
  private readonly index: BlockIndex;
  private readonly ids: readonly number[];
  private block: number;
  /** Place in the block up to which it was walked; -1 before it was looked at. */
  private walked = -1;
  private frame = 0;

  constructor(index: BlockIndex, ids: readonly number[]) {
    this.index = index;
    this.ids = ids;
    this.block = Math.max(0, index.blockOf(Math.min(...ids)));
  }

  /** The bytes wanted next; null when there are none (yet). @param lists blocks looked at, at most */
  next(lists: number): Part | null | 'later' {
    const { index } = this;
    for (let left = lists; this.block < index.count; left--) {
      if (left === 0) return 'later';
      const closed = this.block < index.count - 1;
      if (this.walked < 0) {
        const held = index.holds(this.block, this.ids);
        if (held === FORGOTTEN) this.lost++;
        if (held === PRESENT) {
          this.reader.resume(index.mark(this.block), index.ns(this.block));
          this.walked = index.offset(this.block);
          this.frame = index.frame(this.block);
        } else if (!closed) return null;
      }
      const end = index.end(this.block);
      if (this.walked >= 0 && this.walked < end) {
        // Behind the last block nothing was read yet: what stands there may not be whole.
        return { from: this.walked, to: end, look: closed ? end + LOOK_AHEAD : end };
      }
      if (!closed) return null;
      this.block++;
      this.walked = -1;
    }
    return null;
  }

  /** True once the block in which a connection began is walked as far as it goes. */
  isPast(id: number): boolean { return this.block > this.index.blockOf(id) || (this.block === this.index.blockOf(id) && this.walked >= this.index.end(this.block)); }

  /** Walks on from the block in which a connection began. */
  return(id: number): void {
    this.block = this.index.blockOf(id);
    this.walked = -1;
  }

  /** The bytes of the part cannot be read. */
  skip(): void {
    this.lost++;
    this.walked = this.index.end(this.block);
  }

  /**
   * Walks the records of the part.
   * @param bytes from `part.from` on; fewer than wanted when the file has shrunk
   * @returns false when these are not the records that were tracked
   */
  take(part: Part, view: DataView, bytes: number, each: (frame: number) => void): boolean {
    const { reader, index } = this;
    const stop = Math.min(bytes, part.to - part.from);
    reader.blockOffset = part.from;
    reader.ended = this.ended && this.block === index.count - 1 && bytes === part.to - part.from;
    let at = 0;
    let left = PACKETS_A_TURN;
    while (at < stop && left > 0) {
      const status = reader.next(view, at, bytes);
      if (status === NEED_MORE || status === FATAL) at = stop;
      else {
        at = reader.nextAt;
        if (status !== PACKET || reader.recordAt >= stop) continue;
        each(this.frame++);
        left--;
      }
    }
    // Only the turn's end leaves something for the next: bytes that are not there will not come.
    this.walked = left > 0 ? part.to : Math.min(part.to, part.from + at);
    if (this.walked < part.to) return true;
    const next = this.block < index.count - 1 ? index.frame(this.block + 1) : -1;
    const same = next < 0 || this.frame === next;
    if (!same) this.changed = true;
    return same;
  }
}
