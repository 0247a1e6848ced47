// Port scan: one source fails at many ports of one host, or at many IP protocols of it. Whatever the probes are made of (SYN, connect, FIN,
// NULL, XMAS, ACK, Maimon, in fragments), what counts is that the host refused them or said nothing.
import { alertCode, SEVERITY_MEDIUM } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { ScanLedger } from '../alerts/scan-ledger';
import type { Sighting } from '../alerts/sighting';
import type { MakeDetector } from './detector';

const PORTS = 0;
const PROTOCOLS = 1;

/** 0 ports, 1 protocols, -1 for another detector. */
const unitOf = (protocol: number): number => {
  if (protocol === PROTOCOL.tcp) return PORTS;
  return protocol === PROTOCOL.udp || protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? -1 : PROTOCOLS;
};
const group = (s: Sighting, unit: number): number => (s.v6 ? 4 : 0) | unit;
const thing = (s: Sighting, unit: number): number => (unit === PORTS ? s.endPort(1 - s.prober) : s.protocol);

export const portScan: MakeDetector = (key, thresholds) => {
  const ledger = new ScanLedger(key, { kind: alertCode('port-scan'), severity: SEVERITY_MEDIUM, least: thresholds.scanPorts, few: Math.ceil(thresholds.scanPorts / 2), hosts: false });
  return {
    kind: 'port-scan',
    on: {
      'attempt-failed': (s) => {
        const unit = unitOf(s.protocol);
        if (unit < 0) return;
        const target = s.end(1 - s.prober);
        ledger.failed(s, s.end(s.prober), target, target, group(s, unit), thing(s, unit), s.outcome, unit);
      },
      'attempt-made': (s) => {
        const unit = unitOf(s.protocol);
        if (unit >= 0) ledger.made(s, s.end(s.prober), s.end(1 - s.prober), group(s, unit), thing(s, unit));
      },
    },
    dropped: () => ledger.replaced,
  };
};
