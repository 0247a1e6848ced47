// Fragments that share bytes. The same fragment once more is a copy; other content for the same bytes lets two systems see two different
// packets (RFC 1858 §4); IPv6 forbids any overlap (RFC 5722), and which copy counts is a matter of the receiver's system.
import { alertCode, SEVERITY_HIGH, SEVERITY_LOW, SEVERITY_MEDIUM, ruledOutBit } from '@shared/alerts';
import { NOT_COMPARED, OTHER_BYTES, SAME_BYTES } from '../flow/fragment-pieces';
import type { MakeDetector } from './detector';

const KIND = alertCode('fragment-overlap');
const DUPLICATES = ruledOutBit('capture-duplicate');

export const fragmentOverlap: MakeDetector = () => ({
  kind: 'fragment-overlap',
  on: {
    fragment: (s) => {
      const { pieces, from, to } = s.fragments;
      const { overlap } = pieces;
      if (overlap !== OTHER_BYTES && overlap !== SAME_BYTES && overlap !== NOT_COMPARED) return;
      const row = s.log.raise(KIND, s, overlap);
      if (row < 0 || !s.log.isNew(row)) return;
      s.log.evidence(row, pieces.otherFrame);
      s.log.value(row, 0, pieces.otherFrom);
      s.log.value(row, 1, pieces.otherTo);
      s.log.value(row, 2, from);
      s.log.value(row, 3, to);
      s.log.value(row, 4, overlap === OTHER_BYTES ? 1 : overlap === SAME_BYTES ? 0 : 2);
      s.log.grade(row, overlap === OTHER_BYTES ? SEVERITY_HIGH : s.v6 ? SEVERITY_MEDIUM : SEVERITY_LOW, overlap === NOT_COMPARED ? 0 : 2);
      s.log.excluded(row, DUPLICATES);
      s.log.about(row, s.connection);
    },
  },
});
