// Sets of TCP flags that no healthy stack sends (states.md: the 23 illegal ones of 32): NULL, FIN alone, XMAS, SYN+FIN …
import { alertCode, ruledOutBit, SEVERITY_MEDIUM } from '@shared/alerts';
import { P_FLAGS } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('illegal-flags');
const ECN = ruledOutBit('ecn');

export const illegalFlags: MakeDetector = () => ({
  kind: 'illegal-flags',
  on: {
    'tcp-flags': (s) => {
      const flags = s.packet[P_FLAGS] & 0x3f;
      // One row for each set between two hosts: a scan with ten thousand ports is one event.
      const row = s.log.raise(KIND, s, flags + 1);
      if (row < 0 || !s.log.isNew(row)) return;
      s.log.value(row, 0, flags);
      s.log.grade(row, SEVERITY_MEDIUM, 2);
      s.log.excluded(row, ECN);
      s.log.about(row, s.connection);
    },
  },
});
