// What a report draws over time: bytes by protocol, and alerts by severity in the same steps.
import { SEVERITY, type AlertRow, type Severity } from '@shared/alerts';
import type { OverviewSeries } from '@shared/overview';

export interface ReportSeries {
  startMicros: number;
  binMicros: number;
  /** Bytes of each step, by protocol; only protocols that occur. */
  bytes: Record<string, number[]>;
  /** Alerts whose first packet is in a step. */
  alerts: Record<Severity, number[]>;
}

export function seriesOf({ startMicros, binMicros, bytes, opened }: OverviewSeries, alerts: readonly AlertRow[]): ReportSeries {
  const bins = opened.length;
  const shown = Object.entries(bytes).map(([name, values]) => [name, Array.from(values, Math.round)] as const).filter(([, values]) => values.some((value) => value > 0));
  const counted = Object.fromEntries(SEVERITY.map((severity) => [severity, new Array<number>(bins).fill(0)])) as Record<Severity, number[]>;
  for (const { severity, firstMicros } of alerts) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((firstMicros - startMicros) / binMicros)));
    const own = counted[severity];
    if (bins > 0) own[bin] = (own[bin] ?? 0) + 1;
  }
  return { startMicros, binMicros, bytes: Object.fromEntries(shown), alerts: counted };
}
