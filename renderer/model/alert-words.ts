// Small words of alerts: who and whom, counts by severity, spans on the strip of the overview.
import type { AlertCounts } from '@shared/alert-page';
import { SEVERITY, type AlertRow, type Severity } from '@shared/alerts';
import { ALERT_PAGE_TEXTS } from '@shared/texts-alerts';
import { formatCount } from './format';

/** The worst comes first. */
export const WORST_FIRST: readonly Severity[] = [...SEVERITY].reverse();

export const pairText = ({ source, target }: Pick<AlertRow, 'source' | 'target'>): string =>
  (source === null && target === null ? ALERT_PAGE_TEXTS.many : ALERT_PAGE_TEXTS.pair(source ?? ALERT_PAGE_TEXTS.many, target ?? ALERT_PAGE_TEXTS.many));

/** Severities of which there are alerts, the worst first. */
export const severitiesIn = (counts: AlertCounts): { severity: Severity; count: number }[] =>
  WORST_FIRST.map((severity) => ({ severity, count: counts[severity] })).filter(({ count }) => count > 0);

/** `2 high, 7 medium, 3 suppressed`; empty for none. */
export function countsText(counts: AlertCounts): string {
  const parts = severitiesIn(counts).map(({ severity, count }) => ALERT_PAGE_TEXTS.countOf(formatCount(count), ALERT_PAGE_TEXTS.severity[severity]));
  if (counts.suppressed > 0) parts.push(ALERT_PAGE_TEXTS.countOf(formatCount(counts.suppressed), ALERT_PAGE_TEXTS.suppressed));
  return parts.join(', ');
}

export interface StripBar {
  id: number;
  /** Part of the capture's time, 0 to 1. */
  from: number;
  width: number;
  title: string;
}

/** Narrower than this nobody sees a bar. */
const LEAST_WIDTH = 0.004;

/** The bars of one severity over the time of the capture. */
export function stripBars(rows: readonly AlertRow[], severity: Severity, startMicros: number, endMicros: number): StripBar[] {
  const span = Math.max(1, endMicros - startMicros);
  return rows.filter((row) => row.severity === severity).map((row) => {
    const width = Math.min(1, Math.max(LEAST_WIDTH, (row.lastMicros - row.firstMicros) / span));
    const from = Math.min(1 - width, Math.max(0, (row.firstMicros - startMicros) / span));
    return { id: row.id, from, width, title: `${row.title} ${pairText(row)}` };
  });
}
