// The names Wireshark users type, and what they read of a connection. A connection has no single direction: `src` is its originator.
import { VERDICTS } from '../analysis';
import { field, type FieldInfo } from './field';

/** Our verdicts behind each of Wireshark's; where ours tells less or more, the meaning says so. */
const ANALYSIS: readonly { name: string; verdicts: readonly string[]; meaning: string }[] = [
  { name: 'retransmission', verdicts: ['retransmission', 'spurious-retransmission'], meaning: 'Segments sent again, needed or not, by our verdict.' },
  { name: 'fast_retransmission', verdicts: ['retransmission'], meaning: 'Segments sent again because they were needed: our verdict does not tell why they were.' },
  { name: 'spurious_retransmission', verdicts: ['spurious-retransmission'], meaning: 'Segments sent again although they had arrived, by our verdict.' },
  { name: 'out_of_order', verdicts: ['reordered'], meaning: 'Segments that the network delivered late, by our verdict.' },
  { name: 'lost_segment', verdicts: ['gap-before'], meaning: 'Segments after a gap, by our verdict.' },
  { name: 'ack_lost_segment', verdicts: ['ack-of-unseen'], meaning: 'Acknowledgements of bytes that the capture missed, by our verdict.' },
  { name: 'duplicate_ack', verdicts: ['duplicate-ack'], meaning: 'Repeated acknowledgements, by our verdict.' },
  { name: 'window_update', verdicts: ['window-update'], meaning: 'Segments that only announce another window, by our verdict.' },
  { name: 'window_full', verdicts: ['window-full'], meaning: 'Segments that fill the window of their receiver, by our verdict.' },
  { name: 'zero_window', verdicts: ['zero-window'], meaning: 'Segments that announce a window of no bytes, by our verdict.' },
  { name: 'zero_window_probe', verdicts: ['zero-window-probe'], meaning: 'Probes of a closed window, by our verdict.' },
  { name: 'zero_window_probe_ack', verdicts: ['zero-window-probe-ack'], meaning: 'Answers to a probe that say the window is still closed, by our verdict.' },
  { name: 'keep_alive', verdicts: ['keep-alive'], meaning: 'Keep-alives, by our verdict.' },
  { name: 'keep_alive_ack', verdicts: ['keep-alive-ack'], meaning: 'Answers to keep-alives, by our verdict.' },
];
const codes = (names: readonly string[]): number[] => names.map((name) => VERDICTS.findIndex((verdict) => verdict.name === name));

/** An `ip` or `ipv6` layer: present, either address, the originator's, the responder's. */
const network = (name: string, only: 'ipv4' | 'ipv6', example: string): FieldInfo[] => {
  const version = only === 'ipv4' ? 'IPv4' : 'IPv6';
  return [
    field(name, 'flag', 'always', `Connections over ${version}.`, name, { only, bare: true }),
    field(`${name}.addr`, 'address', 'address', `${version} address of either end.`, `${name}.addr == ${example}`, { only, ends: 'each', aliases: [`${name}.host`] }),
    field(`${name}.src`, 'address', 'address', `${version} address of the originator.`, `${name}.src == ${example}`, { only, ends: 'originator', aliases: [`${name}.src_host`] }),
    field(`${name}.dst`, 'address', 'address', `${version} address of the responder.`, `${name}.dst == ${example}`, { only, ends: 'responder', aliases: [`${name}.dst_host`] }),
  ];
};

const transport = (name: 'tcp' | 'udp', example: string): FieldInfo[] => {
  const title = name.toUpperCase();
  return [
    field(name, 'flag', 'always', `Connections of ${title}.`, name, { only: name, bare: true }),
    field(`${name}.port`, 'count', 'port', `${title} port of either end.`, `${name}.port == ${example}`, { only: name, ends: 'each' }),
    field(`${name}.srcport`, 'count', 'port', `${title} port of the originator.`, `${name}.srcport >= 49152`, { only: name, ends: 'originator' }),
    field(`${name}.dstport`, 'count', 'port', `${title} port of the responder.`, `${name}.dstport == ${example}`, { only: name, ends: 'responder' }),
    field(`${name}.stream`, 'count', 'stream', `Number of the connection among those of ${title}, from 0: Wireshark’s, where it separates connections as we do.`, `${name}.stream == 0`, { only: name }),
  ];
};

const icmp = (name: 'icmp' | 'icmpv6', only: 'icmp' | 'icmp6', example: string): FieldInfo[] => {
  const title = only === 'icmp' ? 'ICMP' : 'ICMPv6';
  return [
    field(name, 'flag', 'always', `Queries and messages of ${title}.`, name, { only, bare: true, aliases: name === 'icmpv6' ? ['icmp6'] : [] }),
    field(`${name}.type`, 'count', 'port', `Type of the ${title} message.`, `${name}.type == ${example}`, { only, ends: 'originator' }),
    field(`${name}.code`, 'count', 'port', `Code of the ${title} message.`, `${name}.code == 0`, { only, ends: 'responder' }),
  ];
};

export const WIRESHARK_FIELDS: readonly FieldInfo[] = [
  ...network('ip', 'ipv4', '192.168.0.0/16'),
  ...network('ipv6', 'ipv6', '2001:db8::/32'),
  field('ip.proto', 'count', 'protocolNumber', 'Number of the protocol above IP.', 'ip.proto == 6', { aliases: ['ipv6.nxt'] }),
  ...transport('tcp', '443'),
  ...transport('udp', '53'),
  ...icmp('icmp', 'icmp', '8'),
  ...icmp('icmpv6', 'icmp6', '128'),
  field('frame.time', 'time', 'start', 'Time of the first packet, in UTC; a plain number is seconds since 1970.', 'frame.time >= "2026-01-31 14:25:01"', { plain: 1e6, aliases: ['frame.time_epoch', 'frame.time_utc'] }),
  field('tcp.analysis.initial_rtt', 'span', 'handshake', 'Time of the handshake; a plain number is seconds.', 'tcp.analysis.initial_rtt > 0.1', { plain: 1e6, only: 'tcp', bare: true }),
  ...ANALYSIS.map(({ name, verdicts, meaning }) => field(`tcp.analysis.${name}`, 'count', 'verdict', meaning, `tcp.analysis.${name}`, { ends: 'sum', verdicts: codes(verdicts), bare: true })),
  field('tcp.completeness', 'count', 'completeness', 'Sum of what of the connection is in the capture: 1 SYN, 2 SYN+ACK, 4 ACK, 8 data, 16 FIN, 32 RST.', 'tcp.completeness == 31', { only: 'tcp' }),
  field('tcp.flags.syn', 'flag', 'opened', 'A SYN or SYN+ACK of the connection was seen.', 'tcp.flags.syn == 1', { only: 'tcp', bare: true }),
  field('tcp.flags.fin', 'flag', 'closed', 'Closed by FIN, by one end or both.', 'tcp.flags.fin', { only: 'tcp', bare: true }),
  field('tcp.flags.reset', 'flag', 'closed', 'Closed or refused by a reset.', 'tcp.flags.reset', { only: 'tcp', bare: true, aliases: ['tcp.flags.rst'] }),
];

/** Values of the quantity behind each flag that stand for yes; a flag that is not here is its layer's own. */
export const FLAG_VALUES: Readonly<Record<string, readonly string[]>> = {
  'tcp.flags.syn': ['handshake', 'simultaneous', 'unanswered', 'refused', 'half-open', 'data-first'],
  'tcp.flags.fin': ['fin', 'half-closed'],
  'tcp.flags.reset': ['reset', 'refused'],
};
