// An overview and hosts as an office afternoon would show them.
import type { HostRow, HostsPage, HostsRequest, Overview } from '@shared/overview';
import { HEALTH } from '@shared/texts-health';
import { prng } from './prng';

const BINS = 95;

function wave(seed: number, level: number): Float64Array {
  const random = prng(seed);
  return Float64Array.from({ length: BINS }, (_, i) => Math.round(level * (0.5 + 0.35 * Math.sin(i / 11 + seed) + 0.3 * random())));
}

export function madeHost(i: number, start: number, span: number): HostRow {
  const random = prng(i + 17);
  const weight = 1 / (i + 1);
  return {
    address: i % 7 === 3 ? `2001:db8:41::${(i * 7919).toString(16)}` : `10.0.${(i * 7) % 256}.${(i * 31) % 255}`, peer: null,
    connections: Math.ceil(90_000 * weight), opened: Math.ceil(60_000 * weight), accepted: Math.ceil(30_000 * weight), failed: Math.floor(900 * weight * random()),
    packets: Math.ceil(4_000_000 * weight), bytesSent: Math.ceil(9e8 * weight * (0.2 + random())), bytesReceived: Math.ceil(7e8 * weight * (0.2 + random())),
    firstMicros: start, lastMicros: start + span * (0.5 + random() / 2),
  };
}

export function madeOverview(start: number, span: number): Overview {
  const flow = (from: string, to: string, count: number, endpoint: 'originator' | 'responder' = 'originator') => ({ endpoint, protocol: 'tcp', from, to, count });
  return {
    connections: 412_009, packets: 41_882_104, bytes: 31_000_000_000,
    series: {
      startMicros: start, binMicros: span / BINS, counted: true,
      packets: { tcp: wave(1, 60_000), udp: wave(2, 12_000), icmp: wave(3, 800), other: wave(4, 300) },
      bytes: { tcp: wave(1, 60e6), udp: wave(2, 9e6), icmp: wave(3, 80_000), other: wave(4, 24_000) },
      states: { 'SYN-SENT': wave(5, 300), ESTABLISHED: wave(6, 9_000), 'FIN-WAIT-2': wave(7, 900), 'TIME-WAIT': wave(8, 5_000) },
      opened: wave(9, 4_000), closed: wave(10, 3_900),
    },
    flows: [
      flow('CLOSED', 'SYN-SENT', 400_000), flow('SYN-SENT', 'ESTABLISHED', 382_110), flow('SYN-SENT', 'CLOSED', 17_003), flow('ESTABLISHED', 'FIN-WAIT-1', 260_021),
      flow('ESTABLISHED', 'CLOSE-WAIT', 91_001), flow('ESTABLISHED', 'CLOSED', 9_004), flow('FIN-WAIT-1', 'FIN-WAIT-2', 251_000), flow('FIN-WAIT-1', 'CLOSING', 3_004),
      flow('CLOSING', 'TIME-WAIT', 3_000), flow('FIN-WAIT-2', 'TIME-WAIT', 249_400), flow('CLOSE-WAIT', 'LAST-ACK', 90_100), flow('LAST-ACK', 'CLOSED', 89_500), flow('TIME-WAIT', 'CLOSED', 201_000),
    ],
    flowsCut: false, talkers: Array.from({ length: 10 }, (_, i) => madeHost(i, start, span)), hosts: 2_041,
    health: [HEALTH.oneSided(31_004, 412_009), HEALTH.midStream(4_100, 412_009), HEALTH.notIp(1_204), HEALTH.checksums()],
  };
}

export function madeHosts(request: HostsRequest, start: number, span: number): HostsPage {
  const all = Array.from({ length: 2_041 }, (_, i) => madeHost(i, start, span));
  const rows = request.by === 'host' ? all : all.map((host, i) => ({ ...host, peer: all[(i + 1) % all.length]?.address ?? '' }));
  return { offset: request.offset, matching: rows.length, rows: rows.slice(request.offset, request.offset + request.count) };
}
