// The alerts as a table for a spreadsheet: RFC 4180, UTF-8 with its mark, and no cell that a spreadsheet would take for a formula.
import type { AlertRow } from '@shared/alerts';
import { timeText } from './words';

const MARK = '\uFEFF';
/** What a spreadsheet computes or what makes it look further; full-width forms too. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@|%＝＋－＠]/u;

const HEADS = ['id', 'kind', 'title', 'severity', 'confidence', 'first (UTC)', 'last (UTC)', 'count', 'source', 'target', 'connection', 'frames', 'detail', 'ruled out', 'suppressed'];

export function csvCell(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n\t;']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

export function alertsCsv(alerts: readonly AlertRow[]): string {
  return MARK + line(HEADS) + alerts.map((alert) => line([
    alert.id, alert.kind, alert.title, alert.severity, alert.confidence, timeText(alert.firstMicros), timeText(alert.lastMicros), alert.count, alert.source, alert.target,
    alert.connection, alert.frames.join(' '), alert.detail, alert.ruledOut.join('; '), alert.suppressed,
  ])).join('');
}
