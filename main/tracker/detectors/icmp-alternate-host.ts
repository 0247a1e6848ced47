// Alternate host address: never defined beyond its number (RFC 6918 §2.2), so nobody healthy sends it.
import { alertCode, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_PROTOCOL, P_SOURCE_PORT } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('icmp-alternate-host');
const TYPE = 6;

export const icmpAlternateHost: MakeDetector = () => ({
  kind: 'icmp-alternate-host',
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
