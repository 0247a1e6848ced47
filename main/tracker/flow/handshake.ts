// A SYN that its SYN+ACK answers as it should: what both leave in state machine and views is written at once, without asking them one by one.
// Nearly every connection begins so. It leaves exactly what the long way leaves (Connections.extend, then one more segment).
import { NF_ESTABLISHED, NF_SEGMENT_SYN_ACK, NF_SYN_RECV } from '@shared/netfilter';
import { CLOSED, ESTABLISHED, LISTEN, SYN_RECEIVED, SYN_SENT } from '@shared/states';
import { ANSWER_SYN, RECV_SYN_ACK, SEND_SYN, SEND_SYN_ACK } from '@shared/tcp-machine';
import { ACK, P_ACK, P_FLAGS, P_IP_ID, P_L4_AT, P_L4_CAPTURED, P_PAYLOAD, P_SEQ, P_TTL, P_VERSION, P_WINDOW, SYN } from '../decode/packet';
import { O_MALFORMED, O_SACK_COUNT, O_SACK_PERMITTED, O_TS_PRESENT, O_TSVAL, O_WSCALE, TCP_OPTION_SLOTS } from '../decode/tcp-options';
import type { ConnectionViews } from '../lens/connection-views';
import { B_LAST_DIRECTION, B_LAST_INDEX_SHIFT, B_LIVE, B_SEEN_REPLY, MAX_ACK_SET, N_EXPIRES, SACK_PERMITTED, SCALE_SHIFT, WINDOW_SCALE } from '../lens/netfilter-record';
import { TIMEOUT_TICKS } from '../lens/netfilter-table';
import { LAST_SCALE_SHIFT, V_BITS, V_FLAGS, V_HISTORY, V_LAST, V_MAX_END, V_MAX_WINDOW, V_SEEN, V_SIDES, V_WORDS } from '../lens/shared-words';
import { CODE_H, CODE_S, RESPONDER_CODES } from '../lens/zeek-cursor';
import { ESTABLISHED as Z_ESTABLISHED, FIRST_SEEN, PREVIOUS_SHIFT, QUIET, SEEN_SYN, STARTED, STATE_BITS, SYN_SENT as Z_SYN_SENT, Z_LETTERS_SHIFT } from '../lens/zeek-record';
import { COMPLETE_SYN, COMPLETE_SYN_ACK } from '../machine/completeness';
import { OPENED_HALF_OPEN } from '../machine/endings';
import { CODE_CONFIRMED, CODE_ENDPOINT_SHIFT, CODE_EVENT_SHIFT, CODE_NUMBER_SHIFT, CODE_TO_SHIFT, type TransitionLog } from '../machine/transition-log';
import {
  ACKED, addSample, IDENTIFIED, KNOWN, L_ACK, L_FLAGS, L_IDENT, L_IDS, L_LAST_AT, L_NEXT, L_TIMED_AT, L_TIMED_END, L_TSVAL, L_WINDOW, S_LINE, SCALES, SHIFT_AT, SHIFT_KNOWN, STAMPED, SYN_SEEN, SYN_WINDOW,
  TIMING, TTL_AT,
} from '../sequence/record';
import { packedOptions } from './first-packet';
import type { FlowStore } from './flow-store';
import {
  D_ACK, D_ACKED, D_CONTIGUOUS, D_FLAGS, D_ISN, D_ISN_KNOWN, D_LAST_NS, D_NEXT, D_OPTIONS, D_SEEN, D_SENT_SYN, D_SYN_ACKED, D_WINDOW, R_EXTENSION, R_FIRST_NS, R_LAST_NS, R_PACKETS_O, R_PACKETS_R,
  R_SINGLE_FRAME, R_SINGLE_OPTIONS, R_SINGLE_SEQ, R_SINGLE_WINDOW, R_SINGLE_WIRE, R_STATUS, R_WIRE_O, R_WIRE_R, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, SINGLE_SACK, STATUS_CALM, STATUS_EXPIRED,
  STATUS_EXTENDED, STATUS_OPENED_SHIFT, STATUS_PENDING_O, STATUS_REASON_SHIFT, STATUS_SLOW, STATUS_SWAPPED, STATUS_TABLED, T_BEGUN, T_COMPLETE_SHIFT, T_FLAGS, T_HANDSHAKE_NS, T_INITIAL_RTT, T_JUMPS,
  T_LINE, T_LOG_HEAD, T_PENDING_EVENT_SHIFT, T_PROVEN, T_SYN_ACK_NS, T_SYN_NS, T_UNPROVEN_O, TCP_CHUNK_MASK, TCP_CHUNK_SHIFT, TCP_WORDS,
} from './flow-record';

const LOWER_FLAGS = 63;
/** An answer that comes later has time-outs to meet. */
const SOON_NS = 10e9;
const MOST_SCALE = 14; // RFC 7323 §2.3

const jump = (number: number, endpoint: number, event: number, from: number, to: number, confirmed: number): number =>
  from | (to << CODE_TO_SHIFT) | (event << CODE_EVENT_SHIFT) | (endpoint << CODE_ENDPOINT_SHIFT) | confirmed | (number << CODE_NUMBER_SHIFT);
const SENT_SYN = jump(0, 0, SEND_SYN, CLOSED, SYN_SENT, CODE_CONFIRMED);
const LISTENED = jump(1, 1, ANSWER_SYN, CLOSED, LISTEN, 0);
const ANSWERED = jump(2, 1, SEND_SYN_ACK, LISTEN, SYN_RECEIVED, CODE_CONFIRMED);
const RECEIVED = jump(3, 0, RECV_SYN_ACK, SYN_SENT, ESTABLISHED, 0);

const OPENING = ESTABLISHED | (SYN_RECEIVED << 4) | (OPENED_HALF_OPEN << STATUS_OPENED_SHIFT) | STATUS_PENDING_O | STATUS_EXTENDED | STATUS_SLOW | STATUS_CALM;
const TOLD = T_BEGUN | ((COMPLETE_SYN | COMPLETE_SYN_ACK) << T_COMPLETE_SHIFT) | (RECV_SYN_ACK << T_PENDING_EVENT_SHIFT) | (ANSWER_SYN << (T_PENDING_EVENT_SHIFT + 4));
const NETFILTER_BITS = NF_SYN_RECV | (NF_SEGMENT_SYN_ACK << B_LAST_INDEX_SHIFT) | B_LAST_DIRECTION | B_SEEN_REPLY | B_LIVE;
const ZEEK_FLAGS = STARTED | FIRST_SEEN | (FIRST_SEEN << 1) | Z_ESTABLISHED | (Z_ESTABLISHED << STATE_BITS) | (Z_SYN_SENT << PREVIOUS_SHIFT) | QUIET;
const ZEEK_SEEN = SEEN_SYN | (SEEN_SYN << 8) | (2 << Z_LETTERS_SHIFT);
const ZEEK_HISTORY = CODE_S | ((CODE_H + RESPONDER_CODES) << 5);

export class Handshake {
  private readonly store: FlowStore;
  private readonly log: TransitionLog;
  private readonly views: ConnectionViews;
  private readonly time: Float64Array;
  private readonly options = new Int32Array(TCP_OPTION_SLOTS);

  /** @param time one element: nanoseconds of the packet at hand */
  constructor(store: FlowStore, log: TransitionLog, views: ConnectionViews, time: Float64Array) {
    this.store = store;
    this.log = log;
    this.views = views;
    this.time = time;
  }

  /**
   * The second packet of a TCP connection.
   * @returns false: it is anything but such an answer, nothing was touched
   */
  answer(slot: number, direction: number, packet: Int32Array, view: DataView, frame: number, wire: number): boolean {
    const record = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const single = record[at + R_SINGLE_WINDOW];
    const seq = record[at + R_SINGLE_SEQ];
    const ack = packet[P_ACK];
    const status = record[at + R_STATUS];
    // Sent by the originator, a SYN and nothing else, without payload, which stands where the extension will.
    if ((packet[P_FLAGS] & LOWER_FLAGS) !== (SYN | ACK) || direction !== 1 || ((single >>> 16) & LOWER_FLAGS) !== SYN || (single >>> 24) !== 0 || record[at + R_EXTENSION] !== 0 || (status & STATUS_EXPIRED) !== 0
      || packet[P_PAYLOAD] !== 0 || ack !== ((seq + 1) | 0) || ack === 0 || packet[P_WINDOW] === 0 || (single & 0xffff) === 0) return false;
    const floats = this.store.records.floats[slot >> RECORD_CHUNK_SHIFT];
    const first = floats[(at + R_FIRST_NS) >> 1];
    const ns = this.time[0];
    if (!(ns >= first && ns - first < SOON_NS)) return false;
    const { options } = this;
    const packed = packedOptions(packet, view, options);
    if (options[O_MALFORMED] !== 0 || options[O_SACK_COUNT] !== 0) return false;

    const offered = record[at + R_SINGLE_OPTIONS];
    const firstWire = record[at + R_SINGLE_WIRE];
    const firstFrame = record[at + R_SINGLE_FRAME] >>> 0;
    const id = ((firstWire >>> 16) & 0xff00) | ((offered >>> 8) & 0xff);
    const extension = this.store.tcp.take();
    this.machine(extension, seq, offered & 0xffff00ff, single & 0xffff, first, firstFrame, packet, packed, ns, frame);
    this.view(extension, seq, offered, single & 0xffff, id, first, packet, view, ns);
    floats[(at + R_LAST_NS) >> 1] = ns;
    record[at + R_PACKETS_O] = 1;
    record[at + R_PACKETS_R] = 1;
    floats[(at + R_WIRE_O) >> 1] = firstWire & 0xffffff;
    floats[(at + R_WIRE_R) >> 1] = wire;
    record[at + R_EXTENSION] = extension;
    record[at + R_STATUS] = (status & ((7 << STATUS_REASON_SHIFT) | STATUS_TABLED | STATUS_SWAPPED)) | OPENING;
    return true;
  }

  /** The extension, and four jumps. */
  private machine(extension: number, seq: number, offered: number, firstWindow: number, first: number, firstFrame: number, packet: Int32Array, options: number, ns: number, frame: number): void {
    const ext = this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT];
    const extF = this.store.tcp.floats[extension >> TCP_CHUNK_SHIFT];
    const x = (extension & TCP_CHUNK_MASK) << 6;
    const y = x + T_LINE;
    for (let i = x; i < x + TCP_WORDS; i++) ext[i] = 0;
    const next = (seq + 1) | 0;
    ext[x + D_ISN] = seq;
    ext[x + D_NEXT] = next;
    ext[x + D_CONTIGUOUS] = next;
    ext[x + D_WINDOW] = firstWindow;
    ext[x + D_FLAGS] = D_ISN_KNOWN | D_SEEN | D_SENT_SYN | D_SYN_ACKED;
    ext[x + D_OPTIONS] = offered;
    extF[(x + D_LAST_NS) >> 1] = first;
    const end = (packet[P_SEQ] + 1) | 0;
    ext[y + D_ISN] = packet[P_SEQ];
    ext[y + D_NEXT] = end;
    ext[y + D_CONTIGUOUS] = end;
    ext[y + D_ACK] = next;
    ext[y + D_WINDOW] = packet[P_WINDOW];
    ext[y + D_FLAGS] = D_ISN_KNOWN | D_SEEN | D_SENT_SYN | D_ACKED;
    ext[y + D_OPTIONS] = options;
    extF[(y + D_LAST_NS) >> 1] = ns;
    extF[(x + T_SYN_NS) >> 1] = first;
    extF[(x + T_SYN_ACK_NS) >> 1] = ns;
    extF[(x + T_HANDSHAKE_NS) >> 1] = NaN;
    extF[(x + T_INITIAL_RTT) >> 1] = first;
    ext[x + T_FLAGS] = TOLD;
    ext[x + T_JUMPS] = 4;
    ext[x + T_PROVEN] = 7; // all but what the originator makes of the answer
    ext[x + T_UNPROVEN_O] = 8;
    const { log } = this;
    let head = log.append(-1, firstFrame, first, SENT_SYN);
    head = log.append(head, frame, ns, LISTENED);
    head = log.append(head, frame, ns, ANSWERED);
    ext[x + T_LOG_HEAD] = log.append(head, frame, ns, RECEIVED);
  }

  /** The views' words, folded up and calm. */
  private view(extension: number, seq: number, offered: number, firstWindow: number, firstId: number, first: number, packet: Int32Array, view: DataView, ns: number): void {
    const { options, views } = this;
    const ints = views.clear(extension);
    const x = (extension & TCP_CHUNK_MASK) * V_WORDS;
    const y = x + S_LINE;
    const next = (seq + 1) | 0;
    const end = (packet[P_SEQ] + 1) | 0;
    const ownScale = (offered & 31) - 1;
    const scale = options[O_WSCALE];
    const both = ownScale >= 0 && scale >= 0;
    let own = KNOWN | SYN_SEEN | SYN_WINDOW | SHIFT_KNOWN;
    let peer = own | ACKED | TIMING | (packet[P_TTL] << TTL_AT);
    let sides = ((offered & SINGLE_SACK) === 0 ? 0 : SACK_PERMITTED) | ((options[O_SACK_PERMITTED] === 0 ? MAX_ACK_SET : MAX_ACK_SET | SACK_PERMITTED) << 16);
    if (ownScale >= 0) {
      own |= SCALES;
      sides |= WINDOW_SCALE;
    }
    if (scale >= 0) {
      peer |= SCALES;
      sides |= WINDOW_SCALE << 16;
    }
    if (both) {
      const a = ownScale > MOST_SCALE ? MOST_SCALE : ownScale;
      const b = scale > MOST_SCALE ? MOST_SCALE : scale;
      own |= a << SHIFT_AT;
      peer |= b << SHIFT_AT;
      sides |= (a << SCALE_SHIFT) | (b << (16 + SCALE_SHIFT));
      ints[x + V_LAST] = (a << LAST_SCALE_SHIFT) | (b << (LAST_SCALE_SHIFT + 4));
    }
    if (firstId !== 0) {
      own |= IDENTIFIED;
      ints[x + L_IDS] = 1;
      ints[x + L_IDENT] = firstId;
    }
    const id = packet[P_VERSION] === 4 ? packet[P_IP_ID] & 0xffff : 0;
    if (id !== 0) {
      peer |= IDENTIFIED;
      ints[y + L_IDS] = 1;
      ints[y + L_IDENT] = id;
    } else if (packet[P_L4_CAPTURED] >= 18) ints[y + L_IDENT] = view.getUint16(packet[P_L4_AT] + 16);
    if (options[O_TS_PRESENT] !== 0) {
      peer |= STAMPED;
      ints[y + L_TSVAL] = options[O_TSVAL];
    }
    ints[x + L_NEXT] = next;
    ints[x + L_FLAGS] = own;
    ints[x + L_WINDOW] = firstWindow;
    ints[x + L_LAST_AT] = (first / 10_000) | 0;
    ints[x + L_TIMED_END] = next;
    ints[x + L_TIMED_AT] = (first / 100) | 0;
    ints[y + L_NEXT] = end;
    ints[y + L_ACK] = next;
    ints[y + L_FLAGS] = peer;
    ints[y + L_WINDOW] = packet[P_WINDOW];
    ints[y + L_LAST_AT] = (ns / 10_000) | 0;
    ints[y + L_TIMED_END] = end;
    ints[y + L_TIMED_AT] = (ns / 100) | 0;
    addSample(ints, views.floatsAt(extension), x, x, (((ns / 100) | 0) - ints[x + L_TIMED_AT]) | 0);
    ints[x + V_MAX_END] = (next + packet[P_WINDOW]) | 0;
    ints[x + V_MAX_END + 1] = end;
    ints[x + V_MAX_WINDOW] = firstWindow;
    ints[x + V_MAX_WINDOW + 1] = packet[P_WINDOW];
    ints[x + V_SIDES] = sides;
    ints[x + V_BITS] = NETFILTER_BITS;
    ints[x + V_BITS + N_EXPIRES] = (((ns * 1e-7) | 0) + TIMEOUT_TICKS[NF_SYN_RECV]) | 0;
    ints[x + V_FLAGS] = ZEEK_FLAGS;
    ints[x + V_SEEN] = ZEEK_SEEN;
    ints[x + V_HISTORY] = ZEEK_HISTORY;
    views.judge.segments++;
    views.verdict = 0;
    views.netfilter = NF_ESTABLISHED;
  }
}
