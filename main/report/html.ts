// The report as one HTML file: no script, nothing from elsewhere. First what a manager needs, then what an engineer checks.
import { SUPPRESSED, type AlertRow, type Severity } from '@shared/alerts';
import { STYLE } from './html-style';
import { facts, hostTable, stateTable, verdictTable } from './html-tables';
import { html, trusted, type Markup } from './markup';
import type { AlertGroup, AlertPair, ReportModel } from './shape';
import type { ReportCharts } from './charts';
import { count, many, timeText } from './words';

/** Read before their colour: told apart on paper without it. */
const SHAPES: Readonly<Record<Severity, string>> = {
  high: '<path d="M6 0 12 12H0Z"/>', medium: '<path d="M6 0 12 6 6 12 0 6Z"/>', low: '<circle cx="6" cy="6" r="5"/>', info: '<path d="M0 5h12v2H0Z"/>',
};
const mark = (severity: Severity): Markup => html`<span class="severity ${severity}"><svg viewBox="0 0 12 12" aria-hidden="true">${trusted(SHAPES[severity])}</svg>${severity}</span>`;
const NOT_ONE = 'many';
/** An IPv6 address may break behind a colon, an IPv4 address nowhere. */
const address = (text: string | null): Markup => html`${(text ?? NOT_ONE).split(/(?<=:)/).map((part, i) => (i === 0 ? part : html`<wbr>${part}`))}`;

export function reportHtml(model: ReportModel, charts: ReportCharts): string {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="viewport" content="width=device-width">
<title>${model.title}</title><style>${trusted(STYLE)}</style></head><body>
<header><h1>${model.title}</h1><p class="dim">${model.author === '' ? '' : `${model.author} · `}${model.created.slice(0, 16).replace('T', ' ')} UTC · ${model.generator}${model.anonymised ? ' · anonymised' : ''}</p></header>
<section class="lead"><h2>Summary</h2>${model.summary.map((sentence) => html`<p>${sentence}</p>`)}</section>
<section><h2>The capture</h2>${facts(model)}${model.anonymised ? html`<p class="dim">Addresses are replaced: equal ones stay equal, and those that share the beginning still do. Private, multicast and link-local ones stay so. Names of files and interfaces and the filter are left out.</p>` : null}</section>
${overviewTable(model)}<section><h2>Over time</h2>${figure(charts.alerts, 'Alerts by severity, at the time of their first packet')}${figure(charts.rates, 'Bytes a second on the wire, by protocol')}</section>
<section><h2>How far this capture can be trusted</h2>${model.health.length === 0 ? html`<p>No sign of trouble.</p>` : html`<ul>${model.health.map(({ level, text, advice }) => html`<li>${level === 'warn' ? html`<strong>Warning: </strong>` : null}${text}${advice === '' ? '' : ` ${advice}`}</li>`)}</ul>`}</section>
<section class="page"><h2>Alerts in detail</h2>${model.groups.length === 0 ? html`<p>There are none.</p>` : model.groups.map(group)}</section>
<section class="page"><h2>Hosts and connections</h2>${hostTable(model)}${stateTable(model)}${verdictTable(model)}</section>
<section><h2>Held back</h2>${suppressed(model)}</section>
<footer>Made by ${model.generator}. Times are UTC; frames are numbers of packets in the capture, from 1.</footer>
</body></html>
`;
  return page.html;
}

function overviewTable({ groups, severities }: ReportModel): Markup | null {
  if (groups.length === 0) return null;
  const told = (['high', 'medium', 'low', 'info'] as const).filter((severity) => severities[severity] > 0);
  return html`<section><h2>Alerts at a glance</h2><table>${told.length < 2 ? null : html`<caption>${told.map((severity) => `${count(severities[severity])} ${severity}`).join(' · ')}</caption>`}<thead><tr><th>Severity</th><th>What</th><th>From</th><th>Against</th><th class="number">Alerts</th><th>First (UTC)</th></tr></thead><tbody>${groups.map((each) => {
    const [pair] = each.pairs;
    const others = each.pairs.length + each.more - 1;
    return html`<tr><td>${mark(each.severity)}</td><td>${each.title}</td><td class="mono">${address(pair?.source ?? null)}</td><td class="mono">${address(pair?.target ?? null)}${others > 0 ? html` <span class="dim">and ${many(others, 'other pair')}</span>` : null}</td><td class="number">${count(each.count)}</td><td class="time">${pair === undefined ? '' : timeText(pair.firstMicros, false)}</td></tr>`;
  })}</tbody></table></section>`;
}

function figure(svg: string, caption: string): Markup | null {
  return svg === '' ? null : html`<figure role="img" aria-label="${caption}"><figcaption>${caption}</figcaption>${trusted(svg)}</figure>`;
}

function definition(entries: readonly (readonly [string, string | Markup])[]): Markup {
  return html`<dl class="explained">${entries.filter(([, text]) => text !== '').map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`;
}

function group({ title, kind, severity, count: alerts, explanation, pairs, more }: AlertGroup): Markup {
  const { what, why, gain, action, snort, suricata, zeek, netfilter } = explanation;
  const peers = ([['Snort', snort], ['Suricata', suricata], ['Zeek', zeek], ['netfilter', netfilter]] as const).map(([name, words]) => `${name}: ${words ?? 'says nothing'}`).join(' · ');
  return html`<h3>${mark(severity)} ${title} <span class="dim">(${kind}, ${many(alerts, 'alert')})</span></h3>${definition([['What happens', what], ['Why it is unusual', why], ['What an attacker gains', gain], ['What to do', action], ['In other words', peers]])}${pairs.map(pairBlock)}${more > 0 ? html`<p class="dim">${many(more, 'further pair')} are listed in report.json and alerts.csv.</p>` : null}`;
}

function pairBlock(pair: AlertPair): Markup {
  const { source, target, severity, confidence, ids, details, firstMicros, lastMicros, frames, ruledOut, connections } = pair;
  return html`<div class="pair"><h4>${mark(severity)} <span class="mono">${address(source)} → ${address(target)}</span></h4>${definition([
    ['Evidence', html`${details.map((detail, i) => html`${i > 0 ? html`<br>` : null}${detail}`)}`],
    ['When', firstMicros === lastMicros ? timeText(firstMicros) : `${timeText(firstMicros)} – ${timeText(lastMicros)}`],
    ['Packets or attempts', count(pair.count)],
    ['Frames', frames.length === 0 ? '' : `${frames.join(', ')}${pair.count > frames.length ? ' …' : ''}`],
    ['Connections', connections.map(({ id, ends }) => `${id}${ends === '' ? '' : `: ${ends}`}`).join('; ')],
    ['Confidence', confidence],
    ['Checked, ruled out', ruledOut.join('; ')],
    ['Alert numbers', ids.join(', ')],
  ])}</div>`;
}

const reasonOf = (suppressed: string | null): string => SUPPRESSED.find(({ name }) => name === suppressed)?.text ?? suppressed ?? '';

function suppressed({ suppressed: held, suppressedMore }: ReportModel): Markup {
  if (held.length === 0) return html`<p>Nothing was held back.</p>`;
  const line = (alert: AlertRow): Markup => html`<tr><td class="number">${alert.id}</td><td>${alert.title}</td><td class="mono">${address(alert.source)} → ${address(alert.target)}</td><td>${alert.detail}</td><td>${reasonOf(alert.suppressed)}</td></tr>`;
  return html`<p>These would be alerts, but for a reason that is told with each.</p><table><thead><tr><th class="number">Number</th><th>What</th><th>Who</th><th>Evidence</th><th>Why it is held back</th></tr></thead><tbody>${held.map(line)}</tbody></table>${suppressedMore > 0 ? html`<p class="dim">${many(suppressedMore, 'more')} in alerts.csv.</p>` : null}`;
}
