// What passed on a TCP connection and what went wrong, in sentences: one row for each verdict that is worth a word.
import type { Endpoint } from './flow';
import type { DirectionMeasures, TcpMeasures } from './measures';
import type { ConnectionDetail } from './snapshot';
import { bytes, count, fault, many, notice, other, plain, span, The, the, threeDigits, times, type Sentence, type SentenceWeight } from './verdict-sentence';

const ENDS = ['originator', 'responder'] as const;
/** A few bytes have no rate worth a word. */
const RATED_BYTES = 10_000;

interface Row {
  readonly verdict: string;
  readonly weight: SentenceWeight;
  text(n: number, end: Endpoint, measures: DirectionMeasures): string;
}

const rows: readonly Row[] = [
  {
    verdict: 'retransmission', weight: 'fault',
    text: (n, end, m) => `${The(end)} sent ${many(n, 'segment')} again (${m.retransmittedBytes > 0 ? bytes(m.retransmittedBytes) : 'SYN or FIN, no data'}), because no acknowledgement had come: the first copy or its acknowledgement was lost or late.`,
  },
  { verdict: 'spurious-retransmission', weight: 'notice', text: (n, end) => `${The(end)} sent ${many(n, 'segment')} again needlessly: ${the(other(end))} had acknowledged every byte before.` },
  { verdict: 'gap-before', weight: 'fault', text: (n, end) => `Bytes were missing before ${many(n, 'segment')} of ${the(end)} when ${n === 1 ? 'it' : 'they'} passed: lost or delayed on the way to this point, or not captured.` },
  { verdict: 'reordered', weight: 'notice', text: (n, end) => `The network changed the order of ${many(n, 'segment')} of ${the(end)}: sent once, delivered late.` },
  { verdict: 'network-duplicate', weight: 'notice', text: (n, end) => `The network delivered ${many(n, 'packet')} of ${the(end)} twice: sent once, copied on the way.` },
  { verdict: 'duplicate-ack', weight: 'notice', text: (n, end) => `${The(end)} repeated an acknowledgement ${times(n)}: it received segments that did not continue what it had.` },
  {
    verdict: 'zero-window', weight: 'fault',
    text: (n, end) => `${The(end)} announced a window of zero ${times(n)}: its application did not read fast enough, and ${the(other(end))} had to wait.`,
  },
  { verdict: 'zero-window-probe', weight: 'notice', text: (n, end) => `${The(end)} asked ${times(n)} whether there was room again.` },
  { verdict: 'window-full', weight: 'notice', text: (n, end) => `${The(end)} filled the window of ${the(other(end))} ${times(n)}: the receiver’s window, not the network, held it back.` },
  { verdict: 'keep-alive', weight: 'plain', text: (n, end) => `${The(end)} sent ${many(n, 'keep-alive')} while the connection was idle.` },
  { verdict: 'stale', weight: 'notice', text: (n, end) => `${many(n, 'segment')} of ${the(end)} repeated numbers that were long over.` },
  { verdict: 'out-of-window', weight: 'fault', text: (n, end) => `${many(n, 'segment')} of ${the(end)} ${n === 1 ? 'lies' : 'lie'} outside every window that ${the(other(end))} announced: a stray packet, or one that somebody else made up.` },
  { verdict: 'overlap-conflict', weight: 'fault', text: (n, end) => `${The(end)} sent ${many(n, 'segment')} with other content for bytes that were sent before: what ${the(other(end))} reads depends on its system, which is a way to deceive an inspector.` },
];

export function passedWords(detail: ConnectionDetail): Sentence[] {
  const { tcp, payloadBytes } = detail;
  if (tcp === null) return [];
  const sent = ENDS.map((end) => (payloadBytes[end] === 0 ? null : sentText(end, tcp.directions[end], detail.packets[other(end)] > 0)));
  const words: Sentence[] = [];
  if (sent[0] === null && sent[1] === null) {
    if (detail.opened !== 'unanswered' && detail.opened !== 'refused' && detail.opened !== 'none') words.push(plain('passed', 'No data passed.'));
  } else {
    const heard = ENDS.flatMap((end, i) => (detail.packets[end] === 0 ? [] : [sent[i] ?? `${the(end)} sent no data`]));
    const text = heard.join('; ');
    words.push(plain('passed', `T${text.slice(1)}.`));
  }
  for (const end of ENDS) {
    const { roundTrip } = tcp.directions[end];
    if (roundTrip === null) continue;
    const range = roundTrip.samples > 1 && span(roundTrip.min) !== span(roundTrip.max) ? `, from ${span(roundTrip.min)} to ${span(roundTrip.max)}` : '';
    words.push(plain('passed', `From the capture to ${the(other(end))} and back took ${span(roundTrip.mean)}${range === '' ? '' : ' on average'}${range} (${many(roundTrip.samples, 'sample')}).`));
  }
  return words;
}

function sentText(end: Endpoint, measures: DirectionMeasures, answered: boolean): string {
  const rate = measures.goodput === null || measures.acknowledgedBytes < RATED_BYTES ? '' : `, ${rateText(measures.goodput)}`;
  const unconfirmed = measures.sequenceBytes - measures.acknowledgedBytes;
  const rest = unconfirmed <= 0 || !answered ? '' : measures.acknowledgedBytes === 0 ? ', none of it acknowledged' : `, ${count(unconfirmed)} of them not acknowledged`;
  return `${the(end)} sent ${bytes(measures.sequenceBytes)}${rest}${rate}`;
}

function rateText(bytesPerSecond: number): string {
  const units = ['B/s', 'kB/s', 'MB/s', 'GB/s'];
  let [value, unit] = [bytesPerSecond, 0];
  while (value >= 999.5 && unit < units.length - 1) { value /= 1000; unit++; }
  return `${threeDigits(value)} ${units[unit] ?? ''}`;
}

/** What lies outside are resets, which have sentences of their own. */
function onlyResets(tcp: TcpMeasures, end: Endpoint, seen: number): boolean {
  return tcp.resets.filter((reset) => reset.from === end && reset.validity !== 'refusal').length >= seen;
}

export function troubleWords(detail: ConnectionDetail): Sentence[] {
  const { tcp } = detail;
  if (tcp === null) return [];
  const words: Sentence[] = [];
  for (const row of rows) {
    for (const end of ENDS) {
      const seen = tcp.directions[end].verdicts[row.verdict] ?? 0;
      if (seen === 0 || (row.verdict === 'out-of-window' && onlyResets(tcp, end, seen))) continue;
      const make = row.weight === 'fault' ? fault : row.weight === 'notice' ? notice : plain;
      words.push(make('trouble', row.text(seen, end, tcp.directions[end])));
    }
  }
  if (detail.icmpErrors > 0 && detail.opened !== 'unanswered') words.push(notice('trouble', `${many(detail.icmpErrors, 'ICMP error')} told of its packets; an open connection survives them (RFC 1122 §4.2.3.9).`));
  const isQuiet = words.every((sentence) => sentence.weight === 'plain');
  if (isQuiet && detail.payloadBytes.originator + detail.payloadBytes.responder > 0) words.unshift(plain('trouble', 'No loss, repeat or reordering was seen at the capture point.'));
  return words;
}
