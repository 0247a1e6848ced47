// Alerts grouped by kind, and inside by pair of ends: a reader wants "who against whom", not one line an alert.
import { ALERT_CONFIDENCE, ALERTS, SEVERITY, type AlertRow } from '@shared/alerts';
import { ALERT_TEXTS } from '@shared/alert-texts';
import { formatEndpoint } from '@shared/flow';
import type { ReportConnection } from '@shared/report';
import type { AlertGroup, AlertPair } from './shape';

const MOST_PAIRS = 100;
const MOST_DETAILS = 5;
const MOST_IDS = 100;
const MOST_FRAMES = 20;
const MOST_CONNECTIONS = 5;

const rank = (severity: AlertRow['severity']): number => SEVERITY.indexOf(severity);

/** The most severe kind first. */
export function groupAlerts(alerts: readonly AlertRow[], named: readonly ReportConnection[]): AlertGroup[] {
  const ends = new Map(named.map((connection) => [connection.id, endsText(connection)]));
  return ALERTS.flatMap(({ kind, family, title }): AlertGroup[] => {
    const own = alerts.filter((alert) => alert.kind === kind);
    if (own.length === 0) return [];
    const pairs = pairsOf(own, ends);
    const severity = own.reduce((worst, alert) => (rank(alert.severity) > rank(worst) ? alert.severity : worst), own[0]?.severity ?? 'info');
    return [{ kind, family, title, severity, count: own.length, explanation: ALERT_TEXTS[kind], pairs: pairs.slice(0, MOST_PAIRS), more: Math.max(0, pairs.length - MOST_PAIRS) }];
  }).sort((a, b) => rank(b.severity) - rank(a.severity) || b.count - a.count);
}

/** ICMP has no ports: its number and code are none of the reader's concern here. */
function endsText({ protocol, originator, responder }: ReportConnection): string {
  const icmp = protocol.startsWith('icmp');
  const end = ({ address, port }: ReportConnection['originator']): string => (icmp ? address : formatEndpoint(address, port));
  return `${protocol} ${end(originator)} → ${end(responder)}`;
}

function pairsOf(alerts: readonly AlertRow[], ends: ReadonlyMap<number, string>): AlertPair[] {
  const pairs = new Map<string, AlertPair>();
  for (const alert of alerts) {
    const key = `${alert.source ?? ''} ${alert.target ?? ''}`;
    let pair = pairs.get(key);
    if (pair === undefined) {
      pair = {
        source: alert.source, target: alert.target, severity: alert.severity, confidence: alert.confidence, ids: [], count: 0,
        firstMicros: alert.firstMicros, lastMicros: alert.lastMicros, details: [], frames: [], ruledOut: [], connections: [],
      };
      pairs.set(key, pair);
    }
    add(pair, alert, ends);
  }
  return [...pairs.values()].sort((a, b) => rank(b.severity) - rank(a.severity) || b.count - a.count || a.firstMicros - b.firstMicros);
}

function add(pair: AlertPair, alert: AlertRow, ends: ReadonlyMap<number, string>): void {
  if (rank(alert.severity) > rank(pair.severity)) pair.severity = alert.severity;
  if (ALERT_CONFIDENCE.indexOf(alert.confidence) > ALERT_CONFIDENCE.indexOf(pair.confidence)) pair.confidence = alert.confidence;
  if (pair.ids.length < MOST_IDS) pair.ids.push(alert.id);
  pair.count += alert.count;
  pair.firstMicros = Math.min(pair.firstMicros, alert.firstMicros);
  pair.lastMicros = Math.max(pair.lastMicros, alert.lastMicros);
  if (pair.details.length < MOST_DETAILS && !pair.details.includes(alert.detail)) pair.details.push(alert.detail);
  for (const frame of alert.frames) if (pair.frames.length < MOST_FRAMES && !pair.frames.includes(frame)) pair.frames.push(frame);
  for (const fact of alert.ruledOut) if (!pair.ruledOut.includes(fact)) pair.ruledOut.push(fact);
  const { connection } = alert;
  if (connection !== null && pair.connections.length < MOST_CONNECTIONS && !pair.connections.some(({ id }) => id === connection)) {
    pair.connections.push({ id: connection, ends: ends.get(connection) ?? '' });
  }
}
