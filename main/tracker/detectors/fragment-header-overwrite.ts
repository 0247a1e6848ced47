// A later fragment that rewrites the transport header of the first one: a filter that judged the first sees other ports or flags than the
// receiver does (RFC 1858 §4, RFC 3128).
import { alertCode, SEVERITY_HIGH } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_PROTOCOL } from '../decode/packet';
import { OTHER_BYTES } from '../flow/fragment-pieces';
import type { MakeDetector } from './detector';

const KIND = alertCode('fragment-header-overwrite');
/** Bytes of the shortest header; of a TCP header everything a filter looks at. */
const HEADER_TCP = 20;
const HEADER_OTHER = 8;

export const fragmentHeaderOverwrite: MakeDetector = () => ({
  kind: 'fragment-header-overwrite',
  on: {
    fragment: (s) => {
      const { pieces, from, to } = s.fragments;
      const header = s.packet[P_PROTOCOL] === PROTOCOL.tcp ? HEADER_TCP : HEADER_OTHER;
      if (pieces.overlap !== OTHER_BYTES || Math.max(from, pieces.otherFrom) >= header) return;
      const row = s.log.raise(KIND, s);
      if (row < 0 || !s.log.isNew(row)) return;
      s.log.evidence(row, pieces.otherFrame);
      s.log.value(row, 0, from);
      s.log.value(row, 1, to);
      s.log.value(row, 2, pieces.otherFrom);
      s.log.value(row, 3, pieces.otherTo);
      s.log.grade(row, SEVERITY_HIGH, 2);
      s.log.about(row, s.connection);
    },
  },
});
