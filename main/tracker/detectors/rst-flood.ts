// RST flood: more RSTs a second than usual towards one host that answer nothing it sent. The RSTs that a scanner gets back answer its probes.
import { alertCode, ruledOutBit, SEVERITY_HIGH } from '@shared/alerts';
import { P_FLAGS, RST } from '../decode/packet';
import { RateLedger } from '../alerts/rate-ledger';
import type { MakeDetector } from './detector';

const CHECKED = ruledOutBit('answer');

export const rstFlood: MakeDetector = (key, thresholds) => {
  const rates = new RateLedger(key, {
    kind: alertCode('rst-flood'), floor: thresholds.segmentsPerSecond, factor: thresholds.floodFactor,
    judge: (_, row, s) => {
      if (row >= 0) {
        s.log.grade(row, SEVERITY_HIGH, 2);
        s.log.excluded(row, CHECKED);
      }
      return true;
    },
  });
  return {
    kind: 'rst-flood',
    on: {
      'tcp-start': (s) => { if ((s.packet[P_FLAGS] & RST) !== 0) rates.add(s, s.source, s.destination, true); },
      'tcp-reset': (s) => {
        // Only where the other end has said nothing at all.
        if (s.direction >= 0 && s.sent(1 - s.direction) === 0) rates.add(s, s.source, s.destination, false);
      },
    },
    tick: (s) => { rates.tick(s); },
    end: (s) => { rates.end(s); },
    dropped: () => rates.replaced,
  };
};
