// What Synoptic alerts on: kinds, how severe each one is at first, and the numbers an alert of it carries, with their words. The code of a
// kind is its index here; names are a contract of the command line.
import { illegalSet } from './illegal-flags';

export const SEVERITY = ['info', 'low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITY)[number];
export const INFO = 0;
export const SEVERITY_LOW = 1;
export const SEVERITY_MEDIUM = 2;
export const SEVERITY_HIGH = 3;

export const ALERT_CONFIDENCE = ['low', 'medium', 'high'] as const;
export type AlertConfidence = (typeof ALERT_CONFIDENCE)[number];

export const ALERT_FAMILY = ['scan', 'flood', 'tcp', 'address', 'fragment', 'icmp', 'capture'] as const;
export type AlertFamily = (typeof ALERT_FAMILY)[number];

export interface AlertKindInfo {
  readonly kind: string;
  readonly family: AlertFamily;
  /** Until the numbers say otherwise. */
  readonly severity: Severity;
  readonly title: string;
  /** The numbers that made it fire, in words; `v` holds them in the order in which the detector sets them. */
  readonly detail: (v: readonly number[]) => string;
}

const n = (value: number | undefined): string => Math.round(value ?? 0).toLocaleString('en-US');
const seconds = (value: number | undefined): string => `${(value ?? 0) < 10 ? (value ?? 0).toFixed(1) : n(value)} s`;
const s = (value: number | undefined, one: string, many = `${one}s`): string => `${n(value)} ${Math.round(value ?? 0) === 1 ? one : many}`;
const range = (from: number | undefined, to: number | undefined): string => `bytes ${n(from)}–${n((to ?? 1) - 1)}`;
/** Names of the flags that are set, FIN first. */
export const flagNames = (flags: number): string => ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'].filter((_, bit) => (flags & (1 << bit)) !== 0).join('+') || 'none';

/** v[5]: 1 where IP protocols were tried instead. */
const scan = (what: string) => (v: readonly number[]): string => `${s(v[0], v[5] === 1 ? 'protocol' : what)} tried in ${seconds(v[4])}: ${n(v[1])} refused, ${n(v[2])} without an answer, ${n(v[3])} answered`;
const flood = (v: readonly number[]): string => `${n(v[0])} packets a second at the peak, ${s(v[1], 'source')}, usual for this target: ${n(v[2])} a second`;

export const ALERTS = [
  { kind: 'port-scan', family: 'scan', severity: 'medium', title: 'Port scan', detail: scan('port') },
  { kind: 'udp-port-scan', family: 'scan', severity: 'medium', title: 'UDP port scan', detail: scan('port') },
  { kind: 'host-sweep', family: 'scan', severity: 'medium', title: 'Host sweep', detail: scan('host') },
  { kind: 'ping-sweep', family: 'scan', severity: 'low', title: 'Ping sweep', detail: scan('host') },
  { kind: 'syn-flood', family: 'flood', severity: 'high', title: 'SYN flood', detail: (v) => `${n(v[0])} connections half open at the peak${(v[4] ?? 0) > 0 ? `, ${n(v[4])} refused` : ''}, ${s(v[1], 'source')}, ${n(v[2])} SYNs a second, ${n((v[3] ?? 0) * 100)} % of them completed` },
  { kind: 'ack-flood', family: 'flood', severity: 'high', title: 'ACK flood', detail: flood },
  { kind: 'rst-flood', family: 'flood', severity: 'high', title: 'RST flood', detail: flood },
  { kind: 'udp-flood', family: 'flood', severity: 'high', title: 'UDP flood', detail: flood },
  { kind: 'icmp-flood', family: 'flood', severity: 'high', title: 'ICMP flood', detail: flood },
  { kind: 'fragment-flood', family: 'flood', severity: 'high', title: 'Fragment flood', detail: (v) => `${n(v[0])} fragments a second at the peak, ${s(v[1], 'datagram')} never became whole` },
  { kind: 'illegal-flags', family: 'tcp', severity: 'medium', title: 'Illegal TCP flags', detail: (v) => `flags ${flagNames(v[0] ?? 0)}: ${illegalSet(v[0] ?? 0)}` },
  { kind: 'segment-without-ack', family: 'tcp', severity: 'medium', title: 'Segment without ACK in a connection', detail: (v) => `flags ${flagNames(v[0] ?? 0)}, after the handshake every segment but a RST carries ACK` },
  { kind: 'no-connection', family: 'tcp', severity: 'low', title: 'Segments of no connection', detail: (v) => `${s(v[0], 'segment')} without an opening SYN, to ${s(v[1], 'port')}; ${n(v[2])} answered with RST` },
  { kind: 'syn-in-connection', family: 'tcp', severity: 'medium', title: 'SYN inside an open connection', detail: (v) => `sequence number ${n(v[0])} where ${n(v[1])} was expected` },
  { kind: 'reset-invalid', family: 'tcp', severity: 'medium', title: 'RST with a wrong sequence number', detail: (v) => `sequence number ${n(v[0])}, expected ${n(v[1])}, window ${n(v[2])} bytes` },
  { kind: 'reset-injection', family: 'tcp', severity: 'high', title: 'RST injected', detail: (v) => `after its RST the sender went on with ${s(v[0], 'segment')}; TTL ${n(v[1])} of the RST, ${n(v[2])} of the others` },
  { kind: 'data-after-close', family: 'tcp', severity: 'low', title: 'Data after the close', detail: (v) => `${s(v[0], 'byte')} beyond the sender's FIN at ${n(v[1])}` },
  { kind: 'overlap-conflict', family: 'tcp', severity: 'high', title: 'Same bytes sent with other content', detail: (v) => `sequence numbers ${n(v[0])}–${n(v[1])}` },
  { kind: 'land', family: 'address', severity: 'high', title: 'LAND packet', detail: (v) => `source and destination are the same, port ${n(v[0])}` },
  { kind: 'smurf', family: 'address', severity: 'high', title: 'Echo requests to a broadcast address', detail: (v) => `${s(v[0], 'request')}, ${s(v[1], 'reply', 'replies')} from ${s(v[2], 'host')}` },
  { kind: 'fraggle', family: 'address', severity: 'high', title: 'UDP echo or chargen to a broadcast address', detail: (v) => `port ${n(v[0])}, ${s(v[1], 'answer')}` },
  { kind: 'unsolicited-echo-reply', family: 'icmp', severity: 'low', title: 'Echo replies that nobody asked for', detail: (v) => `${s(v[0], 'reply', 'replies')}, up to ${s(v[1], 'byte')} each` },
  { kind: 'fragment-overlap', family: 'fragment', severity: 'high', title: 'Overlapping fragments', detail: (v) => `${range(v[0], v[1])} and ${range(v[2], v[3])}: ${v[4] === 1 ? 'other content' : 'same content'} where they overlap` },
  { kind: 'fragment-header-overwrite', family: 'fragment', severity: 'high', title: 'Fragment overwrites the transport header', detail: (v) => `${range(v[0], v[1])} on top of a header in ${range(v[2], v[3])}` },
  { kind: 'tiny-fragment', family: 'fragment', severity: 'medium', title: 'Tiny fragment', detail: (v) => (v[2] === 0 && (v[0] ?? 0) < (v[1] ?? 0) ? `a first fragment of ${s(v[0], 'byte')}: the header of its protocol takes ${n(v[1])}` : `a fragment of ${s(v[0], 'byte')} at ${n(v[2])}, and more to come`) },
  { kind: 'fragment-oversize', family: 'fragment', severity: 'high', title: 'Fragments beyond 65,535 bytes', detail: (v) => `${range(v[0], v[1])}: the datagram would be ${s(v[2], 'byte')} long` },
  { kind: 'fragment-inconsistent', family: 'fragment', severity: 'medium', title: 'Fragments that contradict each other', detail: (v) => (v[3] === 1 ? `${range(v[0], v[1])}: no multiple of eight, and more to come` : `${range(v[0], v[1])} against ${s(v[2], 'byte')} that ${v[2] === 1 ? 'was' : 'were'} known`) },
  { kind: 'fragment-incomplete', family: 'fragment', severity: 'low', title: 'Datagrams that never become whole', detail: (v) => `${s(v[0], 'datagram')} in ${seconds(v[1])}` },
  { kind: 'icmp-redirect', family: 'icmp', severity: 'medium', title: 'ICMP redirect', detail: (v) => `code ${n(v[0])}` },
  { kind: 'icmp-source-quench', family: 'icmp', severity: 'low', title: 'ICMP source quench', detail: (v) => s(v[0], 'message') },
  { kind: 'icmp-router-advertisement', family: 'icmp', severity: 'medium', title: 'ICMP router advertisement', detail: (v) => s(v[0], 'message') },
  { kind: 'icmp-alternate-host', family: 'icmp', severity: 'medium', title: 'ICMP alternate host address', detail: (v) => s(v[0], 'message') },
  { kind: 'icmp-timestamp', family: 'icmp', severity: 'low', title: 'ICMP timestamp query', detail: (v) => `${s(v[0], 'request')}, ${s(v[1], 'reply', 'replies')}` },
  { kind: 'icmp-address-mask', family: 'icmp', severity: 'low', title: 'ICMP address mask query', detail: (v) => `${s(v[0], 'request')}, ${s(v[1], 'reply', 'replies')}` },
  { kind: 'icmp-path-mtu', family: 'icmp', severity: 'medium', title: 'ICMP demands a tiny path MTU', detail: (v) => `next-hop MTU ${n(v[0])}, the least allowed is ${n(v[1])}` },
  { kind: 'icmp-unsolicited-error', family: 'icmp', severity: 'low', title: 'ICMP errors about no known connection', detail: (v) => `${s(v[0], 'error')}, type ${n(v[1])} code ${n(v[2])}` },
  { kind: 'icmp-malformed', family: 'icmp', severity: 'medium', title: 'Malformed ICMP message', detail: (v) => `type ${n(v[0])} code ${n(v[1])}, ${s(v[2], 'byte')}` },
  { kind: 'icmp-unknown', family: 'icmp', severity: 'low', title: 'ICMP type or code that nobody defined', detail: (v) => `type ${n(v[0])} code ${n(v[1])}` },
  { kind: 'table-pressure', family: 'capture', severity: 'medium', title: 'The connection table is full', detail: (v) => `${n(v[0])} connections, ${n(v[1])} of them half open; ${n(v[2])} dropped` },
] as const satisfies readonly AlertKindInfo[];
export type AlertKind = (typeof ALERTS)[number]['kind'];

/** Code of a kind. */
export const alertCode = (kind: AlertKind): number => ALERTS.findIndex((alert) => alert.kind === kind);

/** Why an alert is held back: it stands in the list of suppressed ones. The index is what a row stores. */
export const SUPPRESSED = [
  { name: null, text: '' },
  { name: 'start-up', text: 'The capture had just begun: what was opened before it cannot be known.' },
  { name: 'after-loss', text: 'The capture lost packets shortly before: the missing ones may explain it.' },
  { name: 'mid-stream', text: 'The connection was picked up in the middle: its numbers cannot be checked.' },
  { name: 'one-sided', text: 'Only one direction was captured.' },
  { name: 'lossy', text: 'Segments of this connection are missing from the capture.' },
  { name: 'capture-order', text: 'The capture shows one direction late.' },
  { name: 'few', text: 'Too few to be sure.' },
  { name: 'answer', text: 'It answers a packet that the capture shows.' },
  { name: 'muted', text: 'Muted by a rule of the user.' },
] as const;
export type Suppression = Exclude<(typeof SUPPRESSED)[number]['name'], null>;
export const suppressionCode = (name: Suppression): number => SUPPRESSED.findIndex((reason) => reason.name === name);

/** What was looked at and excluded before an alert was raised; the bit is the index. */
export const RULED_OUT = [
  { name: 'retransmission', text: 'repeats of one segment count once' },
  { name: 'capture-duplicate', text: 'copies made by the capture count once' },
  { name: 'success', text: 'attempts that succeeded do not count' },
  { name: 'breadth', text: 'repeats of one port or host count once' },
  { name: 'mid-stream', text: 'the connection was seen from its SYN' },
  { name: 'grace', text: 'the capture ran long enough to know what was open before' },
  { name: 'loss', text: 'no packet of it is missing from the capture' },
  { name: 'answer', text: 'it does not answer a packet that was seen' },
  { name: 'ecn', text: 'ECE, CWR and PSH do not count' },
  { name: 'window', text: 'the window and its scale are known' },
  { name: 'checksum', text: 'its checksum is right' },
  { name: 'broadcast', text: 'broadcast and multicast do not count' },
  { name: 'service', text: 'replies of name servers and gateways do not count' },
  { name: 'fast-open', text: 'no Fast Open cookie' },
] as const;
export type RuledOut = (typeof RULED_OUT)[number]['name'];
export const ruledOutBit = (name: RuledOut): number => 1 << RULED_OUT.findIndex((fact) => fact.name === name);

/** An alert as the command line prints it and the window shows it. */
export interface AlertRow {
  id: number;
  kind: AlertKind;
  severity: Severity;
  confidence: AlertConfidence;
  firstMicros: number;
  lastMicros: number;
  /** Packets, or attempts, it stands for. */
  count: number;
  /** Address; null where there are many. */
  source: string | null;
  target: string | null;
  connection: number | null;
  /** The first twenty packets. */
  frames: number[];
  title: string;
  detail: string;
  ruledOut: string[];
  /** Why it is held back; null when it is not. */
  suppressed: string | null;
}
