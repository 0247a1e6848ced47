// Every number an alert depends on: what it counts, its value, and between what it may be moved. One place: detectors, the window's
// what-if and the help read it here.

export interface ThresholdInfo {
  /** Kind of alert it belongs to. */
  readonly kind: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  /** What is counted, and why this value. */
  readonly meaning: string;
}

export const THRESHOLDS = {
  graceSeconds: { kind: 'no-connection', value: 120, least: 0, most: 600, unit: 's', meaning: 'After the capture begins, and after it lost packets, connections that were open before are not known: as long as the longest half of a TIME-WAIT and netfilter’s own.' },
  tinyFragmentBytes: { kind: 'tiny-fragment', value: 48, least: 8, most: 512, unit: 'bytes', meaning: 'A fragment that is not the last carries at least this much: every link takes packets of 68 bytes (RFC 791), 20 of them header.' },
  incompleteDatagrams: { kind: 'fragment-incomplete', value: 10, least: 2, most: 100_000, unit: 'datagrams', meaning: 'Towards one host within a minute, and more than became whole: loss alone leaves most of them whole.' },
  fragmentsPerSecond: { kind: 'fragment-flood', value: 1000, least: 10, most: 10_000_000, unit: 'fragments/s', meaning: 'Towards one host, while most datagrams do not become whole: a big transfer in fragments completes them.' },
  scanPorts: { kind: 'port-scan', value: 10, least: 3, most: 10_000, unit: 'ports', meaning: 'Different ports (or IP protocols) of one host at which one source fails, less those where it succeeds. Clients fail at one or two; Zeek and Snort ask for 15 and 25, and miss scans of the ten most common ports.' },
  udpScanPorts: { kind: 'udp-port-scan', value: 15, least: 3, most: 10_000, unit: 'ports', meaning: 'Different UDP ports of one host that are closed or silent. More than with TCP: silence proves nothing, and clients that look for a way through a router try several ports.' },
  sweepHosts: { kind: 'host-sweep', value: 12, least: 3, most: 10_000, unit: 'hosts', meaning: 'Different hosts at which one source fails, at the same port or with ICMP requests, less those where it succeeds. A page that links to dead servers names a few.' },
  halfOpenAtOnce: { kind: 'syn-flood', value: 256, least: 16, most: 10_000_000, unit: 'connections', meaning: 'Half-open connections of one host for a second or more, while fewer than half are completed: small systems hold 128 to 1,024 (tcp_max_syn_backlog).' },
  segmentsPerSecond: { kind: 'ack-flood', value: 300, least: 10, most: 10_000_000, unit: 'segments/s', meaning: 'ACKs, or RSTs, a second towards one host that belong to no connection and answer nothing.' },
  datagramsPerSecond: { kind: 'udp-flood', value: 1000, least: 10, most: 10_000_000, unit: 'datagrams/s', meaning: 'Datagrams a second towards one host in pairs that it never answers.' },
  echoesPerSecond: { kind: 'icmp-flood', value: 100, least: 10, most: 10_000_000, unit: 'messages/s', meaning: 'Echo requests a second towards one host, or replies nobody asked for: a flood ping without answers sends 100 (ping -f).' },
  floodFactor: { kind: 'udp-flood', value: 8, least: 1, most: 1000, unit: 'times', meaning: 'How far above the usual rate of a target a flood must be, once ten seconds of it are known. Holds for ACK, RST, UDP and ICMP floods.' },
  tablePercent: { kind: 'table-pressure', value: 95, least: 10, most: 100, unit: '%', meaning: 'How full the table of connections may be. From 100 % on it drops the oldest.' },
  pathMtuBytes: { kind: 'icmp-path-mtu', value: 576, least: 68, most: 1500, unit: 'bytes', meaning: 'An IPv4 next-hop MTU below this is alerted on: every host takes packets of 576 bytes, hardly any link carries less.' },
  unsolicitedErrors: { kind: 'icmp-unsolicited-error', value: 20, least: 1, most: 100_000, unit: 'errors', meaning: 'ICMP errors about no known connection between two hosts: a few come late, or about packets that another path took.' },
  unsolicitedReplies: { kind: 'unsolicited-echo-reply', value: 5, least: 1, most: 100_000, unit: 'replies', meaning: 'Echo replies without a request between two hosts; ten times as many need no grace after the begin of the capture.' },
  broadcastEchoes: { kind: 'smurf', value: 10, least: 1, most: 100_000, unit: 'requests', meaning: 'Echo requests from one source to broadcast or multicast addresses within a minute: an administrator sends a few.' },
  blindSegments: { kind: 'reset-invalid', value: 3, least: 1, most: 10_000, unit: 'segments', meaning: 'RSTs, or SYNs, with wrong numbers inside one connection: a host that has restarted sends one or two, who guesses sends many.' },
  orphanPorts: { kind: 'no-connection', value: 5, least: 1, most: 65_535, unit: 'ports', meaning: 'Ports to which segments of no known connection go from one host to another.' },
  orphanSegments: { kind: 'no-connection', value: 20, least: 1, most: 1_000_000, unit: 'connections', meaning: 'Connections of one pair of hosts that begin without SYN, after the grace.' },
} as const satisfies Record<string, ThresholdInfo>;
export type ThresholdName = keyof typeof THRESHOLDS;
export type Thresholds = Readonly<Record<ThresholdName, number>>;

const NAMES = Object.keys(THRESHOLDS) as ThresholdName[];

/** Moved thresholds by name, each within its limits. */
export function areThresholds(value: unknown): value is Partial<Record<ThresholdName, number>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, moved]) => {
    const known = NAMES.find((each) => each === name);
    return known !== undefined && typeof moved === 'number' && moved >= THRESHOLDS[known].least && moved <= THRESHOLDS[known].most;
  });
}

/** All thresholds, those of `moved` moved, within their limits. */
export function thresholdsWith(moved: Partial<Record<ThresholdName, number>>): Thresholds {
  const all = {} as Record<ThresholdName, number>;
  for (const name of NAMES) {
    const { value, least, most } = THRESHOLDS[name];
    all[name] = Math.min(most, Math.max(least, moved[name] ?? value));
  }
  return all;
}
