// Fragments that contradict each other: two different ends, bytes beyond the end, a last fragment inside what has arrived (teardrop), or
// one that is not the last and whose length is no multiple of eight (bonk, jolt).
import { alertCode, SEVERITY_MEDIUM } from '@shared/alerts';
import { FRAGMENT_MORE, P_FRAGMENT } from '../decode/packet';
import { COPY } from '../flow/fragment-pieces';
import type { MakeDetector } from './detector';

const KIND = alertCode('fragment-inconsistent');

export const fragmentInconsistent: MakeDetector = () => ({
  kind: 'fragment-inconsistent',
  on: {
    fragment: (s) => {
      const { inconsistent, from, to, knownEnd, pieces } = s.fragments;
      const uneven = (s.packet[P_FRAGMENT] & FRAGMENT_MORE) !== 0 && (to - from) % 8 !== 0;
      if ((!inconsistent && !uneven) || pieces.overlap === COPY) return;
      const row = s.log.raise(KIND, s);
      if (row < 0 || !s.log.isNew(row)) return;
      if (pieces.otherFrame > 0) s.log.evidence(row, pieces.otherFrame);
      s.log.value(row, 0, from);
      s.log.value(row, 1, to);
      s.log.value(row, 2, knownEnd);
      s.log.value(row, 3, inconsistent ? 0 : 1);
      s.log.grade(row, SEVERITY_MEDIUM, 2);
      s.log.about(row, s.connection);
    },
  },
});
