// The ways to mute one alert, from the narrowest on, and a mute in words.
import { ALERTS, type AlertRow } from '@shared/alerts';
import type { AlertMute } from '@shared/alert-mutes';
import { ALERT_PAGE_TEXTS } from '@shared/texts-alerts';

export type MuteScope = Omit<AlertMute, 'reason'>;

export function muteScopes({ kind, source, target }: Pick<AlertRow, 'kind' | 'source' | 'target'>): MuteScope[] {
  const hosts = [source, target].filter((host) => host !== null);
  const pair = source !== null && target !== null && source !== target ? { host: source, peer: target } : null;
  const different = [...new Set(hosts)];
  return [
    ...(pair === null ? [] : [{ kind, ...pair }]),
    ...different.map((host) => ({ kind, host, peer: null })),
    { kind, host: null, peer: null },
    ...(pair === null ? [] : [{ kind: null, ...pair }]),
    ...different.map((host) => ({ kind: null, host, peer: null })),
  ];
}

export function muteText({ kind, host, peer }: MuteScope): string {
  const { scope } = ALERT_PAGE_TEXTS;
  const title = ALERTS.find((alert) => alert.kind === kind)?.title ?? '';
  if (host === null) return scope.kind(title);
  if (peer === null) return kind === null ? scope.host(host) : scope.kindHost(title, host);
  return kind === null ? scope.pair(host, peer) : scope.kindPair(title, host, peer);
}
