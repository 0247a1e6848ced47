// The readable summary of a capture: pure text from what the tracker says.
import { linkTypeName } from '@shared/link-types';
import { SEVERITY, type AlertRow } from '@shared/alerts';
import type { HealthFact } from '@shared/overview';
import type { TrackerStatus, VerdictTotal } from '../tracker/tracker';
import { printable } from './output';

/** Connections of one protocol in the same states. */
export interface CensusLine { protocol: string; states: string; count: number }

const PARAGRAPH_COLUMNS = 88;
/** What healthy connections show, too. */
const USUAL_VERDICTS = ['keep-alive', 'keep-alive-ack', 'zero-window-probe', 'zero-window-probe-ack'];

const integer = new Intl.NumberFormat('en-US');
const count = (value: number): string => integer.format(value);
const many = (value: number, one: string, more: string): string => `${count(value)} ${value === 1 ? one : more}`;

function timeOf(micros: number): string {
  const whole = Math.floor(micros / 1e6);
  const date = new Date(whole * 1000);
  if (Number.isNaN(date.getTime())) return `${micros} µs`;
  const fraction = String(Math.floor(micros - whole * 1e6)).padStart(6, '0');
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${fraction}`;
}

function period(status: TrackerStatus): string {
  if (status.firstMicros === null || status.lastMicros === null) return 'no packet has a time';
  return `${timeOf(status.firstMicros)} to ${timeOf(status.lastMicros)} UTC (${((status.lastMicros - status.firstMicros) / 1e6).toFixed(6)} s)`;
}

/** Why packets belong to no connection: `not-ip 12, cut 1`. */
function outcomes(status: TrackerStatus): string {
  return Object.entries(status.outcomes).filter(([outcome]) => outcome !== 'ok' && outcome !== 'no-transport').map(([outcome, packets]) => `${outcome} ${count(packets)}`).join(', ');
}

/** Lines of two columns, the second in step. */
function facts(status: TrackerStatus, gzip: boolean): [string, string][] {
  const lines: [string, string][] = [
    ['format', (gzip ? 'gzip of ' : '') + status.format],
    ['link type', status.linkTypes.map(linkTypeName).join(', ') || 'none'],
    ['packets', `${count(status.packets)} in ${many(status.wireBytes, 'byte', 'bytes')} on the wire`],
    ['period', period(status)],
    ['connections', count(status.connections) + (status.evicted > 0 ? `, and ${count(status.evicted)} dropped at the table's limit` : '')],
  ];
  if (status.undecoded > 0) lines.push(['not tracked', `${many(status.undecoded, 'packet', 'packets')} (${outcomes(status)})`]);
  if (status.dropped !== null) lines.push(['dropped', many(status.dropped, 'packet', 'packets') + ' before they reached the file']);
  if (status.damageCount > 0) {
    const first = status.damages[0];
    lines.push(['damaged', `in ${many(status.damageCount, 'place', 'places')}${first === undefined ? '' : `, the first at offset ${count(first.offset)}`}`]);
  }
  return lines;
}

/** A table of text: the first `left` columns to the left, the others to the right. */
function table(rows: string[][], left: number): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => { widths[i] = Math.max(widths[i] ?? 0, cell.length); });
  return rows.map((row) => '  ' + row.map((cell, i) => (i < left ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ').trimEnd() + '\n').join('');
}

function byProtocol(census: readonly CensusLine[]): string[][] {
  const sums = new Map<string, number>();
  for (const { protocol, count: connections } of census) sums.set(protocol, (sums.get(protocol) ?? 0) + connections);
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([protocol, connections]) => [protocol, count(connections)]);
}

function byState(census: readonly CensusLine[]): string[][] {
  const lines = [...census].sort((a, b) => (a.protocol === b.protocol ? b.count - a.count : a.protocol < b.protocol ? -1 : 1));
  return lines.map((line) => [line.protocol, line.states, count(line.count)]);
}

/** Broken into lines that a terminal shows whole. */
function paragraph(text: string): string {
  let [out, line] = ['', ''];
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length > PARAGRAPH_COLUMNS) {
      out += `  ${line}\n`;
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return `${out}  ${line}\n`;
}

/** How far the capture can be trusted, as one paragraph: what holds of every capture is left out. */
function healthText(health: readonly HealthFact[]): string {
  const told = health.filter((fact) => fact.kind !== 'checksums').map(({ text, advice }) => (advice === '' ? text : `${text} ${advice}`));
  return told.length === 0 ? '' : `\n${paragraph(told.join(' '))}`;
}

function verdictText(verdicts: readonly VerdictTotal[]): string {
  const told = verdicts.filter(({ verdict }) => !USUAL_VERDICTS.includes(verdict));
  if (told.length === 0) return '';
  return '\n' + table([['verdict', 'segments', 'in connections'], ...told.map(({ verdict, segments, connections }) => [verdict, count(segments), count(connections)])], 1);
}

/** Alerts by kind, the most severe first; those held back as a number of their own. */
function alertText(alerts: readonly AlertRow[]): string {
  if (alerts.length === 0) return '';
  const kinds = new Map<string, { worst: number; raised: number; held: number; packets: number }>();
  for (const { kind, severity, suppressed, count: packets } of alerts) {
    const sum = kinds.get(kind) ?? { worst: 0, raised: 0, held: 0, packets: 0 };
    kinds.set(kind, sum);
    if (suppressed !== null) sum.held++;
    else {
      sum.raised++;
      sum.packets += packets;
      sum.worst = Math.max(sum.worst, SEVERITY.indexOf(severity));
    }
  }
  const lines = [...kinds].sort(([, a], [, b]) => Number(b.raised > 0) - Number(a.raised > 0) || b.worst - a.worst || b.packets - a.packets);
  return '\n' + table([['alert', 'severity', 'alerts', 'packets', 'held back'], ...lines.map(([kind, { worst, raised, held, packets }]) =>
    [kind, raised === 0 ? '' : SEVERITY[worst] ?? '', count(raised), count(packets), held === 0 ? '' : count(held)])], 2);
}

/** What the tracker found besides the counts. */
export interface Findings { health: readonly HealthFact[]; verdicts: readonly VerdictTotal[]; alerts: readonly AlertRow[] }

/** @param filter the census is of the connections that it lets through; '' for all */
export function summaryText(name: string, gzip: boolean, status: TrackerStatus, census: readonly CensusLine[], { health, verdicts, alerts }: Findings, filter = ''): string {
  const lines = facts(status, gzip);
  if (filter.trim() !== '') lines.push(['filter', `${printable(filter.trim())}: ${count(census.reduce((sum, line) => sum + line.count, 0))} of ${count(status.connections)} connections`]);
  const text = `${printable(name)}\n` + table(lines, 2) + healthText(health) + alertText(alerts);
  if (census.length === 0) return text;
  return text
    + '\n' + table([['protocol', 'connections'], ...byProtocol(census)], 1)
    + '\n' + table([['protocol', 'state (originator / responder)', 'connections'], ...byState(census)], 2) + verdictText(verdicts);
}
