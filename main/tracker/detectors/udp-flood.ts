// UDP flood: more datagrams a second than usual towards one host, of pairs that it never answers. A download over QUIC, a busy name server
// and a call are answered. A single pair without answers may be a broadcast of video: it is held back.
import { alertCode, ruledOutBit, SEVERITY_HIGH, suppressionCode } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { UDP_ANSWERED } from '@shared/states';
import { P_DESTINATION } from '../decode/packet';
import { RateLedger } from '../alerts/rate-ledger';
import type { MakeDetector } from './detector';

const CHECKED = ruledOutBit('success') | ruledOutBit('broadcast');
const ONE_SIDED = suppressionCode('one-sided');
const GROUPS = 224;
/** New pairs a second: a stream has one. */
const PAIRS = 50;

export const udpFlood: MakeDetector = (key, thresholds) => {
  const rates = new RateLedger(key, {
    kind: alertCode('udp-flood'), floor: thresholds.datagramsPerSecond, factor: thresholds.floodFactor,
    judge: ({ flows, sources }, row, s) => {
      if (row < 0) return true;
      const stream = flows < PAIRS && sources < PAIRS;
      s.log.grade(row, SEVERITY_HIGH, stream ? 0 : 2);
      s.log.excluded(row, CHECKED);
      if (!stream) s.log.hold(row, 0);
      else if (s.log.valueOf(row, 7) === 0) s.log.hold(row, ONE_SIDED);
      s.log.value(row, 7, 1);
      return true;
    },
  });
  return {
    kind: 'udp-flood',
    on: {
      udp: (s) => {
        if (s.state(0) === UDP_ANSWERED) return;
        if (s.v6 ? s.view.getUint8(s.packet[P_DESTINATION]) === 0xff : s.destination >>> 24 >= GROUPS) return;
        rates.add(s, s.source, s.destination, s.started);
      },
      'attempt-made': (s) => { if (s.protocol === PROTOCOL.udp) rates.takeBack(s, s.end(1)); },
    },
    tick: (s) => { rates.tick(s); },
    end: (s) => { rates.end(s); },
    dropped: () => rates.replaced,
  };
};
