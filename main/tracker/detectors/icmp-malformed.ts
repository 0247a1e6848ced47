// ICMP messages too short for their type, or that quote something that is no IP packet (RFC 792, 950, 4443; a router quotes at least the
// header and eight bytes, RFC 1812 §4.3.2.3). A short capture is no reason: lengths are those of the wire.
import { alertCode, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_DESTINATION_PORT, P_END, P_ICMP_QUOTE_AT, P_L4_LENGTH, P_PROTOCOL, P_SOURCE_PORT } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('icmp-malformed');
const HEADER = 8;
/** Least length of a query by its type: timestamp, information, address mask. */
const LEAST: Readonly<Record<number, number>> = { 13: 20, 14: 20, 17: 12, 18: 12 };
const QUOTED = 8;
const HEADER4 = 20;
const HEADER6 = 40;

export const icmpMalformed: MakeDetector = () => ({
  kind: 'icmp-malformed',
  on: {
    icmp: (s) => {
      const { packet } = s;
      const length = packet[P_L4_LENGTH];
      const v6 = packet[P_PROTOCOL] === PROTOCOL.icmp6;
      const quoteAt = packet[P_ICMP_QUOTE_AT];
      let wrong = !v6 && length < (LEAST[packet[P_SOURCE_PORT]] ?? HEADER);
      if (quoteAt >= 0) {
        const version = quoteAt < packet[P_END] ? s.view.getUint8(quoteAt) >>> 4 : v6 ? 6 : 4;
        // What was sent may have been shorter than eight bytes: a probe of a protocol alone is a bare header.
        const sent = !v6 && quoteAt + 4 <= packet[P_END] ? s.view.getUint16(quoteAt + 2) - HEADER4 : QUOTED;
        wrong ||= length < HEADER + (v6 ? HEADER6 : HEADER4 + Math.min(QUOTED, sent)) || version !== (v6 ? 6 : 4);
      }
      if (!wrong) return;
      const row = s.log.raise(KIND, s);
      if (row < 0 || !s.log.isNew(row)) return;
      s.log.value(row, 0, packet[P_SOURCE_PORT]);
      s.log.value(row, 1, packet[P_DESTINATION_PORT]);
      s.log.value(row, 2, length);
      s.log.grade(row, SEVERITY_MEDIUM, 2);
      s.log.about(row, s.connection);
    },
  },
});
