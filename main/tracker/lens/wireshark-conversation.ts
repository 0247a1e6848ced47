// What the Wireshark view remembers of a TCP conversation: one side per direction, as tshark 4.0 keeps it.
import { UnackedSegments } from './wireshark-unacked';

/** Window scale that no SYN has told, and one that is known not to be used. */
export const SCALE_UNKNOWN = -1;
export const SCALE_UNUSED = -2;
/** Its unsigned counter of duplicate ACKs holds −1 after an ACK of unseen data, which then counts as "more than two". */
export const AFTER_UNSEEN = 4_294_967_295;

/** One direction. Zero stands for "not known" in sequence numbers, as it does there: a quirk that shows when one wraps to 0. */
export class Side {
  baseSet = false;
  base = 0;
  /** Highest end of a segment so far, and highest end reached without a hole. */
  next = 0;
  contiguous = 0;
  nextFrame = 0;
  nextNs = 0;
  /** Of this side's last segment: what it acknowledged, announced and was called, and when it was. */
  lastAck = 0;
  lastNs = 0;
  window = -1;
  lastBits = 0;
  dupAcks = 0;
  lastNonDup = 0;
  scale = SCALE_UNKNOWN;
  /** No ACK without SYN since the last SYN: the window of a SYN is not scaled. */
  handshaking = false;
  /** Multipath operations known when this side last spoke. */
  multipath = 0;
  readonly unacked = new UnackedSegments();
}

export class Conversation {
  readonly stream: number;
  /** Segments from the lower to the higher endpoint, and back. */
  readonly sides: readonly [Side, Side] = [new Side(), new Side()];
  completeness = 0;
  /** Time of the last SYN without ACK; NaN before one. */
  synNs = NaN;
  /** From that SYN to the first ACK without SYN; 0 until there is one. */
  initialRttNs = 0;
  /** A SYN carried data and a Fast Open cookie. */
  fastOpenData = false;
  /** Multipath operations seen; −1 when it is no subflow of a multipath connection. */
  multipath = -1;

  constructor(stream: number) { this.stream = stream; }
}
