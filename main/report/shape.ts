// What a report holds, in whatever format it is written; assets/report.schema.json says the same of its JSON.
import type { AlertConfidence, AlertFamily, AlertKind, AlertRow, Severity } from '@shared/alerts';
import type { AlertText } from '@shared/alert-texts';
import type { HealthFact } from '@shared/overview';
import type { ReportSeries } from './series';

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
