// The results as one page that needs nothing else: tables, and charts drawn to SVG by ECharts.
// @ts-check
import * as echarts from 'echarts';
import { median } from './goals.mjs';
import { short } from './table.mjs';

/** @typedef {import('./goals.mjs').Series} Series */
/** @typedef {import('./goals.mjs').Judged} Judged */

const COLOURS = { aim: '#0b7a4b', goal: '#186a94', missed: '#b3261e' };
const WORDS = { aim: 'aim met', goal: 'goal met', missed: 'missed' };

const escaped = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @param {import('echarts').EChartsOption} option @param {number} height */
function svg(option, height) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 960, height });
  chart.setOption({ animation: false, ...option });
  const text = chart.renderToSVGString();
  chart.dispose();
  return text;
}

/** How far each goal is used up: 1 is the goal itself, less is better. @param {readonly Judged[]} judged */
function goalChart(judged) {
  const used = (/** @type {Judged} */ { better, goal }, /** @type {number} */ value) => (better === 'less' ? value / goal : goal / value);
  const rows = [...judged].reverse();
  const most = 3;
  return svg({
    grid: { left: 400, right: 90, top: 30, bottom: 40 },
    xAxis: { type: 'value', min: 0, max: most, name: 'share of the bound used', nameLocation: 'middle', nameGap: 26 },
    yAxis: { type: 'category', data: rows.map(({ capture, what }) => `${capture}: ${what}`), axisLabel: { width: 380, overflow: 'truncate' }, axisTick: { show: false } },
    series: [{
      type: 'bar', barWidth: 11, markLine: { symbol: 'none', silent: true, lineStyle: { color: '#444', type: 'solid' }, data: [{ xAxis: 1 }], label: { formatter: 'bound' } },
      data: rows.map((row) => ({
        value: Math.min(most, used(row, row.median)), itemStyle: { color: COLOURS[row.met] },
        label: { show: true, position: 'right', formatter: `${short(row.median)} ${row.unit}` },
      })),
    }],
  }, 60 + 24 * rows.length);
}

/** Time of each tool over one capture, on a scale of powers: peers differ by hundreds. @param {string} name @param {Series} series @param {readonly string[]} tools */
function timeChart(name, series, tools) {
  const rows = tools.filter((tool) => (series[tool] ?? []).some((s) => !Number.isNaN(s))).reverse();
  return svg({
    title: { text: name, textStyle: { fontSize: 14 } }, grid: { left: 150, right: 90, top: 36, bottom: 40 },
    // Bars of a logarithmic axis begin at 1.
    xAxis: { type: 'log', min: 1, name: 'milliseconds, median', nameLocation: 'middle', nameGap: 26 },
    yAxis: { type: 'category', data: rows, axisTick: { show: false } },
    series: [{
      type: 'bar', barWidth: 13,
      data: rows.map((tool) => {
        const value = 1000 * median(series[tool] ?? []);
        return { value, itemStyle: { color: ['warm', 'cold', 'live'].includes(tool) ? '#5b46c9' : '#8a94a3' }, label: { show: true, position: 'right', formatter: `${short(value)} ms` } };
      }),
    }],
  }, 80 + 26 * rows.length);
}

/** @param {{ judged: readonly Judged[], results: Record<string, Series>, tools: readonly string[], about: string }} bench */
export function pageOf({ judged, results, tools, about }) {
  const sign = (/** @type {Judged} */ { better }) => (better === 'less' ? '≤' : '≥');
  const rows = judged.map((row) => `<tr class="${row.met}"><td>${escaped(row.capture)}<td>${escaped(row.what)}<td>${short(row.median)} ${row.unit}<td>${short(row.least)}<td>${short(row.most)}<td>${sign(row)} ${row.goal}<td>${row.aim === null ? '' : `${sign(row)} ${row.aim}`}<td>${WORDS[row.met]}`).join('\n');
  const captures = Object.entries(results).filter(([, series]) => series['walk'] !== undefined);
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Synoptic: benchmark</title>
<style>
body { font: 14px/1.45 system-ui, sans-serif; max-width: 980px; margin: 2rem auto; padding: 0 1rem; color: #1b2330; background: #fff; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 3px 8px; border-bottom: 1px solid #d8dde4; } th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
.aim td:last-child { color: ${COLOURS.aim}; } .goal td:last-child { color: ${COLOURS.goal}; } .missed td:last-child { color: ${COLOURS.missed}; font-weight: 600; }
svg { max-width: 100%; height: auto; }
</style>
<h1>Synoptic: benchmark</h1>
<p>${escaped(about)}</p>
<table><tr><th>capture<th>what<th>median<th>min<th>max<th>at least<th>aim<th></tr>
${rows}
</table>
<h2>How much of each bound is used</h2>
${goalChart(judged)}
<h2>Time</h2>
${captures.map(([name, series]) => timeChart(name, series, tools)).join('\n')}
</html>
`;
}
