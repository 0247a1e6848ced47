// A SYN inside an open connection with another number than the one that opened it (RFC 5961 §4). Once, it is a host that has restarted and
// forgotten the connection; again and again, someone tries to end it blindly.
import { alertCode, INFO, ruledOutBit, SEVERITY_LOW, SEVERITY_MEDIUM, suppressionCode } from '@shared/alerts';
import { P_SEQ } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('syn-in-connection');
const RETRANSMISSION = ruledOutBit('retransmission');
const MID_STREAM = suppressionCode('mid-stream');
const FEW = suppressionCode('few');

export const synInConnection: MakeDetector = (_, thresholds) => ({
  kind: 'syn-in-connection',
  on: {
    'tcp-syn': (s) => {
      const { packet } = s;
      if (s.isnKnown && packet[P_SEQ] === s.isn) return; // the opening SYN or SYN+ACK, late
      const row = s.log.raise(KIND, s, s.connection);
      if (row < 0) return;
      if (s.log.isNew(row)) {
        s.log.value(row, 0, packet[P_SEQ] >>> 0);
        s.log.value(row, 1, s.expected >>> 0);
        s.log.about(row, s.connection);
        s.log.excluded(row, RETRANSMISSION);
      }
      const again = s.log.countOf(row) >= thresholds.blindSegments;
      s.log.hold(row, !s.isnKnown ? MID_STREAM : s.log.countOf(row) < 2 ? FEW : 0);
      s.log.grade(row, again ? SEVERITY_MEDIUM : s.log.countOf(row) < 2 ? INFO : SEVERITY_LOW, again ? 2 : 1);
    },
  },
});
