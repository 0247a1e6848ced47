// Address mask query: the reply tells how the net behind is cut (RFC 950, deprecated by RFC 6918).
import { alertCode, SEVERITY_LOW, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_PROTOCOL, P_SOURCE_PORT } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('icmp-address-mask');
const REQUEST = 17;
const REPLY = 18;

export const icmpAddressMask: MakeDetector = () => ({
  kind: 'icmp-address-mask',
  on: {
    icmp: (s) => {
      const type = s.packet[P_SOURCE_PORT];
      if (s.packet[P_PROTOCOL] !== PROTOCOL.icmp || (type !== REQUEST && type !== REPLY)) return;
      // The one who asks is the source, whoever of the two is heard first.
      const asks = type === REQUEST;
      const row = s.log.between(KIND, s, asks ? s.source : s.destination, asks ? s.destination : s.source);
      if (row < 0) return;
      s.log.add(row, asks ? 0 : 1, 1);
      s.log.about(row, s.connection);
      // An answered one has told something.
      s.log.grade(row, s.log.valueOf(row, 1) > 0 ? SEVERITY_MEDIUM : SEVERITY_LOW, 2);
    },
  },
});
