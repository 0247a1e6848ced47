// M4: of all points in a pixel column the first, the least, the greatest and the last are drawn, and the picture is the same. Stretches of 64
// packets are summed up once, so that a zoom over a million packets looks at some thousands of sums.
import { ACK, RST } from '../decode/packet';
import { FROM_OTHER } from '@shared/trace';
import { NO_FLIGHT, type TraceColumns } from './columns';

export const STRETCH_SHIFT = 6;
export const STRETCH = 1 << STRETCH_SHIFT;

/** What is drawn of a packet: whether it has a point in the series, and its least and greatest value. */
export interface SeriesKind {
  has(c: TraceColumns, i: number, direction: number): boolean;
  low(c: TraceColumns, i: number): number;
  high(c: TraceColumns, i: number): number;
}

const acknowledges = (c: TraceColumns, i: number, direction: number): boolean => c.from[i] === 1 - direction && (c.flags[i] & ACK) !== 0;
const announces = (c: TraceColumns, i: number, direction: number): boolean => acknowledges(c, i, direction) && (c.flags[i] & RST) === 0;
const flightOf = (c: TraceColumns, i: number, end: number): number => (c.from[i] === end ? c.flight : c.peerFlight)[i];
const single = (has: SeriesKind['has'], value: SeriesKind['low']): SeriesKind => ({ has, low: value, high: value });

export const SEGMENTS: SeriesKind = {
  has: (c, i, direction) => c.from[i] === direction && c.kind[i] === 0 && c.span(i) > 0,
  low: (c, i) => c.relativeSeq[i],
  high: (c, i) => c.relativeSeq[i] + c.span(i),
};
export const ACKS = single(acknowledges, (c, i) => c.relativeAck[i]);
export const WINDOW = single(announces, (c, i) => c.relativeAck[i] + c.window[i]);
export const ROOM = single(announces, (c, i) => c.window[i]);
/** Bytes in flight of one end: they rise with what it sends, and fall with what its peer acknowledges, with data or without. */
export const FLIGHT = [0, 1].map((end) => single((c, i) => c.from[i] !== FROM_OTHER && flightOf(c, i, end) !== NO_FLIGHT, (c, i) => flightOf(c, i, end)));
export const ROUND_TRIP = single((c, i, direction) => c.roundTrip[i] !== 0 && c.from[i] === 1 - direction, (c, i) => c.roundTrip[i] / 10);

/** The four packets of a pixel column or a stretch. */
export class Extremes {
  first = -1;
  low = -1;
  high = -1;
  last = -1;
  least = 0;
  greatest = 0;

  clear(): void { this.first = -1; }

  add(i: number, low: number, high: number): void {
    if (this.first < 0) {
      this.first = this.low = this.high = i;
      this.least = low;
      this.greatest = high;
    } else {
      if (low < this.least) {
        this.least = low;
        this.low = i;
      }
      if (high > this.greatest) {
        this.greatest = high;
        this.high = i;
      }
    }
    this.last = i;
  }

  /** The extremes of a stretch, all at once. */
  merge(first: number, low: number, least: number, high: number, greatest: number, last: number): void {
    if (this.first < 0) {
      this.first = first;
      this.low = low;
      this.least = least;
      this.high = high;
      this.greatest = greatest;
    } else {
      if (least < this.least) {
        this.least = least;
        this.low = low;
      }
      if (greatest > this.greatest) {
        this.greatest = greatest;
        this.high = high;
      }
    }
    this.last = last;
  }

  /** In their order, each once. */
  each(take: (i: number) => void): void {
    if (this.first < 0) return;
    const [a, b] = this.low < this.high ? [this.low, this.high] : [this.high, this.low];
    take(this.first);
    if (a !== this.first) take(a);
    if (b !== a && b !== this.first) take(b);
    if (this.last !== b && this.last !== a && this.last !== this.first) take(this.last);
  }
}

/** One series of one direction. */
export class Series {
  private readonly kind: SeriesKind;
  private readonly direction: number;
  private readonly columns: TraceColumns;
  /** Four packets of each stretch; -1 for a stretch without any. */
  private sums = new Int32Array(64);
  /** Least and greatest value of each stretch. */
  private bounds = new Float64Array(32);
  private summed = 0;
  private readonly extremes = new Extremes();

  constructor(columns: TraceColumns, kind: SeriesKind, direction: number) {
    this.columns = columns;
    this.kind = kind;
    this.direction = direction;
  }

  /** Sums up the whole stretches that came since. */
  catchUp(): void {
    const { columns: c, kind, direction, extremes } = this;
    for (const whole = c.length >> STRETCH_SHIFT; this.summed < whole; this.summed++) {
      extremes.clear();
      const from = this.summed << STRETCH_SHIFT;
      for (let i = from; i < from + STRETCH; i++) if (kind.has(c, i, direction)) extremes.add(i, kind.low(c, i), kind.high(c, i));
      const at = this.summed * 4;
      if (at === this.sums.length) {
        const wider = new Int32Array(at * 2);
        wider.set(this.sums);
        this.sums = wider;
        const bounds = new Float64Array(at);
        bounds.set(this.bounds);
        this.bounds = bounds;
      }
      this.sums[at] = extremes.first;
      this.sums[at + 1] = extremes.low;
      this.sums[at + 2] = extremes.high;
      this.sums[at + 3] = extremes.last;
      this.bounds[at >> 1] = extremes.least;
      this.bounds[(at >> 1) + 1] = extremes.greatest;
    }
  }

  /** The last packet with a point in front of `from`, or -1. */
  before(from: number): number {
    this.catchUp();
    const { columns: c, kind, direction, sums } = this;
    for (let i = from - 1; i >= 0; i--) {
      const stretch = i >> STRETCH_SHIFT;
      if ((i & (STRETCH - 1)) === STRETCH - 1 && stretch < this.summed) {
        const last = sums[stretch * 4] < 0 ? -1 : sums[stretch * 4 + 3];
        if (last >= 0) return last;
        i = stretch << STRETCH_SHIFT;
      } else if (kind.has(c, i, direction)) return i;
    }
    return -1;
  }

  /**
   * The packets to draw of [from, to).
   * @param begin time (ns) of the first pixel column; scale: columns a nanosecond; take: called in order
   * @returns true when some stand for several
   */
  thin(from: number, to: number, begin: number, scale: number, take: (i: number) => void): boolean {
    this.catchUp();
    const { columns: c, kind, direction, extremes, sums, bounds } = this;
    const { ns } = c;
    extremes.clear();
    let current = -1;
    let inColumn = 0;
    let reduced = false;
    const flush = (): void => {
      extremes.each(take);
      if (inColumn > 4) reduced = true;
      extremes.clear();
      inColumn = 0;
    };
    for (let i = from; i < to;) {
      const at = Math.floor((ns[i] - begin) * scale);
      if (at !== current) {
        flush();
        current = at;
      }
      if ((i & (STRETCH - 1)) === 0 && i + STRETCH <= to && (ns[i + STRETCH - 1] - begin) * scale < at + 2) {
        // A stretch may reach into the next pixel: its points are drawn where they belong all the same.
        const sum = (i >> STRETCH_SHIFT) * 4;
        if (sums[sum] >= 0) extremes.merge(sums[sum], sums[sum + 1], bounds[sum >> 1], sums[sum + 2], bounds[(sum >> 1) + 1], sums[sum + 3]);
        inColumn += STRETCH;
        i += STRETCH;
        continue;
      }
      if (kind.has(c, i, direction)) {
        extremes.add(i, kind.low(c, i), kind.high(c, i));
        inColumn++;
      }
      i++;
    }
    flush();
    return reduced;
  }
}
