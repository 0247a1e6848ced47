// ICMP errors that quote a packet of no connection in the capture: forged ones try to end or slow connections, or are the echo of
// packets that someone sent elsewhere with a forged source (backscatter).
import { alertCode, INFO, ruledOutBit, SEVERITY_LOW, suppressionCode } from '@shared/alerts';
import { P_DESTINATION_PORT, P_ICMP_QUOTE_AT, P_SOURCE_PORT } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('icmp-unsolicited-error');
const GRACE = ruledOutBit('grace');
const ANSWER = ruledOutBit('answer');
const START_UP = suppressionCode('start-up');
const FEW = suppressionCode('few');

export const icmpUnsolicitedError: MakeDetector = (_, thresholds) => ({
  kind: 'icmp-unsolicited-error',
  on: {
    icmp: (s) => {
      if (s.packet[P_ICMP_QUOTE_AT] < 0 || s.quote) return;
      const row = s.log.raise(KIND, s);
      if (row < 0) return;
      const count = s.log.countOf(row);
      s.log.value(row, 0, count);
      s.log.value(row, 1, s.packet[P_SOURCE_PORT]);
      s.log.value(row, 2, s.packet[P_DESTINATION_PORT]);
      const enough = count >= thresholds.unsolicitedErrors;
      s.log.hold(row, s.ns < s.graceUntilNs ? START_UP : enough ? 0 : FEW);
      s.log.grade(row, enough ? SEVERITY_LOW : INFO, 1);
      s.log.excluded(row, ANSWER | (s.ns < s.graceUntilNs ? 0 : GRACE));
    },
  },
});
