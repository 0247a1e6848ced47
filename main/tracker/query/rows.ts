// The JSON rows of the command line (spec: connections, packets, transitions). Names and units are a contract: a field may be added, never renamed.
import type { TcpMeasures } from '@shared/measures';
import type { PerEndpoint, Transition } from '@shared/snapshot';

export interface ConnectionRow {
  id: number;
  proto: string;
  originator: { address: string; port: number };
  responder: { address: string; port: number };
  directionReason: string;
  startMicros: number;
  endMicros: number;
  states: PerEndpoint<string>;
  opened: string;
  closed: string;
  closedBy: string | null;
  connState: string | null;
  history: string | null;
  netfilter: string | null;
  packets: PerEndpoint<number>;
  wireBytes: PerEndpoint<number>;
  payloadBytes: PerEndpoint<number>;
  sequenceBytes: PerEndpoint<number> | null;
  missedBytes: PerEndpoint<number> | null;
  handshakeMicros: number | null;
  rttMicros: { min: number; mean: number; max: number; samples: number } | null;
  verdicts: Record<string, PerEndpoint<number>> | null;
  /** Who sent the first SYN. */
  openedBy: string | null;
  /** Of TCP: handshake legs, options, resets, and what each direction measured. */
  tcp: TcpMeasures | null;
  /** The connection in sentences. */
  story: string[];
  vlan: number[];
  /** VLANs aside: the tunnels around the packets, in words; '' for none. */
  tunnel: string;
  icmpErrors: number;
  alerts: number[] | null;
}

export interface PacketRow {
  frame: number;
  micros: number;
  connection: number | null;
  from: 'originator' | 'responder' | null;
  flags: string;
  seq: number | null;
  ack: number | null;
  length: number;
  window: number | null;
  /** `tcp.analysis.*` names without the prefix; null for a packet that is no TCP segment to Wireshark. */
  wireshark: string[] | null;
  /** `tcp.stream` and `tcp.completeness` as tshark shows them in this frame. */
  tcpStream: number | null;
  completeness: number | null;
  verdict: string | null;
  /** How sure the verdict is: `low` when only time told. */
  confidence: string | null;
  netfilter: string | null;
  netfilterReason: string | null;
  error: string | null;
}

export interface TransitionRow {
  connection: number;
  frame: number;
  micros: number;
  endpoint: string;
  from: string;
  to: string;
  event: string;
  basis: string;
  rule: string;
}

/** Called with every packet, in file order; only the command line's packet listing asks for it. */
export interface PacketSink { packet(row: PacketRow): void }

/** Letters of the TCP flags that are set, FIN first. */
export function flagLetters(flags: number): string {
  let text = '';
  for (let bit = 0; bit < 8; bit++) if ((flags & (1 << bit)) !== 0) text += 'FSRPAUEC'[bit];
  return text;
}

export function transitionRow(connection: number, t: Transition): TransitionRow {
  return { connection, frame: t.frame, micros: t.micros, endpoint: t.endpoint, from: t.from, to: t.to, event: t.event, basis: t.basis, rule: t.rule };
}
