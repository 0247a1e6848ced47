// Makes a report of what the tracker tells: what was read, what stands out in it and how sure that is.
import type { Severity } from '@shared/alerts';
import type { ReportFacts } from '@shared/report';
import { groupAlerts } from './groups';
import { seriesOf } from './series';
import type { ReportDetails, ReportModel } from './shape';
import { summarySentences } from './summary';

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
