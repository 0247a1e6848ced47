// UDP flood: more datagrams a second than usual towards one host, of pairs that it never answers. A download over QUIC, a busy name server
// and a call are answered. A single pair without answers may be a broadcast of video: it is held back, unless the host refuses it or its
// datagrams carry nothing, which no stream's do.
import { alertCode, ruledOutBit, SEVERITY_HIGH, suppressionCode } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { UDP_ANSWERED } from '@shared/states';
import { P_DESTINATION, P_PAYLOAD } from '../decode/packet';
import { CappedTable } from '../alerts/capped-table';
import { RateLedger } from '../alerts/rate-ledger';
import type { Sighting } from '../alerts/sighting';
import type { MakeDetector } from './detector';

const CHECKED = ruledOutBit('success') | ruledOutBit('broadcast');
const ONE_SIDED = suppressionCode('one-sided');
const GROUPS = 224;
/** New pairs a second: a stream has one. */
const PAIRS = 50;
const LIFE_NS = 60e9;

export const udpFlood: MakeDetector = (key, thresholds) => {
  /** By target: datagrams that were refused, or empty. */
  const vain = new CappedTable(64, 1, LIFE_NS, key);
  const inVain = (s: Sighting, target: number, v6: boolean): number => {
    const entry = vain.find(target, v6 ? 1 : 0, 0, s.ns);
    return entry < 0 ? 0 : vain.words[vain.at(entry)];
  };
  const rates = new RateLedger(key, {
    kind: alertCode('udp-flood'), floor: thresholds.datagramsPerSecond, factor: thresholds.floodFactor,
    judge: ({ flows, sources }, row, s) => {
      if (row < 0) return true;
      const stream = flows < PAIRS && sources < PAIRS && inVain(s, s.log.targetOf(row), s.log.isV6(row)) < thresholds.datagramsPerSecond;
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
        if (s.packet[P_PAYLOAD] === 0 || !s.isOpen) vain.words[vain.at(vain.entry(s.destination, s.v6 ? 1 : 0, 0, s.ns))]++;
        rates.add(s, s.source, s.destination, s.started);
      },
      'attempt-made': (s) => { if (s.protocol === PROTOCOL.udp) rates.takeBack(s, s.end(1)); },
    },
    tick: (s) => { rates.tick(s); },
    end: (s) => { rates.end(s); },
    dropped: () => rates.replaced,
  };
};
