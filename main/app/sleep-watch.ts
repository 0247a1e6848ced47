// Tells when the computer wakes, and for how long it slept: what was not captured meanwhile is no loss.
import { powerMonitor } from 'electron';

export function watchSleep(onWake: (sleptMillis: number, nowMillis: number) => void): void {
  let fellAsleep: number | null = null;
  powerMonitor.on('suspend', () => { fellAsleep = Date.now(); });
  powerMonitor.on('resume', () => {
    if (fellAsleep !== null) onWake(Date.now() - fellAsleep, Date.now());
    fellAsleep = null;
  });
}
