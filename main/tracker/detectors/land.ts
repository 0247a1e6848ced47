// LAND: a packet from a host to itself, from its own port, on a wire. Old stacks answered themselves for ever (CERT CA-1997-28).
import { alertCode, SEVERITY_HIGH } from '@shared/alerts';
import type { MakeDetector } from './detector';
import type { Sighting } from '../alerts/sighting';

const KIND = alertCode('land');
const LOOPBACK = 127;
/** Index or address of the unspecified address is 0 in IPv4 alone: DHCP and others use it on both sides before a host has one. */
const UNSPECIFIED = 0;

export const land: MakeDetector = () => {
  const look = (s: Sighting): void => {
    if (s.source !== s.destination || s.sourcePort !== s.destinationPort) return;
    if (!s.v6 && (s.source >>> 24 === LOOPBACK || s.source === UNSPECIFIED)) return;
    const row = s.log.raise(KIND, s);
    if (row < 0 || !s.log.isNew(row)) return;
    s.log.value(row, 0, s.destinationPort);
    s.log.grade(row, SEVERITY_HIGH, 2);
    s.log.about(row, s.connection);
  };
  return { kind: 'land', on: { 'tcp-start': look, 'udp-start': look } };
};
