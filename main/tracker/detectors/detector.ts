// What a detector is: a kind of alert, and what it wants to be told. It keeps its own memory, bounded, and knows no other detector.
import type { AlertKind } from '@shared/alerts';
import type { Thresholds } from '@shared/thresholds';
import type { Sighting } from '../alerts/sighting';

/** What happens to a connection or in a packet, as detectors ask for it. Ordinary segments of open connections are no topic. */
export const TOPIC = [
  'tcp-start', // first packet of a TCP connection
  'udp-start', // first datagram of a pair
  'icmp-start', // first message of a pair
  'opened', // a TCP connection was opened: both ends ESTABLISHED, or mid-stream
  'answered', // the first answer to a UDP or ICMP pair
  'attempt', // the first packet of what may be refused or stay without an answer: a SYN, an orphan segment, a datagram, a request
  'attempt-failed', // refused, without an answer, or half open: s.prober, s.outcome; told when it is known, of silence some seconds later
  'attempt-made', // it was opened or answered
  'refused', // a connection attempt was refused or reset before it was open, or an ICMP error says that it cannot be
  'closed', // a TCP connection ended: FINs, RST
  'tcp-flags', // a segment with an illegal set of flags
  'tcp-bare', // a segment without ACK that is neither SYN nor RST
  'tcp-syn', // SYN or SYN+ACK in a connection that was open at both ends
  'tcp-reset', // RST in a connection that is already there
  'tcp-after-close', // payload of an end that had sent FIN or RST before, or of a closed connection
  'tcp-orphan', // a further segment of a connection whose opening was not seen, while the other end says nothing or has reset it
  'tcp-verdict', // a segment beyond every window, or with other content for the same bytes
  'udp', // every datagram
  'icmp', // every ICMP and ICMPv6 message, errors that were folded into their connection as well
  'fragment', // every fragment
] as const;
export type Topic = (typeof TOPIC)[number];

export interface Detector {
  readonly kind: AlertKind;
  /** Handlers by topic; `s` is only valid during the call. */
  readonly on: Partial<Record<Topic, (s: Sighting) => void>>;
  /** About once a second of packet time; s holds the time and the log alone. */
  readonly tick?: (s: Sighting) => void;
  /** The capture ends: what is pending is judged now. */
  readonly end?: (s: Sighting) => void;
  /** Entries that its bounded memory had to give up. */
  readonly dropped?: () => number;
}

/** Makes a detector with fresh memory. @param key secret of this run for hash tables */
export type MakeDetector = (key: number, thresholds: Thresholds) => Detector;
