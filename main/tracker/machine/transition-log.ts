// Every state jump, newest last, linked backwards per connection. Bounded: beyond the limit the oldest chunk goes, and a chain that
// reached into it ends there.

const CHUNK_SHIFT = 14;
const CHUNK = 1 << CHUNK_SHIFT;
const MASK = CHUNK - 1;
const WORDS = 3; // previous entry, frame, code

/**
 * Bits of a code: from (4), to (4), event (4), endpoint (2: 0 originator, 1 responder, 2 both), confirmed when logged (1), number of the
 * jump in its connection (5): whether an inferred one was proven later stands beside the connection, so that the log is only appended to.
 */
export const CODE_TO_SHIFT = 4;
export const CODE_EVENT_SHIFT = 8;
export const CODE_ENDPOINT_SHIFT = 12;
export const CODE_CONFIRMED = 1 << 14;
export const CODE_NUMBER_SHIFT = 15;
/** Number of every jump from the 32nd on: their proof is not kept. */
export const UNNUMBERED = 31;

export class TransitionLog {
  private readonly ints: (Int32Array | null)[] = [];
  private readonly times: (Float64Array | null)[] = [];
  private length = 0;
  private first = 0;
  private readonly limit: number;

  /** @param limit most entries kept */
  constructor(limit: number) { this.limit = limit; }

  /** Appends a jump and returns its index. */
  append(previous: number, frame: number, ns: number, code: number): number {
    const index = this.length++;
    const chunk = index >> CHUNK_SHIFT;
    if (chunk === this.ints.length) {
      this.ints.push(new Int32Array(CHUNK * WORDS));
      this.times.push(new Float64Array(CHUNK));
      while (this.length - this.first > this.limit) {
        this.ints[this.first >> CHUNK_SHIFT] = null;
        this.times[this.first >> CHUNK_SHIFT] = null;
        this.first += CHUNK;
      }
    }
    const ints = this.ints[chunk] as Int32Array;
    const at = (index & MASK) * WORDS;
    ints[at] = previous;
    ints[at + 1] = frame;
    ints[at + 2] = code;
    (this.times[chunk] as Float64Array)[index & MASK] = ns;
    return index;
  }

  /** True when the entry is still kept. */
  has(index: number): boolean { return index >= this.first && index < this.length; }

  previous(index: number): number { return this.word(index, 0); }
  frame(index: number): number { return this.word(index, 1) >>> 0; }
  code(index: number): number { return this.word(index, 2); }
  ns(index: number): number { return (this.times[index >> CHUNK_SHIFT] as Float64Array)[index & MASK]; }

  /**
   * Takes back an endpoint's newest jump, which a later packet disproved.
   * @returns the newest entry of the chain afterwards
   */
  retract(head: number, endpoint: number): number {
    let later = -1;
    for (let index = head; this.has(index); later = index, index = this.previous(index)) {
      if (((this.code(index) >> CODE_ENDPOINT_SHIFT) & 3) !== endpoint) continue;
      const previous = this.previous(index);
      if (later < 0) return previous;
      (this.ints[later >> CHUNK_SHIFT] as Int32Array)[(later & MASK) * WORDS] = previous;
      return head;
    }
    return head;
  }

  get count(): number { return this.length; }

  /** True once the oldest entries went. */
  get dropped(): boolean { return this.first > 0; }

  /** Forgets the entries from `count` on: for jumps that were only worked out to be shown. */
  truncate(count: number): void { this.length = count; }

  get bytes(): number { return this.ints.reduce((sum, chunk) => sum + (chunk === null ? 0 : CHUNK * (WORDS * 4 + 8)), 0); }

  private word(index: number, field: number): number { return (this.ints[index >> CHUNK_SHIFT] as Int32Array)[(index & MASK) * WORDS + field]; }
}
