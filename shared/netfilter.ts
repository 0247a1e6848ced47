// What a Linux stateful firewall (netfilter conntrack, kernel 6.x) says of a packet: verdicts, reasons, states, time-outs, and its table of
// TCP states with a sentence for each row. The kernel's own terms throughout; sources: net/netfilter/nf_conntrack_{core,proto_*}.c.
//
// What cannot be known from packets alone, so that a firewall on the path may have said otherwise:
// - what was there before the capture began: a connection in the middle is picked up, although the firewall may have known its window scale;
// - packets that passed the firewall and not the capture point, or the other way round; and which of two came first there;
// - packets that a rule dropped: a new entry is kept only when its first packet is let through, here every packet is;
// - what was set: time-outs, nf_conntrack_tcp_loose (1 here), tcp_be_liberal (0), tcp_ignore_invalid_rst (0), tcp_max_retrans (3), checksum (1),
//   NOTRACK and zones, NAT, SYN proxy, helpers (an FTP data connection would be RELATED), flow offload, a full table that drops or evicts;
// - whether a wrong checksum was wrong on the wire (the kernel says INVALID) or filled in later by the network card;
// - when the kernel's clock ticked (every 1 to 10 ms): a packet that close to a time-out may fall on either side of it.
// Protocols that the kernel follows with a machine of its own and this view does not: SCTP, DCCP, PPTP's GRE.

/** Verdicts (`ct state`), index = code. */
export const NETFILTER_VERDICT = ['NONE', 'NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'] as const;
export type NetfilterVerdict = (typeof NETFILTER_VERDICT)[number];
/** The firewall has not judged this frame: a fragment of a datagram that is not whole (yet). */
export const NF_NONE = 0;
export const NF_NEW = 1;
export const NF_ESTABLISHED = 2;
export const NF_RELATED = 3;
export const NF_INVALID = 4;
export const NF_UNTRACKED = 5;

/** States of a TCP entry (`enum tcp_conntrack`), index = code. */
export const NETFILTER_STATE = [
  'NONE', 'SYN_SENT', 'SYN_RECV', 'ESTABLISHED', 'FIN_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'TIME_WAIT', 'CLOSE', 'SYN_SENT2',
] as const;
export const NF_STATE_NONE = 0;
export const NF_SYN_SENT = 1;
export const NF_SYN_RECV = 2;
export const NF_STATE_ESTABLISHED = 3;
export const NF_FIN_WAIT = 4;
export const NF_CLOSE_WAIT = 5;
export const NF_LAST_ACK = 6;
export const NF_TIME_WAIT = 7;
export const NF_CLOSE = 8;
export const NF_SYN_SENT2 = 9;
/** Outcomes of the table that are no states. */
export const NF_IGNORE = 10; // let through, the entry is not touched
export const NF_REFUSE = 11; // INVALID

/** Seconds an entry lives without a packet, by state; the kernel's defaults. */
export const NETFILTER_TIMEOUT_S = [0, 120, 60, 432_000, 120, 60, 30, 120, 10, 120] as const;
/** After three repeats of one segment, or a zero window (tcp_timeout_max_retrans); while data is unacknowledged; other protocols. */
export const NETFILTER_RETRANS_S = 300;
export const NETFILTER_UNACKNOWLEDGED_S = 300;
export const NETFILTER_UDP_S = 30;
export const NETFILTER_UDP_STREAM_S = 120;
export const NETFILTER_ICMP_S = 30;
export const NETFILTER_GENERIC_S = 600;

/** Why, index = code. The words in front of « – » are the kernel's log (nf_conntrack_log_invalid) where it has any. */
export const NETFILTER_REASON = [
  '',
  'invalid tcp flag combination',
  'bad checksum',
  'truncated packet',
  'invalid new – no connection begins like this',
  'invalid in this state',
  'SEQ is over upper bound – rule I: over the window of the receiver',
  'ACK is over upper bound – rule III: data acknowledged that was not seen yet',
  'invalid rst – below what the other side has acknowledged',
  'ignored in this state – a SYN, SYN+ACK or ACK that may show the firewall is out of step',
  'challenge-ack ignored – the answer to an ignored SYN, not the last ACK',
  'more bytes than expected – beyond the window by less than one window more: let through, waiting for its ACK',
  'SEQ is under lower bound – rule II: already acknowledged data retransmitted, let through',
  'ACK under lower bound – rule IV: possibly overly delayed, let through',
  'picked up – loose: an ACK of no known connection makes an entry',
  'out of window, liberal – picked up in the middle, so no window is enforced',
  'resynchronised – the SYN+ACK answers a SYN that had been ignored',
  'reopened – the old entry is deleted, the tuple starts over',
  'RST not exact – let through, the state is kept for a possible challenge ACK',
  'RST before any answer – the entry is deleted at once',
  'RST of what had been ignored – it answers a packet that was let through unjudged',
  'quotes a tracked connection',
  'quotes no tracked connection',
  'malformed quote',
  'outer daddr != inner – the error is sent to another host than the one that sent what it quotes',
  'invalid icmp type',
  'icmp type opens nothing – only a request does',
  'never tracked – neighbour and multicast discovery',
  'fragment – judged when the datagram is whole',
  'fragment dropped – overlap, two ends or too long: the whole datagram vanishes before the firewall',
] as const;
export type NetfilterReason = (typeof NETFILTER_REASON)[number];
export const NFR_FLAGS = 1;
export const NFR_CHECKSUM = 2;
export const NFR_TRUNCATED = 3;
export const NFR_INVALID_NEW = 4;
export const NFR_INVALID_STATE = 5;
export const NFR_SEQ_OVER = 6;
export const NFR_ACK_OVER = 7;
export const NFR_INVALID_RST = 8;
export const NFR_IGNORED = 9;
export const NFR_CHALLENGE_ACK = 10;
export const NFR_MORE_BYTES = 11;
export const NFR_SEQ_UNDER = 12;
export const NFR_ACK_UNDER = 13;
export const NFR_PICKED_UP = 14;
export const NFR_LIBERAL = 15;
export const NFR_RESYNCHRONISED = 16;
export const NFR_REOPENED = 17;
export const NFR_RST_NOT_EXACT = 18;
export const NFR_RST_UNREPLIED = 19;
export const NFR_RST_OF_IGNORED = 20;
export const NFR_QUOTES = 21;
export const NFR_QUOTES_NOTHING = 22;
export const NFR_QUOTE_MALFORMED = 23;
export const NFR_OUTER_ADDRESS = 24;
export const NFR_ICMP_TYPE = 25;
export const NFR_ICMP_NOT_REQUEST = 26;
export const NFR_NEVER_TRACKED = 27;
export const NFR_FRAGMENT = 28;
export const NFR_FRAGMENT_DROPPED = 29;

/** Classes of TCP segments: RST first, then SYN, FIN, ACK (get_conntrack_index). */
export const NETFILTER_SEGMENT = ['SYN', 'SYN+ACK', 'FIN', 'ACK', 'RST'] as const;
export const NF_SEGMENT_SYN = 0;
export const NF_SEGMENT_SYN_ACK = 1;
export const NF_SEGMENT_FIN = 2;
export const NF_SEGMENT_ACK = 3;
export const NF_SEGMENT_RST = 4;
export const NF_SEGMENT_NONE = 5;

/** One row: in any of the states `from`, a segment from this direction leads to `to`. Original is the sender of the entry's first packet. */
export interface NetfilterRow {
  readonly direction: 'original' | 'reply';
  readonly segment: number;
  readonly from: readonly number[];
  readonly to: number;
  readonly why: string;
}

const NO = NF_STATE_NONE, SS = NF_SYN_SENT, SR = NF_SYN_RECV, ES = NF_STATE_ESTABLISHED, FW = NF_FIN_WAIT, CW = NF_CLOSE_WAIT;
const LA = NF_LAST_ACK, TW = NF_TIME_WAIT, CL = NF_CLOSE, S2 = NF_SYN_SENT2;

function row(direction: 'original' | 'reply', segment: number, from: readonly number[], to: number, why: string): NetfilterRow {
  return { direction, segment, from, to, why };
}

/** `tcp_conntracks`: every state and segment once for each direction (a test counts them). */
export const NETFILTER_TABLE: readonly NetfilterRow[] = [
  row('original', NF_SEGMENT_SYN, [NO], SS, 'A connection begins.'),
  row('original', NF_SEGMENT_SYN, [SS], SS, 'The SYN is retransmitted; the time-out is not renewed.'),
  row('original', NF_SEGMENT_SYN, [S2], S2, 'The SYN is retransmitted during a simultaneous open.'),
  row('original', NF_SEGMENT_SYN, [SR, ES, FW, CW, LA], NF_IGNORE, 'Either wrong, and the receiver says so, or the firewall holds a dead connection: remembered in case a SYN+ACK follows.'),
  row('original', NF_SEGMENT_SYN, [TW, CL], SS, 'Reopened: the old entry is deleted if one side closed it or this side reset it, else the SYN is ignored (RFC 1122 §4.2.2.13).'),
  row('original', NF_SEGMENT_SYN_ACK, [NO], NF_REFUSE, 'Too late to learn anything from.'),
  row('original', NF_SEGMENT_SYN_ACK, [SS], NF_REFUSE, 'Who sent a SYN does not send a SYN+ACK next.'),
  row('original', NF_SEGMENT_SYN_ACK, [S2], SR, 'Answers the other SYN of a simultaneous open.'),
  row('original', NF_SEGMENT_SYN_ACK, [SR], SR, 'Late, retransmitted SYN+ACK of a simultaneous open.'),
  row('original', NF_SEGMENT_SYN_ACK, [ES, FW, CW, LA, TW, CL], NF_REFUSE, 'The opener never sends a SYN+ACK.'),
  row('original', NF_SEGMENT_FIN, [NO], NF_REFUSE, 'Too late to learn anything from.'),
  row('original', NF_SEGMENT_FIN, [SS, S2], NF_REFUSE, 'Nothing was answered yet that could be closed.'),
  row('original', NF_SEGMENT_FIN, [SR, ES], FW, 'The close begins.'),
  row('original', NF_SEGMENT_FIN, [FW, CW], LA, 'The second FIN, or a repeat of the first: the table cannot tell.'),
  row('original', NF_SEGMENT_FIN, [LA], LA, 'The FIN is retransmitted.'),
  row('original', NF_SEGMENT_FIN, [TW], TW, 'The FIN is retransmitted after the last ACK.'),
  row('original', NF_SEGMENT_FIN, [CL], CL, 'After a RST.'),
  row('original', NF_SEGMENT_ACK, [NO], ES, 'Assumed to be a connection that began earlier (loose pick-up).'),
  row('original', NF_SEGMENT_ACK, [SS, S2], NF_REFUSE, 'There was no SYN+ACK that it could acknowledge.'),
  row('original', NF_SEGMENT_ACK, [SR], ES, 'The handshake is complete.'),
  row('original', NF_SEGMENT_ACK, [ES], ES, 'The connection goes on.'),
  row('original', NF_SEGMENT_ACK, [FW, CW], CW, 'The close is answered by an ACK.'),
  row('original', NF_SEGMENT_ACK, [LA], TW, 'The last ACK, unless it answers an ignored SYN (RFC 5961 §4).'),
  row('original', NF_SEGMENT_ACK, [TW], TW, 'The last ACK is retransmitted.'),
  row('original', NF_SEGMENT_ACK, [CL], CL, 'After a RST.'),
  row('original', NF_SEGMENT_RST, [NO], NF_REFUSE, 'Resets nothing.'),
  row('original', NF_SEGMENT_RST, [SS, SR, ES, FW, CW, LA, TW, CL, S2], CL, 'Reset; an open connection only by the exact number.'),
  row('reply', NF_SEGMENT_SYN, [NO], NF_REFUSE, 'Cannot happen: a first packet is original.'),
  row('reply', NF_SEGMENT_SYN, [SS], S2, 'Simultaneous open.'),
  row('reply', NF_SEGMENT_SYN, [S2], S2, 'The SYN of the other side is retransmitted.'),
  row('reply', NF_SEGMENT_SYN, [SR, ES, FW, CW, LA, CL], NF_REFUSE, 'The answering side does not send a SYN.'),
  row('reply', NF_SEGMENT_SYN, [TW], SS, 'Reopened with the roles exchanged.'),
  row('reply', NF_SEGMENT_SYN_ACK, [NO], NF_REFUSE, 'Cannot happen: a first packet is original.'),
  row('reply', NF_SEGMENT_SYN_ACK, [SS], SR, 'The SYN is answered.'),
  row('reply', NF_SEGMENT_SYN_ACK, [S2], SR, 'The SYN is answered in a simultaneous open.'),
  row('reply', NF_SEGMENT_SYN_ACK, [SR, ES, FW, CW, LA, TW, CL], NF_IGNORE, 'Retransmitted, or the answer to a SYN that was ignored: that one brings the firewall back in step.'),
  row('reply', NF_SEGMENT_FIN, [NO], NF_REFUSE, 'Cannot happen: a first packet is original.'),
  row('reply', NF_SEGMENT_FIN, [SS, S2], NF_REFUSE, 'Nothing is open that could be closed.'),
  row('reply', NF_SEGMENT_FIN, [SR, ES], FW, 'The close begins.'),
  row('reply', NF_SEGMENT_FIN, [FW, CW], LA, 'The second FIN, or a repeat of the first: the table cannot tell.'),
  row('reply', NF_SEGMENT_FIN, [LA], LA, 'The FIN is retransmitted.'),
  row('reply', NF_SEGMENT_FIN, [TW], TW, 'The FIN is retransmitted after the last ACK.'),
  row('reply', NF_SEGMENT_FIN, [CL], CL, 'After a RST.'),
  row('reply', NF_SEGMENT_ACK, [NO], NF_REFUSE, 'Cannot happen: a first packet is original.'),
  row('reply', NF_SEGMENT_ACK, [SS, S2], NF_IGNORE, 'May come from a half-open connection, or be a challenge ACK; with both SYNs seen the handshake is still open.'),
  row('reply', NF_SEGMENT_ACK, [SR], SR, 'May answer a late SYN; completes a simultaneous open.'),
  row('reply', NF_SEGMENT_ACK, [ES], ES, 'The connection goes on.'),
  row('reply', NF_SEGMENT_ACK, [FW, CW], CW, 'The close is answered by an ACK.'),
  row('reply', NF_SEGMENT_ACK, [LA], TW, 'The last ACK, unless it answers an ignored SYN (RFC 5961 §4).'),
  row('reply', NF_SEGMENT_ACK, [TW], TW, 'The last ACK is retransmitted.'),
  row('reply', NF_SEGMENT_ACK, [CL], CL, 'After a RST.'),
  row('reply', NF_SEGMENT_RST, [NO], NF_REFUSE, 'Cannot happen: a first packet is original.'),
  row('reply', NF_SEGMENT_RST, [SS, SR, ES, FW, CW, LA, TW, CL, S2], CL, 'Reset; an open connection only by the exact number.'),
];

/** Results of the netfilter view: verdict | reason << 3. */
export function netfilterVerdictName(result: number): NetfilterVerdict { return NETFILTER_VERDICT[result & 7] ?? 'NONE'; }
export function netfilterReasonName(result: number): NetfilterReason { return NETFILTER_REASON[result >> 3] ?? ''; }
