// Our own verdicts summed up over connections: how many segments, and in how many connections.
import { VERDICTS, WINDOW_UPDATE } from '@shared/analysis';
import type { ConnectionViews } from '../lens/connection-views';
import type { RowReader } from './row-reader';
import { hasVerdicts, verdictCount } from './verdict-counts';

export interface VerdictTotal { verdict: string; segments: number; connections: number }

/** Most segments first; window updates, which are no trouble, are left out. */
export function verdictTotals(slots: Uint32Array, read: RowReader, views: ConnectionViews): VerdictTotal[] {
  // Most connections had no trouble: they are passed over once, not once for each verdict.
  const troubled = slots.filter((slot) => hasVerdicts(slot, read, views));
  const totals: VerdictTotal[] = [];
  VERDICTS.forEach(({ name }, code) => {
    if (name === null || code === WINDOW_UPDATE) return;
    const total = { verdict: name, segments: 0, connections: 0 };
    for (const slot of troubled) {
      const segments = verdictCount(slot, code, read, views);
      if (segments === 0) continue;
      total.segments += segments;
      total.connections++;
    }
    if (total.segments > 0) totals.push(total);
  });
  return totals.sort((a, b) => b.segments - a.segments);
}
