// An ICMP error that demands packets smaller than any link of today: it makes a connection crawl, or forces fragments that can be forged.
// 576 bytes is what every IPv4 host takes (RFC 791 §3.2), 1280 what every IPv6 link carries (RFC 8200 §5).
import { alertCode, SEVERITY_LOW, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { P_DESTINATION_PORT, P_L4_AT, P_L4_CAPTURED, P_PROTOCOL, P_SOURCE_PORT } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('icmp-path-mtu');
const UNREACHABLE = 3;
const FRAGMENTATION_NEEDED = 4;
const TOO_BIG6 = 2;
const LEAST6 = 1280;

export const icmpPathMtu: MakeDetector = (_, thresholds) => ({
  kind: 'icmp-path-mtu',
  on: {
    icmp: (s) => {
      const { packet } = s;
      const v6 = packet[P_PROTOCOL] === PROTOCOL.icmp6;
      const tooBig = v6 ? packet[P_SOURCE_PORT] === TOO_BIG6 : packet[P_SOURCE_PORT] === UNREACHABLE && packet[P_DESTINATION_PORT] === FRAGMENTATION_NEEDED;
      if (!tooBig || packet[P_L4_CAPTURED] < 8) return;
      const mtu = v6 ? s.view.getUint32(packet[P_L4_AT] + 4) : s.view.getUint16(packet[P_L4_AT] + 6);
      const least = v6 ? LEAST6 : thresholds.pathMtuBytes;
      // 0 comes from routers older than RFC 1191.
      if (mtu >= least || (mtu === 0 && !v6)) return;
      const row = s.log.raise(KIND, s);
      if (row < 0 || (!s.log.isNew(row) && s.log.valueOf(row, 0) <= mtu)) return;
      s.log.value(row, 0, mtu);
      s.log.value(row, 1, least);
      // One that quotes a connection that is there can harm it.
      s.log.grade(row, s.quote ? SEVERITY_MEDIUM : SEVERITY_LOW, s.quote ? 2 : 1);
      s.log.about(row, s.connection);
    },
  },
});
