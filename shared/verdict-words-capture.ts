// What the capture does not show of a connection, and why we believe who opened it, in sentences.
import { PROTOCOL, type DirectionReason } from './flow';
import type { TcpMeasures } from './measures';
import type { ConnectionDetail } from './snapshot';
import { addressOf, bytes, count, many, notice, other, plain, The, the, times, type Sentence } from './verdict-sentence';

const ENDS = ['originator', 'responder'] as const;
/** The largest payload of one segment on an Ethernet with jumbo frames, where the handshake does not say what an end takes. */
const LARGEST_ON_A_WIRE = 9_216;

export function captureWords(detail: ConnectionDetail): Sentence[] {
  const { tcp } = detail;
  return [...(tcp === null ? [] : [...oneSided(detail, tcp), ...(opens(detail) ? gaps(tcp) : []), ...superFrames(tcp), ...cut(tcp)]), ...forgotten(detail)];
}

function oneSided(detail: ConnectionDetail, tcp: TcpMeasures): Sentence[] {
  const silent = ENDS.find((end) => detail.packets[end] === 0);
  if (silent === undefined) return [];
  const speaker = other(silent);
  // A lone SYN may simply have no answer; what acknowledges was answered.
  const acknowledges = tcp.directions[speaker].receiveWindow !== null;
  if (!acknowledges) return [];
  return [notice('capture', `Only packets of ${the(speaker)} are in the capture, although they acknowledge something: ${the(silent)}’s took another way or were not captured. Its states are inferred.`)];
}

/** Numbers of a connection that never opened tell nothing of what was sent. */
const opens = ({ opened }: ConnectionDetail): boolean => opened !== 'unanswered' && opened !== 'refused' && opened !== 'none';

function gaps(tcp: TcpMeasures): Sentence[] {
  return ENDS.flatMap((end) => {
    const { missedBytes, verdicts } = tcp.directions[end];
    const unseen = verdicts['ack-of-unseen'] ?? 0;
    const copies = verdicts['capture-duplicate'] ?? 0;
    const words: Sentence[] = [];
    if (missedBytes > 0) words.push(notice('capture', `${bytes(missedBytes)} that ${the(end)} sent ${missedBytes === 1 ? 'was' : 'were'} acknowledged and never captured: the capture lost ${missedBytes === 1 ? 'it' : 'them'}, not the network.`));
    if (unseen > 0 && tcp.directions[other(end)].missedBytes === 0) words.push(notice('capture', `${The(end)} acknowledged data ${times(unseen)} that the capture had not shown.`));
    if (copies > 0) words.push(notice('capture', `${many(copies, 'packet')} of ${the(end)} ${copies === 1 ? 'is' : 'are'} in the capture twice, as a mirror port or two capture points make it.`));
    return words;
  });
}

function superFrames(tcp: TcpMeasures): Sentence[] {
  return ENDS.flatMap((end) => {
    const taken = tcp.directions[other(end)].offered?.mss ?? null;
    const { largestSegment } = tcp.directions[end];
    if (largestSegment <= (taken ?? LARGEST_ON_A_WIRE)) return [];
    const limit = taken === null ? 'more than a wire carries' : `more than the ${count(taken)} that ${the(other(end))} takes`;
    return [notice('capture', `Segments of ${the(end)} hold up to ${bytes(largestSegment)}, ${limit}: they were captured inside a host, before the network card cut them or after it joined them (offload), so packet counts are not those of the wire.`)];
  });
}

function cut(tcp: TcpMeasures): Sentence[] {
  if (!ENDS.some((end) => tcp.directions[end].payloadCut)) return [];
  return [notice('capture', 'The snap length cut the payload of packets: lengths are right, contents cannot be compared.')];
}

function forgotten(detail: ConnectionDetail): Sentence[] {
  return detail.transitionsDropped === 0 ? [] : [notice('capture', 'The oldest state jumps are no longer kept.')];
}

const REASONS: Readonly<Record<DirectionReason, (detail: ConnectionDetail) => string>> = {
  'first-packet': (d) => `${addressOf(d, 'originator')} counts as the originator only because it sent the first packet captured.`,
  syn: (d) => `${addressOf(d, 'originator')} is the originator: it sent the SYN.`,
  'syn-ack': (d) => `${addressOf(d, 'originator')} is the originator: it was answered with SYN+ACK.`,
  port: (d) => `${addressOf(d, 'responder')} counts as the responder, because port ${d.responder.port} is a service’s; no SYN was seen to prove it.`,
  query: (d) => `${addressOf(d, 'originator')} is the originator: the query is its.`,
  override: (d) => `You chose ${addressOf(d, 'originator')} as the originator.`,
};

/** UDP has no SYN that could be missing. */
const UDP_PORT = (d: ConnectionDetail): string => `${addressOf(d, 'responder')} counts as the responder, because port ${d.responder.port} is a service’s.`;

export function directionWords(detail: ConnectionDetail): Sentence[] {
  const reason = detail.directionReason === 'port' && detail.protocol !== PROTOCOL.tcp ? UDP_PORT : REASONS[detail.directionReason];
  const guessed = detail.directionReason === 'first-packet' || detail.directionReason === 'port';
  return [(guessed ? notice : plain)('direction', reason(detail))];
}
