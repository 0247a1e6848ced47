// Which packets prove the alerts that are shown.
import type { AlertRow } from '@shared/alerts';

export function evidenceFrames(alerts: readonly AlertRow[]): Set<number> {
  const frames = new Set<number>();
  for (const alert of alerts) if (alert.suppressed === null) for (const frame of alert.frames) frames.add(frame);
  return frames;
}
