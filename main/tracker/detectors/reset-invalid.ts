// RSTs whose number their receiver does not expect (RFC 5961 §3): one may answer an old segment, many are guesses by someone who cannot see
// the connection and wants it ended.
import { alertCode, INFO, ruledOutBit, SEVERITY_LOW, SEVERITY_MEDIUM, suppressionCode } from '@shared/alerts';
import { OUT_OF_WINDOW, VERDICT_MASK } from '@shared/analysis';
import { RESET_VALIDITY } from '@shared/measures';
import { P_SEQ } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('reset-invalid');
const IN_WINDOW = RESET_VALIDITY.indexOf('in-window');
const OUTSIDE = RESET_VALIDITY.indexOf('outside');
const WRONG_REFUSAL = RESET_VALIDITY.indexOf('wrong-refusal');
const WINDOW = ruledOutBit('window');
const ANSWER = ruledOutBit('answer');
const MID_STREAM = suppressionCode('mid-stream');
const FEW = suppressionCode('few');

export const resetInvalid: MakeDetector = (_, thresholds) => ({
  kind: 'reset-invalid',
  on: {
    'tcp-reset': (s) => {
      const { validity } = s;
      if (validity !== OUTSIDE && validity !== IN_WINDOW && validity !== WRONG_REFUSAL) return;
      const far = validity === OUTSIDE && (s.verdict & VERDICT_MASK) === OUT_OF_WINDOW;
      const row = s.log.raise(KIND, s, s.connection);
      if (row < 0) return;
      if (s.log.isNew(row)) {
        s.log.value(row, 0, s.packet[P_SEQ] >>> 0);
        s.log.value(row, 1, s.expected >>> 0);
        s.log.value(row, 2, s.room);
        s.log.about(row, s.connection);
        s.log.excluded(row, WINDOW | ANSWER);
      }
      if (far) s.log.value(row, 3, 1);
      const count = s.log.countOf(row);
      // Data that was lost before an abort leaves a RST ahead of what the receiver expects: only far ones and repeated ones tell.
      const enough = count >= thresholds.blindSegments || s.log.valueOf(row, 3) === 1;
      s.log.hold(row, !s.isnKnown && validity !== WRONG_REFUSAL ? MID_STREAM : enough ? 0 : FEW);
      s.log.grade(row, count >= thresholds.blindSegments ? SEVERITY_MEDIUM : enough ? SEVERITY_LOW : INFO, count >= thresholds.blindSegments ? 2 : 1);
    },
  },
});
