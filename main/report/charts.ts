// The report's charts as SVG, drawn without a browser. Colours are place holders that the style sheet replaces, so that they follow the theme.
import type { EChartsCoreOption } from 'echarts/core';
import { SEVERITY, type Severity } from '@shared/alerts';
import type { ReportSeries } from './series';
import { bytesText, timeText } from './words';

const WIDTH = 960;
const HEIGHT = 200;

/** Each is a colour that nothing else has: html-style.ts gives it its value by theme. */
export const CHART_COLOURS = {
  text: '#010101', line: '#020202', high: '#030101', medium: '#030201', low: '#030301', info: '#030401',
  first: '#040101', second: '#040201', third: '#040301', fourth: '#040401', other: '#040501',
} as const;
const PROTOCOLS: readonly string[] = [CHART_COLOURS.first, CHART_COLOURS.second, CHART_COLOURS.third, CHART_COLOURS.fourth, CHART_COLOURS.other];
const FONT = 'system-ui, sans-serif';

type Line = Record<string, unknown>;

function option(series: ReportSeries, lines: Line[], unit: (value: number) => string): EChartsCoreOption {
  const steps = Object.values(series.alerts)[0]?.length ?? 0;
  const end = series.startMicros + steps * series.binMicros;
  const day = Math.floor(series.startMicros / 864e8) === Math.floor((end - 1) / 864e8);
  const label = { color: CHART_COLOURS.text, fontFamily: FONT, fontSize: 11 };
  return {
    animation: false,
    grid: { left: 64, right: 12, top: 28, bottom: 26 },
    legend: { top: 0, left: 60, itemWidth: 12, itemHeight: 8, itemGap: 22, textStyle: label, icon: 'rect' },
    xAxis: {
      type: 'category', data: Array.from({ length: steps }, (_, i) => axisTime(series.startMicros + i * series.binMicros, day, series.binMicros)),
      axisLabel: { ...label, interval: Math.max(0, Math.ceil(steps / 8) - 1) }, axisTick: { show: false }, axisLine: { lineStyle: { color: CHART_COLOURS.line } },
    },
    yAxis: { type: 'value', min: 0, minInterval: 1, splitNumber: 3, axisLabel: { ...label, formatter: unit }, splitLine: { lineStyle: { color: CHART_COLOURS.line } } },
    series: lines,
  };
}

function axisTime(micros: number, day: boolean, binMicros: number): string {
  const text = timeText(micros);
  const [from, to] = [day ? 11 : 5, binMicros < 1e5 ? 23 : 19];
  return text.slice(from, to);
}

const bar = (name: string, color: string, data: number[]): Line => ({ type: 'bar', name, stack: 'all', data, itemStyle: { color }, barCategoryGap: '12%', silent: true });

export interface ReportCharts { alerts: string; rates: string }

/** @returns '' for a chart that would be empty */
export async function reportCharts(series: ReportSeries): Promise<ReportCharts> {
  const severities: Severity[] = SEVERITY.filter((severity) => series.alerts[severity].some((value) => value > 0)).reverse();
  const protocols = Object.entries(series.bytes);
  // Loaded when it is needed: the command line starts without it.
  const [{ init, use }, { BarChart }, { GridComponent, LegendComponent }, { SVGRenderer }] = await Promise.all([
    import('echarts/core'), import('echarts/charts'), import('echarts/components'), import('echarts/renderers'),
  ]);
  use([BarChart, GridComponent, LegendComponent, SVGRenderer]);
  const draw = (lines: Line[], unit: (value: number) => string): string => {
    if (lines.length === 0) return '';
    const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
    chart.setOption(option(series, lines, unit));
    const svg = chart.renderToSVGString();
    chart.dispose();
    return svg;
  };
  return {
    alerts: draw(severities.map((severity) => bar(severity, CHART_COLOURS[severity], series.alerts[severity])), String),
    rates: draw(protocols.map(([name, values], i) => bar(name, PROTOCOLS[Math.min(i, PROTOCOLS.length - 1)] ?? '', values.map((value) => (value / series.binMicros) * 1e6))), (value) => `${bytesText(value).replace(' bytes', ' B')}/s`),
  };
}
