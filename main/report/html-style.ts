// The report's style sheet: light, dark where the reader's system is, and light on paper.
import { CHART_COLOURS } from './charts';

interface Theme { text: string; dim: string; ground: string; panel: string; line: string; high: string; medium: string; low: string; info: string; protocols: readonly [string, string, string, string, string] }

const LIGHT: Theme = {
  text: '#18202a', dim: '#4f5b69', ground: '#ffffff', panel: '#f4f6f8', line: '#d8dde4', high: '#b3261e', medium: '#8a5a00', low: '#186a94', info: '#5f6a79',
  protocols: ['#1a62c4', '#0b7a4b', '#8a5a00', '#5b46c9', '#5f6a79'],
};
const DARK: Theme = {
  text: '#e3e8ee', dim: '#a3adbb', ground: '#12151a', panel: '#1a1f26', line: '#343d49', high: '#ff7a66', medium: '#e0a83a', low: '#6fb1d6', info: '#a3adbb',
  protocols: ['#6cb0ff', '#4cc38a', '#e0a83a', '#9d8cff', '#8a94a3'],
};

function variables({ protocols, ...theme }: Theme): string {
  return [...Object.entries(theme), ...protocols.map((colour, i) => [`p${i}`, colour] as const)].map(([name, value]) => `--${name}: ${value};`).join(' ');
}

const painted = (colour: string, variable: string): string => `figure [fill="${colour}" i] { fill: var(--${variable}); } figure [stroke="${colour}" i] { stroke: var(--${variable}); }`;
const charts = [
  painted(CHART_COLOURS.text, 'dim'), painted(CHART_COLOURS.line, 'line'),
  ...(['high', 'medium', 'low', 'info'] as const).map((severity) => painted(CHART_COLOURS[severity], severity)),
  ...(['first', 'second', 'third', 'fourth', 'other'] as const).map((name, i) => painted(CHART_COLOURS[name], `p${i}`)),
].join('\n');

export const STYLE = `
:root { color-scheme: light dark; ${variables(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1040px; padding: 32px 36px 64px; background: var(--ground); color: var(--text); font: 14px/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 36px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--line); }
h3 { font-size: 15px; margin: 26px 0 6px; }
h4 { font-size: 13px; margin: 14px 0 4px; }
p { margin: 6px 0; }
.dim, figcaption, caption { color: var(--dim); }
.lead p { font-size: 16px; }
table { border-collapse: collapse; width: 100%; margin: 8px 0; font-size: 13px; }
caption { text-align: start; padding-bottom: 2px; font-size: 12px; }
th, td { padding: 4px 10px 4px 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; color: var(--dim); font-size: 12px; white-space: nowrap; }
td.number, th.number { text-align: end; white-space: nowrap; }
td.number + td, th.number + th { padding-inline-start: 10px; }
td.mono { overflow-wrap: normal; }
td.time, td.whole { white-space: nowrap; overflow-wrap: normal; }
.facts th { width: 170px; }
.facts td, .mono { font-family: ui-monospace, "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace; font-size: 12px; }
.severity { white-space: nowrap; font-weight: 600; }
.severity svg { width: 11px; height: 11px; margin-inline-end: 5px; vertical-align: -1px; fill: currentcolor; }
.high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); } .info { color: var(--info); }
.explained { display: grid; grid-template-columns: 170px 1fr; margin: 6px 0; }
.explained dt, .explained dd { margin: 0; padding: 2px 0; }
.explained dt { color: var(--dim); }
.pair { margin: 12px 0; padding: 8px 14px; background: var(--panel); border-inline-start: 3px solid var(--line); break-inside: avoid; }
.pair h4 { margin: 0 0 2px; overflow-wrap: anywhere; }
.pair .explained { grid-template-columns: 156px 1fr; font-size: 13px; margin: 2px 0; }
figure { margin: 12px 0; break-inside: avoid; }
figure svg { width: 100%; height: auto; display: block; }
ul { margin: 6px 0; padding-inline-start: 20px; }
footer { margin-top: 40px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--dim); font-size: 12px; }
${charts}
@page { size: A4; margin: 16mm 14mm 18mm; }
@media print {
  :root { color-scheme: light; ${variables(LIGHT)} }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .page { break-before: page; }
  h2, h3, h4, caption { break-after: avoid; }
  tr, .explained { break-inside: avoid; }
  thead { display: table-header-group; }
  table, .pair .explained { font-size: 9pt; }
  .lead p { font-size: 12pt; }
  .pair { print-color-adjust: exact; }
}
`;
