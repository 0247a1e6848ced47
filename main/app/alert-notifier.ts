// Tells the desktop of new alerts of high severity while capturing: at most once a minute, and in words of ours with addresses alone.
import type { AlertRow } from '@shared/alerts';
import { muteOf, type AlertMute } from '@shared/alert-mutes';
import type { SessionStatus } from '@shared/ipc';

export const PAUSE_MILLIS = 60_000;

export interface NotifierParts {
  enabled: () => boolean;
  mutes: () => readonly AlertMute[];
  alerts: () => Promise<readonly AlertRow[]>;
  show: (title: string, body: string) => void;
  now: () => number;
}

export class AlertNotifier {
  readonly #parts: NotifierParts;
  #source = '';
  /** Alerts of high severity when the last words were said. */
  #told = 0;
  #shownAt = -Infinity;
  #asking = false;

  constructor(parts: NotifierParts) { this.#parts = parts; }

  /** Every status of the session, in their order. */
  async take({ phase, source, firstMicros, alerts }: SessionStatus): Promise<void> {
    const capture = `${source} ${firstMicros ?? ''}`;
    if (capture !== this.#source) {
      this.#source = capture;
      this.#told = 0;
    }
    const { enabled, now } = this.#parts;
    if (phase !== 'live' || alerts.high <= this.#told || !enabled() || this.#asking || now() - this.#shownAt < PAUSE_MILLIS) return;
    this.#asking = true;
    try {
      const mutes = this.#parts.mutes();
      const high = (await this.#parts.alerts()).filter((alert) => alert.severity === 'high' && alert.suppressed === null && muteOf(alert, mutes) === null);
      const newest = high.at(-1);
      if (newest === undefined || high.length <= this.#told) return;
      const fresh = high.length - this.#told;
      this.#told = high.length;
      this.#shownAt = now();
      this.#parts.show(newest.title, bodyOf(newest, fresh));
    } catch {
      // The capture was closed meanwhile: there is nothing to tell any more.
    } finally {
      this.#asking = false;
    }
  }
}

function bodyOf({ source, target }: AlertRow, fresh: number): string {
  const who = source === null && target === null ? 'In the capture that is running' : source === null ? `Towards ${target ?? ''}` : target === null ? `From ${source}` : `${source} → ${target}`;
  return fresh > 1 ? `${who}, and ${String(fresh - 1)} more of high severity` : who;
}
