// A segment without ACK inside a connection: after the handshake every segment but a RST acknowledges (RFC 9293 §3.1, §3.10.7.4: without
// ACK it is dropped). Probes for the reaction of a stack, or slips past filters that look at ACK.
import { alertCode, ruledOutBit, SEVERITY_MEDIUM } from '@shared/alerts';
import { P_FLAGS } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('segment-without-ack');
const ECN = ruledOutBit('ecn');

export const segmentWithoutAck: MakeDetector = () => ({
  kind: 'segment-without-ack',
  on: {
    'tcp-bare': (s) => {
      if (s.started || s.slot < 0) return;
      const row = s.log.raise(KIND, s);
      if (row < 0 || !s.log.isNew(row)) return;
      s.log.value(row, 0, s.packet[P_FLAGS]);
      s.log.grade(row, SEVERITY_MEDIUM, 2);
      s.log.excluded(row, ECN);
      s.log.about(row, s.connection);
    },
  },
});
