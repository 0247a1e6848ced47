// The ordinary segment of an open connection: in order, acknowledging what was sent, its identification the next one. It costs a few dozen
// machine operations and leaves what a later, extraordinary one is judged by. Everything else goes to the judge.
import { ORDINARY } from '@shared/analysis';
import {
  ACK, FIN, P_ACK, P_END, P_FLAGS, P_IP_ID, P_L4_AT, P_L4_CAPTURED, P_OPTIONS_AT, P_OPTIONS_LENGTH, P_PAYLOAD, P_PAYLOAD_AT, P_SEQ, P_WINDOW, RST, SYN,
} from '../decode/packet';
import { sampleDigest } from './evidence';
import type { SegmentJudge } from './judge';
import {
  ACKED, CUT, DIGESTED, IDS_ONE, IDS_SURE, IDENTIFIED, KNOWN, L_ACK, L_DIGEST, L_FLAGS, L_FLIGHT, L_IDENT, L_IDS, L_LAST_AT, L_NEXT, L_SILENCE, L_TIMED_AT, L_TIMED_END, L_TSVAL, L_WINDOW,
  LAST_SENT, S_LINE, S_LINE_O, S_LINE_R, SHIFT_AT, SHIFT_KNOWN, STAMPED, SYN_WINDOW, takeSample, TIMING, TROUBLED,
} from './record';

/** NOP, NOP, time stamps. */
const PADDED_TIME_STAMPS = 0x0101_080a;

/**
 * Judges one segment of a connection and keeps its words; to be called once for every segment, in the order of the capture.
 * @param ints the record's memory, `floats` over the same buffer; `at`: where the connection's S_WORDS begin (a multiple of 16)
 * @param direction 0: sent by the originator, 1: by the responder
 * @returns a verdict of shared/analysis.ts | its confidence; 0 for an ordinary segment
 */
export function sequenceSegment(ints: Int32Array, floats: Float64Array, at: number, judge: SegmentJudge, direction: number, packet: Int32Array, view: DataView, ns: number): number {
  judge.segments++;
  const x = at + S_LINE_O + direction * S_LINE;
  const y = at + S_LINE_R - direction * S_LINE;
  let own = ints[x + L_FLAGS];
  const peer = ints[y + L_FLAGS];
  const seq = packet[P_SEQ];
  const ack = packet[P_ACK];
  const length = packet[P_PAYLOAD];
  const window = packet[P_WINDOW];
  const id = packet[P_IP_ID];
  const step = (id - ints[x + L_IDENT]) & 0xffff;
  const moved = (own & ACKED) === 0 ? 1 : (ack - ints[x + L_ACK]) | 0;
  if ((packet[P_FLAGS] & (SYN | FIN | RST | ACK)) !== ACK || seq !== ints[x + L_NEXT]
    || (own & (KNOWN | LAST_SENT | TROUBLED)) !== KNOWN || (peer & KNOWN) === 0
    || (moved <= 0 && (moved < 0 || length === 0)) || ((ack - ints[y + L_NEXT]) | 0) > 0 || window === 0
    || (step !== 1 && id !== 0 && (own & IDENTIFIED) !== 0)) {
    return judge.judge(ints, floats, at, direction, packet, view, ns);
  }
  if (packet[P_OPTIONS_LENGTH] !== 0) {
    const options = packet[P_OPTIONS_AT];
    if (packet[P_OPTIONS_LENGTH] !== 12 || view.getInt32(options) !== PADDED_TIME_STAMPS) return judge.judge(ints, floats, at, direction, packet, view, ns);
    const stamp = view.getInt32(options + 4);
    if ((own & STAMPED) !== 0 && ((stamp - ints[x + L_TSVAL]) | 0) < 0) return judge.judge(ints, floats, at, direction, packet, view, ns);
    ints[x + L_TSVAL] = stamp;
    own |= STAMPED;
  }
  const now = (ns / 10_000) | 0;
  const silence = (now - ints[x + L_LAST_AT]) | 0;
  if (silence > ints[x + L_SILENCE] && ints[x + L_LAST_AT] !== 0) ints[x + L_SILENCE] = silence;
  ints[x + L_LAST_AT] = now;
  let identified = ints[x + L_IDENT];
  if (id !== 0) {
    identified = (identified & ~0xffff) | id;
    if ((own & IDENTIFIED) !== 0) {
      ints[x + L_IDS] = (ints[x + L_IDS] << 1) | 1;
      if ((own & IDS_SURE) !== IDS_SURE) own += IDS_ONE;
    } else {
      ints[x + L_IDS] = 1;
      own |= IDENTIFIED;
    }
  } else if ((own & IDENTIFIED) === 0 && packet[P_L4_CAPTURED] >= 18) identified = (identified & ~0xffff) | view.getUint16(packet[P_L4_AT] + 16);
  const kept = ints[x + L_WINDOW];
  own = (own & ~SYN_WINDOW) | ACKED;
  if (window !== (kept & 0xffff) || window > kept >>> 16) ints[x + L_WINDOW] = (window > kept >>> 16 ? window << 16 : kept & ~0xffff) | window;
  let full = false;
  if (length !== 0) {
    const end = (seq + length) | 0;
    const payload = packet[P_PAYLOAD_AT];
    ints[x + L_NEXT] = end;
    identified = (identified & 0xffff) | (length << 16);
    if (packet[P_END] - payload >= length) {
      ints[x + L_DIGEST] = sampleDigest(view, payload, length);
      own |= DIGESTED;
    } else own = (own & ~DIGESTED) | (payload > 0 ? CUT : 0);
    if ((own & TIMING) === 0) {
      own |= TIMING;
      ints[x + L_TIMED_END] = end;
      ints[x + L_TIMED_AT] = (ns / 100) | 0;
    }
    if ((peer & ACKED) !== 0) {
      const flight = (end - ints[y + L_ACK]) | 0;
      if (flight > ints[x + L_FLIGHT]) ints[x + L_FLIGHT] = flight;
      full = (peer & SHIFT_KNOWN) !== 0 && flight === (ints[y + L_WINDOW] & 0xffff) << ((peer & SYN_WINDOW) !== 0 ? 0 : (peer >>> SHIFT_AT) & 15);
    }
  }
  ints[x + L_IDENT] = identified;
  ints[x + L_FLAGS] = own;
  if (moved > 0) {
    ints[x + L_ACK] = ack;
    if ((peer & TIMING) !== 0) takeSample(ints, floats, at, y, ack, ns);
  }
  return full ? judge.windowFull(ints, floats, at, direction, packet, view, ns) : ORDINARY;
}
