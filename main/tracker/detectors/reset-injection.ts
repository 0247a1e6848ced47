// A RST that its supposed sender knows nothing of: that end goes on sending after it. Its TTL tells in addition, when it comes from
// somewhere else (Weaver, Sommer, Paxson: Detecting Forged TCP Reset Packets, NDSS 2009).
import { alertCode, ruledOutBit, SEVERITY_HIGH, SEVERITY_MEDIUM, suppressionCode } from '@shared/alerts';
import { CAPTURE_DUPLICATE, NETWORK_DUPLICATE, REORDERED, RETRANSMISSION, SPURIOUS_RETRANSMISSION, VERDICT_MASK } from '@shared/analysis';
import { CappedTable } from '../alerts/capped-table';
import { P_SEQ, P_TTL, P_FLAGS, RST } from '../decode/packet';
import { ge } from '../sequence/serial';
import type { MakeDetector } from './detector';

const KIND = alertCode('reset-injection');
const RETRANSMITTED = ruledOutBit('retransmission');
const COPIES = ruledOutBit('capture-duplicate');
const FEW = suppressionCode('few');
const LIFE_NS = 120e9;

const RESET_SEQ = 0;
const RESET_TTL = 1;
const RESET_FRAME = 2;
const AFTER = 3; // segments after it
const WORDS = 4;

export const resetInjection: MakeDetector = (key) => {
  const resets = new CappedTable(128, WORDS, LIFE_NS, key);
  const { words } = resets;
  return {
    kind: 'reset-injection',
    on: {
      'tcp-reset': (s) => {
        const entry = resets.entry(s.connection, s.direction, 0, s.ns);
        if (!resets.fresh) return;
        const at = resets.at(entry);
        words[at + RESET_SEQ] = s.packet[P_SEQ];
        words[at + RESET_TTL] = s.packet[P_TTL];
        words[at + RESET_FRAME] = s.frame;
      },
      'tcp-after-close': (s) => {
        const { packet } = s;
        if ((packet[P_FLAGS] & RST) !== 0) return;
        const entry = resets.find(s.connection, s.direction, 0, s.ns);
        if (entry < 0) return;
        const at = resets.at(entry);
        const verdict = s.verdict & VERDICT_MASK;
        // What was on its way when the RST was sent has smaller numbers, or is a copy.
        const late = verdict === RETRANSMISSION || verdict === SPURIOUS_RETRANSMISSION || verdict === REORDERED || verdict === NETWORK_DUPLICATE || verdict === CAPTURE_DUPLICATE;
        if (late || !ge(packet[P_SEQ], words[at + RESET_SEQ])) return;
        const after = ++words[at + AFTER];
        const row = s.log.raise(KIND, s, s.connection);
        if (row < 0) return;
        s.log.evidence(row, words[at + RESET_FRAME] >>> 0);
        s.log.value(row, 0, after);
        s.log.value(row, 1, words[at + RESET_TTL]);
        s.log.value(row, 2, packet[P_TTL]);
        s.log.about(row, s.connection);
        s.log.excluded(row, RETRANSMITTED | COPIES);
        const elsewhere = words[at + RESET_TTL] !== packet[P_TTL];
        s.log.hold(row, after < 2 && !elsewhere ? FEW : 0);
        s.log.grade(row, elsewhere || after > 2 ? SEVERITY_HIGH : SEVERITY_MEDIUM, elsewhere ? 2 : 1);
      },
    },
    dropped: () => resets.replaced,
  };
};
