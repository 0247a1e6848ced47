// A report as data, before it is written in any format: what was read, what stands out in it and how sure that is.
import type { AlertConfidence, AlertFamily, AlertKind, AlertRow, Severity } from '@shared/alerts';
import type { AlertText } from '@shared/alert-texts';
import type { HealthFact } from '@shared/overview';
import type { ReportFacts } from '@shared/report';
import { groupAlerts } from './groups';
import { seriesOf, type ReportSeries } from './series';
import { summarySentences } from './summary';

export interface ReportDetails {
  title: string;
  author: string;
  createdMillis: number;
  /** `Synoptic 0.1.0` */
  generator: string;
  /** Name without its folder, size and hash of the capture; null for a live one. */
  file: { name: string; bytes: number; sha256: string } | null;
  /** Interface of a live capture, and why it lacks packets; null for a file. */
  live: { interface: string; filter: string } | null;
}

/** The alerts of one kind between the same two ends. */
export interface AlertPair {
  source: string | null;
  target: string | null;
  severity: Severity;
  confidence: AlertConfidence;
  /** Numbers of the alerts in the list. */
  ids: number[];
  /** Packets, or attempts. */
  count: number;
  firstMicros: number;
  lastMicros: number;
  /** The numbers that made it fire, one for each alert. */
  details: string[];
  frames: number[];
  ruledOut: string[];
  connections: { id: number; ends: string }[];
}

export interface AlertGroup {
  kind: AlertKind;
  family: AlertFamily;
  title: string;
  severity: Severity;
  count: number;
  explanation: AlertText;
  /** The greatest first; `more` are not listed. */
  pairs: AlertPair[];
  more: number;
}

export interface ReportModel {
  title: string;
  author: string;
  created: string;
  generator: string;
  anonymised: boolean;
  period: { firstMicros: number; lastMicros: number } | null;
  filter: string;
  capture: {
    file: string | null;
    bytes: number | null;
    sha256: string | null;
    interface: string | null;
    format: string;
    linkTypes: string[];
    packets: number;
    wireBytes: number;
    connections: number;
    evicted: number;
    undecoded: number;
    outcomes: Record<string, number>;
    dropped: number | null;
    damages: { offset: number; reason: string; skipped: number }[];
    damageCount: number;
  };
  /** Of the filter. */
  selected: { connections: number; packets: number; bytes: number; hosts: number };
  summary: string[];
  severities: Record<Severity, number>;
  health: Pick<HealthFact, 'kind' | 'level' | 'text' | 'advice'>[];
  groups: AlertGroup[];
  suppressed: AlertRow[];
  suppressedMore: number;
  hosts: { address: string; connections: number; opened: number; failed: number; packets: number; bytesSent: number; bytesReceived: number }[];
  states: { protocol: string; states: string; count: number }[];
  verdicts: { verdict: string; segments: number; connections: number }[];
  series: ReportSeries;
  alerts: AlertRow[];
}

const MOST_SUPPRESSED = 500;
const MOST_STATES = 60;

export function reportModel(facts: ReportFacts, details: ReportDetails): ReportModel {
  const shown = facts.alerts.filter((alert) => alert.suppressed === null);
  const held = facts.alerts.filter((alert) => alert.suppressed !== null);
  const severities: Record<Severity, number> = { high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of shown) severities[severity]++;
  const { overview, firstMicros, lastMicros } = facts;
  const model: ReportModel = {
    title: details.title, author: details.author, created: new Date(details.createdMillis).toISOString(), generator: details.generator, anonymised: false,
    period: firstMicros === null || lastMicros === null ? null : { firstMicros, lastMicros },
    filter: facts.filter,
    capture: {
      file: details.file?.name ?? null, bytes: details.file?.bytes ?? null, sha256: details.file?.sha256 ?? null, interface: details.live?.interface ?? null,
      format: facts.format, linkTypes: facts.linkTypes, packets: facts.packets, wireBytes: facts.wireBytes, connections: facts.connections, evicted: facts.evicted,
      undecoded: facts.undecoded, outcomes: facts.outcomes, dropped: facts.dropped, damages: facts.damages, damageCount: facts.damageCount,
    },
    selected: { connections: overview.connections, packets: overview.packets, bytes: overview.bytes, hosts: overview.hosts },
    summary: [], severities,
    health: overview.health.map(({ kind, level, text, advice }) => ({ kind, level, text, advice })),
    groups: groupAlerts(shown, facts.named),
    suppressed: held.slice(0, MOST_SUPPRESSED), suppressedMore: Math.max(0, held.length - MOST_SUPPRESSED),
    hosts: overview.talkers.map(({ address, connections, opened, failed, packets, bytesSent, bytesReceived }) => ({ address, connections, opened, failed, packets, bytesSent, bytesReceived })),
    states: [...facts.census].sort((a, b) => b.count - a.count).slice(0, MOST_STATES),
    verdicts: facts.verdicts,
    series: seriesOf(overview.series, shown),
    alerts: facts.alerts,
  };
  return { ...model, summary: summarySentences(model) };
}
