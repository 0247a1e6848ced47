// What the alerts page asks for and gets: the alerts with the user's notes, their counts, and what moved thresholds would give.
import { muteOf, type AlertMute } from './alert-mutes';
import type { AlertKind, AlertRow, Severity } from './alerts';
import type { ThresholdName } from './thresholds';

/** Alerts that are neither held back nor muted, by severity; and the others. */
export interface AlertCounts extends Record<Severity, number> {
  suppressed: number;
  /** Another number when alerts have changed: the page asks again. */
  version: number;
}

export const NO_ALERTS: Readonly<AlertCounts> = { high: 0, medium: 0, low: 0, info: 0, suppressed: 0, version: 0 };

/** What the user said of one alert. */
export interface AlertNote {
  acknowledged: boolean;
  text: string;
}

export const NOTE_LIMITS = { characters: 2_000, keyCharacters: 300, perCapture: 2_000, captures: 100 } as const;

export interface Alerts {
  rows: AlertRow[];
  /** Packets whose alert found no room. */
  dropped: number;
  /** By `alertKey`. */
  notes: Record<string, AlertNote>;
}

export type MovedThresholds = Partial<Record<ThresholdName, number>>;

export interface WhatIfKind {
  kind: AlertKind;
  now: number;
  then: number;
}

/** Names an alert in its capture, the same when it is opened again. */
export const alertKey = ({ kind, source, target, frames }: Pick<AlertRow, 'kind' | 'source' | 'target' | 'frames'>): string => `${kind} ${source ?? '*'} ${target ?? '*'} ${frames[0] ?? 0}`;

const counts = (alert: AlertRow, mutes: readonly AlertMute[]): boolean => alert.suppressed === null && muteOf(alert, mutes) === null;

export function countAlerts(rows: Iterable<AlertRow>, mutes: readonly AlertMute[], version: number): AlertCounts {
  const all: AlertCounts = { ...NO_ALERTS, version };
  for (const alert of rows) all[counts(alert, mutes) ? alert.severity : 'suppressed']++;
  return all;
}

/** Alerts of each kind before and after, those of which there are any. */
export function compareKinds(before: Iterable<AlertRow>, after: Iterable<AlertRow>, mutes: readonly AlertMute[]): WhatIfKind[] {
  const kinds = new Map<AlertKind, WhatIfKind>();
  const add = (rows: Iterable<AlertRow>, at: 'now' | 'then'): void => {
    for (const alert of rows) {
      if (!counts(alert, mutes)) continue;
      const known = kinds.get(alert.kind) ?? { kind: alert.kind, now: 0, then: 0 };
      known[at]++;
      kinds.set(alert.kind, known);
    }
  };
  add(before, 'now');
  add(after, 'then');
  return [...kinds.values()];
}
