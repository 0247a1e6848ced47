// ACK flood: more segments a second than usual towards one host that belong to no connection: it refuses them with RST, or says nothing.
// Segments of a connection that was open before the capture began are answered, so they do not count.
import { alertCode, ruledOutBit, SEVERITY_HIGH } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { PATIENCE_NS, UNANSWERED } from '../alerts/attempts';
import { RateLedger } from '../alerts/rate-ledger';
import type { MakeDetector } from './detector';

const CHECKED = ruledOutBit('success') | ruledOutBit('retransmission');

export const ackFlood: MakeDetector = (key, thresholds) => {
  const rates = new RateLedger(key, {
    kind: alertCode('ack-flood'), floor: thresholds.segmentsPerSecond, factor: thresholds.floodFactor, lateNs: PATIENCE_NS,
    judge: (_, row, s) => {
      if (row >= 0) {
        s.log.grade(row, SEVERITY_HIGH, 2);
        s.log.excluded(row, CHECKED);
      }
      return true;
    },
  });
  return {
    kind: 'ack-flood',
    on: {
      'attempt-failed': (s) => {
        if (s.protocol === PROTOCOL.tcp && s.midStream) rates.add(s, s.end(s.prober), s.end(1 - s.prober), true, s.outcome === UNANSWERED ? s.attemptNs : s.ns);
      },
    },
    tick: (s) => { rates.tick(s); },
    end: (s) => { rates.end(s); },
    dropped: () => rates.replaced,
  };
};
