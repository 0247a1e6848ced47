// Bytes a second in bins of equal width: sums of each stretch of packets, so that a bin is the difference of two of them.
import { OUT_OF_WINDOW, VERDICT_MASK } from '@shared/analysis';
import type { TraceColumns } from './columns';
import { STRETCH, STRETCH_SHIFT } from './thinning';

const MOST_BINS = 4096;
const WANTED_BINS = 160;
const LEAST_BIN_MICROS = 100;

/** A round width (1, 2 or 5 of a power of ten) that gives some 160 bins, or the one asked for if that is not too many. */
export function binWidth(spanMicros: number, asked: number | null): number {
  const least = Math.max(LEAST_BIN_MICROS, spanMicros / (asked === null ? WANTED_BINS : MOST_BINS));
  if (asked !== null && asked >= least) return asked;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((f) => f * power >= least) ?? 10;
  return Math.round(factor * power);
}

/** Payload sent by an end, and what of it was acknowledged, added up. */
export class ByteSums {
  private readonly columns: TraceColumns;
  private readonly direction: number;
  /** Before each stretch: bytes sent, bytes acknowledged. */
  private sums = new Float64Array(64);
  private summed = 0;

  constructor(columns: TraceColumns, direction: number) {
    this.columns = columns;
    this.direction = direction;
  }

  catchUp(): void {
    for (const whole = this.columns.length >> STRETCH_SHIFT; this.summed < whole; this.summed++) {
      const at = this.summed * 2;
      if (at + 4 > this.sums.length) {
        const wider = new Float64Array(this.sums.length * 2);
        wider.set(this.sums);
        this.sums = wider;
      }
      this.sums[at + 2] = this.sums[at] + this.sent(this.summed << STRETCH_SHIFT, (this.summed << STRETCH_SHIFT) + STRETCH);
      this.sums[at + 3] = this.sums[at + 1] + this.covered(this.summed << STRETCH_SHIFT, (this.summed << STRETCH_SHIFT) + STRETCH);
    }
  }

  /** Payload bytes sent in the packets before `index`. */
  sentBefore(index: number): number { return this.sums[(index >> STRETCH_SHIFT) * 2] + this.sent(index & ~(STRETCH - 1), index); }

  /** Bytes acknowledged for the first time by the packets before `index`. */
  coveredBefore(index: number): number { return this.sums[(index >> STRETCH_SHIFT) * 2 + 1] + this.covered(index & ~(STRETCH - 1), index); }

  private sent(from: number, to: number): number {
    const c = this.columns;
    let sum = 0;
    for (let i = from; i < to; i++) if (c.from[i] === this.direction && (c.verdict[i] & VERDICT_MASK) !== OUT_OF_WINDOW) sum += c.payload[i];
    return sum;
  }

  private covered(from: number, to: number): number {
    const c = this.columns;
    let sum = 0;
    for (let i = from; i < to; i++) if (c.from[i] === 1 - this.direction) sum += c.covered[i];
    return sum;
  }
}
