// Source quench: it slows a sender down on a stranger's word. Deprecated; hosts must not act on it and routers must not send it (RFC 6633).
import { alertCode, SEVERITY_LOW } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_PROTOCOL, P_SOURCE_PORT } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('icmp-source-quench');
const TYPE = 4;

export const icmpSourceQuench: MakeDetector = () => ({
  kind: 'icmp-source-quench',
  on: {
    icmp: (s) => {
      if (s.packet[P_PROTOCOL] !== PROTOCOL.icmp || s.packet[P_SOURCE_PORT] !== TYPE) return;
      const row = s.log.raise(KIND, s);
      if (row < 0) return;
      if (s.log.isNew(row)) s.log.grade(row, SEVERITY_LOW, 2);
      s.log.value(row, 0, s.log.countOf(row));
    },
  },
});
