// Host sweep: one source fails at the same port of many hosts. A peer-to-peer client finds many peers gone as well: at ports that servers
// do not use, and over UDP, hosts count only when they are neighbours.
import { alertCode, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { ScanLedger } from '../alerts/scan-ledger';
import type { MakeDetector } from './detector';

/** Ports below are services by convention (RFC 6335 §6: system ports). */
const SYSTEM_PORTS = 1024;

export const hostSweep: MakeDetector = (key, thresholds) => {
  const ledger = new ScanLedger(key, { kind: alertCode('host-sweep'), severity: SEVERITY_MEDIUM, least: thresholds.sweepHosts, few: Infinity, hosts: true });
  return {
    kind: 'host-sweep',
    on: {
      'attempt-failed': (s) => {
        const { protocol } = s;
        if (protocol !== PROTOCOL.tcp && protocol !== PROTOCOL.udp) return;
        const port = s.endPort(1 - s.prober);
        const target = s.end(1 - s.prober);
        const scattered = protocol === PROTOCOL.udp || port >= SYSTEM_PORTS;
        ledger.failed(s, s.end(s.prober), target, (port << 8) | protocol, s.v6 ? 1 : 0, target, s.outcome, 0, scattered);
      },
      'attempt-made': (s) => {
        const { protocol } = s;
        if (protocol !== PROTOCOL.tcp && protocol !== PROTOCOL.udp) return;
        ledger.made(s, s.end(s.prober), (s.endPort(1 - s.prober) << 8) | protocol, s.v6 ? 1 : 0, s.end(1 - s.prober), true);
      },
    },
    dropped: () => ledger.replaced,
  };
};
