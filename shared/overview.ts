// What the overview and hosts pages show: counts over time, the flow of state jumps, the busiest hosts, the health of the capture.

/** Counts over time: bin i covers [startMicros + i·binMicros, + binMicros). */
export interface OverviewSeries {
  startMicros: number;
  binMicros: number;
  /** Packets and wire bytes of a bin, by `protocolName`; the rest is `other`. */
  packets: Record<string, Float64Array>;
  bytes: Record<string, Float64Array>;
  /** TCP connections whose originator is in a state at the end of a bin, by state name; only states that occur. */
  states: Record<string, Float64Array>;
  opened: Float64Array;
  closed: Float64Array;
}

/** How many connections of the filter went from one state to another. */
export interface StateFlow {
  endpoint: 'originator' | 'responder' | 'both';
  protocol: string;
  from: string;
  to: string;
  count: number;
}

export interface HostRow {
  address: string;
  /** The other end of a pair; null where rows are hosts. */
  peer: string | null;
  connections: number;
  /** Connections it opened, and those opened towards it. */
  opened: number;
  accepted: number;
  /** Opened and never answered, refused or unreachable. */
  failed: number;
  packets: number;
  bytesSent: number;
  bytesReceived: number;
  firstMicros: number;
  lastMicros: number;
}

/** One statement on how far the capture can be trusted. */
export interface HealthFact {
  /** Kebab-case and stable. */
  kind: string;
  level: 'good' | 'note' | 'warn';
  text: string;
  /** What follows from it, or what to do; '' for nothing. */
  advice: string;
}

export interface Overview {
  connections: number;
  packets: number;
  bytes: number;
  series: OverviewSeries;
  flows: StateFlow[];
  talkers: HostRow[];
  health: HealthFact[];
}

export const HOST_SORT_KEYS = ['address', 'peer', 'connections', 'opened', 'accepted', 'failed', 'packets', 'bytesSent', 'bytesReceived', 'lastMicros'] as const;
export type HostSortKey = (typeof HOST_SORT_KEYS)[number];

export interface HostsRequest {
  by: 'host' | 'pair';
  filter: string;
  sort: HostSortKey;
  descending: boolean;
  offset: number;
  count: number;
}

export interface HostsPage {
  offset: number;
  matching: number;
  rows: HostRow[];
}
