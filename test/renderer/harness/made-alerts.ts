// Made-up alerts of every family: what the alerts page and the strip of the overview show.
import { alertKey, compareKinds, countAlerts, type AlertNote, type Alerts, type MovedThresholds, type WhatIfKind } from '@shared/alert-page';
import type { AlertMute } from '@shared/alert-mutes';
import { ALERTS, type AlertConfidence, type AlertKind, type AlertRow, type Severity, type Suppression } from '@shared/alerts';

interface Made {
  kind: AlertKind;
  source: string | null;
  target: string | null;
  /** Seconds after the begin. */
  at: number;
  lasts: number;
  count: number;
  values: number[];
  severity?: Severity;
  confidence?: AlertConfidence;
  connection?: number;
  ruledOut?: string[];
  suppressed?: Suppression;
}

const MADE: readonly Made[] = [
  { kind: 'port-scan', source: '198.51.100.23', target: '10.0.5.57', at: 4, lasts: 11.4, count: 1_000, values: [1_000, 994, 2, 4, 11.4, 0], ruledOut: ['attempts that succeeded do not count', 'repeats of one port or host count once'] },
  { kind: 'port-scan', source: '198.51.100.23', target: '10.0.5.58', at: 17, lasts: 12, count: 1_000, values: [1_000, 0, 1_000, 0, 12, 0] },
  { kind: 'host-sweep', source: '10.0.5.91', target: null, at: 31, lasts: 20, count: 254, values: [254, 12, 239, 3, 20, 0], confidence: 'medium' },
  { kind: 'syn-flood', source: null, target: '10.0.5.57', at: 52, lasts: 18, count: 84_120, values: [8_192, 81_002, 42_117, 0.003, 0], ruledOut: ['attempts that succeeded do not count'] },
  { kind: 'illegal-flags', source: '198.51.100.23', target: '10.0.5.57', at: 5, lasts: 0.2, count: 6, values: [0x29], connection: 3, ruledOut: ['ECE, CWR and PSH do not count', 'copies made by the capture count once'] },
  { kind: 'illegal-flags', source: '198.51.100.23', target: '10.0.5.57', at: 5.1, lasts: 0.1, count: 3, values: [0], connection: 4 },
  { kind: 'reset-injection', source: '203.0.113.80', target: '10.0.5.57', at: 61, lasts: 0.4, count: 1, values: [12, 241, 57], connection: 7, confidence: 'medium', ruledOut: ['the connection was seen from its SYN'] },
  { kind: 'fragment-overlap', source: '2001:db8:41::66', target: '2001:db8:41::1f3a', at: 70, lasts: 0.1, count: 2, values: [0, 1448, 1440, 2888, 1] },
  { kind: 'icmp-redirect', source: '10.0.5.1', target: '10.0.5.57', at: 74, lasts: 0, count: 1, values: [1] },
  { kind: 'data-after-close', source: '10.0.5.57', target: '203.0.113.80', at: 80, lasts: 0, count: 1, values: [31, 12_001], connection: 9, confidence: 'low' },
  { kind: 'icmp-timestamp', source: '198.51.100.23', target: '10.0.5.57', at: 3, lasts: 0, count: 1, values: [1, 1], confidence: 'high' },
  { kind: 'no-connection', source: '203.0.113.80', target: '10.0.5.57', at: 0, lasts: 40, count: 57, values: [57, 6, 6], suppressed: 'start-up', confidence: 'low' },
  { kind: 'no-connection', source: '203.0.113.81', target: '10.0.5.57', at: 0, lasts: 12, count: 21, values: [21, 2, 2], suppressed: 'start-up', confidence: 'low' },
  { kind: 'reset-invalid', source: '203.0.113.9', target: '10.0.5.57', at: 20, lasts: 0, count: 1, values: [77, 99, 65_535], suppressed: 'few', confidence: 'low', connection: 12 },
];

/** @param quiet a capture in which nothing was found */
export function madeAlerts(startMicros: number, quiet: boolean) {
  const rows: AlertRow[] = (quiet ? [] : MADE).map((made, i) => {
    const info = ALERTS.find(({ kind }) => kind === made.kind) ?? ALERTS[0];
    return {
      id: i + 1, kind: made.kind, severity: made.severity ?? info.severity, confidence: made.confidence ?? 'high',
      firstMicros: startMicros + made.at * 1e6, lastMicros: startMicros + (made.at + made.lasts) * 1e6, count: made.count,
      source: made.source, target: made.target, connection: made.connection ?? null, frames: Array.from({ length: Math.min(20, made.count) }, (_, n) => 100 + i * 400 + n * 3),
      title: info.title, detail: info.detail(made.values), ruledOut: made.ruledOut ?? [], suppressed: made.suppressed ?? null,
    };
  });
  const notes: Record<string, AlertNote> = {};
  const said = rows.find((row) => row.kind === 'icmp-redirect');
  if (said !== undefined) notes[alertKey(said)] = { acknowledged: true, text: 'Our gateway, since the new uplink. Ticket 4711.' };
  return {
    all: (): Alerts => ({ rows, dropped: 0, notes: { ...notes } }),
    note: ({ alert, ...note }: AlertNote & { alert: string }): Record<string, AlertNote> => {
      notes[alert] = note;
      return { ...notes };
    },
    counts: (mutes: readonly AlertMute[]) => countAlerts(rows, mutes, 1 + mutes.length),
    whatIf: (moved: MovedThresholds, mutes: readonly AlertMute[]): WhatIfKind[] => compareKinds(rows, rows.filter((row) => row.kind !== 'port-scan' || (moved.scanPorts ?? 0) < 1_000), mutes),
  };
}
