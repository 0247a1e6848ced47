// What the overview and hosts pages show: counts over time, the flow of state jumps, the busiest hosts, the health of the capture.

export interface OverviewRequest {
  filter: string;
  /** Most bins of time wanted. */
  bins: number;
}

/** Counts over time: bin i covers [startMicros + i·binMicros, + binMicros). */
export interface OverviewSeries {
  startMicros: number;
  binMicros: number;
  /** True: every packet was counted in its bin. False, under a filter: what a connection carried is spread evenly over its life. */
  counted: boolean;
  /** Packets and wire bytes of a bin, by `protocolName`; the rest is `other`. */
  packets: Record<string, Float64Array>;
  bytes: Record<string, Float64Array>;
  /** TCP connections whose originator is in a state at the end of a bin, by state name; only states that occur, CLOSED is none. */
  states: Record<string, Float64Array>;
  /** Connections whose first packet, and that of those that ended whose last packet, is in a bin. */
  opened: Float64Array;
  closed: Float64Array;
}

/** How many connections of the filter went from one state to another. */
export interface StateFlow {
  endpoint: 'originator' | 'responder' | 'both';
  protocol: string;
  /** '' where the first packet put a pair of UDP or ICMP into its state. */
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
  /** Of those it opened: never answered, refused or unreachable. */
  failed: number;
  packets: number;
  bytesSent: number;
  bytesReceived: number;
  firstMicros: number;
  lastMicros: number;
}

export type HealthLevel = 'good' | 'note' | 'warn';

/** One statement on how far the capture can be trusted. */
export interface HealthFact {
  /** Kebab-case and stable. */
  kind: string;
  level: HealthLevel;
  text: string;
  /** What follows from it, or what to do; '' for nothing. */
  advice: string;
}

export interface Overview {
  /** Of the filter. */
  connections: number;
  packets: number;
  bytes: number;
  series: OverviewSeries;
  flows: StateFlow[];
  /** True when jumps were dropped from the log: flows and states lack the oldest. */
  flowsCut: boolean;
  /** Most bytes first, at most TALKERS. */
  talkers: HostRow[];
  hosts: number;
  /** Of the whole capture, whatever the filter; the window adds what only the session knows. */
  health: HealthFact[];
}

export const TALKERS = 10;
/** Most bins that are answered. */
export const MOST_BINS = 2_048;

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
