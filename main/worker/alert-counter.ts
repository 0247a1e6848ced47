// Counts the alerts for the status line: again only when some have changed, and not so often that the reading suffers.
import { performance } from 'node:perf_hooks';
import type { AlertMute } from '@shared/alert-mutes';
import { countAlerts, NO_ALERTS, type AlertCounts } from '@shared/alert-page';
import type { AlertRow } from '@shared/alerts';
import type { Tracker } from '../tracker/tracker';

const LEAST_MILLIS = 500;
/** Counting may take a fiftieth of the thread's time. */
const SHARE = 50;

export class AlertCounter {
  readonly #tracker: Tracker;
  #mutes: readonly AlertMute[];
  #rows: AlertRow[] = [];
  #counts: AlertCounts = NO_ALERTS;
  #changes = 0;
  #nextAt = 0;
  #stale = false;

  constructor(tracker: Tracker, mutes: readonly AlertMute[]) {
    this.#tracker = tracker;
    this.#mutes = mutes;
  }

  get rows(): readonly AlertRow[] { return this.#rows; }

  mute(mutes: readonly AlertMute[]): void {
    this.#mutes = mutes;
    this.#stale = true;
  }

  /** @param atOnce the reading has ended: what is held back may have changed with it */
  counts(atOnce: boolean): AlertCounts {
    const changes = this.#tracker.alertChanges;
    const now = performance.now();
    if (!atOnce && !this.#stale && (changes === this.#changes || now < this.#nextAt)) return this.#counts;
    this.#changes = changes;
    this.#stale = false;
    this.#rows = [...this.#tracker.alerts()];
    this.#counts = countAlerts(this.#rows, this.#mutes, this.#counts.version + 1);
    this.#nextAt = now + Math.max(LEAST_MILLIS, (performance.now() - now) * SHARE);
    return this.#counts;
  }
}
