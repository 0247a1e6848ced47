// A stacked chart over time as an ECharts option: steps of equal width, labels that fit the visible span, a tooltip without HTML.
import type { EChartsOption } from 'echarts/types/dist/shared';
import { formatSpan } from '../model/format';
import { timeText } from './axis-text';
import { chartFont } from './chart-colors';
import type { Tokens } from './chart-tokens';

export interface TimeSeries {
  name: string;
  color: string;
  /** Series of one colour differ by pattern: 0 full, 1 lighter, 2 lightest. */
  tone: number;
  values: Float64Array;
}

export interface TimeChart {
  /** Microseconds since 1970. */
  startMicros: number;
  binMicros: number;
  series: readonly TimeSeries[];
  /** The value with its unit. */
  format: (value: number) => string;
  /** Values are counts: the axis has no halves. */
  whole: boolean;
  /** A moment with its date. */
  moment: (micros: number) => string;
}

const OPACITY = [0.85, 0.55, 0.35, 0.2, 0.12] as const;

/** Distance of axis labels: a round number of seconds, minutes or hours. */
export function axisStep(spanMicros: number, most: number): number {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 1.5e7, 3e7, 6e7, 12e7, 3e8, 6e8, 9e8, 18e8, 36e8, 72e8, 216e8, 432e8, 864e8, 1728e8, 6048e8];
  return steps.find((step) => spanMicros / step <= most) ?? spanMicros / most;
}

export function timeChart(chart: TimeChart, colors: Tokens): EChartsOption {
  const font = chartFont(colors);
  const bins = chart.series[0]?.values.length ?? 0;
  const span = Math.max(chart.binMicros, bins * chart.binMicros);
  return {
    animation: false,
    grid: { left: 6, right: 14, top: 8, bottom: 4, containLabel: true },
    xAxis: {
      type: 'value', min: 0, max: span, interval: axisStep(span, 7),
      axisLabel: { ...font, formatter: (value: number) => timeText(value, span), hideOverlap: true, showMaxLabel: span % axisStep(span, 7) === 0 },
      axisLine: { lineStyle: { color: colors['line-strong'] } }, axisTick: { lineStyle: { color: colors['line-strong'] } }, splitLine: { show: false },
    },
    yAxis: {
      type: 'value', min: 0, splitNumber: 4, minInterval: chart.whole ? 1 : 0, axisLabel: { ...font, formatter: chart.format, hideOverlap: true },
      splitLine: { lineStyle: { color: colors.line } }, axisLine: { show: false }, axisTick: { show: false },
    },
    tooltip: {
      trigger: 'axis', renderMode: 'richText', confine: true, transitionDuration: 0, backgroundColor: colors.raised, borderColor: colors['line-strong'], borderWidth: 1,
      textStyle: { ...font, color: colors.text }, axisPointer: { type: 'line', lineStyle: { color: colors.dim }, label: { show: false } },
      formatter: (shown: unknown) => tooltip(chart, shown),
    },
    series: chart.series.map((series) => ({
      type: 'line', name: series.name, stack: 'all', step: 'end', symbol: 'none', silent: true, color: series.color, lineStyle: { width: 1, color: series.color },
      areaStyle: { color: series.color, opacity: OPACITY[Math.min(series.tone, OPACITY.length - 1)] ?? 1 }, data: steps(series.values, chart.binMicros),
    })),
  };
}

/** The points of a staircase: ECharts draws the step before its point, so each value stands at the end of its bin. */
function steps(values: Float64Array, width: number): [number, number][] {
  const points: [number, number][] = [[0, values[0] ?? 0]];
  values.forEach((value, i) => { points.push([(i + 1) * width, value]); });
  return points;
}

/** Lines of the tooltip: the time, then each series that is not nothing, the topmost first. */
function tooltip(chart: TimeChart, shown: unknown): string {
  const first = Array.isArray(shown) ? (shown[0] as { value?: unknown } | undefined) : undefined;
  const at = Array.isArray(first?.value) ? Number(first.value[0]) : 0;
  const bin = Math.max(0, Math.round(at / chart.binMicros) - 1);
  const lines = chart.series.map((series) => ({ name: series.name, value: series.values[bin] ?? 0 })).filter((line) => line.value > 0).reverse();
  const from = bin * chart.binMicros;
  return [`${chart.moment(chart.startMicros + from)}  (+${formatSpan(from)})`, ...lines.map((line) => `${line.name}  ${chart.format(line.value)}`)].join('\n');
}
