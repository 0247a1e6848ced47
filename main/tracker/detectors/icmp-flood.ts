// ICMP flood: more echo requests, or replies that nobody asked for, a second than usual towards one host. One source whose requests are
// answered is a flood ping: somebody tries a link, and the host keeps up; that is graded lower.
import { alertCode, ruledOutBit, SEVERITY_HIGH, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_DESTINATION, P_PROTOCOL, P_SOURCE_PORT } from '../decode/packet';
import { RateLedger } from '../alerts/rate-ledger';
import type { MakeDetector } from './detector';

const CHECKED = ruledOutBit('broadcast');
const GROUPS = 224;
const ECHO = 8;
const ECHO_REPLY = 0;
const ECHO6 = 128;
const ECHO_REPLY6 = 129;

export const icmpFlood: MakeDetector = (key, thresholds) => {
  const rates = new RateLedger(key, {
    kind: alertCode('icmp-flood'), floor: thresholds.echoesPerSecond, factor: thresholds.floodFactor, answered: true,
    judge: ({ packets, unanswered, sources }, row, s) => {
      if (row < 0) return true;
      // By its worst second: the answers to a second's last requests come in the next.
      const worst = Math.max(s.log.valueOf(row, 7), sources > 3 || unanswered * 2 > packets ? 1 : 0);
      s.log.value(row, 7, worst);
      s.log.grade(row, worst === 1 ? SEVERITY_HIGH : SEVERITY_MEDIUM, worst === 1 ? 2 : 1);
      s.log.excluded(row, CHECKED);
      return true;
    },
  });
  return {
    kind: 'icmp-flood',
    on: {
      icmp: (s) => {
        if (s.slot < 0 || s.direction < 0) return;
        const type = s.packet[P_SOURCE_PORT];
        const six = s.packet[P_PROTOCOL] === PROTOCOL.icmp6;
        if (type === (six ? ECHO_REPLY6 : ECHO_REPLY) && s.direction === 1 && !s.started && s.sent(0) > 0) {
          rates.takeBack(s, s.source); // an answer
          return;
        }
        if (type !== (six ? ECHO6 : ECHO) && type !== (six ? ECHO_REPLY6 : ECHO_REPLY)) return;
        if (s.v6 ? s.view.getUint8(s.packet[P_DESTINATION]) === 0xff : s.destination >>> 24 >= GROUPS) return;
        rates.add(s, s.source, s.destination, s.started);
      },
    },
    tick: (s) => { rates.tick(s); },
    end: (s) => { rates.end(s); },
    dropped: () => rates.replaced,
  };
};
