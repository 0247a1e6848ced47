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
  pathMtuBytes: { kind: 'icmp-path-mtu', value: 576, least: 68, most: 1500, unit: 'bytes', meaning: 'An IPv4 next-hop MTU below this is alerted on: every host takes packets of 576 bytes, hardly any link carries less.' },
  unsolicitedErrors: { kind: 'icmp-unsolicited-error', value: 20, least: 1, most: 100_000, unit: 'errors', meaning: 'ICMP errors about no known connection between two hosts: a few come late, or about packets that another path took.' },
  unsolicitedReplies: { kind: 'unsolicited-echo-reply', value: 5, least: 1, most: 100_000, unit: 'replies', meaning: 'Echo replies without a request between two hosts; ten times as many need no grace after the begin of the capture.' },
  broadcastEchoes: { kind: 'smurf', value: 10, least: 1, most: 100_000, unit: 'requests', meaning: 'Echo requests from one source to broadcast or multicast addresses within a minute: an administrator sends a few.' },
} as const satisfies Record<string, ThresholdInfo>;
export type ThresholdName = keyof typeof THRESHOLDS;
export type Thresholds = Readonly<Record<ThresholdName, number>>;

const NAMES = Object.keys(THRESHOLDS) as ThresholdName[];

/** All thresholds, those of `moved` moved, within their limits. */
export function thresholdsWith(moved: Partial<Record<ThresholdName, number>>): Thresholds {
  const all = {} as Record<ThresholdName, number>;
  for (const name of NAMES) {
    const { value, least, most } = THRESHOLDS[name];
    all[name] = Math.min(most, Math.max(least, moved[name] ?? value));
  }
  return all;
}
