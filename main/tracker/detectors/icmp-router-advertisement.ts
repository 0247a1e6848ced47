// Router advertisement of ICMP (RFC 1256): hosts that listen take the sender as their router. Hardly any network uses it; IPv6 has its own,
// which is no alert.
import { alertCode, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_PROTOCOL, P_SOURCE_PORT } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('icmp-router-advertisement');
const TYPE = 9;

export const icmpRouterAdvertisement: MakeDetector = () => ({
  kind: 'icmp-router-advertisement',
  on: {
    icmp: (s) => {
      if (s.packet[P_PROTOCOL] !== PROTOCOL.icmp || s.packet[P_SOURCE_PORT] !== TYPE) return;
      const row = s.log.raise(KIND, s);
      if (row < 0) return;
      if (s.log.isNew(row)) s.log.grade(row, SEVERITY_MEDIUM, 2);
      s.log.value(row, 0, s.log.countOf(row));
    },
  },
});
