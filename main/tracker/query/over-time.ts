// A grid of time bins, and what connections carried spread over it: where a filter picks connections, their packets cannot be counted one by
// one any more, so each connection's are spread evenly from its first packet to its last.
import type { RowReader } from './row-reader';

/** Bin i covers [startNs + i·widthNs, + widthNs); what lies outside belongs to the nearest bin. */
export interface Grid {
  readonly startNs: number;
  readonly widthNs: number;
  readonly bins: number;
}

export function binOf(grid: Grid, ns: number): number {
  return Math.max(0, Math.min(grid.bins - 1, Math.floor((ns - grid.startNs) / grid.widthNs)));
}

/** Adds up amounts that are spread over spans of bins; each span costs the same, however long it is. */
export class Spread {
  private readonly whole: Float64Array;
  /** Change of the amount a bin at the begin of each. */
  private readonly slope: Float64Array;
  private readonly grid: Grid;

  constructor(grid: Grid) {
    this.grid = grid;
    this.whole = new Float64Array(grid.bins);
    this.slope = new Float64Array(grid.bins + 1);
  }

  add(fromNs: number, toNs: number, amount: number): void {
    if (amount === 0) return;
    const { startNs, widthNs, bins } = this.grid;
    const from = Math.max(0, Math.min(bins, (fromNs - startNs) / widthNs));
    const to = Math.max(from, Math.min(bins, (toNs - startNs) / widthNs));
    const first = Math.min(bins - 1, Math.floor(from));
    const last = Math.min(bins - 1, Math.floor(to));
    if (first === last) {
      this.whole[first] += amount;
      return;
    }
    const each = amount / (to - from);
    this.whole[first] += each * (first + 1 - from);
    this.whole[last] += each * (to - last);
    this.slope[first + 1] += each;
    this.slope[last] -= each;
  }

  /** The amount of each bin. */
  values(): Float64Array {
    const out = this.whole.slice();
    let level = 0;
    for (let bin = 0; bin < out.length; bin++) {
      level += this.slope[bin];
      // What is left of sums that should be none is not an amount.
      out[bin] = level > 1e-6 ? out[bin] + level : out[bin];
    }
    return out;
  }
}

/** Packets and wire bytes of connections by class of protocol (rates.ts). */
export function spreadRates(rows: Uint32Array, read: RowReader, grid: Grid, classes: number, classOf: (protocol: number) => number): { packets: Float64Array[]; bytes: Float64Array[] } {
  const packets = Array.from({ length: classes }, () => new Spread(grid));
  const bytes = Array.from({ length: classes }, () => new Spread(grid));
  for (const slot of rows) {
    const kind = classOf(read.protocol(slot));
    const from = read.firstNs(slot);
    const to = read.lastNs(slot);
    packets[kind].add(from, to, read.packets(slot, 0) + read.packets(slot, 1));
    bytes[kind].add(from, to, read.wireBytes(slot, 0) + read.wireBytes(slot, 1));
  }
  return { packets: packets.map((spread) => spread.values()), bytes: bytes.map((spread) => spread.values()) };
}
