// Echo replies that nobody in the capture asked for: the victim's side of a smurf, a hidden channel, or a ping that began before the capture.
import { alertCode, INFO, ruledOutBit, SEVERITY_LOW, SEVERITY_MEDIUM, suppressionCode } from '@shared/alerts';
import { ICMP_UNSOLICITED } from '@shared/states';
import { P_PAYLOAD } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('unsolicited-echo-reply');
const GRACE = ruledOutBit('grace');
const START_UP = suppressionCode('start-up');
const FEW = suppressionCode('few');

export const unsolicitedEchoReply: MakeDetector = (_, thresholds) => ({
  kind: 'unsolicited-echo-reply',
  on: {
    icmp: (s) => {
      if (s.slot < 0 || s.quote || s.state(0) !== ICMP_UNSOLICITED || s.direction !== 1) return;
      const row = s.log.raise(KIND, s);
      if (row < 0) return;
      const count = s.log.countOf(row);
      s.log.value(row, 0, count);
      s.log.value(row, 1, Math.max(s.log.valueOf(row, 1), s.packet[P_PAYLOAD]));
      if (s.log.isNew(row)) s.log.about(row, s.connection);
      // A ping that ran before the capture answers on; a flood of replies needs no such excuse.
      const flood = count >= thresholds.unsolicitedReplies * 10;
      const early = s.ns < s.graceUntilNs && !flood;
      s.log.hold(row, early ? START_UP : count < thresholds.unsolicitedReplies ? FEW : 0);
      s.log.grade(row, flood ? SEVERITY_MEDIUM : count < thresholds.unsolicitedReplies ? INFO : SEVERITY_LOW, early ? 0 : 1);
      if (!early) s.log.excluded(row, GRACE);
    },
  },
});
