// What the verdicts and states of a Linux firewall mean, a sentence each.
import type { NETFILTER_STATE, NetfilterVerdict } from './netfilter';

export const NETFILTER_VERDICT_MEANING: Readonly<Record<NetfilterVerdict, string>> = {
  NONE: 'The firewall has not judged this packet: it is a fragment of a datagram that is not whole yet.',
  NEW: 'The packet begins an entry, or belongs to one that has seen packets in one direction only.',
  ESTABLISHED: 'The packet belongs to an entry that has seen packets in both directions; it does not mean the TCP state.',
  RELATED: 'An ICMP error about a packet of a known entry.',
  INVALID: 'The packet fits no entry, or not the state, window or checksum it should have: most rule sets drop it.',
  UNTRACKED: 'The firewall keeps no entry for packets of this kind.',
};

export const NETFILTER_STATE_MEANING: Readonly<Record<(typeof NETFILTER_STATE)[number], string>> = {
  NONE: 'No entry.',
  SYN_SENT: 'One SYN was seen; nothing has answered it yet.',
  SYN_RECV: 'SYN and SYN+ACK were seen; the last ACK of the handshake is awaited.',
  ESTABLISHED: 'The handshake is complete, or the connection was picked up in the middle.',
  FIN_WAIT: 'One FIN was seen.',
  CLOSE_WAIT: 'The FIN of one side was acknowledged.',
  LAST_ACK: 'Both sides sent a FIN; the last ACK is awaited.',
  TIME_WAIT: 'Closed in order; the entry stays for late segments.',
  CLOSE: 'A RST was seen: the entry lives for 10 seconds more.',
  SYN_SENT2: 'Both sides sent a SYN: a simultaneous open.',
};
