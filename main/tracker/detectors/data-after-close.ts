// New bytes beyond the sender's own FIN: a healthy stack has nothing left to send (RFC 9293 §3.6). Inserted data, or a stack that is broken.
import { alertCode, ruledOutBit, SEVERITY_LOW, SEVERITY_MEDIUM, suppressionCode } from '@shared/alerts';
import { CAPTURE_DUPLICATE, NETWORK_DUPLICATE, VERDICT_MASK } from '@shared/analysis';
import { P_FLAGS, P_PAYLOAD, P_SEQ, RST, SYN } from '../decode/packet';
import { advance, distance, gt } from '../sequence/serial';
import type { MakeDetector } from './detector';

const KIND = alertCode('data-after-close');
const COPIES = ruledOutBit('capture-duplicate');
const MID_STREAM = suppressionCode('mid-stream');

export const dataAfterClose: MakeDetector = (_, thresholds) => ({
  kind: 'data-after-close',
  on: {
    'tcp-after-close': (s) => {
      const { packet } = s;
      if (!s.finSeen || (packet[P_FLAGS] & (SYN | RST)) !== 0) return;
      const verdict = s.verdict & VERDICT_MASK;
      const end = advance(packet[P_SEQ], packet[P_PAYLOAD]);
      if (verdict === NETWORK_DUPLICATE || verdict === CAPTURE_DUPLICATE || !gt(end, advance(s.fin, 1))) return;
      const row = s.log.raise(KIND, s, s.connection);
      if (row < 0) return;
      s.log.value(row, 0, Math.max(s.log.valueOf(row, 0), distance(end, s.fin)));
      s.log.value(row, 1, s.fin >>> 0);
      s.log.about(row, s.connection);
      s.log.excluded(row, COPIES);
      s.log.hold(row, s.isnKnown ? 0 : MID_STREAM);
      s.log.grade(row, s.log.countOf(row) >= thresholds.blindSegments ? SEVERITY_MEDIUM : SEVERITY_LOW, 1);
    },
  },
});
