// Every state a row can show: its name, its shape, and a sentence for people learning. Codes are what a record stores (4 bits).
import { PROTOCOL } from './flow';

/** The shape of a state's mark: read before its colour, distinct in greyscale. */
export const SHAPES = ['hollow', 'triangle', 'disc', 'diamond', 'square', 'cross'] as const;
export type Shape = (typeof SHAPES)[number];

export interface StateInfo {
  name: string;
  shape: Shape;
  meaning: string;
}

/** RFC 9293 §3.3.2, in the order a connection usually meets them. */
export const TCP_STATES = [
  { name: 'CLOSED', shape: 'hollow', meaning: 'No connection: not opened yet, or over.' },
  { name: 'LISTEN', shape: 'hollow', meaning: 'Waiting for a SYN from any peer.' },
  { name: 'SYN-SENT', shape: 'triangle', meaning: 'Has sent a SYN and waits for the answer.' },
  { name: 'SYN-RECEIVED', shape: 'triangle', meaning: 'Has answered a SYN with SYN+ACK and waits for the last ACK of the handshake.' },
  { name: 'ESTABLISHED', shape: 'disc', meaning: 'The connection is open: data may flow.' },
  { name: 'FIN-WAIT-1', shape: 'diamond', meaning: 'Has sent its FIN and waits for the acknowledgement.' },
  { name: 'FIN-WAIT-2', shape: 'diamond', meaning: 'Its FIN is acknowledged; waits for the peer to close too (half-closed).' },
  { name: 'CLOSE-WAIT', shape: 'diamond', meaning: 'The peer has closed; the application here has not yet.' },
  { name: 'CLOSING', shape: 'diamond', meaning: 'Both ends sent a FIN at the same time; waits for the acknowledgement of its own.' },
  { name: 'LAST-ACK', shape: 'diamond', meaning: 'Has closed after the peer and waits for the last acknowledgement.' },
  { name: 'TIME-WAIT', shape: 'square', meaning: 'Closed in order; waits two segment lifetimes so that old segments die out.' },
] as const satisfies readonly StateInfo[];

export const CLOSED = 0;
export const LISTEN = 1;
export const SYN_SENT = 2;
export const SYN_RECEIVED = 3;
export const ESTABLISHED = 4;
export const FIN_WAIT_1 = 5;
export const FIN_WAIT_2 = 6;
export const CLOSE_WAIT = 7;
export const CLOSING = 8;
export const LAST_ACK = 9;
export const TIME_WAIT = 10;

/** UDP has no states; these name what was seen of a pair of endpoints. */
export const UDP_STATES = [
  { name: 'ONE-WAY', shape: 'triangle', meaning: 'Datagrams in one direction only: unanswered so far, which proves nothing.' },
  { name: 'ANSWERED', shape: 'disc', meaning: 'Datagrams in both directions.' },
  { name: 'REFUSED', shape: 'cross', meaning: 'The responder’s host answered with ICMP port unreachable: nobody listens there.' },
  { name: 'UNREACHABLE', shape: 'cross', meaning: 'A router or host answered with another ICMP error.' },
  { name: 'EXPIRED', shape: 'hollow', meaning: 'No datagram for longer than the time-out.' },
] as const satisfies readonly StateInfo[];

export const UDP_ONE_WAY = 0;
export const UDP_ANSWERED = 1;
export const UDP_REFUSED = 2;
export const UDP_UNREACHABLE = 3;
export const UDP_EXPIRED = 4;

/** ICMP queries have a request and a reply; everything else is one-way. */
export const ICMP_STATES = [
  { name: 'REQUESTED', shape: 'triangle', meaning: 'A query (echo, timestamp, mask …) without its reply so far.' },
  { name: 'REPLIED', shape: 'disc', meaning: 'The query was answered.' },
  { name: 'UNREACHABLE', shape: 'cross', meaning: 'The query was answered by an ICMP error.' },
  { name: 'UNSOLICITED', shape: 'diamond', meaning: 'A reply to a query that was not seen.' },
  { name: 'NOTICE', shape: 'square', meaning: 'A message that expects no reply: an error, a redirect, an advertisement.' },
  { name: 'EXPIRED', shape: 'hollow', meaning: 'Nothing for longer than the time-out.' },
] as const satisfies readonly StateInfo[];

export const ICMP_REQUESTED = 0;
export const ICMP_REPLIED = 1;
export const ICMP_UNREACHABLE = 2;
export const ICMP_UNSOLICITED = 3;
export const ICMP_NOTICE = 4;
export const ICMP_EXPIRED = 5;

const NO_STATE: StateInfo = { name: '?', shape: 'hollow', meaning: 'Unknown state.' };

/** The states of a protocol by code; protocols without a machine of their own use UDP's. */
export function statesOf(protocol: number): readonly StateInfo[] {
  if (protocol === PROTOCOL.tcp) return TCP_STATES;
  return protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? ICMP_STATES : UDP_STATES;
}

export function stateInfo(protocol: number, code: number): StateInfo {
  return statesOf(protocol)[code] ?? NO_STATE;
}
