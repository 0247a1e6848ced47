// RFC 9293's state machine as a passive observer sees it: one state per endpoint, events, and one row for every jump. Data only:
// the tracker compiles the rows to a byte table, the window draws the diagram from the same rows.
import {
  CLOSED, CLOSE_WAIT, CLOSING, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, LAST_ACK, LISTEN, SYN_RECEIVED, SYN_SENT, TIME_WAIT,
} from './states';

/**
 * What can happen to an endpoint. `send-*`: a packet of its own, so the jump is confirmed as it is seen.
 * `recv-*`: a packet of its peer passed us, so the jump is inferred until the endpoint's own next packet proves it.
 */
export const TCP_EVENTS = [
  'send-syn', 'recv-syn', 'answer-syn', 'send-syn-ack', 'recv-syn-ack', 'recv-ack-of-syn', 'send-fin', 'recv-fin', 'recv-ack-of-fin',
  'send-rst', 'recv-rst', 'pick-up', 'time-wait-over', 'idle-time-out', 'superseded',
] as const;


export const SEND_SYN = 0;
export const RECV_SYN = 1;
export const ANSWER_SYN = 2;
export const SEND_SYN_ACK = 3;
export const RECV_SYN_ACK = 4;
export const RECV_ACK_OF_SYN = 5;
export const SEND_FIN = 6;
export const RECV_FIN = 7;
export const RECV_ACK_OF_FIN = 8;
export const SEND_RST = 9;
export const RECV_RST = 10;
export const PICK_UP = 11;
export const TIME_WAIT_OVER = 12;
export const IDLE_TIME_OUT = 13;
export const SUPERSEDED = 14;

/** Pseudo-states of the table: the event changes nothing / the event cannot happen to a healthy stack in this state. */
export const IGNORE = 14;
export const INVALID = 15;

export interface TcpRow {
  from: number;
  event: number;
  /** A state, or IGNORE. Pairs that have no row are INVALID. */
  to: number;
  /** Where the rule stands. */
  rule: string;
  /** The reason in one sentence; {peer} and {self} are not substituted: the sentence speaks of "it" and "the peer". */
  why: string;
}

const row = (from: number, event: number, to: number, rule: string, why: string): TcpRow => ({ from, event, to, rule, why });

/** §3.10.7.4 processes the ACK field before the FIN bit, so one segment may make two jumps (FIN-WAIT-1 → FIN-WAIT-2 → TIME-WAIT). */
export const TCP_ROWS: readonly TcpRow[] = [
  // CLOSED: also where every endpoint starts, since nothing is known before its first packet.
  row(CLOSED, SEND_SYN, SYN_SENT, 'RFC 9293 §3.10.1', 'It sent a SYN: an active open.'),
  row(CLOSED, ANSWER_SYN, LISTEN, 'RFC 9293 §3.10.7.2', 'It answers a SYN, so it must have been listening.'),
  row(CLOSED, PICK_UP, ESTABLISHED, 'mid-stream', 'The capture began after the handshake: its packets show that the connection is open.'),
  row(CLOSED, RECV_SYN, IGNORE, 'RFC 9293 §3.10.7.2', 'A SYN arrives: whether anyone listens shows only in the answer.'),
  row(CLOSED, RECV_FIN, IGNORE, 'RFC 9293 §3.10.7.1', 'A FIN is not processed when there is no connection.'),
  row(CLOSED, SEND_FIN, IGNORE, 'RFC 9293 §3.5.2', 'Its FIN is a copy from before it closed.'),
  row(CLOSED, SEND_RST, IGNORE, 'RFC 9293 §3.10.7.1', 'A closed port answers everything but a RST with a RST.'),
  row(CLOSED, RECV_RST, IGNORE, 'RFC 9293 §3.10.7.1', 'A RST to a closed port is dropped.'),
  row(CLOSED, RECV_ACK_OF_FIN, IGNORE, 'RFC 9293 §3.10.7.1', 'The acknowledgement comes after the end.'),
  row(CLOSED, SUPERSEDED, IGNORE, 'RFC 9293 §3.6.1', 'It was closed already when the ports were used again.'),

  // LISTEN
  row(LISTEN, SEND_SYN_ACK, SYN_RECEIVED, 'RFC 9293 §3.10.7.2', 'It answered the SYN with SYN+ACK.'),
  row(LISTEN, RECV_RST, IGNORE, 'RFC 9293 §3.10.7.2', 'A RST to a listener is dropped.'),
  row(LISTEN, SEND_RST, CLOSED, 'RFC 9293 §3.10.7.1', 'It refused.'),

  // SYN-SENT
  row(SYN_SENT, SEND_SYN, IGNORE, 'RFC 9293 §3.8.1', 'The SYN again: no answer came in time.'),
  row(SYN_SENT, RECV_SYN_ACK, ESTABLISHED, 'RFC 9293 §3.10.7.3', 'The SYN+ACK acknowledges its SYN: open from its side.'),
  row(SYN_SENT, RECV_SYN, SYN_RECEIVED, 'RFC 9293 §3.5, figure 7', 'Both ends sent a SYN: a simultaneous open.'),
  row(SYN_SENT, SEND_SYN_ACK, SYN_RECEIVED, 'RFC 9293 §3.5, figure 7', 'It answers the peer’s SYN while its own is under way: a simultaneous open.'),
  row(SYN_SENT, RECV_RST, CLOSED, 'RFC 9293 §3.10.7.3', 'The RST acknowledges its SYN: the port is closed.'),
  row(SYN_SENT, SEND_RST, CLOSED, 'RFC 9293 §3.10.7.3', 'It gave up its open with a RST.'),
  row(SYN_SENT, SEND_FIN, CLOSED, 'RFC 9293 §3.10.4', 'It closed before it was open.'),
  row(SYN_SENT, RECV_FIN, IGNORE, 'RFC 9293 §3.10.7.3', 'A FIN is not processed in SYN-SENT.'),
  row(SYN_SENT, PICK_UP, ESTABLISHED, 'mid-stream', 'The SYN+ACK is missing from the capture; what follows shows that it came.'),
  row(SYN_SENT, IDLE_TIME_OUT, CLOSED, 'netfilter SYN_SENT 120 s', 'No answer for two minutes.'),
  row(SYN_SENT, SUPERSEDED, CLOSED, 'RFC 9293 §3.6.1', 'The same ports were used for a new connection.'),

  // SYN-RECEIVED
  row(SYN_RECEIVED, SEND_SYN, IGNORE, 'RFC 9293 §3.8.1', 'Its SYN again.'),
  row(SYN_RECEIVED, RECV_SYN, IGNORE, 'RFC 9293 §3.8.1', 'The peer’s SYN again: the SYN+ACK has not arrived.'),
  row(SYN_RECEIVED, SEND_SYN_ACK, IGNORE, 'RFC 9293 §3.8.1', 'The SYN+ACK again: the last ACK of the handshake has not arrived.'),
  row(SYN_RECEIVED, RECV_SYN_ACK, ESTABLISHED, 'RFC 9293 §3.5, figure 7', 'Simultaneous open: the peer acknowledges its SYN.'),
  row(SYN_RECEIVED, RECV_ACK_OF_SYN, ESTABLISHED, 'RFC 9293 §3.10.7.4', 'Its SYN is acknowledged: the handshake is complete.'),
  row(SYN_RECEIVED, PICK_UP, ESTABLISHED, 'mid-stream', 'The ACK of the handshake is missing from the capture; what follows shows that it came.'),
  row(SYN_RECEIVED, SEND_FIN, FIN_WAIT_1, 'RFC 9293 §3.10.4', 'It closes before the handshake was complete.'),
  row(SYN_RECEIVED, RECV_FIN, CLOSE_WAIT, 'RFC 9293 §3.10.7.4', 'The peer closes with the segment that completes the handshake.'),
  row(SYN_RECEIVED, RECV_RST, CLOSED, 'RFC 9293 §3.10.7.4', 'The peer took its SYN back with a RST.'),
  row(SYN_RECEIVED, SEND_RST, CLOSED, 'RFC 9293 §3.10.5', 'It aborted the handshake.'),
  row(SYN_RECEIVED, IDLE_TIME_OUT, CLOSED, 'netfilter SYN_RECV 60 s', 'The handshake was never completed.'),
  row(SYN_RECEIVED, SUPERSEDED, CLOSED, 'RFC 9293 §3.6.1', 'The same ports were used for a new connection.'),

  // ESTABLISHED
  row(ESTABLISHED, SEND_FIN, FIN_WAIT_1, 'RFC 9293 §3.10.4', 'It closed first: nothing more to send.'),
  row(ESTABLISHED, RECV_FIN, CLOSE_WAIT, 'RFC 9293 §3.10.7.4', 'The peer has nothing more to send; it may still send itself.'),
  row(ESTABLISHED, SEND_SYN, IGNORE, 'RFC 9293 §3.10.7.4', 'A SYN inside an open connection: the peer answers with a challenge ACK.'),
  row(ESTABLISHED, RECV_SYN, IGNORE, 'RFC 9293 §3.10.7.4', 'A SYN inside an open connection is answered with a challenge ACK.'),
  row(ESTABLISHED, SEND_SYN_ACK, IGNORE, 'RFC 9293 §3.8.1', 'The SYN+ACK again: the ACK of the handshake was lost on its way.'),
  row(ESTABLISHED, RECV_SYN_ACK, IGNORE, 'RFC 9293 §3.10.7.4', 'The SYN+ACK again: answered with an ACK.'),
  row(ESTABLISHED, SEND_RST, CLOSED, 'RFC 9293 §3.10.5', 'It aborted the connection.'),
  row(ESTABLISHED, RECV_RST, CLOSED, 'RFC 9293 §3.10.7.4', 'The peer aborted the connection.'),
  row(ESTABLISHED, IDLE_TIME_OUT, CLOSED, 'netfilter ESTABLISHED 5 days', 'Silent for longer than any tracker waits.'),
  row(ESTABLISHED, SUPERSEDED, CLOSED, 'RFC 9293 §3.5.1', 'The same ports opened a new connection: this one was half-open.'),

  // FIN-WAIT-1
  row(FIN_WAIT_1, RECV_ACK_OF_FIN, FIN_WAIT_2, 'RFC 9293 §3.10.7.4', 'Its FIN is acknowledged; the peer may still send.'),
  row(FIN_WAIT_1, RECV_FIN, CLOSING, 'RFC 9293 §3.10.7.4', 'Both ends closed at the same time; its own FIN is not acknowledged yet.'),
  row(FIN_WAIT_1, SEND_FIN, IGNORE, 'RFC 9293 §3.8.1', 'The FIN again: no acknowledgement came in time.'),
  row(FIN_WAIT_1, SEND_RST, CLOSED, 'RFC 9293 §3.10.5', 'It aborted instead of waiting.'),
  row(FIN_WAIT_1, RECV_RST, CLOSED, 'RFC 9293 §3.10.7.4', 'The peer aborted.'),
  row(FIN_WAIT_1, IDLE_TIME_OUT, CLOSED, 'netfilter FIN_WAIT 120 s', 'The close was never completed.'),
  row(FIN_WAIT_1, SUPERSEDED, CLOSED, 'RFC 9293 §3.6.1', 'The same ports were used for a new connection.'),

  // FIN-WAIT-2
  row(FIN_WAIT_2, RECV_FIN, TIME_WAIT, 'RFC 9293 §3.10.7.4', 'The peer has closed too: wait until old segments have died out.'),
  row(FIN_WAIT_2, RECV_ACK_OF_FIN, IGNORE, 'RFC 9293 §3.10.7.4', 'Acknowledged already.'),
  row(FIN_WAIT_2, SEND_FIN, IGNORE, 'RFC 9293 §3.8.1', 'The FIN again: the acknowledgement that we saw was lost on its way.'),
  row(FIN_WAIT_2, SEND_RST, CLOSED, 'RFC 9293 §3.10.5', 'It aborted: data came that nobody would read.'),
  row(FIN_WAIT_2, RECV_RST, CLOSED, 'RFC 9293 §3.10.7.4', 'The peer aborted.'),
  row(FIN_WAIT_2, IDLE_TIME_OUT, CLOSED, 'netfilter CLOSE_WAIT 60 s, doubled', 'The peer never closed its half.'),
  row(FIN_WAIT_2, SUPERSEDED, CLOSED, 'RFC 9293 §3.6.1', 'The same ports were used for a new connection.'),

  // CLOSE-WAIT
  row(CLOSE_WAIT, SEND_FIN, LAST_ACK, 'RFC 9293 §3.10.4', 'It closes its half too.'),
  row(CLOSE_WAIT, RECV_FIN, IGNORE, 'RFC 9293 §3.10.7.4', 'The peer’s FIN again.'),
  row(CLOSE_WAIT, SEND_RST, CLOSED, 'RFC 9293 §3.10.5', 'It aborted instead of closing.'),
  row(CLOSE_WAIT, RECV_RST, CLOSED, 'RFC 9293 §3.10.7.4', 'The peer aborted.'),
  row(CLOSE_WAIT, IDLE_TIME_OUT, CLOSED, 'netfilter ESTABLISHED 5 days', 'Its application never closed.'),
  row(CLOSE_WAIT, SUPERSEDED, CLOSED, 'RFC 9293 §3.6.1', 'The same ports were used for a new connection.'),

  // CLOSING
  row(CLOSING, RECV_ACK_OF_FIN, TIME_WAIT, 'RFC 9293 §3.10.7.4', 'Its FIN is acknowledged: both halves are closed.'),
  row(CLOSING, RECV_FIN, IGNORE, 'RFC 9293 §3.10.7.4', 'The peer’s FIN again.'),
  row(CLOSING, SEND_FIN, IGNORE, 'RFC 9293 §3.8.1', 'The FIN again.'),
  row(CLOSING, SEND_RST, CLOSED, 'RFC 9293 §3.10.5', 'It aborted.'),
  row(CLOSING, RECV_RST, CLOSED, 'RFC 9293 §3.10.7.4', 'The peer aborted.'),
  row(CLOSING, IDLE_TIME_OUT, CLOSED, 'netfilter LAST_ACK 30 s', 'The last acknowledgement never came.'),
  row(CLOSING, SUPERSEDED, CLOSED, 'RFC 9293 §3.6.1', 'The same ports were used for a new connection.'),

  // LAST-ACK
  row(LAST_ACK, RECV_ACK_OF_FIN, CLOSED, 'RFC 9293 §3.10.7.4', 'Its FIN is acknowledged: done.'),
  row(LAST_ACK, RECV_FIN, IGNORE, 'RFC 9293 §3.10.7.4', 'The peer’s FIN again.'),
  row(LAST_ACK, SEND_FIN, IGNORE, 'RFC 9293 §3.8.1', 'The FIN again: no acknowledgement came in time.'),
  row(LAST_ACK, SEND_RST, CLOSED, 'RFC 9293 §3.10.5', 'It aborted.'),
  row(LAST_ACK, RECV_RST, CLOSED, 'RFC 9293 §3.10.7.4', 'The peer aborted.'),
  row(LAST_ACK, IDLE_TIME_OUT, CLOSED, 'netfilter LAST_ACK 30 s', 'The last acknowledgement never came.'),
  row(LAST_ACK, SUPERSEDED, CLOSED, 'RFC 9293 §3.6.1', 'The same ports were used for a new connection.'),

  // TIME-WAIT
  row(TIME_WAIT, TIME_WAIT_OVER, CLOSED, 'RFC 9293 §3.10.8', 'Two segment lifetimes are over.'),
  row(TIME_WAIT, RECV_FIN, IGNORE, 'RFC 9293 §3.10.7.4', 'The peer’s FIN again: acknowledged again, and the wait starts anew.'),
  row(TIME_WAIT, RECV_ACK_OF_FIN, IGNORE, 'RFC 9293 §3.10.7.4', 'Acknowledged already.'),
  row(TIME_WAIT, SEND_FIN, IGNORE, 'RFC 9293 §3.8.1', 'A late copy of its FIN.'),
  row(TIME_WAIT, SEND_RST, CLOSED, 'RFC 9293 §3.10.7.4', 'It answers with a RST: its application took the port back.'),
  row(TIME_WAIT, RECV_RST, CLOSED, 'RFC 9293 §3.10.7.4', 'A RST ends the wait (RFC 1337 advises against it).'),
  row(TIME_WAIT, SUPERSEDED, CLOSED, 'RFC 9293 §3.6.1', 'A new SYN opened the same ports again.'),
];

/** Seconds without a packet after which a state is given up, by state code; the kernel's own (netfilter), and its TIME-WAIT of 120 s for 2 MSL. */
export const TCP_TIME_OUTS: readonly number[] = [10, 120, 120, 60, 432_000, 120, 120, 432_000, 30, 30, 120];
