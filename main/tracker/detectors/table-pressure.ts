// Table pressure: the connection table is nearly full, or had to drop connections. Many half-open ones are what an attack on connection
// tracking leaves; a table full of ordinary connections is only small.
import { alertCode, INFO, SEVERITY_MEDIUM } from '@shared/alerts';
import type { Sighting } from '../alerts/sighting';
import type { MakeDetector } from './detector';

const KIND = alertCode('table-pressure');
const SECOND = 1e9;
/** Counting looks at every connection. */
const AGAIN_NS = 60 * SECOND;

export const tablePressure: MakeDetector = (_, thresholds) => {
  let countedNs = -Infinity;
  let evicted = 0;
  const look = (s: Sighting): void => {
    const full = s.live >= (s.limit * thresholds.tablePercent) / 100;
    if ((!full && s.evicted === evicted) || s.ns - countedNs < AGAIN_NS) return;
    countedNs = s.ns;
    evicted = s.evicted;
    const { frame } = s;
    const row = s.log.whole(KIND, s);
    if (row < 0) return;
    const half = s.halfOpen();
    s.log.value(row, 0, s.live);
    s.log.value(row, 1, Math.max(half, s.log.valueOf(row, 1)));
    s.log.value(row, 2, s.evicted);
    if (half * 2 >= s.live) s.log.grade(row, SEVERITY_MEDIUM, 2);
    else if (s.log.isNew(row)) s.log.grade(row, INFO, 2);
    s.frame = frame;
  };
  return {
    kind: 'table-pressure', on: {}, tick: look,
    end: (s) => {
      countedNs = -Infinity;
      look(s);
    },
  };
};
