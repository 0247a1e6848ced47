// UDP echo or chargen to a broadcast address: every host that answers sends to the forged source (CERT CA-1998-01). Wake-on-LAN uses port 7
// too, and is told by what it carries.
import { alertCode, SEVERITY_HIGH } from '@shared/alerts';
import { P_END, P_PAYLOAD_AT } from '../decode/packet';
import { isGroup } from '../alerts/group-address';
import type { MakeDetector } from './detector';

const KIND = alertCode('fraggle');
const ECHO = 7;
const CHARGEN = 19;
const WAKE_BYTES = 6;

export const fraggle: MakeDetector = () => ({
  kind: 'fraggle',
  on: {
    udp: (s) => {
      const port = s.destinationPort;
      if ((port !== ECHO && port !== CHARGEN) || s.v6 || !isGroup(s.destination)) return;
      const at = s.packet[P_PAYLOAD_AT];
      let wake = port === ECHO && at + WAKE_BYTES <= s.packet[P_END];
      for (let i = 0; wake && i < WAKE_BYTES; i++) wake = s.view.getUint8(at + i) === 0xff;
      if (wake) return;
      const row = s.log.raise(KIND, s);
      if (row < 0 || !s.log.isNew(row)) return;
      s.log.value(row, 0, port);
      s.log.grade(row, SEVERITY_HIGH, 2);
      s.log.about(row, s.connection);
    },
  },
});
