// What the overview's charts show, as words and tables: for who cannot see a picture, and for who wants the numbers.
import type { Overview, OverviewSeries, StateFlow } from '@shared/overview';
import { OVERVIEW_TEXTS } from '@shared/texts-pages';
import { formatBytes, formatCount } from './format';

export type RateUnit = 'bytes' | 'packets';

/** Protocols of a series with their mean rate, greatest first. */
export function meanRates(series: OverviewSeries, unit: RateUnit): { name: string; total: number; rate: number }[] {
  return Object.entries(series[unit]).map(([name, values]) => {
    const total = values.reduce((sum, value) => sum + value, 0);
    const seconds = (values.length * series.binMicros) / 1e6;
    return { name, total, rate: seconds > 0 ? total / seconds : 0 };
  }).sort((a, b) => b.total - a.total);
}

export function rateText(value: number, unit: RateUnit): string {
  return OVERVIEW_TEXTS.perSecond(unit === 'bytes' ? formatBytes(value) : value >= 9.95 || value === 0 ? formatCount(value) : value.toFixed(1));
}

export function ratesSummary(series: OverviewSeries, unit: RateUnit): string {
  return OVERVIEW_TEXTS.ratesSummary(meanRates(series, unit).map((row) => `${row.name} ${rateText(row.rate, unit)}`).join(', '));
}

/** States in the order of a connection's life, with how many are in each at the end and were at most. */
export function stateRows(series: OverviewSeries): { name: string; last: number; most: number }[] {
  return Object.entries(series.states).map(([name, values]) => ({ name, last: values.at(-1) ?? 0, most: values.reduce((most, value) => Math.max(most, value), 0) }));
}

export function statesSummary(series: OverviewSeries): string {
  const rows = stateRows(series).filter((row) => row.last > 0);
  return OVERVIEW_TEXTS.statesSummary(rows.length === 0 ? formatCount(0) : rows.map((row) => `${row.name} ${formatCount(row.last)}`).join(', '));
}

export function flowSummary(flows: readonly StateFlow[]): string {
  return OVERVIEW_TEXTS.flowSummary(flows.slice(0, 3).map((flow) => `${flow.from === '' ? OVERVIEW_TEXTS.flowFirst : flow.from} → ${flow.to} ${formatCount(flow.count)}`).join(', '));
}

export function headline(overview: Overview): string {
  return OVERVIEW_TEXTS.summary(formatCount(overview.connections), formatCount(overview.packets), formatBytes(overview.bytes), formatCount(overview.hosts));
}

/** Rows of a table over time: at most `most`, each the mean of the steps it stands for. */
export function tableOverTime(values: Readonly<Record<string, Float64Array>>, most: number): { from: number; cells: number[] }[] {
  const series = Object.values(values);
  const bins = series[0]?.length ?? 0;
  const each = Math.max(1, Math.ceil(bins / most));
  const rows: { from: number; cells: number[] }[] = [];
  for (let from = 0; from < bins; from += each) {
    const to = Math.min(bins, from + each);
    rows.push({ from, cells: series.map((column) => column.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from)) });
  }
  return rows;
}

