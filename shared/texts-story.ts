// Words of the story tab: the state lanes, the diagram of the machine, the measures.
import type { DATAGRAM_EVENTS } from './datagram-machine';
import type { Endpoint } from './flow';
import type { TCP_EVENTS } from './tcp-machine';

const who = (endpoint: Endpoint | 'both'): string => (endpoint === 'both' ? 'both ends' : endpoint);

export const STORY_TEXTS = {
  verdict: 'What happened',
  lanes: 'States in time',
  lanesHint: 'Arrow keys go from jump to jump, Enter shows the packet.',
  scale: 'Time axis',
  scales: { event: 'Equal steps', linear: 'True to time' },
  scaleMeaning: { event: 'Every moment at which a state changes gets the same room; the real times stand between them.', linear: 'As long as it took.' },
  lastPacket: 'last packet',
  frame: (frame: string) => `frame ${frame}`,
  byTime: 'by time',
  jump: (number: string, endpoint: Endpoint | 'both', from: string, to: string) => `${number}: ${who(endpoint)}, ${from === '' ? 'nothing' : from} to ${to}`,
  pick: 'Each number is a jump: one packet moved one end from state to state. Choose one to see the packet, the rule and the reason.',
  showPacket: 'Show the packet',
  moreJumps: (shown: string, all: string) => `The first ${shown} of ${all} jumps are drawn.`,
  diagram: { tcp: 'The TCP state machine (RFC 9293 §3.3.2), and the way taken', other: 'What is told apart, and the way taken' },
  diagramNote: { tcp: 'Any state ends in CLOSED by a RST, a time-out, or new use of its ports: drawn where it happened.', other: 'Drawn from the rows that the tracker runs.' },
  ends: { both: 'Both', originator: 'Originator', responder: 'Responder' },
  endsLabel: 'Whose way',
  legendInferred: 'inferred',
  legendConfirmed: 'confirmed',
  start: 'first packet',
  lastState: (end: Endpoint | 'both') => `${who(end)}: last state`,
  topics: { opening: 'Opening', passed: 'Passed', trouble: 'Trouble', closing: 'Closing', capture: 'Capture', direction: 'Direction' },
  weights: { plain: '', notice: 'Worth a look: ', fault: 'Fault: ' },
  otherFrames: (count: string) => `and ${count} more`,
  measures: 'Measures',
  measure: 'What the end sent',
  measureNames: {
    roundTrip: ['Round trip', 'From a segment at the capture point to its acknowledgement: least, mean, greatest.'],
    flight: ['Most in flight', 'The most bytes that were sent and not acknowledged.'],
    window: ['Window announced', 'Bytes this end was ready to take: least to greatest.'],
    segment: ['Largest segment', 'Payload of its largest segment.'],
    bytes: ['Bytes in sequence', 'Payload, every byte once.'],
    acknowledged: ['Acknowledged', 'Of these, acknowledged by the peer.'],
    goodput: ['Goodput', 'Acknowledged bytes a second, over the whole connection.'],
    repeated: ['Sent again', 'Bytes that were sent more than once.'],
    missed: ['Not captured', 'Acknowledged, but never seen: the capture missed them.'],
    duplicateAcks: ['Duplicate ACKs', 'Acknowledgements of the same byte again.'],
    silence: ['Longest silence', 'The longest time without a packet of this end.'],
    verdicts: ['Verdicts', 'Our own, on its segments.'],
    isn: ['Initial number', 'Its first sequence number, and whether the peer acknowledged it.'],
    offered: ['Offered', 'Options in its SYN or SYN+ACK.'],
  },
  isnChecks: { unknown: 'unknown', validated: 'acknowledged', 'with-data': 'acknowledged with data', unanswered: 'not answered', wrong: 'answered wrongly', inferred: 'inferred' },
  roundTrip: (least: string, mean: string, most: string) => `${least} · ${mean} · ${most}`,
  range: (least: string, most: string) => (least === most ? most : `${least} – ${most}`),
  offered: { mss: (text: string) => `MSS ${text}`, scale: (text: string) => `window × ${text}`, sack: 'SACK', timestamps: 'time stamps', fastOpen: 'Fast Open', none: 'none', unseen: 'not captured' },
  legs: { synToSynAck: 'SYN to SYN+ACK', synAckToAck: 'SYN+ACK to ACK', initialRtt: 'Initial RTT', inUse: 'In use', windowScale: 'window scale' },
  views: { zeek: 'Zeek', netfilter: 'netfilter' },
} as const;

/** What moves an end from state to state, as one would say it of the end. */
const EVENT_WORDS: Readonly<Record<(typeof TCP_EVENTS)[number] | (typeof DATAGRAM_EVENTS)[number], string>> = {
  'send-syn': 'sends SYN', 'recv-syn': 'gets SYN', 'answer-syn': 'answers a SYN', 'send-syn-ack': 'sends SYN+ACK', 'recv-syn-ack': 'gets SYN+ACK', 'recv-ack-of-syn': 'SYN acked',
  'send-fin': 'sends FIN', 'recv-fin': 'gets FIN', 'recv-ack-of-fin': 'FIN acked', 'send-rst': 'sends RST', 'recv-rst': 'gets RST',
  'pick-up': 'seen mid-stream', 'time-wait-over': 'two lifetimes pass', 'idle-time-out': 'silent for too long', superseded: 'its ports are used anew',
  first: 'first datagram', answer: 'answer', 'port-unreachable': 'port unreachable', 'icmp-error': 'ICMP error', request: 'request', reply: 'reply', unsolicited: 'reply to nothing seen', notice: 'notice',
};

export const eventWords = (event: string): string => (Object.hasOwn(EVENT_WORDS, event) ? EVENT_WORDS[event as keyof typeof EVENT_WORDS] : event);
