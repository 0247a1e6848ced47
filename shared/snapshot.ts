// Layout of what crosses from the worker to the window: a page of rows (columns of small typed arrays), and one connection in full.
import type { Closed, DirectionReason, Endpoint, Opened, PerEndpoint } from './flow';
import type { OtherViews, TcpMeasures } from './measures';

export type { PerEndpoint };

/** What a row can be sorted by; `id` is the order of the first packet. */
export const SORT_KEYS = ['id', 'protocol', 'originator', 'responder', 'originatorState', 'responderState', 'packets', 'originatorBytes', 'responderBytes', 'duration', 'handshake', 'lastSeen',
  'started', 'opened', 'closed', 'connState', 'rtt', 'retransmissions', 'payload', 'goodput', 'missed', 'icmpErrors'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** Columns that a page holds only when they are asked for. */
export const EXTRA_KEYS = ['connState', 'history', 'netfilter', 'verdicts', 'rtt', 'retransmissions', 'payload', 'goodput', 'missed', 'icmpErrors', 'alerts'] as const;
export type ExtraKey = (typeof EXTRA_KEYS)[number];

/** A page of rows in view order. All arrays have `ids.length` entries. */
export interface Page {
  /** Index of the first row in the view. */
  offset: number;
  /** Rows that match the filter. */
  matching: number;
  /** Rows in the table. */
  total: number;
  /** Rows that match and came since the order is held. */
  fresh: number;
  ids: Uint32Array;
  /** IP protocol number. */
  protocol: Uint8Array;
  originator: string[];
  responder: string[];
  originatorPort: Uint16Array;
  responderPort: Uint16Array;
  /** Codes of `stateName(protocol, code)` in shared/states.ts. */
  originatorState: Uint8Array;
  responderState: Uint8Array;
  packets: Float64Array;
  /** Bytes on the wire sent by each end. */
  originatorBytes: Float64Array;
  responderBytes: Float64Array;
  /** Microseconds from the first to the last packet. */
  durationMicros: Float64Array;
  /** Microseconds from the SYN to the ACK that completes the handshake; NaN when not seen. */
  handshakeMicros: Float64Array;
  /** Microseconds since 1970 of the first and the last packet. */
  firstMicros: Float64Array;
  lastMicros: Float64Array;
  /** Index in OPENED and CLOSED of shared/flow.ts. */
  opened: Uint8Array;
  closed: Uint8Array;
  /** VLAN ids and tunnels around the packets, in words (`VLAN 100`, `VXLAN 7 10.0.0.1 – 10.0.0.2`), '' for none. */
  context: string[];
  /** The columns asked for: texts, or numbers that are NaN where nothing is known (round-trip time in microseconds, goodput in bytes a second). */
  extras: Partial<Record<ExtraKey, readonly string[] | Float64Array>>;
}

/** One state jump of one endpoint. */
export interface Transition {
  /** Number of the packet in the capture, from 1; 0 when time alone caused it. */
  frame: number;
  micros: number;
  /** `both` for the pseudo-states of UDP and ICMP, which belong to the pair. */
  endpoint: Endpoint | 'both';
  from: string;
  to: string;
  /** Event name of the machine (`recv-syn-ack`, `timeout`, …). */
  event: string;
  basis: 'inferred' | 'confirmed';
  /** RFC section or table row. */
  rule: string;
  /** The row's reason in one sentence, for people learning TCP. */
  why: string;
}

/** One connection in full: what the detail pane and `--jsonl connections` show. */
export interface ConnectionDetail {
  id: number;
  protocol: number;
  originator: { address: string; port: number };
  responder: { address: string; port: number };
  directionReason: DirectionReason;
  startMicros: number;
  endMicros: number;
  states: PerEndpoint<string>;
  stateCodes: PerEndpoint<number>;
  opened: Opened;
  closed: Closed;
  closedBy: Endpoint | null;
  packets: PerEndpoint<number>;
  wireBytes: PerEndpoint<number>;
  payloadBytes: PerEndpoint<number>;
  handshakeMicros: number | null;
  /** Who sent the first SYN, captured or inferred; null: none, or not TCP. */
  openedBy: Endpoint | null;
  /** null: not TCP, or not kept. */
  tcp: TcpMeasures | null;
  others: OtherViews;
  /** ICMP errors that quoted this connection. */
  icmpErrors: number;
  vlan: number[];
  tunnel: string;
  transitions: Transition[];
  /** Jumps no longer kept because the log reached its limit. */
  transitionsDropped: number;
}
