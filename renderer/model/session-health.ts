// What only the session knows of the capture's health: losses while capturing, how far behind the tracker is, what the disk had no room for.
import type { SessionStatus } from '@shared/ipc';
import type { HealthFact } from '@shared/overview';
import { HEALTH } from '@shared/texts-health';
import { formatTimeOfDay } from './clock';
import { formatBytes } from './format';

/** Bytes behind that a page says nothing about: every capture is some blocks behind. */
const USUAL_LAG = 4_000_000;

/** The session's facts among those of the capture, warnings first, what is good last. */
export function withSessionHealth(facts: readonly HealthFact[], status: SessionStatus): HealthFact[] {
  const own: HealthFact[] = [];
  const { dropped, capturer } = status;
  if (dropped !== null && dropped > 0) own.push(HEALTH.drops(dropped));
  else if (dropped === 0) own.push(HEALTH.dropsNone());
  else if (capturer !== null) own.push(HEALTH.dropsUnknown(capturer.name));
  if (status.spoolTrimmed) own.push(HEALTH.trimmed(status.keptFromMicros === null ? '' : formatTimeOfDay(status.keptFromMicros, status.lastMicros)));
  if (status.untrackedBytes > 0) own.push(HEALTH.untracked(formatBytes(status.untrackedBytes)));
  if (status.lagBytes > USUAL_LAG) own.push(HEALTH.lag(formatBytes(status.lagBytes)));
  const all = [...own, ...facts];
  const bad = all.some((fact) => fact.level === 'warn');
  const rank = (fact: HealthFact): number => ({ warn: 0, note: 1, good: bad ? 2 : 0 })[fact.level];
  return all.filter((fact) => fact.kind !== 'fine' || !bad).sort((a, b) => rank(a) - rank(b));
}
