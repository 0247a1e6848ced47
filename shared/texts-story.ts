// Words of the story tab: the state lanes, the diagram of the machine, the measures.
import type { Endpoint } from './flow';

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
  pick: 'Choose a jump to see its packet and its rule.',
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
  options: 'Offered in the handshake',
  measures: 'Measures',
  measure: 'Measure',
} as const;
