// What the SEQ/ACK analysis measured of a connection, read out of its words when somebody asks.
import { DUPLICATE_ACK, VERDICTS, WINDOW_UPDATE } from '@shared/analysis';
import type { RoundTrip } from '@shared/measures';
import { missedBytes } from './holes';
import {
  ACKED, announced, CUT, FINISHED, KNOWN, L_ACK, L_FLAGS, L_FLIGHT, L_NEXT, L_RTT_MAX, L_RTT_MIN, L_RTT_SAMPLES, L_SILENCE, L_WINDOW, largest, S_LINE_O, S_LINE_R, S_RTT_SUM, S_TROUBLE, S_UPDATES,
  SHIFT_AT, SHIFT_KNOWN,
} from './record';
import { distance } from './serial';
import { K_COUNTS, K_DUPLICATE_SACKS, K_GAP, K_LINE, K_LINE_O, K_OLD, K_RESENT, K_STAMP_SAMPLES, type TroubleStore } from './trouble';

export interface SequenceMeasures {
  /** From this side's segment at the capture point to the peer's acknowledgement of it; microseconds. */
  readonly rttMicros: RoundTrip | null;
  readonly bytesInFlight: number;
  /** Of these, payload: a FIN is none. All of it while the peer has acknowledged nothing. */
  readonly payloadInFlight: number;
  readonly mostBytesInFlight: number;
  /** Bytes; null while a window of this side was not seen, unscaled where the handshake was not captured. */
  readonly receiveWindow: number | null;
  readonly largestReceiveWindow: number | null;
  /** null: the handshake was not captured. */
  readonly windowShift: number | null;
  /** Payload in sequence space: every byte once, holes included. */
  readonly sequenceBytes: number;
  /** Of these, acknowledged by the peer and never captured. */
  readonly missedBytes: number;
  readonly retransmittedBytes: number;
  readonly duplicateAcks: number;
  /** D-SACK blocks this side sent: needless repeats and copies that reached it. */
  readonly duplicateSacks: number;
  readonly longestSilenceMicros: number;
  /** The snap length cut the payload of one of its segments. */
  readonly payloadCut: boolean;
  /** Segments of this side by the code of their verdict. */
  readonly verdicts: readonly number[];
}

const NOTHING = new Int32Array(0);
const NO_FLOATS = new Float64Array(0);

/** @param payload payload bytes that this direction sent, repeats included */
export function sequenceMeasures(ints: Int32Array, floats: Float64Array, at: number, store: TroubleStore, direction: number, payload: number): SequenceMeasures {
  const x = at + (direction === 0 ? S_LINE_O : S_LINE_R);
  const y = at + (direction === 0 ? S_LINE_R : S_LINE_O);
  const index = ints[at + S_TROUBLE] - 1;
  const k = index < 0 ? NOTHING : store.intsOf(index);
  const kFloats = index < 0 ? NO_FLOATS : store.floatsOf(index);
  const base = index < 0 ? 0 : store.at(index);
  const kx = index < 0 ? -1 : base + K_LINE_O + direction * K_LINE;
  const word = (field: number): number => (kx < 0 ? 0 : k[kx + field]);
  const float = (field: number): number => (kx < 0 ? 0 : kFloats[(kx + field) >> 1]);
  const verdicts = VERDICTS.map((_, verdict) => (kx < 0 ? 0 : k[base + K_COUNTS + verdict * 2 + direction]));
  verdicts[WINDOW_UPDATE] += (ints[at + S_UPDATES] >>> (direction * 16)) & 0xffff;
  const flags = ints[x + L_FLAGS];
  const peerAcked = (ints[y + L_FLAGS] & ACKED) !== 0;
  const both = peerAcked && (flags & KNOWN) !== 0;
  const samples = ints[x + L_RTT_SAMPLES];
  const beyond = both ? Math.max(0, distance(ints[y + L_ACK], ints[x + L_NEXT])) : 0;
  const inFlight = both ? Math.max(0, distance(ints[x + L_NEXT], ints[y + L_ACK])) : 0;
  const sequenceBytes = Math.max(0, payload - float(K_OLD) + float(K_GAP) + beyond);
  return {
    rttMicros: samples === 0 ? null : {
      min: ints[x + L_RTT_MIN] / 10, mean: floats[(at + S_RTT_SUM + 2 * direction) >> 1] / samples / 10, max: ints[x + L_RTT_MAX] / 10, samples, fromTimeStamps: word(K_STAMP_SAMPLES),
    },
    bytesInFlight: inFlight,
    payloadInFlight: both ? inFlight - (inFlight > 0 && (flags & FINISHED) !== 0 ? 1 : 0) : sequenceBytes,
    mostBytesInFlight: ints[x + L_FLIGHT],
    receiveWindow: (flags & ACKED) !== 0 ? announced(ints, x) : null,
    largestReceiveWindow: (flags & ACKED) !== 0 && ints[x + L_WINDOW] !== 0 ? largest(ints, x) : null,
    windowShift: (flags & SHIFT_KNOWN) === 0 ? null : (flags >>> SHIFT_AT) & 15,
    sequenceBytes,
    missedBytes: both ? missedBytes(ints, x, y, peerAcked, k, kFloats, kx) : 0,
    retransmittedBytes: float(K_RESENT),
    duplicateAcks: verdicts[DUPLICATE_ACK],
    duplicateSacks: word(K_DUPLICATE_SACKS),
    longestSilenceMicros: ints[x + L_SILENCE] * 10,
    payloadCut: (flags & CUT) !== 0,
    verdicts,
  };
}
