// ICMP redirect: it changes a host's route on a stranger's word. Right only from the router that the host uses, about a better one in the
// same net (RFC 1122 §3.2.2.2); hosts of today ignore it. IPv6's belongs to neighbour discovery and is right from a link-local address
// with hop limit 255 (RFC 4861 §8.1).
import { alertCode, INFO, SEVERITY_HIGH, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_DESTINATION_PORT, P_PROTOCOL, P_SOURCE_PORT, P_TTL } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('icmp-redirect');
const REDIRECT = 5;
const REDIRECT6 = 137;
const NOT_FORWARDED = 255;

export const icmpRedirect: MakeDetector = () => ({
  kind: 'icmp-redirect',
  on: {
    icmp: (s) => {
      const v6 = s.packet[P_PROTOCOL] === PROTOCOL.icmp6;
      if (s.packet[P_SOURCE_PORT] !== (v6 ? REDIRECT6 : REDIRECT)) return;
      const row = s.log.raise(KIND, s);
      if (row < 0 || !s.log.isNew(row)) return;
      s.log.value(row, 0, s.packet[P_DESTINATION_PORT]);
      s.log.grade(row, !v6 ? SEVERITY_MEDIUM : s.packet[P_TTL] === NOT_FORWARDED ? INFO : SEVERITY_HIGH, v6 ? 1 : 2);
      s.log.about(row, s.connection);
    },
  },
});
