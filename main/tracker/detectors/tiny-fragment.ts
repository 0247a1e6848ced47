// A fragment smaller than any link makes: the first one too short for the header of its protocol hides ports or flags from filters
// (RFC 1858 §3, RFC 7112 for IPv6), a chain of small ones exhausts who puts them together.
import { alertCode, SEVERITY_LOW, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { FRAGMENT_MORE, P_FRAGMENT, P_PROTOCOL } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('tiny-fragment');
const HEADER_TCP = 20;
const HEADER_OTHER = 8;

export const tinyFragment: MakeDetector = (_, thresholds) => ({
  kind: 'tiny-fragment',
  on: {
    fragment: (s) => {
      const { from, to } = s.fragments;
      const length = to - from;
      if ((s.packet[P_FRAGMENT] & FRAGMENT_MORE) === 0 || length >= thresholds.tinyFragmentBytes) return;
      const header = s.packet[P_PROTOCOL] === PROTOCOL.tcp ? HEADER_TCP : HEADER_OTHER;
      const cut = from < header && to < header;
      const row = s.log.raise(KIND, s);
      if (row < 0) return;
      if (s.log.isNew(row)) {
        s.log.value(row, 0, length);
        s.log.value(row, 1, header);
        s.log.value(row, 2, from);
        s.log.grade(row, SEVERITY_LOW, 2);
        s.log.about(row, s.connection);
      }
      if (!cut) return;
      s.log.grade(row, SEVERITY_MEDIUM, 2);
      s.log.value(row, 0, length);
      s.log.value(row, 2, from);
    },
  },
});
