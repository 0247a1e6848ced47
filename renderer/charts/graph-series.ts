// The series of the graph as ECharts takes them: flat arrays, one path for thousands of bars, nothing animated.
import type { LinesSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { GraphDirection } from '@shared/trace';
import type { Tokens } from './chart-tokens';
import { verdictSymbol } from './verdict-symbols';

export type GraphSeries = LinesSeriesOption | LineSeriesOption | ScatterSeriesOption;

/** Times count from the first packet: a double keeps nanoseconds there. */
export interface PlotData { direction: GraphDirection; origin: number; to: number }
interface Where { xAxisIndex: number; yAxisIndex: number }

const still = { animation: false, silent: true } as const;

/** [micros, from, to] tuples as [2, x, y1, x, y2] polylines; a tuple of no height is a short dash across. */
export function bars(tuples: Float64Array, origin: number): Float64Array {
  const out = new Float64Array((tuples.length / 3) * 5);
  for (let i = 0, o = 0; i + 2 < tuples.length; i += 3, o += 5) {
    const x = (tuples[i] ?? 0) - origin;
    out[o] = 2;
    out[o + 1] = out[o + 3] = x;
    out[o + 2] = tuples[i + 1] ?? 0;
    out[o + 4] = tuples[i + 2] ?? 0;
  }
  return out;
}

/** [micros, value] tuples with times from the first packet. */
export function points(tuples: Float64Array, origin: number): Float64Array {
  const out = new Float64Array(tuples.length);
  for (let i = 0; i + 1 < tuples.length; i += 2) {
    out[i] = (tuples[i] ?? 0) - origin;
    out[i + 1] = tuples[i + 1] ?? 0;
  }
  return out;
}

/** The same, with the last value held until the visible part ends: what was acknowledged stays so. */
export function stairs(tuples: Float64Array, origin: number, to: number): Float64Array {
  const out = new Float64Array(tuples.length === 0 ? 0 : tuples.length + 2);
  out.set(points(tuples, origin));
  if (tuples.length > 0) {
    out[tuples.length] = Math.max(to, tuples.at(-2) ?? 0) - origin;
    out[tuples.length + 1] = tuples.at(-1) ?? 0;
  }
  return out;
}

/** Stairs as one polyline with every corner: a line series drops corners of less than a pixel, and then its steps lean. */
export function corners(steps: Float64Array): Float64Array {
  const count = steps.length / 2;
  if (count === 0) return new Float64Array(0);
  const out = new Float64Array(1 + (2 * count - 1) * 2);
  out[0] = 2 * count - 1;
  for (let i = 0, o = 1; i < count; i++) {
    const x = steps[2 * i] ?? 0;
    if (i > 0) { out[o++] = x; out[o++] = steps[2 * i - 1] ?? 0; }
    out[o++] = x;
    out[o++] = steps[2 * i + 1] ?? 0;
  }
  return out;
}

const stairSeries = (name: string, tuples: Float64Array, { origin, to }: PlotData, where: Where, color: string, z: number, width: number, type: 'solid' | 'dashed'): GraphSeries[] => (tuples.length === 0 ? [] : [{
  type: 'lines', coordinateSystem: 'cartesian2d', polyline: true, large: true, largeThreshold: 1, name, ...where, ...still, z, lineStyle: { color, width, type, opacity: 1 },
  data: corners(stairs(tuples, origin, to)) as unknown as NonNullable<LinesSeriesOption['data']>,
}]);

const barSeries = (name: string, tuples: Float64Array, { origin }: PlotData, where: Where, color: string, width: number, z: number, opacity = 1): GraphSeries[] => (tuples.length === 0 ? [] : [{
  type: 'lines', coordinateSystem: 'cartesian2d', polyline: true, large: true, largeThreshold: 1, name, ...where, ...still, z, lineStyle: { color, width, opacity },
  data: bars(tuples, origin) as unknown as NonNullable<LinesSeriesOption['data']>,
}]);

const lineSeries = (name: string, data: Float64Array, where: Where, color: string, extra: Pick<LineSeriesOption, 'step' | 'z' | 'areaStyle'> & { width?: number; dash?: 'dashed' | 'dotted' }): GraphSeries[] => {
  const { width = 1.25, dash = 'solid', ...rest } = extra;
  return data.length === 0 ? [] : [{
    type: 'line', name, ...where, ...still, ...rest, showSymbol: false, dimensions: ['x', 'y'], data: data as unknown as NonNullable<LineSeriesOption['data']>,
    lineStyle: { color, width, type: dash }, itemStyle: { color },
  }];
};

const dotSeries = (name: string, data: Float64Array, where: Where, color: string, size: number): GraphSeries[] => (data.length === 0 ? [] : [{
  type: 'scatter', name, ...where, ...still, symbolSize: size, large: true, largeThreshold: 1, dimensions: ['x', 'y'], itemStyle: { color, opacity: 0.9 }, data: data as unknown as NonNullable<ScatterSeriesOption['data']>,
}]);

/** Marks stand on the middle of their bytes, each verdict a series of its own. */
function markSeries({ direction, origin }: PlotData, where: Where, tokens: Tokens, hidden: ReadonlySet<number>): GraphSeries[] {
  const byVerdict = new Map<number, number[]>();
  const { marks } = direction;
  for (let i = 0; i + 4 < marks.length; i += 5) {
    const { code } = verdictSymbol(marks[i + 3] ?? 0);
    if (hidden.has(code)) continue;
    const list = byVerdict.get(code) ?? [];
    byVerdict.set(code, list);
    list.push((marks[i] ?? 0) - origin, ((marks[i + 1] ?? 0) + (marks[i + 2] ?? 0)) / 2);
  }
  return [...byVerdict].map(([code, list]): GraphSeries => {
    const symbol = verdictSymbol(code);
    const color = tokens[symbol.tone];
    return {
      type: 'scatter', name: symbol.word, ...where, ...still, z: 6, symbol: `path://${symbol.path}`, symbolSize: 9, symbolKeepAspect: true, dimensions: ['x', 'y'], data: Float64Array.from(list) as unknown as NonNullable<ScatterSeriesOption['data']>,
      itemStyle: symbol.hollow ? { color: tokens.ground, borderColor: color, borderWidth: 1.5 } : { color, borderColor: tokens.ground, borderWidth: 0.5 },
    };
  });
}

/** The tcptrace picture of one direction. */
export function sequenceSeries(plot: PlotData, where: Where, tokens: Tokens, hidden: ReadonlySet<number>, words: Readonly<Record<'segments' | 'acks' | 'window' | 'sacks', string>>): GraphSeries[] {
  const { direction } = plot;
  return [
    ...stairSeries(words.window, direction.window, plot, where, tokens['state-diamond'], 2, 1, 'dashed'),
    ...stairSeries(words.acks, direction.acks, plot, where, tokens.good, 3, 1.5, 'solid'),
    ...barSeries(words.segments, direction.segments, plot, where, tokens.text, 1.6, 4),
    ...barSeries(words.sacks, direction.sacks, plot, where, tokens['state-square'], 2.5, 5, 0.85),
    ...markSeries(plot, where, tokens, hidden),
  ];
}

export function roundTripSeries({ direction, origin }: PlotData, where: Where, tokens: Tokens, name: string): GraphSeries[] {
  return dotSeries(name, points(direction.rtt, origin), where, tokens.accent, 3);
}

export function flightSeries(plot: PlotData, where: Where, tokens: Tokens, words: { flight: string; room: string }): GraphSeries[] {
  const { direction, origin, to } = plot;
  return [
    ...stairSeries(words.room, direction.room, plot, where, tokens['state-diamond'], 2, 1, 'dashed'),
    ...lineSeries(words.flight, stairs(direction.flight, origin, to), where, tokens.accent, { step: 'end', areaStyle: { color: tokens.accent, opacity: 0.15 } }),
  ];
}

/** A bin's rate holds until the next bin begins. */
export function throughputSeries({ direction, origin }: PlotData, binMicros: number, where: Where, tokens: Tokens, words: { throughput: string; goodput: string }): GraphSeries[] {
  const until = (tuples: Float64Array): Float64Array => (tuples.length === 0 ? tuples : stairs(tuples, origin, (tuples.at(-2) ?? 0) + binMicros));
  return [
    ...lineSeries(words.throughput, until(direction.throughput), where, tokens.accent, { step: 'end', areaStyle: { color: tokens.accent, opacity: 0.15 } }),
    ...lineSeries(words.goodput, until(direction.goodput), where, tokens.good, { step: 'end', dash: 'dashed' }),
  ];
}
