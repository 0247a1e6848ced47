// A fragment that ends beyond the greatest packet of 65,535 bytes: put together it overruns the buffer (ping of death, CERT CA-1996-26).
import { alertCode, SEVERITY_HIGH } from '@shared/alerts';
import type { MakeDetector } from './detector';

const KIND = alertCode('fragment-oversize');
const MOST = 65_535;
/** IPv4's header counts towards the total length, IPv6's does not. */
const HEADER = 20;

export const fragmentOversize: MakeDetector = () => ({
  kind: 'fragment-oversize',
  on: {
    fragment: (s) => {
      const { from, to } = s.fragments;
      const total = s.v6 ? to : to + HEADER;
      if (total <= MOST) return;
      const row = s.log.raise(KIND, s);
      if (row < 0 || !s.log.isNew(row)) return;
      s.log.value(row, 0, from);
      s.log.value(row, 1, to);
      s.log.value(row, 2, total);
      s.log.grade(row, SEVERITY_HIGH, 2);
      s.log.about(row, s.connection);
    },
  },
});
