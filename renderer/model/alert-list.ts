// The alerts as the lines of a tree: by kind, then by alert; what is held back stands in a section of its own, by reason.
import { alertKey, type AlertNote, type Alerts } from '@shared/alert-page';
import { muteOf, type AlertMute } from '@shared/alert-mutes';
import { ALERT_CONFIDENCE, SEVERITY, SUPPRESSED, type AlertRow, type Severity } from '@shared/alerts';

export interface ShownAlert {
  row: AlertRow;
  key: string;
  note: AlertNote | null;
  /** Why it does not count; null when it does. */
  held: { reason: string; text: string; mute: AlertMute | null } | null;
}

export type AlertSort = 'severity' | 'time';

export interface AlertGroup {
  id: string;
  title: string;
  /** The worst of its alerts. */
  severity: Severity;
  alerts: readonly ShownAlert[];
  packets: number;
  firstMicros: number;
  lastMicros: number;
}

/** Ids tell lines apart and keep their place when the list changes. */
export type AlertLine = { id: string; level: number; expanded: boolean | null } & (
  | { type: 'group'; group: AlertGroup }
  | { type: 'section'; count: number }
  | { type: 'alert'; alert: ShownAlert });

export interface AlertListView {
  sort: AlertSort;
  severities: ReadonlySet<Severity>;
  /** Groups that are the other way round than at first. */
  toggled: ReadonlySet<string>;
}

export const SUPPRESSED_ID = 'suppressed';
/** Alerts of one group that are listed. */
export const MOST_LISTED = 600;

const rank = (severity: Severity): number => SEVERITY.indexOf(severity);

export function shownAlerts({ rows, notes }: Pick<Alerts, 'rows' | 'notes'>, mutes: readonly AlertMute[]): ShownAlert[] {
  return rows.map((row) => {
    const key = alertKey(row);
    const mute = muteOf(row, mutes);
    const reason = SUPPRESSED.find(({ name }) => name === row.suppressed && name !== null);
    const held = mute !== null ? { reason: 'muted', text: SUPPRESSED.find(({ name }) => name === 'muted')?.text ?? '', mute } : reason === undefined ? null : { reason: reason.name ?? '', text: reason.text, mute: null };
    return { row, key, note: notes[key] ?? null, held };
  });
}

const byTime = (a: { lastMicros: number }, b: { lastMicros: number }): number => b.lastMicros - a.lastMicros;

function compareAlerts(sort: AlertSort): (a: ShownAlert, b: ShownAlert) => number {
  return ({ row: a }, { row: b }) => (sort === 'time' ? byTime(a, b) : rank(b.severity) - rank(a.severity) || ALERT_CONFIDENCE.indexOf(b.confidence) - ALERT_CONFIDENCE.indexOf(a.confidence)) || a.firstMicros - b.firstMicros || a.id - b.id;
}

function groupsOf(alerts: readonly ShownAlert[], sort: AlertSort, of: (alert: ShownAlert) => { id: string; title: string }): AlertGroup[] {
  const groups = new Map<string, { title: string; alerts: ShownAlert[] }>();
  for (const alert of alerts) {
    const { id, title } = of(alert);
    const known = groups.get(id);
    if (known === undefined) groups.set(id, { title, alerts: [alert] });
    else known.alerts.push(alert);
  }
  const made = [...groups].map(([id, group]): AlertGroup => {
    const rows = group.alerts.map(({ row }) => row);
    return {
      id, title: group.title, alerts: group.alerts.sort(compareAlerts(sort)),
      severity: rows.reduce<Severity>((worst, { severity }) => (rank(severity) > rank(worst) ? severity : worst), 'info'),
      packets: rows.reduce((sum, row) => sum + row.count, 0),
      firstMicros: Math.min(...rows.map((row) => row.firstMicros)), lastMicros: Math.max(...rows.map((row) => row.lastMicros)),
    };
  });
  return made.sort((a, b) => (sort === 'time' ? byTime(a, b) : rank(b.severity) - rank(a.severity) || b.packets - a.packets) || (a.id < b.id ? -1 : 1));
}

export function alertLines(all: readonly ShownAlert[], { sort, severities, toggled }: AlertListView): AlertLine[] {
  const wanted = all.filter(({ row }) => severities.has(row.severity));
  const lines: AlertLine[] = [];
  const add = (groups: readonly AlertGroup[], level: number): void => {
    for (const group of groups) {
      const expanded = !toggled.has(group.id);
      lines.push({ type: 'group', id: group.id, level, expanded, group });
      if (expanded) for (const alert of group.alerts.slice(0, MOST_LISTED)) lines.push({ type: 'alert', id: `alert ${alert.row.id}`, level: level + 1, expanded: null, alert });
    }
  };
  add(groupsOf(wanted.filter(({ held }) => held === null), sort, ({ row }) => ({ id: row.kind, title: row.title })), 1);
  const held = wanted.filter((alert) => alert.held !== null);
  if (held.length > 0) {
    const expanded = toggled.has(SUPPRESSED_ID);
    lines.push({ type: 'section', id: SUPPRESSED_ID, level: 1, expanded, count: held.length });
    if (expanded) add(groupsOf(held, sort, (alert) => ({ id: `held ${alert.held?.reason ?? ''}`, title: alert.held?.text ?? '' })), 2);
  }
  return lines;
}

/** Where a key of the tree leads: another line, or a group to open or close; null when it is no key of it. */
export function treeStep(lines: readonly AlertLine[], at: number, key: string, page: number): { to: number } | { toggle: string } | null {
  const last = lines.length - 1;
  const line = lines[at];
  const to = (index: number): { to: number } => ({ to: Math.max(0, Math.min(last, index)) });
  switch (key) {
    case 'ArrowDown': return to(at + 1);
    case 'ArrowUp': return to(Math.max(0, at - 1));
    case 'PageDown': return to(at + page);
    case 'PageUp': return to(at - page);
    case 'Home': return to(0);
    case 'End': return to(last);
    case 'ArrowRight':
      if (line === undefined || line.expanded === null) return null;
      return line.expanded ? to(at + 1) : { toggle: line.id };
    case 'ArrowLeft': {
      if (line === undefined) return null;
      if (line.expanded === true) return { toggle: line.id };
      for (let i = at - 1; i >= 0; i--) if ((lines[i]?.level ?? 0) < line.level) return { to: i };
      return null;
    }
    default: return null;
  }
}
