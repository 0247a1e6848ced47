// Zeek's words for a connection: conn_state and history letters with their meanings, and the ports it takes for servers'.

/** conn_state, as scripts/base/protocols/conn/main.zeek gives it. */
export const CONN_STATES = {
  S0: 'Attempt seen, no reply',
  S1: 'Established, not closed',
  SF: 'Established and closed by both sides',
  REJ: 'Attempt rejected',
  S2: 'Established, the originator closed, the responder did not',
  S3: 'Established, the responder closed, the originator did not',
  RSTO: 'Established, the originator aborted',
  RSTR: 'The responder aborted',
  RSTOS0: 'The originator sent a SYN and then a RST, the responder sent no SYN+ACK',
  RSTRH: 'The responder sent a SYN+ACK and then a RST, no SYN of the originator was seen',
  SH: 'The originator sent a SYN and then a FIN, the responder sent no SYN+ACK (half open)',
  SHR: 'The responder sent a SYN+ACK and then a FIN, no SYN of the originator was seen',
  OTH: 'No SYN seen: traffic in the middle of a connection',
} as const;
export type ConnState = keyof typeof CONN_STATES;

/** Letters of the history: of the originator in upper case, of the responder in lower case. */
export const HISTORY_LETTERS = {
  s: 'SYN without ACK',
  h: 'SYN+ACK, the answer of a handshake',
  a: 'Pure ACK',
  d: 'Payload',
  f: 'FIN',
  r: 'RST',
  c: 'Wrong checksum (1st, 10th, 100th …)',
  g: 'Gap: acknowledged, but not in the capture (1st, 10th, 100th …)',
  t: 'Payload sent again (1st, 10th, 100th …)',
  w: 'Window of zero (1st, 10th, 100th …)',
  i: 'FIN and RST in one segment',
  q: 'SYN with FIN or RST in one segment',
  '^': 'The roles were flipped: not the sender of the first packet is taken for the originator',
  x: 'Analysed in part: a limit was reached',
} as const;

/** Stands at the end of a history that had more letters than are kept. */
export const HISTORY_CUT = '…';

/** `likely_server_ports` of Zeek 5.1 and 6.0 with the scripts it loads by default. */
export const ZEEK_TCP_SERVER_PORTS: readonly number[] = [
  21, 22, 25, 53, 79, 80, 81, 88, 135, 139, 143, 443, 445, 502, 563, 585, 587, 614, 631, 636, 989, 990, 992, 993, 995, 1080, 1434, 1883, 2811, 3128, 3306,
  3389, 5222, 5223, 5269, 6666, 6667, 6668, 6669, 8000, 8080, 8888, 20000,
];
export const ZEEK_UDP_SERVER_PORTS: readonly number[] = [
  53, 67, 68, 88, 123, 137, 161, 162, 443, 514, 1812, 2123, 2152, 3389, 3544, 4011, 4789, 5060, 5072, 5353, 5355, 6081, 20000,
];
