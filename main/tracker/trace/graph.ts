// The SEQ/ACK graph of a visible part: every series of both directions, thinned to the pixels there are.
import { ACK_OF_UNSEEN, DUPLICATE_ACK, KEEP_ALIVE_ACK, STALE, VERDICTS, VERDICT_MASK, WINDOW_UPDATE, ZERO_WINDOW, ZERO_WINDOW_PROBE_ACK } from '@shared/analysis';
import type { Graph, GraphDirection, GraphRequest, TraceInfo } from '@shared/trace';
import { distance } from '../sequence/serial';
import { binWidth, ByteSums } from './bins';
import { SACK_WORDS, type TraceColumns } from './columns';
import { ACKS, Extremes, FLIGHT, ROOM, ROUND_TRIP, SEGMENTS, Series, WINDOW, type SeriesKind } from './thinning';

const LEAST_COLUMN_MICROS = 1e-3;

/** Verdicts about an acknowledgement are drawn where it stands, among the peer's bytes. */
const OF_ACKS: readonly number[] = [DUPLICATE_ACK, KEEP_ALIVE_ACK, ZERO_WINDOW, ZERO_WINDOW_PROBE_ACK, WINDOW_UPDATE, ACK_OF_UNSEEN];

/** Numbers in tuples, growing. */
class Tuples {
  private data = new Float64Array(256);
  private length = 0;
  push(...values: number[]): void {
    if (this.length + values.length > this.data.length) {
      const wider = new Float64Array(this.data.length * 2);
      wider.set(this.data);
      this.data = wider;
    }
    for (const value of values) this.data[this.length++] = value;
  }
  done(): Float64Array { return this.data.slice(0, this.length); }
}

interface Visible {
  from: number;
  to: number;
  /** Nanoseconds of the visible part's begin, and pixels a nanosecond. */
  begin: number;
  scale: number;
  micros: (i: number) => number;
}

class Direction {
  private readonly columns: TraceColumns;
  private readonly direction: number;
  private readonly segments: Series;
  private readonly acks: Series;
  private readonly window: Series;
  private readonly room: Series;
  private readonly flight: Series;
  private readonly roundTrip: Series;
  readonly sums: ByteSums;

  constructor(columns: TraceColumns, direction: number) {
    const series = (kind: SeriesKind): Series => new Series(columns, kind, direction);
    this.columns = columns;
    this.direction = direction;
    this.segments = series(SEGMENTS);
    this.acks = series(ACKS);
    this.window = series(WINDOW);
    this.room = series(ROOM);
    this.flight = series(FLIGHT[direction]);
    this.roundTrip = series(ROUND_TRIP);
    this.sums = new ByteSums(columns, direction);
  }

  catchUp(): void {
    for (const each of [this.segments, this.acks, this.window, this.room, this.flight, this.roundTrip, this.sums]) each.catchUp();
  }

  draw(visible: Visible, marked: Int32Array, markedTo: number, bins: { throughput: Float64Array; goodput: Float64Array }): { drawn: GraphDirection; reduced: boolean } {
    const { columns: c } = this;
    const { from, to, begin, scale, micros } = visible;
    const column = (i: number): number => Math.floor((c.ns[i] - begin) * scale);
    let reduced = false;
    const points = (series: Series, kind: SeriesKind): Float64Array => {
      const out = new Tuples();
      reduced = series.thin(from, to, begin, scale, (i) => { out.push(micros(i), kind.low(c, i)); }) || reduced;
      return out.done();
    };
    /** What holds until it changes begins in front of what is visible. */
    const stairs = (series: Series, kind: SeriesKind): Float64Array => {
      const visibleOnes = points(series, kind);
      const earlier = series.before(from);
      if (earlier < 0) return visibleOnes;
      const all = new Float64Array(visibleOnes.length + 2);
      all.set([micros(earlier), kind.low(c, earlier)]);
      all.set(visibleOnes, 2);
      return all;
    };
    const bars = new Tuples();
    reduced = this.segments.thin(from, to, begin, scale, (i) => { bars.push(micros(i), c.relativeSeq[i], c.relativeSeq[i] + c.span(i)); }) || reduced;
    const drawn: GraphDirection = {
      segments: bars.done(), acks: stairs(this.acks, ACKS), window: stairs(this.window, WINDOW), rtt: points(this.roundTrip, ROUND_TRIP),
      flight: stairs(this.flight, FLIGHT[this.direction]), room: stairs(this.room, ROOM), sacks: this.sacks(visible, column), marks: this.marks(visible, column, marked, markedTo),
      ...bins,
    };
    return { drawn, reduced };
  }

  private sacks({ from, to, micros }: Visible, column: (i: number) => number): Float64Array {
    const { columns: c } = this;
    const out = new Tuples();
    const extremes = new Extremes();
    const packet = (k: number): number => c.sacks[k * SACK_WORDS];
    const left = (k: number): number => c.relativeAck[packet(k)] + distance(c.sacks[k * SACK_WORDS + 1], c.ack[packet(k)]);
    const right = (k: number): number => c.relativeAck[packet(k)] + distance(c.sacks[k * SACK_WORDS + 2], c.ack[packet(k)]);
    const flush = (): void => { extremes.each((k) => { out.push(micros(packet(k)), left(k), right(k)); }); };
    let current = -1;
    for (let k = c.firstSack(from), end = c.firstSack(to); k < end; k++) {
      if (c.from[packet(k)] !== 1 - this.direction) continue;
      const at = column(packet(k));
      if (at !== current) {
        flush();
        extremes.clear();
        current = at;
      }
      extremes.add(k, left(k), right(k));
    }
    flush();
    return out.done();
  }

  /** Of every verdict in a pixel column the first and the last packet. */
  private marks({ from, to, micros }: Visible, column: (i: number) => number, marked: Int32Array, markedTo: number): Float64Array {
    const { columns: c } = this;
    const out = new Tuples();
    const first = new Int32Array(VERDICTS.length).fill(-1);
    const last = new Int32Array(VERDICTS.length).fill(-1);
    const mark = (i: number): void => {
      const ofAck = this.isOfAck(i);
      const low = ofAck ? c.relativeAck[i] : c.relativeSeq[i];
      out.push(micros(i), low, ofAck ? low : low + c.span(i), c.verdict[i], i);
    };
    const flush = (): void => {
      for (let verdict = 0; verdict < first.length; verdict++) {
        if (first[verdict] < 0) continue;
        mark(first[verdict]);
        if (last[verdict] !== first[verdict]) mark(last[verdict]);
      }
      first.fill(-1);
    };
    let current = -1;
    for (let k = lowerBound(marked, markedTo, from); k < markedTo && marked[k] < to; k++) {
      const i = marked[k];
      const sender = this.isOfAck(i) ? 1 - c.from[i] : c.from[i];
      if (sender !== this.direction) continue;
      const at = column(i);
      if (at !== current) {
        flush();
        current = at;
      }
      const verdict = c.verdict[i] & VERDICT_MASK;
      if (first[verdict] < 0) first[verdict] = i;
      last[verdict] = i;
    }
    flush();
    return out.done();
  }

  private isOfAck(i: number): boolean {
    const verdict = this.columns.verdict[i] & VERDICT_MASK;
    return OF_ACKS.includes(verdict) || (verdict === STALE && this.columns.span(i) === 0);
  }
}

function lowerBound(sorted: Int32Array, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class GraphReader {
  private readonly columns: TraceColumns;
  private readonly directions: readonly [Direction, Direction];
  /** Packets with a verdict, and how far they were looked for. */
  private marked = new Int32Array(256);
  private markedCount = 0;
  private looked = 0;
  /** Latest time so far, for captures whose clock went back. */
  private ordered = true;

  constructor(columns: TraceColumns) {
    this.columns = columns;
    this.directions = [new Direction(columns, 0), new Direction(columns, 1)];
  }

  /** Sums up what came since: cheap, and best done as packets come. */
  catchUp(): void {
    const { columns: c } = this;
    for (; this.looked < c.length; this.looked++) {
      if (this.looked > 0 && c.ns[this.looked] < c.ns[this.looked - 1]) this.ordered = false;
      if (c.verdict[this.looked] === 0) continue;
      if (this.markedCount === this.marked.length) {
        const wider = new Int32Array(this.markedCount * 2);
        wider.set(this.marked);
        this.marked = wider;
      }
      this.marked[this.markedCount++] = this.looked;
    }
    for (const direction of this.directions) direction.catchUp();
  }

  graph(request: GraphRequest, baseSeconds: number, info: TraceInfo): Graph {
    this.catchUp();
    const { columns: c } = this;
    const micros = (i: number): number => baseSeconds * 1e6 + c.ns[i] / 1000;
    const begin = request.fromMicros ?? info.firstMicros;
    const end = Math.max(begin, request.toMicros ?? Math.max(info.lastMicros, c.length > 0 ? Math.ceil(micros(c.length - 1)) : 0));
    const ns = (time: number): number => (time - baseSeconds * 1e6) * 1000;
    const from = this.ordered ? this.indexAt(ns(begin)) : 0;
    const to = this.ordered ? this.indexAt(ns(end) + 1000) : c.length;
    const columnMicros = Math.max(LEAST_COLUMN_MICROS, (end - begin) / request.columns);
    const visible: Visible = { from, to, begin: ns(begin), scale: 1 / (columnMicros * 1000), micros };
    const binMicros = binWidth(Math.max(1, end - begin), request.binMicros);
    const one = this.directions[0].draw(visible, this.marked, this.markedCount, this.bins(0, begin, end, binMicros, info.firstMicros, ns));
    const two = this.directions[1].draw(visible, this.marked, this.markedCount, this.bins(1, begin, end, binMicros, info.firstMicros, ns));
    return {
      id: request.id, fromMicros: begin, toMicros: end, binMicros, packets: to - from, reduced: one.reduced || two.reduced,
      directions: { originator: one.drawn, responder: two.drawn },
    };
  }

  /** Bins lie where they lie whatever part is visible: they begin at the connection's first packet. */
  private bins(direction: 0 | 1, begin: number, end: number, width: number, origin: number, ns: (micros: number) => number): { throughput: Float64Array; goodput: Float64Array } {
    const { sums } = this.directions[direction];
    const first = Math.max(0, Math.floor((begin - origin) / width));
    const count = Math.max(0, Math.floor((end - origin) / width) - first + 1);
    const throughput = new Float64Array(count * 2);
    const goodput = new Float64Array(count * 2);
    let at = this.indexAt(ns(origin + first * width));
    for (let bin = 0; bin < count; bin++) {
      const micros = origin + (first + bin) * width;
      const next = this.indexAt(ns(micros + width));
      throughput[bin * 2] = goodput[bin * 2] = micros;
      throughput[bin * 2 + 1] = ((sums.sentBefore(next) - sums.sentBefore(at)) * 1e6) / width;
      goodput[bin * 2 + 1] = ((sums.coveredBefore(next) - sums.coveredBefore(at)) * 1e6) / width;
      at = next;
    }
    return { throughput, goodput };
  }

  /** The first packet at or after a time (ns). */
  private indexAt(time: number): number {
    const { columns: c } = this;
    let low = 0;
    let high = c.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (c.ns[middle] < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
