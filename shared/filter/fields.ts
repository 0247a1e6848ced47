// The fields of the filter language that are the command line's own, as data: the parser, the compiler, completion and the help read this table.
import { VERDICTS } from '../analysis';
import { CLOSED, DIRECTION_REASON, ENDPOINT, OPENED, PROTOCOL, protocolName } from '../flow';
import { NETFILTER_STATE } from '../netfilter';
import { ICMP_STATES, TCP_STATES, UDP_STATES } from '../states';
import { CLOSED_TEXT, DIRECTION_TEXT, OPENED_TEXT } from '../texts';
import { CONN_STATES } from '../zeek';
import { field, perEnd, type FieldChoice, type FieldInfo } from './field';
import { WIRESHARK_FIELDS } from './wireshark-fields';

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const words = <T extends string>(values: readonly T[], texts: Readonly<Record<T, string>>): FieldChoice[] => values.map((value) => ({ value, meaning: sentence(texts[value]) }));

/** Every name of a state once, TCP's first. */
export const STATE_CHOICES: readonly FieldChoice[] = [...TCP_STATES, ...UDP_STATES, ...ICMP_STATES]
  .filter((state, i, all) => all.findIndex((other) => other.name === state.name) === i)
  .map((state) => ({ value: state.name, meaning: state.meaning }));

const PROTOCOL_MEANING: Readonly<Record<number, string>> = {
  [PROTOCOL.tcp]: 'Transmission Control Protocol.', [PROTOCOL.udp]: 'User Datagram Protocol.', [PROTOCOL.icmp]: 'Control messages of IPv4.', [PROTOCOL.icmp6]: 'Control messages of IPv6.',
};
const PROTOCOLS: readonly FieldChoice[] = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.icmp, PROTOCOL.icmp6].map((p) => ({ value: protocolName(p), meaning: PROTOCOL_MEANING[p] ?? '' }));
/** What a protocol may be called: by name, the others by number. */
export const PROTOCOL_NAMES: readonly string[] = Array.from({ length: 256 }, (_, p) => protocolName(p));

const NETFILTER_CHOICES: readonly FieldChoice[] = [
  ...NETFILTER_STATE.map((value) => ({ value, meaning: `The kernel’s table has the TCP connection in ${value}.` })),
  { value: 'UNREPLIED', meaning: 'Datagrams in one direction only.' },
  { value: 'REPLIED', meaning: 'Datagrams in both directions.' },
  { value: 'ASSURED', meaning: 'Datagrams in both directions, for longer than a moment.' },
];

const VERDICT_FIELDS: readonly FieldInfo[] = VERDICTS.flatMap(({ name, meaning }, code) => (name === null ? [] : [
  field(`verdicts.${name}`, 'count', 'verdict', meaning, `verdicts.${name} > 2`, { ends: 'sum', verdicts: [code], bare: true, aliases: [name] }),
  ...ENDPOINT.map((end) => field(`verdicts.${name}.${end}`, 'count', 'verdict', `Segments of the ${end} with this verdict: ${meaning.charAt(0).toLowerCase()}${meaning.slice(1)}`,
    `verdicts.${name}.${end} > 0`, { ends: end, verdicts: [code], bare: true, aliases: [`${name}.${end}`] })),
]));

const END_NAMES: readonly FieldInfo[] = ENDPOINT.flatMap((end) => [
  field(`${end}.address`, 'address', 'address', `Address of the ${end}.`, `${end}.address == 10.0.0.0/8`, { ends: end, aliases: [end] }),
  field(`${end}.port`, 'count', 'port', `Port of the ${end}; of ICMP, the ${end === 'originator' ? 'type' : 'code'} of the message.`, `${end}.port in {80, 443, 8000..8100}`, { ends: end }),
]);

const OWN_FIELDS: readonly FieldInfo[] = [
  field('id', 'count', 'id', 'Number of the connection, from 1, in the order of first packets.', 'id in 100..200'),
  field('proto', 'choice', 'protocol', 'Protocol above IP; one without a name here is its number.', 'proto == udp', { values: PROTOCOLS, aliases: ['protocol'] }),
  field('address', 'address', 'address', 'Address of either end, IPv4 or IPv6.', 'address == 2001:db8::/32', { ends: 'each', aliases: ['addr', 'host'] }),
  field('port', 'count', 'port', 'Port of either end, of protocols that have ports.', 'port in {53, 853}', { ends: 'each', only: 'ports' }),
  ...END_NAMES,
  field('directionReason', 'choice', 'directionReason', 'Why we believe who opened the connection.', 'directionReason == syn', { values: words(DIRECTION_REASON, DIRECTION_TEXT) }),
  field('startMicros', 'time', 'start', 'Time of the first packet; a plain number is microseconds since 1970, a date is UTC.', 'startMicros >= 2026-01-31T14:25', { plain: 1, aliases: ['start'] }),
  field('endMicros', 'time', 'end', 'Time of the last packet so far; a plain number is microseconds since 1970, a date is UTC.', 'endMicros < "2026-01-31 14:25:01.5"', { plain: 1, aliases: ['end', 'lastSeen'] }),
  field('duration', 'span', 'duration', 'Time from the first packet to the last.', 'duration > 1.5s'),
  field('durationMicros', 'span', 'duration', 'The same; a plain number is microseconds.', 'durationMicros < 1000', { plain: 1 }),
  field('states', 'choice', 'state', 'State of either end.', 'states == TIME-WAIT', { ends: 'each', values: STATE_CHOICES, aliases: ['state'] }),
  ...ENDPOINT.map((end) => field(`states.${end}`, 'choice', 'state', `State of the ${end}.`, `states.${end} == ESTABLISHED`, { ends: end, values: STATE_CHOICES, aliases: [`state.${end}`, `${end}.state`] })),
  field('opened', 'choice', 'opened', 'How the connection was opened.', 'opened == handshake', { values: words(OPENED, OPENED_TEXT) }),
  field('closed', 'choice', 'closed', 'How the connection ended.', 'closed in {reset, refused}', { values: words(CLOSED, CLOSED_TEXT) }),
  field('closedBy', 'choice', 'closedBy', 'The end that began to close.', 'closedBy == responder', { values: ENDPOINT.map((end) => ({ value: end, meaning: `The ${end} closed first.` })), bare: true }),
  field('connState', 'choice', 'connState', 'Zeek’s conn_state.', 'connState in {S0, REJ}', { values: Object.entries(CONN_STATES).map(([value, meaning]) => ({ value, meaning: `${meaning}.` })), aliases: ['conn_state'] }),
  field('history', 'text', 'history', 'Zeek’s letters of what happened: of the originator in upper case, of the responder in lower case.', 'history matches "^ShADad.*R"', { exactCase: true, bare: true }),
  field('netfilter', 'choice', 'netfilter', 'Last state in the table of a Linux firewall.', 'netfilter == TIME_WAIT', { values: NETFILTER_CHOICES, bare: true }),
  ...perEnd('packets', 'count', 'packets', 'packets sent by', 'packets > 1000'),
  ...perEnd('wireBytes', 'bytes', 'wireBytes', 'bytes on the wire sent by', 'wireBytes > 10 MB', { aliases: ['bytes'] }),
  ...perEnd('payloadBytes', 'bytes', 'payloadBytes', 'payload bytes, repeats included, sent by', 'payloadBytes >= 1MiB'),
  ...perEnd('sequenceBytes', 'bytes', 'sequenceBytes', 'payload in sequence space, without repeats and with holes, of', 'sequenceBytes > 100kB'),
  ...perEnd('missedBytes', 'bytes', 'missedBytes', 'bytes acknowledged but not in the capture, sent by', 'missedBytes > 0', { bare: true }),
  field('handshake', 'span', 'handshake', 'Time from the SYN to the ACK that completes the handshake.', 'handshake > 100ms', { bare: true }),
  field('handshakeMicros', 'span', 'handshake', 'The same; a plain number is microseconds.', 'handshakeMicros > 100000', { plain: 1, bare: true }),
  ...(['min', 'mean', 'max'] as const).flatMap((part) => {
    const of = { min: 'rttMin', mean: 'rttMean', max: 'rttMax' } as const;
    const name = { min: 'Shortest', mean: 'Mean', max: 'Longest' }[part];
    return [
      field(`rtt.${part}`, 'span', of[part], `${name} round-trip time measured at the capture point.`, `rtt.${part} > 50ms`, { bare: true }),
      field(`rttMicros.${part}`, 'span', of[part], 'The same; a plain number is microseconds.', `rttMicros.${part} > 50000`, { plain: 1, bare: true }),
    ];
  }),
  field('rttMicros.samples', 'count', 'rttSamples', 'Round-trip times measured.', 'rttMicros.samples >= 10', { aliases: ['rtt.samples'], bare: true }),
  field('verdicts', 'count', 'verdict', 'Segments with any verdict of ours.', 'verdicts > 100', { ends: 'sum', verdicts: VERDICTS.flatMap(({ name }, code) => (name === null ? [] : [code])), bare: true, aliases: ['tcp.analysis.flags'] }),
  ...VERDICT_FIELDS,
  field('vlan', 'count', 'vlan', 'VLAN ids around the packets.', 'vlan == 100', { ends: 'each', aliases: ['vlan.id'], bare: true }),
  field('tunnel', 'text', 'tunnel', 'Tunnels around the packets, in words.', 'tunnel contains "VXLAN"', { bare: true }),
  field('icmpErrors', 'count', 'icmpErrors', 'ICMP errors that quoted the connection.', 'icmpErrors > 0', { bare: true }),
  field('alerts', 'count', 'alerts', 'Ids of the alerts about the connection.', 'alerts == 7', { ends: 'each', bare: true }),
];

/** Every field, our own first. */
export const FIELDS: readonly FieldInfo[] = [...OWN_FIELDS, ...WIRESHARK_FIELDS];

const BY_NAME: ReadonlyMap<string, FieldInfo> = new Map(FIELDS.flatMap((info) => [info.name, ...info.aliases].map((name) => [name.toLowerCase(), info] as const)));

/** By its name or an alias, in any case; null for no field. */
export const fieldNamed = (name: string): FieldInfo | null => BY_NAME.get(name.toLowerCase()) ?? null;

/** Names and aliases. */
export const FIELD_NAMES: readonly string[] = FIELDS.flatMap((info) => [info.name, ...info.aliases]);
