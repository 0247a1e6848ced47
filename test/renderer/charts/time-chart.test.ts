// Stacked charts over time: steps where the bins are, labels at round times, a tooltip that tells the bin under the pointer.
import { describe, expect, it } from 'vitest';
import { readTokens } from '../../../renderer/charts/chart-tokens';
import { axisStep, timeChart } from '../../../renderer/charts/time-chart';
import { ratesSummary, stateRows, tableOverTime } from '../../../renderer/model/overview-words';

const colors = readTokens((token) => token);
const chart = {
  startMicros: 1_000_000, binMicros: 500_000, whole: true, format: (value: number) => `${value} pieces`, moment: (micros: number) => `at ${micros}`,
  series: [{ name: 'tcp', color: 'blue', tone: 0, values: Float64Array.of(3, 0, 7) }, { name: 'udp', color: 'green', tone: 0, values: Float64Array.of(1, 2, 0) }],
};

describe('a chart over time', () => {
  it('draws each value to the end of its bin', () => {
    const option = timeChart(chart, colors) as { series: { data: number[][]; stack: string }[]; xAxis: { max: number } };
    expect(option.series.map((series) => series.data)).toEqual([[[0, 3], [500_000, 3], [1_000_000, 0], [1_500_000, 7]], [[0, 1], [500_000, 1], [1_000_000, 2], [1_500_000, 0]]]);
    expect(option.xAxis.max).toBe(1_500_000);
  });
  it('tells what was in the bin that ends at the point, topmost first, and leaves out what was not', () => {
    const { tooltip } = timeChart(chart, colors) as { tooltip: { formatter: (shown: unknown) => string; renderMode: string } };
    expect(tooltip.formatter([{ value: [500_000, 3] }])).toBe('at 1000000  (+0 s)\nudp  1 pieces\ntcp  3 pieces');
    expect(tooltip.formatter([{ value: [1_500_000, 7] }])).toBe('at 2000000  (+1.000 s)\ntcp  7 pieces');
    expect(tooltip.renderMode).toBe('richText');
  });
  it('labels round times, however long the capture', () => {
    for (const span of [40, 7_300, 2e6, 95e6, 3_600e6, 5 * 86_400e6]) {
      const step = axisStep(span, 7);
      expect(span / step).toBeLessThanOrEqual(7);
      expect(span / step).toBeGreaterThan(1.9);
    }
    expect(axisStep(95e6, 7)).toBe(15e6);
  });
});

describe('the same in words', () => {
  const series = {
    startMicros: 0, binMicros: 1e6, counted: true, packets: { tcp: Float64Array.of(10, 30), udp: Float64Array.of(0, 4) }, bytes: { tcp: Float64Array.of(0, 4_000), udp: Float64Array.of(9_000, 0) },
    states: { ESTABLISHED: Float64Array.of(2, 5, 3) }, opened: Float64Array.of(0, 0), closed: Float64Array.of(0, 0),
  };
  it('means, greatest first', () => {
    expect(ratesSummary(series, 'packets')).toContain('tcp 20/s, udp 2.0/s');
    expect(ratesSummary(series, 'bytes')).toContain('udp 4.50 kB/s, tcp 2.00 kB/s');
    expect(stateRows(series)).toEqual([{ name: 'ESTABLISHED', last: 3, most: 5 }]);
  });
  it('a table of a few rows, each the mean of what it stands for', () => {
    expect(tableOverTime({ a: Float64Array.from({ length: 10 }, (_, i) => i) }, 5)).toEqual([0, 2, 4, 6, 8].map((from) => ({ from, cells: [from + 0.5] })));
    expect(tableOverTime({}, 5)).toEqual([]);
  });
});
