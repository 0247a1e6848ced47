// The ordinary segment of a calm connection, one whose views are all at the same numbers: in order, with news, data or a FIN, inside every
// window. Then netfilter, Zeek, our own verdict and, while both ends are ESTABLISHED, the state machine change nothing but these few words,
// worked out once for all. It leaves exactly what the four of them would leave, some of it implied (shared-words.ts).
import { NF_ESTABLISHED } from '@shared/netfilter';
import { ORDINARY } from '@shared/analysis';
import {
  ACK, FIN, P_ACK, P_END, P_FLAGS, P_IP_ID, P_L4_AT, P_L4_CAPTURED, P_OPTIONS_AT, P_OPTIONS_LENGTH, P_PAYLOAD, P_PAYLOAD_AT, P_SEQ, P_TTL, P_VERSION, P_WINDOW, RST, SYN,
} from '../decode/packet';
import { D_ISN, R_LAST_NS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, T_LINE, TCP_CHUNK_MASK, TCP_CHUNK_SHIFT } from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { sampleDigest } from '../sequence/evidence';
import type { SegmentJudge } from '../sequence/judge';
import {
  ACKED, addSample, DIGESTED, FINISHED, IDENTIFIED, IDS_ONE, IDS_SURE, L_ACK, L_DIGEST, L_FLAGS, L_FLIGHT, L_IDENT, L_IDS, L_LAST_AT, L_NEXT, L_SILENCE, L_TIMED_AT, L_TIMED_END, L_TSVAL, L_WINDOW,
  LAST_SENT, S_LINE, SHIFT_AT, SHIFT_KNOWN, STAMPED, SYN_WINDOW, TIMING, TROUBLED, TTL_AT,
} from '../sequence/record';
import { calmNetfilter, calmNext } from './calm-netfilter';
import { calmZeek, canCalmZeek } from './calm-zeek';
import { LEAST_ACK_WINDOW } from './netfilter-window';
import {
  agrees, catchUp, easy, LAST_EASY, LAST_HOLDS, LAST_LENGTH, LAST_OPEN, LAST_SCALE_SHIFT, LAST_SEEN_SHIFT, LAST_SENDER_SHIFT, tellMachine, V_BITS, V_EXTREMES, V_LAST, V_MAX_END, V_MAX_WINDOW,
  V_PAYLOAD, V_SIDES, V_WORDS,
} from './shared-words';

/** NOP, NOP, time stamps. */
const PADDED_TIME_STAMPS = 0x0101_080a;

/** Outcomes of `segment`. */
export const NOT_CALM = 0; // nothing was touched
export const CALM = 1; // taken; the state machine has to see it yet
export const CALM_OPEN = 2; // taken, by the state machine as well

export class CalmSegments {
  /** Of the last segment taken: our verdict | confidence, and netfilter's. */
  verdict = 0;
  netfilter = 0;
  private readonly judge: SegmentJudge;
  private readonly time: Float64Array;
  private readonly records: Float64Array[];
  private readonly extensions: Int32Array[];
  private readonly extensionsF: Float64Array[];
  private readonly chunks: Int32Array[];
  private readonly chunksF: Float64Array[];

  /**
   * @param chunks memory of what is kept for the views, V_WORDS for each extension
   * @param time one element: nanoseconds of the packet at hand
   */
  constructor(store: FlowStore, chunks: Int32Array[], chunksF: Float64Array[], judge: SegmentJudge, time: Float64Array) {
    this.judge = judge;
    this.time = time;
    this.records = store.records.floats;
    this.extensions = store.tcp.ints;
    this.extensionsF = store.tcp.floats;
    this.chunks = chunks;
    this.chunksF = chunksF;
  }

  /**
   * A segment that is not older than the connection's last one.
   * @param open both ends are ESTABLISHED, and nothing is pending
   */
  segment(slot: number, extension: number, open: boolean, d: number, packet: Int32Array, view: DataView): number {
    const chunk = extension >> TCP_CHUNK_SHIFT;
    const ints = this.chunks[chunk];
    const v = (extension & TCP_CHUNK_MASK) * V_WORDS;
    const ext = this.extensions[chunk];
    const base = (extension & TCP_CHUNK_MASK) << 6;
    const x = v + d * S_LINE;
    const y = v + S_LINE - d * S_LINE;
    const seq = packet[P_SEQ];
    const ack = packet[P_ACK];
    const length = packet[P_PAYLOAD];
    const window = packet[P_WINDOW];
    const version4 = packet[P_VERSION] === 4;
    const id = version4 ? packet[P_IP_ID] : 0;
    const flags = packet[P_FLAGS];
    const fin = flags & FIN;
    const peerNext = ints[y + L_NEXT];
    let own = ints[x + L_FLAGS];
    const acked = (own & ACKED) === 0 ? ext[base + T_LINE - d * T_LINE + D_ISN] : ints[x + L_ACK];
    const moved = (ack - acked) | 0;
    const flight = (peerNext - ack) | 0;
    const dataEnd = (seq + length) | 0;
    const end = (dataEnd + fin) | 0;
    let last = ints[v + V_LAST];
    const ident = ints[x + L_IDENT];
    if ((flags & (SYN | RST | ACK)) !== ACK || length > LAST_LENGTH || seq !== ints[x + L_NEXT] || window === 0 || flight < 0
      || (own & (LAST_SENT | TROUBLED)) !== 0 || ((end - ints[v + V_MAX_END + d]) | 0) > 0 || end >>> 0 < seq >>> 0
      || (id !== 0 && ((id - ident) & 0xffff) !== 1 && (own & IDENTIFIED) !== 0)) return NOT_CALM;
    // Rule IV of the window, and the numbers that wrap: Zeek counts those.
    if (flight > LEAST_ACK_WINDOW && flight > ints[v + V_MAX_WINDOW + d]) return NOT_CALM;
    if (moved <= 0 ? moved < 0 || end === seq : ack >>> 0 < acked >>> 0) return NOT_CALM;
    const payload = packet[P_PAYLOAD_AT];
    if (length !== 0 && packet[P_END] - payload < length) return NOT_CALM;
    const ns = this.time[0];
    // netfilter's words need not be written while only numbers move; nor Zeek's, once it has its letters.
    const seen = (length === 0 ? 1 : 2) << (LAST_SEEN_SHIFT + 2 * d);
    const isEasy = (last & LAST_EASY) !== 0 && (last & seen) !== 0 && fin === 0;
    let next = 0;
    let isOpen = isEasy && open;
    if (isOpen) {
      if ((last & LAST_OPEN) === 0) {
        isOpen = agrees(ints, v, ext, base);
        if (isOpen) last |= LAST_OPEN;
      }
    } else if ((last & LAST_OPEN) !== 0) {
      tellMachine(ints, this.chunksF[chunk], v, ext, this.extensionsF[chunk], base);
      last &= ~LAST_OPEN;
    }
    if (!isEasy) {
      if (!canCalmZeek(ints, v, d, end !== seq, fin)) return NOT_CALM;
      if (fin !== 0 && (ints[y + L_FLAGS] & ACKED) !== 0 && ((ints[y + L_ACK] - seq) | 0) > 0) return NOT_CALM;
      if ((last & LAST_HOLDS) !== 0) {
        const lastNs = this.records[slot >> RECORD_CHUNK_SHIFT][(((slot & RECORD_CHUNK_MASK) << 4) + R_LAST_NS) >> 1];
        ints[v + V_SIDES] = catchUp(ints, v, ints, v + V_BITS, lastNs);
        last &= ~LAST_HOLDS;
        ints[v + V_LAST] = last;
      }
      next = calmNext(ints, v, d, flags, (ns * 1e-7) | 0);
      if (next < 0) return NOT_CALM;
    }
    if (packet[P_OPTIONS_LENGTH] !== 0) {
      const options = packet[P_OPTIONS_AT];
      if (packet[P_OPTIONS_LENGTH] !== 12 || view.getInt32(options) !== PADDED_TIME_STAMPS) return NOT_CALM;
      const stamp = view.getInt32(options + 4);
      if ((own & STAMPED) !== 0 && ((stamp - ints[x + L_TSVAL]) | 0) < 0) return NOT_CALM;
      ints[x + L_TSVAL] = stamp;
      own |= STAMPED;
    }

    if (isEasy) {
      this.netfilter = NF_ESTABLISHED;
      const scaled = window << ((last >>> (LAST_SCALE_SHIFT + 4 * d)) & 15);
      if (scaled > ints[v + V_MAX_WINDOW + d]) ints[v + V_MAX_WINDOW + d] = scaled;
      const edge = (ack + scaled) | 0;
      if (((edge - ints[v + V_MAX_END + 1 - d]) | 0) > 0) ints[v + V_MAX_END + 1 - d] = edge;
      ints[v + V_LAST] = (last & ~(LAST_LENGTH | (1 << LAST_SENDER_SHIFT))) | LAST_HOLDS | length | (d << LAST_SENDER_SHIFT);
    } else {
      this.netfilter = calmNetfilter(ints, v, d, next, flags, seq, ack, end, peerNext, window, (ns * 1e-7) | 0);
      calmZeek(ints, v, d, length, fin);
    }

    this.judge.segments++;
    const now = (ns / 10_000) | 0;
    const before = ints[x + L_LAST_AT];
    if (((now - before) | 0) > ints[x + L_SILENCE] && before !== 0) ints[x + L_SILENCE] = (now - before) | 0;
    ints[x + L_LAST_AT] = now;
    let identified = ident;
    if (id !== 0) {
      identified = (ident & ~0xffff) | id;
      if ((own & IDENTIFIED) !== 0) {
        ints[x + L_IDS] = (ints[x + L_IDS] << 1) | 1;
        if ((own & IDS_SURE) !== IDS_SURE) own += IDS_ONE;
      } else {
        ints[x + L_IDS] = 1;
        own |= IDENTIFIED;
      }
    } else if ((own & IDENTIFIED) === 0 && packet[P_L4_CAPTURED] >= 18) identified = (ident & ~0xffff) | view.getUint16(packet[P_L4_AT] + 16);
    own = (own & ~SYN_WINDOW) | ACKED;
    const kept = ints[x + L_WINDOW];
    if (window !== (kept & 0xffff) || window > kept >>> 16) ints[x + L_WINDOW] = (window > kept >>> 16 ? window << 16 : kept & ~0xffff) | window;
    const peer = ints[y + L_FLAGS];
    let isFull = false;
    if (end !== seq) {
      ints[x + L_NEXT] = end;
      identified = (identified & 0xffff) | (length << 16);
      if (length !== 0) {
        ints[x + L_DIGEST] = sampleDigest(view, payload, length);
        own |= DIGESTED;
      } else own &= ~DIGESTED;
      if (fin !== 0) own = (own & ~(255 << TTL_AT)) | FINISHED | (packet[P_TTL] === 0 ? own & (255 << TTL_AT) : packet[P_TTL] << TTL_AT);
      if ((own & TIMING) === 0) {
        own |= TIMING;
        ints[x + L_TIMED_END] = end;
        ints[x + L_TIMED_AT] = (ns / 100) | 0;
      }
      if ((peer & ACKED) !== 0) {
        const sent = (end - ints[y + L_ACK]) | 0;
        if (sent > ints[x + L_FLIGHT]) ints[x + L_FLIGHT] = sent;
        isFull = (peer & SHIFT_KNOWN) !== 0 && length !== 0 && sent - fin === (ints[y + L_WINDOW] & 0xffff) << ((peer & SYN_WINDOW) !== 0 ? 0 : (peer >>> SHIFT_AT) & 15);
      }
    }
    ints[x + L_IDENT] = identified;
    ints[x + L_FLAGS] = own;
    if (moved > 0) {
      ints[x + L_ACK] = ack;
      if ((peer & TIMING) !== 0 && ((ints[y + L_TIMED_END] - ack) | 0) <= 0) {
        ints[y + L_FLAGS] = peer & ~TIMING;
        addSample(ints, this.chunksF[chunk], v, y, (((ns / 100) | 0) - ints[y + L_TIMED_AT]) | 0);
      }
    }
    if (!isEasy) ints[v + V_LAST] = (last & ~LAST_EASY) | seen | easy(ints, v);
    this.verdict = isFull ? this.judge.windowFull(ints, this.chunksF[chunk], v, d, packet, view, ns) : ORDINARY;
    if (!isOpen) return CALM;
    const extremes = ints[v + V_EXTREMES + d];
    const closest = window ^ 0xffff;
    if (closest > extremes >>> 16 || length > (extremes & 0xffff)) {
      ints[v + V_EXTREMES + d] = ((closest > extremes >>> 16 ? closest : extremes >>> 16) << 16) | (length > (extremes & 0xffff) ? length : extremes & 0xffff);
    }
    if (length !== 0) this.chunksF[chunk][(v + V_PAYLOAD + 2 * d) >> 1] += length;
    return CALM_OPEN;
  }
}
