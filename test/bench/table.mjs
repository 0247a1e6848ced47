// Results as text: the figures of one capture, and the goals with what was reached.
// @ts-check
import { median } from './goals.mjs';

/** @typedef {import('./goals.mjs').Series} Series */
/** @typedef {import('./goals.mjs').Judged} Judged */

/** @param {number} value */
export const short = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** @param {string[][]} rows @returns {string} the first column to the left, the others to the right */
function columns(rows) {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ').trimEnd()).join('\n');
}

/** Seconds of every tool, and its time against the walk. @param {string} name @param {Series} series @param {readonly string[]} tools @param {Record<string, number>} peaks bytes */
export function figures(name, series, tools, peaks) {
  const walk = series['walk'] ?? [];
  const rows = tools.flatMap((tool) => {
    const seconds = (series[tool] ?? []).filter((s) => !Number.isNaN(s));
    if (seconds.length === 0) return [];
    const against = median((series[tool] ?? []).map((s, i) => s / (walk[i] ?? NaN)));
    const peak = peaks[tool];
    return [[tool, ...[Math.min(...seconds), median(seconds), Math.max(...seconds)].map((s) => `${s.toFixed(3)} s`), `${short(against)} ×`, peak === undefined ? '' : `${(peak / 1e6).toFixed(0)} MB`]];
  });
  return `${columns([[name, 'min', 'median', 'max', 'to the walk', 'peak'], ...rows])}\n`;
}

const MET = { aim: 'aim met', goal: 'goal met', missed: 'MISSED' };

/** @param {readonly Judged[]} judged */
export function goals(judged) {
  return columns([
    ['goal', 'median', 'min', 'max', 'at least', 'aim', ''],
    ...judged.map(({ capture, what, unit, better, goal, aim, median: middle, least, most, met }) => {
      const sign = better === 'less' ? '≤' : '≥';
      return [`${capture}: ${what}`, `${short(middle)} ${unit}`, short(least), short(most), `${sign} ${goal}`, aim === null ? '' : `${sign} ${aim}`, MET[met]];
    }),
  ]);
}
