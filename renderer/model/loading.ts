// How far a file is read and how long the rest will take.
import type { SessionStatus } from '@shared/ipc';

export interface LoadProgress {
  /** 0 to 1; null when the size is not known. */
  share: number | null;
  /** Seconds left at the mean rate so far; null until there is a rate to trust. */
  secondsLeft: number | null;
}

/** A shorter look than this gives a rate that jumps about. */
const LEAST_ELAPSED_MILLIS = 800;

export function loadProgress(status: SessionStatus, elapsedMillis: number): LoadProgress {
  const { bytesRead, bytesTotal } = status;
  if (bytesTotal === null || bytesTotal <= 0) return { share: null, secondsLeft: null };
  const share = Math.min(1, bytesRead / bytesTotal);
  if (elapsedMillis < LEAST_ELAPSED_MILLIS || share <= 0) return { share, secondsLeft: null };
  return { share, secondsLeft: ((1 - share) / share) * (elapsedMillis / 1000) };
}
