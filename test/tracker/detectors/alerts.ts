// The alerts of a story, in one line each: `kind source > target ×count severity [suppressed]`.
import type { AlertRow } from '@shared/alerts';
import type { ThresholdName } from '@shared/thresholds';
import { thresholdsWith } from '@shared/thresholds';
import type { Story } from '../../make/story';
import { analyzeBytes } from '../../drive';

export function alertsOf(capture: Story | Uint8Array, moved: Partial<Record<ThresholdName, number>> = {}): AlertRow[] {
  const bytes = capture instanceof Uint8Array ? capture : capture.pcap();
  return [...analyzeBytes(bytes, { thresholds: thresholdsWith(moved), packetSink: null }).tracker.alerts()];
}

export const line = (alert: AlertRow): string =>
  `${alert.kind} ${alert.source ?? '*'} > ${alert.target ?? '*'} ×${alert.count} ${alert.severity}${alert.suppressed === null ? '' : ` [${alert.suppressed}]`}`;

/** Those that are not held back. */
export const raised = (alerts: readonly AlertRow[]): AlertRow[] => alerts.filter(({ suppressed }) => suppressed === null);
