// The whole graph as one option: panels on one time axis, every colour from the tokens, nothing that ECharts would zoom or hover by itself.
import type { CustomSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { EChartsOption } from 'echarts/types/dist/shared';
import type { Endpoint } from '@shared/flow';
import type { PerEndpoint } from '@shared/snapshot';
import { GRAPH_TEXTS } from '@shared/texts-graph';
import type { Graph, GraphDirection } from '@shared/trace';
import { formatSpan } from '../model/format';
import { bytesText, sequenceText, timeText } from './axis-text';
import type { GraphLayout, Panel } from './graph-layout';
import { flightSeries, roundTripSeries, sequenceSeries, throughputSeries } from './graph-series';
import type { GraphSeries, PlotData } from './graph-series';
import type { Tokens } from './chart-tokens';
import { laneBandSeries } from './lane-bands';
import type { LaneBands } from './lane-bands';

export interface GraphScene {
  graph: Graph;
  layout: GraphLayout;
  /** The visible part, microseconds since 1970: may be newer than the data. */
  from: number;
  to: number;
  /** Time of the first packet. */
  origin: number;
  /** Where absolute numbers begin; null: relative numbers. */
  base: PerEndpoint<number | null>;
  hidden: ReadonlySet<number>;
  bands: LaneBands[];
  selected: { micros: number; end: Endpoint; low: number; high: number } | null;
}

export interface Range { min: number; max: number }

/** A strip's title stands in its upper left corner. */
const HEADROOM = 1.3;

const widen = (range: Range, tuples: Float64Array, stride: number, ...at: number[]): void => {
  for (let i = 0; i < tuples.length; i += stride) {
    for (const k of at) {
      const value = tuples[i + k] ?? 0;
      if (value < range.min) range.min = value;
      if (value > range.max) range.max = value;
    }
  }
};

/** Of the sequence numbers in sight; the window edge only as far as it does not flatten everything else. */
export function sequenceRange(direction: GraphDirection): Range & { windowCut: boolean } {
  const range = { min: Infinity, max: -Infinity };
  widen(range, direction.segments, 3, 1, 2);
  widen(range, direction.acks, 2, 1);
  widen(range, direction.sacks, 3, 1, 2);
  widen(range, direction.marks, 5, 1, 2);
  const window = { min: Infinity, max: -Infinity };
  widen(window, direction.window, 2, 1);
  if (range.min > range.max) return window.min <= window.max ? { ...window, windowCut: false } : { min: 0, max: 1, windowCut: false };
  const span = Math.max(1, range.max - range.min);
  const most = range.max + span * 0.35;
  const top = Math.max(range.max + span * 0.04, Math.min(most, window.max));
  return { min: Math.max(0, range.min - span * 0.03), max: top, windowCut: window.max > top };
}

function greatest(tuples: Float64Array): number {
  const range = { min: Infinity, max: 0 };
  widen(range, tuples, 2, 1);
  return range.max;
}

function panelSeries(scene: GraphScene, panel: Panel, at: number, tokens: Tokens): GraphSeries[] {
  const { graph, origin, to } = scene;
  const plot: PlotData = { direction: graph.directions[panel.end], origin, to };
  const where = { xAxisIndex: at, yAxisIndex: at };
  const words = GRAPH_TEXTS.series;
  switch (panel.kind) {
    case 'states': return [];
    case 'sequence': return sequenceSeries(plot, where, tokens, scene.hidden, words);
    case 'rtt': return roundTripSeries(plot, where, tokens, words.rtt);
    case 'flight': return flightSeries(plot, where, tokens, words);
    case 'throughput': return throughputSeries(plot, graph.binMicros, where, tokens, words);
  }
}

interface Axis { min: number; max: number; title: string; text: (value: number) => string; splits: number }

function axisOf(scene: GraphScene, { kind, end }: Panel): Axis {
  const direction = scene.graph.directions[end];
  switch (kind) {
    case 'states': return { min: 0, max: 2, title: '', text: () => '', splits: 1 };
    case 'sequence': {
      const { min, max } = sequenceRange(direction);
      return { min, max, title: GRAPH_TEXTS.axis.sequence(GRAPH_TEXTS.directions[end]), text: (value) => sequenceText(value, scene.base[end]), splits: 5 };
    }
    case 'rtt': { const most = greatest(direction.rtt) * HEADROOM; return { min: 0, max: Math.max(1, most), title: GRAPH_TEXTS.axis.rtt, text: (value) => (value === 0 ? '0' : timeText(value, most, most)), splits: 2 }; }
    case 'flight': {
      // A window many times what is under way would flatten it.
      const flight = greatest(direction.flight);
      const most = Math.max(1, Math.min(Math.max(flight, greatest(direction.room)), flight * 4)) * HEADROOM;
      return { min: 0, max: most, title: GRAPH_TEXTS.axis.flight, text: (value) => bytesText(value, most, 'B'), splits: 2 };
    }
    case 'throughput': { const most = Math.max(1, greatest(direction.throughput), greatest(direction.goodput)) * HEADROOM; return { min: 0, max: most, title: GRAPH_TEXTS.axis.throughput(formatSpan(scene.graph.binMicros)), text: (value) => bytesText(value, most, 'B/s'), splits: 2 }; }
  }
}

function selectedSeries({ selected, layout, origin }: GraphScene, tokens: Tokens): ScatterSeriesOption[] {
  if (selected === null) return [];
  const at = layout.panels.findIndex((panel) => panel.kind === 'sequence' && panel.end === selected.end);
  return at < 0 ? [] : [{
    type: 'scatter', name: GRAPH_TEXTS.selected, xAxisIndex: at, yAxisIndex: at, animation: false, silent: true, z: 9, symbol: 'circle', symbolSize: 17, clip: false,
    itemStyle: { color: 'transparent', borderColor: tokens.accent, borderWidth: 2.5 }, data: [[selected.micros - origin, (selected.low + selected.high) / 2]],
  }];
}

export function graphOption(scene: GraphScene, tokens: Tokens): EChartsOption {
  const { layout, from, to, origin } = scene;
  const span = to - from;
  const last = layout.panels.length - 1;
  const text = { color: tokens.dim, fontFamily: tokens['font-text'], fontSize: 10.5 };
  const axes = layout.panels.map((panel) => axisOf(scene, panel));
  const bands: CustomSeriesOption[] = layout.panels[0]?.kind === 'states' ? laneBandSeries(scene.bands, origin, tokens) : [];
  return {
    animation: false, backgroundColor: tokens.ground, textStyle: { fontFamily: tokens['font-text'] },
    grid: layout.panels.map(({ top, height }) => ({ left: layout.left, right: layout.right, top, height, show: true, borderColor: tokens.line, borderWidth: 1, backgroundColor: 'transparent' })),
    xAxis: layout.panels.map((panel, i) => ({
      type: 'value', gridIndex: i, min: from - origin, max: to - origin, splitNumber: 8, axisPointer: { show: false },
      axisLine: { show: false }, axisTick: { show: i === last, lineStyle: { color: tokens['line-strong'] } }, splitLine: { show: panel.kind !== 'states', lineStyle: { color: tokens.line, opacity: 0.7 } },
      // The ends of the part in sight are seldom round: their texts would collide with the round ones.
      axisLabel: { show: i === last, ...text, showMinLabel: false, showMaxLabel: false, hideOverlap: true, formatter: (value: number) => timeText(value, span, to - origin) },
    })),
    yAxis: axes.map((axis, i) => ({
      type: 'value', gridIndex: i, min: axis.min, max: axis.max, splitNumber: axis.splits, ...(layout.panels[i]?.kind === 'sequence' ? { minInterval: 1 } : {}), inverse: layout.panels[i]?.kind === 'states',
      name: axis.title, nameLocation: 'end', nameGap: -11, nameTextStyle: { ...text, fontWeight: 600, align: 'left', padding: [0, 0, 0, 6], textBorderColor: tokens.ground, textBorderWidth: 3 },
      axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: axis.title !== '', lineStyle: { color: tokens.line, opacity: 0.7 } },
      axisLabel: { show: axis.title !== '', ...text, showMinLabel: axis.min === 0, showMaxLabel: false, formatter: axis.text },
      axisPointer: { show: false }, z: 8,
    })),
    series: [...bands, ...layout.panels.flatMap((panel, i) => panelSeries(scene, panel, i, tokens)), ...selectedSeries(scene, tokens)],
  };
}
