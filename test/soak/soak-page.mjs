// The soak as a page that needs nothing else: a table, and its curves drawn to SVG by ECharts.
// @ts-check
import * as echarts from 'echarts';

const COLOURS = ['#186a94', '#b3261e', '#0b7a4b', '#8a5a00', '#5b46c9', '#5f6a79'];
const escaped = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @typedef {{ title: string, unit: string, lines: { name: string, values: readonly number[] }[] }} Chart */

/** @param {readonly number[]} seconds @param {Chart} chart */
function svg(seconds, { title, unit, lines }) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 960, height: 260 });
  chart.setOption({
    animation: false, color: COLOURS,
    title: { text: title, textStyle: { fontSize: 14 } }, legend: { top: 24, type: 'plain' },
    grid: { left: 70, right: 20, top: 56, bottom: 40 },
    xAxis: { type: 'value', min: 0, max: 'dataMax', name: 'seconds', nameLocation: 'middle', nameGap: 24 },
    yAxis: { type: 'value', name: unit },
    series: lines.map(({ name, values }, i) => ({ type: 'line', name, showSymbol: false, lineStyle: { width: 1.5, type: i % 2 === 0 ? 'solid' : 'dashed' }, data: values.map((value, at) => [seconds[at], value]) })),
  });
  const text = chart.renderToSVGString();
  chart.dispose();
  return text;
}

/** @param {{ about: string, table: readonly (readonly string[])[], seconds: readonly number[], charts: readonly Chart[] }} soak */
export function soakPage({ about, table, seconds, charts }) {
  const [head = [], ...rows] = table;
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Synoptic: soak</title>
<style>
body { font: 14px/1.45 system-ui, sans-serif; max-width: 980px; margin: 2rem auto; padding: 0 1rem; color: #1b2330; background: #fff; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 3px 8px; border-bottom: 1px solid #d8dde4; } th:first-child, td:first-child { text-align: left; }
svg { max-width: 100%; height: auto; }
</style>
<h1>Synoptic: soak</h1>
<p>${escaped(about)}</p>
<table><tr>${head.map((cell) => `<th>${escaped(cell)}`).join('')}</tr>
${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}`).join('')}</tr>`).join('\n')}
</table>
${charts.map((chart) => svg(seconds, chart)).join('\n')}
</html>
`;
}
