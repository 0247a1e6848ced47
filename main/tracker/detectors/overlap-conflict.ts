// The same sequence numbers with other content: the receiver takes one of the two, a monitor may see the other (Ptacek and Newsham, 1998).
// A corrupted copy looks alike, and is told by its checksum.
import { alertCode, INFO, ruledOutBit, SEVERITY_HIGH, SEVERITY_MEDIUM, suppressionCode } from '@shared/alerts';
import { HIGH, OVERLAP_CONFLICT, VERDICT_MASK } from '@shared/analysis';
import { checksumWrong } from '../decode/checksum';
import { P_PAYLOAD, P_SEQ } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('overlap-conflict');
const CHECKSUM = ruledOutBit('checksum');
const COPIES = ruledOutBit('capture-duplicate');
const MID_STREAM = suppressionCode('mid-stream');

export const overlapConflict: MakeDetector = () => ({
  kind: 'overlap-conflict',
  on: {
    'tcp-verdict': (s) => {
      const { packet } = s;
      if ((s.verdict & VERDICT_MASK) !== OVERLAP_CONFLICT) return;
      const corrupted = checksumWrong(packet, s.view);
      const row = s.log.raise(KIND, s, s.connection);
      if (row < 0) return;
      if (!corrupted || s.log.isNew(row)) {
        s.log.value(row, 0, packet[P_SEQ] >>> 0);
        s.log.value(row, 1, (packet[P_SEQ] >>> 0) + packet[P_PAYLOAD] - 1);
      }
      s.log.about(row, s.connection);
      const sure = (s.verdict & ~VERDICT_MASK) === HIGH;
      if (!corrupted) {
        s.log.value(row, 2, s.log.valueOf(row, 2) + 1);
        s.log.excluded(row, CHECKSUM | COPIES);
      }
      const real = s.log.valueOf(row, 2) > 0;
      s.log.hold(row, s.isnKnown ? 0 : MID_STREAM);
      s.log.grade(row, !real ? INFO : sure ? SEVERITY_HIGH : SEVERITY_MEDIUM, !real ? 0 : sure ? 2 : 1);
    },
  },
});
