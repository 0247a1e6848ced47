// The measures of a connection as rows of a table: one column for each end, rows that say nothing of either left out.
import type { Endpoint } from '@shared/flow';
import type { DirectionMeasures, TcpMeasures } from '@shared/measures';
import type { ConnectionDetail } from '@shared/snapshot';
import { STORY_TEXTS } from '@shared/texts-story';
import { NOTHING, formatByteRate, formatBytes, formatCount, formatSpan } from './format';

export interface MeasureRow { name: string; meaning: string; originator: string; responder: string }

const words = STORY_TEXTS.offered;

function offeredText({ offered }: DirectionMeasures): string {
  if (offered === null) return words.unseen;
  const parts = [
    ...(offered.mss === null ? [] : [words.mss(formatCount(offered.mss))]),
    ...(offered.windowScale === null ? [] : [words.scale(formatCount(2 ** offered.windowScale))]),
    ...(offered.sackPermitted ? [words.sack] : []), ...(offered.timestamps ? [words.timestamps] : []), ...(offered.fastOpen ? [words.fastOpen] : []),
  ];
  return parts.length === 0 ? words.none : parts.join(', ');
}

const some = (value: number, text: (value: number) => string): string => (value === 0 ? NOTHING : text(value));
const verdicts = (of: DirectionMeasures): string => Object.entries(of.verdicts).sort((a, b) => b[1] - a[1]).map(([name, count]) => `${formatCount(count)} ${name.replaceAll('-', ' ')}`).join(', ') || NOTHING;

const ROWS: readonly { id: keyof typeof STORY_TEXTS.measureNames; text: (of: DirectionMeasures) => string }[] = [
  { id: 'bytes', text: (of) => formatBytes(of.sequenceBytes) },
  { id: 'acknowledged', text: (of) => formatBytes(of.acknowledgedBytes) },
  { id: 'goodput', text: (of) => (of.goodput === null ? NOTHING : formatByteRate(of.goodput)) },
  { id: 'roundTrip', text: ({ roundTrip }) => (roundTrip === null ? NOTHING : STORY_TEXTS.roundTrip(formatSpan(roundTrip.min), formatSpan(roundTrip.mean), formatSpan(roundTrip.max))) },
  { id: 'flight', text: (of) => some(of.mostBytesInFlight, formatBytes) },
  { id: 'window', text: ({ receiveWindow }) => (receiveWindow === null ? NOTHING : STORY_TEXTS.range(formatBytes(receiveWindow.least), formatBytes(receiveWindow.greatest))) },
  { id: 'segment', text: (of) => some(of.largestSegment, formatBytes) },
  { id: 'repeated', text: (of) => some(of.retransmittedBytes, formatBytes) },
  { id: 'missed', text: (of) => some(of.missedBytes, formatBytes) },
  { id: 'duplicateAcks', text: (of) => some(of.duplicateAcks, formatCount) },
  { id: 'verdicts', text: verdicts },
  { id: 'silence', text: (of) => formatSpan(of.longestSilenceMicros) },
  { id: 'isn', text: (of) => (of.isn === null ? NOTHING : `${of.isn}, ${STORY_TEXTS.isnChecks[of.isnCheck]}`) },
  { id: 'offered', text: offeredText },
];

export function measureRows(tcp: TcpMeasures): MeasureRow[] {
  return ROWS.map(({ id, text }): MeasureRow => {
    const cell = (end: Endpoint): string => text(tcp.directions[end]);
    const [name, meaning] = STORY_TEXTS.measureNames[id];
    return { name, meaning, originator: cell('originator'), responder: cell('responder') };
  }).filter((row) => row.originator !== NOTHING || row.responder !== NOTHING);
}

/** What belongs to both ends: the legs of the handshake, the options in use, what others call it. */
export function sharedMeasures(detail: ConnectionDetail): { name: string; text: string }[] {
  const { tcp, others } = detail;
  const legs = STORY_TEXTS.legs;
  const used = tcp === null ? [] : [...(tcp.inUse.windowScale === true ? [legs.windowScale] : []), ...(tcp.inUse.sack === true ? [words.sack] : []), ...(tcp.inUse.timestamps === true ? [words.timestamps] : []), ...(tcp.inUse.fastOpen ? [words.fastOpen] : [])];
  const span = (name: string, micros: number | null | undefined): { name: string; text: string }[] => (micros === null || micros === undefined ? [] : [{ name, text: formatSpan(micros) }]);
  return [
    ...span(legs.synToSynAck, tcp?.synToSynAckMicros), ...span(legs.synAckToAck, tcp?.synAckToAckMicros), ...span(legs.initialRtt, tcp?.initialRttMicros),
    ...(used.length === 0 ? [] : [{ name: legs.inUse, text: used.join(', ') }]),
    ...(others.connState === null ? [] : [{ name: STORY_TEXTS.views.zeek, text: [others.connState, others.history ?? ''].filter((part) => part !== '').join(' ') }]),
    ...(others.netfilter === null ? [] : [{ name: STORY_TEXTS.views.netfilter, text: others.netfilter }]),
  ];
}
