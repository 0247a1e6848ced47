// The report's tables: facts of the capture, hosts, connections by state, verdicts.
import { html, type Markup } from './markup';
import type { ReportModel } from './shape';
import { bytesText, count, many, spanText, timeText } from './words';

const DAMAGES_SHOWN = 10;

function damageText({ capture: { damages, damageCount } }: ReportModel): Markup {
  if (damageCount === 0) return html`none`;
  const lines = damages.slice(0, DAMAGES_SHOWN).map(({ offset, reason, skipped }) => html`<br>at offset ${count(offset)}: ${reason}; ${skipped < 0 ? 'reading ends there' : `${many(skipped, 'byte')} skipped`}`);
  return html`in ${many(damageCount, 'place')}${lines}${damageCount > DAMAGES_SHOWN ? html`<br>…` : null}`;
}

/** What a second reader needs to find the same capture again, and to know its limits. */
export function facts(model: ReportModel): Markup {
  const { capture, period, filter, selected } = model;
  const outcomes = Object.entries(capture.outcomes).filter(([name]) => name !== 'ok' && name !== 'no-transport').map(([name, packets]) => `${name} ${count(packets)}`).join(', ');
  const rows: [string, string | Markup][] = [
    ...(capture.interface === null ? [['File', capture.file ?? 'unknown'] as [string, string]] : [['Live capture from', capture.interface] as [string, string]]),
    ...(capture.bytes === null ? [] : [['Size', `${count(capture.bytes)} bytes`] as [string, string]]),
    ...(capture.sha256 === null ? [] : [['SHA-256', capture.sha256] as [string, string]]),
    ['Format', `${capture.format}; ${capture.linkTypes.join(', ') || 'no link type'}`],
    ['Period', period === null ? 'no packet has a time' : `${timeText(period.firstMicros)} – ${timeText(period.lastMicros)} UTC (${spanText(period.lastMicros - period.firstMicros)})`],
    ['Filter', filter === '' ? 'none: the whole capture' : `${filter} (${many(selected.connections, 'connection')})`],
    ['Packets', `${count(capture.packets)}, ${bytesText(capture.wireBytes)} on the wire`],
    ['Connections', `${count(capture.connections)}${capture.evicted > 0 ? `, and ${count(capture.evicted)} dropped at the table’s limit` : ''}`],
    ['Not tracked', capture.undecoded === 0 ? 'none' : `${many(capture.undecoded, 'packet')} (${outcomes})`],
    ['Lost while capturing', capture.dropped === null ? 'the capture does not tell' : many(capture.dropped, 'packet')],
    ['Damage', damageText(model)],
  ];
  return html`<table class="facts"><tbody>${rows.map(([name, text]) => html`<tr><th scope="row">${name}</th><td>${text}</td></tr>`)}</tbody></table>`;
}

function table(caption: string, heads: readonly string[], text: number, rows: readonly (readonly string[])[]): Markup | null {
  if (rows.length === 0) return null;
  const kind = (i: number): string => (i < text ? 'mono' : 'number');
  return html`<table><caption>${caption}</caption><thead><tr>${heads.map((head, i) => html`<th class="${i < text ? '' : 'number'}">${head}</th>`)}</tr></thead><tbody>${rows.map((cells) => html`<tr>${cells.map((cell, i) => html`<td class="${kind(i)}">${cell}</td>`)}</tr>`)}</tbody></table>`;
}

export const hostTable = ({ hosts, selected }: ReportModel): Markup | null =>
  table(`The busiest of ${many(selected.hosts, 'host')}, by bytes`, ['Host', 'Connections', 'Opened', 'Failed', 'Packets', 'Sent', 'Received'], 1, hosts.map((host) => [
    host.address, count(host.connections), count(host.opened), count(host.failed), count(host.packets), bytesText(host.bytesSent), bytesText(host.bytesReceived),
  ]));

export const stateTable = ({ states }: ReportModel): Markup | null =>
  table('Connections by state (originator / responder)', ['Protocol', 'State', 'Connections'], 2, states.map((line) => [line.protocol, line.states, count(line.count)]));

export const verdictTable = ({ verdicts }: ReportModel): Markup | null =>
  table('Verdicts on segments', ['Verdict', 'Segments', 'In connections'], 1, verdicts.map((line) => [line.verdict, count(line.segments), count(line.connections)]));
