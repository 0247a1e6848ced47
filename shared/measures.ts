// What was measured of one connection, each direction on its own. Times are microseconds, sizes are bytes, unless a field says otherwise.
import type { Endpoint, PerEndpoint } from './flow';

/** From a segment at the capture point to the acknowledgement of it: the way on to the peer and back. */
export interface RoundTrip {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly samples: number;
  /** How many of them only a time stamp's echo could give, while something sent again was unacknowledged; the others follow Karn's rule. */
  readonly fromTimeStamps: number;
}

/** What an end offered in its SYN or SYN+ACK. */
export interface TcpOptions {
  /** Largest segment it takes; null: not said, which means 536 (RFC 9293 §3.7.1). */
  readonly mss: number | null;
  /** Bits its windows are shifted by; null: not offered. */
  readonly windowScale: number | null;
  readonly sackPermitted: boolean;
  readonly timestamps: boolean;
  /** It carried a Fast Open cookie, or asked for one (RFC 7413). */
  readonly fastOpen: boolean;
}

/** Whether the peer acknowledged an end's initial sequence number plus one, as only a host that received the SYN can. */
export const ISN_CHECK = [
  'unknown', // neither its SYN nor an acknowledgement of it was captured
  'validated', // its SYN was captured, and the peer acknowledged ISN + 1
  'with-data', // the same, and data on the SYN was acknowledged along with it (Fast Open)
  'unanswered', // its SYN was captured and not acknowledged
  'wrong', // the peer answered it with an acknowledgement of another number
  'inferred', // its SYN came before the capture: the number is what the peer acknowledged, less one
] as const;
export type IsnCheck = (typeof ISN_CHECK)[number];

/** What a RST meets at its receiver (RFC 9293 §3.5.2 and §3.10.7, RFC 5961 §3); the index is what a record stores, plus one. */
export const RESET_VALIDITY = [
  'exact', // its number is the next one expected: the connection ends at once
  'in-window', // inside the window, not exact: not believed, the receiver answers with a challenge ACK
  'outside', // outside the window: dropped in silence
  'refusal', // acknowledges the SYN: the opening is refused
  'wrong-refusal', // answers a SYN and does not acknowledge it: dropped
  'no-connection', // from a host that knows no such connection, with the number that the segment it answers acknowledges
  'after-close', // the connection was over
  'unchecked', // its receiver's numbers or window are not in the capture
] as const;
export type ResetValidity = (typeof RESET_VALIDITY)[number];

/** The first RST of its kind that an end sent. */
export interface ResetSeen {
  readonly from: Endpoint;
  readonly validity: ResetValidity;
  readonly frame: number;
}

export interface ReceiveWindow {
  /** As the end announced them, scaled where the scale is known; segments with SYN or RST left out. */
  readonly least: number;
  readonly greatest: number;
  readonly last: number;
  /** Bits of shift; null: the handshake was not captured, so the figures are unscaled. */
  readonly shift: number | null;
}

/** One direction: what this end sent, and how the peer acknowledged it. */
export interface DirectionMeasures {
  /** Initial sequence number; null where it is not known. */
  readonly isn: number | null;
  readonly isnCheck: IsnCheck;
  /** null: its SYN was not captured. */
  readonly offered: TcpOptions | null;
  readonly roundTrip: RoundTrip | null;
  /** Sent and not acknowledged: at the end, and the most there ever was. */
  readonly bytesInFlight: number;
  readonly mostBytesInFlight: number;
  /** The window that this end announced; null: none was seen. */
  readonly receiveWindow: ReceiveWindow | null;
  /** Payload of its largest segment. Above what the peer takes: captured before the network card cut it. */
  readonly largestSegment: number;
  /** Payload, every byte once, holes included. */
  readonly sequenceBytes: number;
  /** Of these, acknowledged; counted once. */
  readonly acknowledgedBytes: number;
  /** Acknowledged bytes a second, from the first to the last packet of the connection; null without duration or payload. */
  readonly goodput: number | null;
  /** Acknowledged and never captured. */
  readonly missedBytes: number;
  readonly retransmittedBytes: number;
  readonly duplicateAcks: number;
  /** D-SACK blocks it sent: needless repeats and copies that reached it (RFC 2883). */
  readonly duplicateSacks: number;
  readonly longestSilenceMicros: number;
  /** The snap length cut the payload of one of its segments. */
  readonly payloadCut: boolean;
  /** Our own verdicts on its segments, by name, only those that occurred. */
  readonly verdicts: Readonly<Record<string, number>>;
}

/** What both ends agreed on; null: a SYN is missing, so it is not known. */
export interface OptionsInUse {
  readonly windowScale: boolean | null;
  readonly sack: boolean | null;
  readonly timestamps: boolean | null;
  readonly fastOpen: boolean;
}

export interface TcpMeasures {
  /** Both legs of the handshake; null where a segment of it is missing. */
  readonly synToSynAckMicros: number | null;
  readonly synAckToAckMicros: number | null;
  /** `tcp.analysis.initial_rtt`: from the newest SYN to the first segment that carries ACK alone. */
  readonly initialRttMicros: number | null;
  /** `tcp.completeness`: 1 SYN, 2 SYN+ACK, 4 ACK, 8 data, 16 FIN, 32 RST. */
  readonly completeness: number;
  readonly inUse: OptionsInUse;
  /** In the order of their frames. */
  readonly resets: readonly ResetSeen[];
  readonly directions: PerEndpoint<DirectionMeasures>;
}

/** What others would call the connection. */
export interface OtherViews {
  /** Zeek's; null where it is not kept. */
  readonly connState: string | null;
  readonly history: string | null;
  /** The kernel table's last state; null for none. */
  readonly netfilter: string | null;
}
