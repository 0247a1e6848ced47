// Captures for a few seconds into a private folder, reads what came, and removes it.
import type { ObservedTrial } from '@shared/doctor-facts';
import type { HealthFact } from '@shared/overview';
import type { CapturerName } from '@shared/settings';
import { startCapture } from '../capture/live';
import type { SpoolSegment } from '../capture/spool-segments';
import { isPromiscuous } from './device';

/** What the tracker makes of a capture that is complete. */
export type ReadTrial = (segments: readonly SpoolSegment[]) => Promise<{ packets: number; tcpConnections: number; health: HealthFact[] }>;

export interface TrialRequest {
  interface: string;
  seconds: number;
  /** null: the first that works. */
  capturer: CapturerName | null;
  spoolBase: string;
  read: ReadTrial;
}

/** Far more than a few seconds need to be judged by; the oldest part goes first. */
const TRIAL_BYTES = 64 * 1024 ** 2;

/** Throws a CaptureError that says why it could not be captured. */
export async function tryCapture({ interface: device, seconds, capturer, spoolBase, read }: TrialRequest): Promise<ObservedTrial> {
  const live = await startCapture({ interface: device, filter: '', capturer, limitBytes: TRIAL_BYTES, spoolBase });
  try {
    const [wall, steady] = [Date.now(), performance.now()];
    await pause(seconds * 500);
    // In the middle: the device was opened a while ago, and is not closed yet.
    const promiscuous = isPromiscuous(device);
    await pause(seconds * 500);
    const took = performance.now() - steady;
    const clockStepMillis = Math.round(Date.now() - wall - took);
    await live.stop();
    const seen = await read(live.segments);
    return { ...seen, capturer: live.capturer.name, seconds, dropped: live.dropped, promiscuous, clockStepMillis, running: false };
  } finally {
    await live.discard();
  }
}

const pause = (millis: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, millis); });
