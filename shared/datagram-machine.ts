// Pseudo-states of UDP (and every protocol without a machine of its own) and of ICMP: events, rows and time-outs, as data.
import {
  ICMP_EXPIRED, ICMP_NOTICE, ICMP_REPLIED, ICMP_REQUESTED, ICMP_UNREACHABLE, ICMP_UNSOLICITED,
  UDP_ANSWERED, UDP_EXPIRED, UDP_ONE_WAY, UDP_REFUSED, UDP_UNREACHABLE,
} from './states';

export const DATAGRAM_EVENTS = ['first', 'answer', 'port-unreachable', 'icmp-error', 'idle-time-out', 'request', 'reply', 'unsolicited', 'notice'] as const;
export const FIRST = 0;
export const ANSWER = 1;
export const PORT_UNREACHABLE = 2;
export const ICMP_ERROR = 3;
export const DATAGRAM_IDLE = 4;
export const REQUEST = 5;
export const REPLY = 6;
export const UNSOLICITED = 7;
export const NOTICE = 8;

/** `from` of a row that starts a connection. */
export const START = 13;

export interface DatagramRow { from: number; event: number; to: number; rule: string; why: string }
const row = (from: number, event: number, to: number, rule: string, why: string): DatagramRow => ({ from, event, to, rule, why });

/** UDP has no acknowledgement: silence proves nothing, an answer proves a listener, an ICMP port unreachable proves that there is none. */
export const UDP_ROWS: readonly DatagramRow[] = [
  row(START, FIRST, UDP_ONE_WAY, 'RFC 768', 'The first datagram: whether anyone listens is not known.'),
  row(UDP_ONE_WAY, ANSWER, UDP_ANSWERED, 'netfilter UDP stream', 'A datagram came back.'),
  row(UDP_ONE_WAY, PORT_UNREACHABLE, UDP_REFUSED, 'RFC 1122 §4.1.3.1', 'The host says that nobody listens on the port.'),
  row(UDP_ONE_WAY, ICMP_ERROR, UDP_UNREACHABLE, 'RFC 1122 §3.2.2.1', 'An ICMP error says that the datagram did not arrive.'),
  row(UDP_ONE_WAY, DATAGRAM_IDLE, UDP_EXPIRED, 'netfilter UDP 30 s', 'No answer, and nothing more was sent.'),
  row(UDP_ANSWERED, PORT_UNREACHABLE, UDP_REFUSED, 'RFC 1122 §4.1.3.1', 'One end has stopped listening.'),
  row(UDP_ANSWERED, ICMP_ERROR, UDP_UNREACHABLE, 'RFC 1122 §3.2.2.1', 'An ICMP error says that a datagram did not arrive.'),
  row(UDP_ANSWERED, DATAGRAM_IDLE, UDP_EXPIRED, 'netfilter UDP stream 120 s', 'Nothing more for two minutes.'),
  row(UDP_REFUSED, ANSWER, UDP_ANSWERED, 'RFC 768', 'A datagram came back after all.'),

  row(UDP_UNREACHABLE, ANSWER, UDP_ANSWERED, 'RFC 768', 'A datagram came back after all.'),
];

export const ICMP_ROWS: readonly DatagramRow[] = [
  row(START, REQUEST, ICMP_REQUESTED, 'RFC 792', 'A query was sent.'),
  row(START, UNSOLICITED, ICMP_UNSOLICITED, 'RFC 792', 'A reply to a query that was not seen.'),
  row(START, NOTICE, ICMP_NOTICE, 'RFC 792', 'A message that expects no reply.'),
  row(ICMP_REQUESTED, REPLY, ICMP_REPLIED, 'RFC 792', 'The query was answered.'),
  row(ICMP_REQUESTED, ICMP_ERROR, ICMP_UNREACHABLE, 'RFC 1122 §3.2.2', 'An ICMP error says that the query did not arrive.'),
  row(ICMP_REQUESTED, PORT_UNREACHABLE, ICMP_UNREACHABLE, 'RFC 1122 §3.2.2', 'An ICMP error says that the query did not arrive.'),
  row(ICMP_REQUESTED, DATAGRAM_IDLE, ICMP_EXPIRED, 'netfilter ICMP 30 s', 'No reply.'),
  row(ICMP_REPLIED, DATAGRAM_IDLE, ICMP_EXPIRED, 'netfilter ICMP 30 s', 'Nothing more for half a minute.'),
  row(ICMP_UNREACHABLE, REPLY, ICMP_REPLIED, 'RFC 792', 'A reply came after all.'),
  row(ICMP_UNSOLICITED, REQUEST, ICMP_REPLIED, 'RFC 792', 'The query came after its reply: the capture is out of order.'),
];

/** Seconds without a packet after which a pseudo-state expires; Infinity: it stays as it is. */
export const UDP_TIME_OUTS: readonly number[] = [30, 120, Infinity, Infinity, Infinity];
export const ICMP_TIME_OUTS: readonly number[] = [30, 30, Infinity, 30, Infinity, Infinity];
