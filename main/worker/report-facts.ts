// Gathers what a report tells of a capture from the tracker: for the window's thread and for the command line.
import { mutedText, muteOf, type AlertMute } from '@shared/alert-mutes';
import type { AlertRow } from '@shared/alerts';
import { linkTypeName } from '@shared/link-types';
import type { ReportConnection, ReportFacts } from '@shared/report';
import type { Tracker } from '../tracker/tracker';

/** Steps of the report's charts. */
const BINS = 120;
/** Connections whose ends are told. */
const MOST_NAMED = 5_000;
/** Hosts of a filter that are looked at for alerts that belong to no single connection. */
const MOST_HOSTS = 1_000_000;

/** @throws Failure `bad-filter` */
export function reportFacts(tracker: Tracker, filter: string, mutes: readonly AlertMute[] = []): ReportFacts {
  const { format, linkTypes, packets, wireBytes, connections, evicted, undecoded, outcomes, dropped, firstMicros, lastMicros, damages, damageCount } = tracker.status();
  const alerts = alertsOf(tracker, filter, mutes);
  return {
    filter: filter.trim(), format, linkTypes: linkTypes.map(linkTypeName), packets, wireBytes, connections, evicted, undecoded, outcomes, dropped, firstMicros, lastMicros, damages, damageCount,
    overview: tracker.overview({ filter, bins: BINS }), verdicts: tracker.verdicts(filter), census: tracker.census(filter), alerts, named: namedIn(tracker, alerts),
  };
}

/** Under a filter: those of its connections, and those of no single connection whose hosts it shows. */
export function alertsOf(tracker: Tracker, filter: string, mutes: readonly AlertMute[] = []): AlertRow[] {
  const all = Array.from(tracker.alerts(), (alert) => {
    const mute = alert.suppressed === null ? muteOf(alert, mutes) : null;
    return mute === null ? alert : { ...alert, suppressed: mutedText(mute) };
  });
  if (filter.trim() === '') return all;
  const ids = new Set(tracker.matchingIds(filter));
  const hosts = new Set(tracker.hostsPage({ by: 'host', filter, sort: 'address', descending: false, offset: 0, count: MOST_HOSTS }).rows.map((row) => row.address));
  const shows = (address: string | null): boolean => address !== null && hosts.has(address);
  return all.filter((alert) => (alert.connection === null ? shows(alert.source) || shows(alert.target) : ids.has(alert.connection)));
}

function namedIn(tracker: Tracker, alerts: readonly AlertRow[]): ReportConnection[] {
  const ids = new Set(alerts.flatMap((alert) => (alert.connection === null ? [] : [alert.connection])));
  const named: ReportConnection[] = [];
  for (const id of ids) {
    if (named.length === MOST_NAMED) break;
    const ends = tracker.endsOf(id);
    if (ends !== null) named.push(ends);
  }
  return named;
}
