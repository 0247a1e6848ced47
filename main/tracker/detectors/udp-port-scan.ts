// UDP port scan: one source finds many UDP ports of one host closed or silent. Silence proves nothing (a datagram may be dropped, or taken
// without a word), so more ports are asked for than with TCP, and ports of clients count only where they are refused.
import { alertCode, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { REFUSED } from '../alerts/attempts';
import { ScanLedger } from '../alerts/scan-ledger';
import type { MakeDetector } from './detector';

/** From here on clients take their own ports: media and game streams go there without an answer. */
const EPHEMERAL = 32_768;

export const udpPortScan: MakeDetector = (key, thresholds) => {
  const least = thresholds.udpScanPorts;
  const ledger = new ScanLedger(key, { kind: alertCode('udp-port-scan'), severity: SEVERITY_MEDIUM, least, few: Math.ceil(least / 2), hosts: false });
  return {
    kind: 'udp-port-scan',
    on: {
      'attempt-failed': (s) => {
        if (s.protocol !== PROTOCOL.udp) return;
        const port = s.endPort(1 - s.prober);
        if (s.outcome !== REFUSED && port >= EPHEMERAL) return;
        const target = s.end(1 - s.prober);
        ledger.failed(s, s.end(s.prober), target, target, s.v6 ? 1 : 0, port, s.outcome);
      },
      'attempt-made': (s) => {
        if (s.protocol === PROTOCOL.udp) ledger.made(s, s.end(s.prober), s.end(1 - s.prober), s.v6 ? 1 : 0, s.endPort(1 - s.prober));
      },
    },
    dropped: () => ledger.replaced,
  };
};
