// Memory for connections in trouble: a block of 280 words (1120 bytes) each, taken when a connection first shows something that is not
// ordinary. Loss, reordering and duplicates need more evidence than a record has room for.

const K_WORDS = 280;
const CHUNK_SHIFT = 8;
const CHUNK_MASK = 255;

export const K_COUNTS = 0; // segments by verdict and sender: verdict × 2 + direction
export const K_LINE_O = 40;
export const K_LINE = 120; // words from the originator's line to the responder's

// Floats: bytes of payload, at half the word offset.
export const K_OLD = 0; // below the highest number sent when they were captured
export const K_GAP = 2; // skipped when a segment was captured above a hole
export const K_MISSED = 4; // acknowledged by the peer and never captured
export const K_RESENT = 6; // sent again
export const K_DUPLICATE_SACKS = 8; // D-SACK blocks that this side sent (RFC 2883): what its peer sent needlessly
export const K_HOLE_COUNT = 9;
export const K_SACK_COUNT = 10;
export const K_RECENT_COUNT = 11; // segments ever put into the ring
export const K_UNSEEN = 12; // the peer acknowledged up to here without the capture having it, valid with K_HAS_UNSEEN
export const K_FLAGS = 13;
export const K_DUPLICATE_ACKS = 14; // sent by this side since its acknowledgement last moved
export const K_DUPLICATE_ACK_AT = 15; // the first of them, 100 ns
export const K_STAMP = 16; // the time stamp whose echo is awaited, valid with K_HAS_STAMP
export const K_STAMP_AT = 17; // when it was first captured, 100 ns
export const K_COPIES = 18; // duplicates of this side's packets
export const K_DISTINCT = 19; // its packets since the block was taken, without them
export const K_STAMP_SAMPLES = 20; // RTT samples that time stamps gave
export const K_RECOVER = 21; // highest number sent when it last repeated something, valid with K_RECOVERING
export const K_HOLES = 24; // 8 entries
export const K_SACKS = 64; // 4 ranges that this side reported: left, right
export const K_RECENT = 72; // ring of 8 entries

export const K_HAS_UNSEEN = 1;
export const K_HAS_STAMP = 2;
export const K_RECOVERING = 4;
export const K_COPIED = 8; // its last packet was a copy

export const HOLE_WORDS = 5;
export const HOLE_LIMIT = 8;
export const HOLE_FROM = 0;
export const HOLE_TO = 1;
export const HOLE_STAMP = 2; // time stamp of the segment above it, when it opened
export const HOLE_IDS = 3; // identification below it | above it << 16
export const HOLE_AT = 4; // when it opened, 100 ns

export const SACK_LIMIT = 4;

export const RECENT_WORDS = 6;
export const RECENT_LIMIT = 8;
export const RECENT_SEQ = 0;
export const RECENT_ID = 1; // identification | payload bytes << 16
export const RECENT_STAMP = 2;
export const RECENT_DIGEST = 3;
export const RECENT_AT = 4; // 100 ns
export const RECENT_CHECK = 5; // TCP checksum | RECENT_* bits << 16
export const RECENT_SAMPLED = 1 << 16; // the digest covers a sample of the payload
export const RECENT_WHOLE = 1 << 17; // it covers all of it
export const RECENT_CHECKED = 1 << 18; // the checksum is there

export class TroubleStore {
  readonly ints: Int32Array[] = [];
  readonly floats: Float64Array[] = [];
  private used = 0;
  private readonly free: number[] = [];

  /** Index of a cleared block. */
  take(): number {
    const index = this.free.pop() ?? this.used++;
    if (index >> CHUNK_SHIFT === this.ints.length) {
      const buffer = new ArrayBuffer((K_WORDS << CHUNK_SHIFT) * 4);
      this.ints.push(new Int32Array(buffer));
      this.floats.push(new Float64Array(buffer));
    }
    const at = this.at(index);
    this.intsOf(index).fill(0, at, at + K_WORDS);
    return index;
  }

  give(index: number): void { this.free.push(index); }

  intsOf(index: number): Int32Array { return this.ints[index >> CHUNK_SHIFT]; }

  floatsOf(index: number): Float64Array { return this.floats[index >> CHUNK_SHIFT]; }

  /** Where a block begins. */
  at(index: number): number { return (index & CHUNK_MASK) * K_WORDS; }

  get blocks(): number { return this.used - this.free.length; }

  get bytes(): number { return (this.ints.length * K_WORDS * 4) << CHUNK_SHIFT; }
}
