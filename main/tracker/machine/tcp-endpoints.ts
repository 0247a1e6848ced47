// Applies a TCP segment to the two endpoints of its connection: RFC 9293's states as a passive observer infers and confirms them.
import {
  CLOSED as STATE_CLOSED, CLOSE_WAIT, CLOSING, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, LAST_ACK, SYN_RECEIVED, SYN_SENT, TIME_WAIT,
} from '@shared/states';
import {
  ANSWER_SYN, IDLE_TIME_OUT, IGNORE, PICK_UP, RECV_ACK_OF_FIN, RECV_ACK_OF_SYN, RECV_FIN, RECV_RST, RECV_SYN, RECV_SYN_ACK, SEND_FIN,
  SEND_RST, SEND_SYN, SEND_SYN_ACK, SUPERSEDED, TIME_WAIT_OVER,
} from '@shared/tcp-machine';
import { ACK, FIN, RST, SYN } from '../decode/packet';
import type { FlowStore } from '../flow/flow-store';
import {
  D_ACK, D_ACKED, D_CLOSEST_WINDOW, D_CONTIGUOUS, D_FIN, D_FIN_ACKED, D_FIN_DELIVERED, D_FIN_SEEN, D_FLAGS, D_HELD, D_HELD_FROM, D_HELD_TO, D_ISN, D_ISN_KNOWN,
  D_LARGEST, D_LAST_NS, D_NEXT, D_OPTIONS, D_PAYLOAD, D_RESET, D_SEEN, D_SENT_SYN, D_SYN_ACKED, D_WINDOW, D_WRONG_ACK, R_EXTENSION, R_STATUS,
  RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, SINGLE_TFO, STATUS_CLOSED_BY_SHIFT, STATUS_CLOSED_SHIFT, STATUS_EXPIRED, STATUS_OPENED_SHIFT, STATUS_PENDING_O, STATUS_PENDING_R,
  STATUS_SLOW, STATUS_VALIDATED, T_FLAGS, T_HANDSHAKE_NS, T_INITIAL_RTT, T_JUMPS, T_LINE, T_LOG_HEAD, T_NEW_ISN, T_NEW_ISN_FROM_O, T_NEW_ISN_FROM_R, T_PENDING_EVENT_SHIFT, T_PROVEN, T_SYN_ACK_NS, T_SYN_NS, T_UNPROVEN_O,
  TCP_CHUNK_MASK, TCP_CHUNK_SHIFT,
} from '../flow/flow-record';
import { advance, ge, gt, le, lt } from '../sequence/serial';
import { TCP_TABLE } from './compile';
import {
  CLOSED_EXPIRED, CLOSED_FIN, CLOSED_HALF, CLOSED_OPEN, CLOSED_REFUSED, CLOSED_RESET, OPENED_DATA_FIRST, OPENED_HALF_OPEN, OPENED_HANDSHAKE, OPENED_MID_STREAM, OPENED_NONE,
  OPENED_REFUSED, OPENED_SIMULTANEOUS, OPENED_UNANSWERED,
} from './endings';
import { noteKind } from './completeness';
import { noteReset, REFUSAL, resetValidity, WRONG_REFUSAL } from './reset-validity';
import { CODE_CONFIRMED, CODE_ENDPOINT_SHIFT, CODE_EVENT_SHIFT, CODE_NUMBER_SHIFT, CODE_TO_SHIFT, UNNUMBERED, type TransitionLog } from './transition-log';

export class TcpEndpoints {
  /** Of the last RST: what it met at its receiver (index in RESET_VALIDITY of shared/measures.ts). */
  validity = 0;
  private readonly store: FlowStore;
  private readonly log: TransitionLog;
  // The connection at hand: its record, its extension, the packet. Fields instead of arguments: the slow path has many steps.
  private record: Int32Array = new Int32Array(0);
  private at = 0;
  private ext: Int32Array = new Int32Array(0);
  private extF: Float64Array = new Float64Array(0);
  private base = 0;
  private frame = 0;
  private readonly records: Int32Array[];
  private readonly extensions: Int32Array[];
  private readonly extensionsF: Float64Array[];
  private readonly time: Float64Array;
  /** When the events at hand happen: in typed memory, since a double handed from function to function is an object. */
  private readonly moment = new Float64Array(1);

  /** @param time one element: nanoseconds of the packet at hand */
  constructor(store: FlowStore, log: TransitionLog, time: Float64Array) {
    this.store = store;
    this.log = log;
    this.time = time;
    this.records = store.records.ints;
    this.extensions = store.tcp.ints;
    this.extensionsF = store.tcp.floats;
  }

  /** Clears a fresh extension. */
  clear(extension: number): void {
    const ints = this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT];
    const floats = this.store.tcp.floats[extension >> TCP_CHUNK_SHIFT];
    const base = (extension & TCP_CHUNK_MASK) << 6;
    ints.fill(0, base, base + 64);
    ints[base + T_LOG_HEAD] = -1;
    floats[(base + T_SYN_NS) >> 1] = NaN;
    floats[(base + T_SYN_ACK_NS) >> 1] = NaN;
    floats[(base + T_HANDSHAKE_NS) >> 1] = NaN;
    floats[(base + T_INITIAL_RTT) >> 1] = NaN;
  }

  /**
   * One segment of an extended record.
   * @param direction 0: sent by the originator, 1: by the responder
   * @param options packed options of a SYN (flow-record.ts, R_SINGLE_OPTIONS), else 0
   */
  segment(slot: number, direction: number, seq: number, ack: number, flags: number, window: number, length: number, options: number, frame: number): void {
    const record = this.records[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const extension = record[at + R_EXTENSION];
    const ext = this.extensions[extension >> TCP_CHUNK_SHIFT];
    const extF = this.extensionsF[extension >> TCP_CHUNK_SHIFT];
    const base = (extension & TCP_CHUNK_MASK) << 6;
    const x = base + direction * T_LINE;
    extF[(x + D_LAST_NS) >> 1] = this.time[0];
    if ((flags & (SYN | FIN | RST | ACK)) === ACK && (record[at + R_STATUS] & STATUS_SLOW) === 0) {
      // The common case: a segment of an open connection, both ends ESTABLISHED, nothing to prove.
      ext[x + D_WINDOW] = window;
      if ((window ^ 0xffff) > ext[x + D_CLOSEST_WINDOW]) ext[x + D_CLOSEST_WINDOW] = window ^ 0xffff;
      if (length !== 0) {
        if (length > ext[x + D_LARGEST]) ext[x + D_LARGEST] = length;
        extF[(x + D_PAYLOAD) >> 1] += length;
        const end = (seq + length) | 0;
        if (((end - ext[x + D_NEXT]) | 0) > 0) ext[x + D_NEXT] = end;
        if (seq === ext[x + D_CONTIGUOUS] && (ext[x + D_FLAGS] & D_HELD) === 0) ext[x + D_CONTIGUOUS] = end;
        else this.receive(ext, x, seq, end);
      }
      if (((ack - ext[x + D_ACK]) | 0) > 0) {
        ext[x + D_ACK] = ack;
        const y = base + (1 - direction) * T_LINE;
        if (((ack - ext[y + D_CONTIGUOUS]) | 0) > 0) this.acknowledged(ext, y, ack);
      }
      return;
    }
    this.record = record;
    this.at = at;
    this.ext = ext;
    this.extF = extF;
    this.base = base;
    this.frame = frame;
    this.moment[0] = this.time[0];
    this.slow(direction, x, base + (1 - direction) * T_LINE, seq, ack, flags, window, length, options);
  }

  /** A bare SYN with a new ISN on a connection that is over, or whose tuple was given up: the tuple opens anew. */
  startsAnew(slot: number, direction: number, seq: number): boolean {
    const record = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const extension = record[at + R_EXTENSION];
    const ext = this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT];
    const x = ((extension & TCP_CHUNK_MASK) << 6) + direction * T_LINE;
    const y = ((extension & TCP_CHUNK_MASK) << 6) + (1 - direction) * T_LINE;
    const status = record[at + R_STATUS];
    const own = (status >>> (direction * 4)) & 15;
    const peer = (status >>> (4 - direction * 4)) & 15;
    if ((ext[x + D_FLAGS] & D_ISN_KNOWN) !== 0 && ext[x + D_ISN] === seq) return (status & STATUS_EXPIRED) !== 0;
    const bothFin = (ext[x + D_FLAGS] & ext[y + D_FLAGS] & D_FIN_SEEN) !== 0;
    const closed = (status >>> STATUS_CLOSED_SHIFT) & 7;
    if (bothFin || closed >= CLOSED_RESET || (status & STATUS_EXPIRED) !== 0) return true;
    // A SYN of the peer's that crosses ours is a simultaneous open; a second one of our own with another ISN is a new attempt.
    if (own === SYN_SENT) return true;
    return own === STATE_CLOSED && peer === STATE_CLOSED;
  }

  /** A SYN+ACK that acknowledges a SYN with a new ISN inside this connection: both ends have started anew (half-open recovery). */
  answersNewSyn(slot: number, direction: number, ack: number): boolean {
    const record = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const extension = record[((slot & RECORD_CHUNK_MASK) << 4) + R_EXTENSION];
    const ext = this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT];
    const base = (extension & TCP_CHUNK_MASK) << 6;
    const from = direction === 0 ? T_NEW_ISN_FROM_R : T_NEW_ISN_FROM_O;
    return (ext[base + T_FLAGS] & from) !== 0 && ext[base + T_NEW_ISN] === advance(ack, -1);
  }

  /** Ends an older connection because its tuple was used again. */
  supersede(slot: number, frame: number, ns: number): void {
    this.load(slot, frame, ns);
    this.event(0, SUPERSEDED, 0);
    this.event(1, SUPERSEDED, 0);
    if (this.closed === CLOSED_OPEN || this.closed === CLOSED_HALF) this.setField(STATUS_CLOSED_SHIFT, 7, CLOSED_EXPIRED);
  }

  /** Lets a time-out act on both ends. */
  expire(slot: number, ns: number): void {
    this.load(slot, 0, ns);
    this.event(0, IDLE_TIME_OUT, 0);
    this.event(1, IDLE_TIME_OUT, 0);
    this.event(0, TIME_WAIT_OVER, 0);
    this.event(1, TIME_WAIT_OVER, 0);
    if (this.closed === CLOSED_OPEN || this.closed === CLOSED_HALF) this.setField(STATUS_CLOSED_SHIFT, 7, CLOSED_EXPIRED);
    this.record[this.at + R_STATUS] |= STATUS_EXPIRED;
  }

  private load(slot: number, frame: number, ns: number): void {
    this.record = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    this.at = (slot & RECORD_CHUNK_MASK) << 4;
    const extension = this.record[this.at + R_EXTENSION];
    this.ext = this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT];
    this.extF = this.store.tcp.floats[extension >> TCP_CHUNK_SHIFT];
    this.base = (extension & TCP_CHUNK_MASK) << 6;
    this.frame = frame;
    this.moment[0] = ns;
  }

  private slow(d: number, x: number, y: number, seq: number, ack: number, flags: number, window: number, length: number, options: number): void {
    const { ext } = this;
    this.confirm(d, x, y, seq, ack, flags);
    noteKind(ext, this.extF, this.base, flags, length, this.moment);
    const kind = flags & (SYN | FIN | RST);
    if ((kind & (kind - 1)) !== 0) return; // two of SYN, FIN and RST: no stack sends it, it changes nothing
    if ((flags & RST) !== 0) this.reset(d, x, y, seq, ack, flags);
    else if ((flags & SYN) !== 0) {
      if ((flags & ACK) !== 0) this.synAck(d, x, y, seq, ack, length, options);
      else this.syn(d, x, seq, length, options);
      ext[x + D_WINDOW] = window;
      this.extF[(x + D_PAYLOAD) >> 1] += length;
    } else if ((flags & ACK) !== 0) {
      ext[x + D_WINDOW] = window;
      this.extF[(x + D_PAYLOAD) >> 1] += length;
      this.carry(d, x, y, seq, ack, flags, length);
    } else this.extF[(x + D_PAYLOAD) >> 1] += length; // neither SYN, RST nor ACK: RFC 9293 §3.10.7.4 drops it
    this.settle();
  }

  /** A segment with ACK and neither SYN nor RST. */
  private carry(d: number, x: number, y: number, seq: number, ack: number, flags: number, length: number): void {
    const { ext } = this;
    const end = advance(seq, length);
    ext[x + D_CLOSEST_WINDOW] = Math.max(ext[x + D_CLOSEST_WINDOW], ext[x + D_WINDOW] ^ 0xffff);
    ext[x + D_LARGEST] = Math.max(ext[x + D_LARGEST], length);
    if ((ext[x + D_FLAGS] & D_SEEN) === 0) {
      ext[x + D_FLAGS] |= D_SEEN;
      ext[x + D_NEXT] = end;
      ext[x + D_CONTIGUOUS] = end;
    } else if (length !== 0) {
      if (gt(end, ext[x + D_NEXT])) ext[x + D_NEXT] = end;
      this.receive(ext, x, seq, end);
    }
    this.pickUp(d, x, y, ack);
    if ((ext[x + D_FLAGS] & D_ACKED) === 0 || gt(ack, ext[x + D_ACK])) ext[x + D_ACK] = ack;
    ext[x + D_FLAGS] |= D_ACKED;
    if ((ext[y + D_FLAGS] & D_SEEN) !== 0 && gt(ack, ext[y + D_CONTIGUOUS])) this.acknowledged(ext, y, ack);
    // The sender acknowledges the peer's FIN: then it has it, even where the capture did not show it arrive in sequence.
    const finAcked = (ext[y + D_FLAGS] & (D_FIN_SEEN | D_FIN_ACKED)) === D_FIN_SEEN && gt(ack, ext[y + D_FIN]);
    if (finAcked && (ext[y + D_FLAGS] & D_FIN_DELIVERED) === 0) {
      ext[y + D_FLAGS] |= D_FIN_DELIVERED;
      this.event(d, RECV_FIN, CODE_CONFIRMED);
    }
    if ((flags & FIN) !== 0) {
      this.retractEarlyClose(d, y, ack);
      this.retractLostAck(d, x, end);
      this.fin(d, x, end);
    }
    this.synAcked(d, y, ack);
    if (finAcked) {
      ext[y + D_FLAGS] |= D_FIN_ACKED;
      this.event(1 - d, RECV_ACK_OF_FIN, 0);
    }
    this.deliverFin(1 - d, x);
    this.deliverFin(d, y);
  }

  /** A segment that belongs to an open connection where the handshake, or part of it, was not captured. */
  private pickUp(d: number, x: number, y: number, ack: number): void {
    if (this.closed !== CLOSED_OPEN) return;
    const own = this.state(d);
    const peer = this.state(1 - d);
    const tfo = ((this.ext[x + D_OPTIONS] | this.ext[y + D_OPTIONS]) & SINGLE_TFO) !== 0;
    if (own === STATE_CLOSED || own === SYN_SENT || (own === SYN_RECEIVED && !tfo && (this.ext[y + D_FLAGS] & D_SENT_SYN) === 0)) {
      const opened = (this.record[this.at + R_STATUS] >>> STATUS_OPENED_SHIFT) & 7;
      if (opened === OPENED_NONE || opened === OPENED_UNANSWERED) this.setField(STATUS_OPENED_SHIFT, 7, OPENED_MID_STREAM);
      this.event(d, PICK_UP, CODE_CONFIRMED);
    }
    // The peer's part is inferred, unless it waits for the answer to a SYN that this segment does not acknowledge (a challenge ACK).
    const answersSyn = (this.ext[y + D_FLAGS] & D_SENT_SYN) === 0 || (gt(ack, this.ext[y + D_ISN]) && le(ack, this.ext[y + D_NEXT]));
    if (peer === STATE_CLOSED || (peer === SYN_SENT && answersSyn)) this.event(1 - d, PICK_UP, 0);
  }

  /**
   * Its FIN does not acknowledge the peer's, so it was sent before that arrived: the inferred CLOSE-WAIT came too early. It is taken
   * back, and the peer's FIN is delivered behind this one (a simultaneous close, RFC 9293 §3.6, case 3).
   */
  private retractEarlyClose(d: number, y: number, ack: number): void {
    const { ext, base } = this;
    if (this.state(d) !== CLOSE_WAIT || (ext[y + D_FLAGS] & D_FIN_DELIVERED) === 0 || gt(ack, ext[y + D_FIN]) || this.unproven(d) !== RECV_FIN) return;
    ext[base + T_LOG_HEAD] = this.log.retract(ext[base + T_LOG_HEAD], d);
    ext[y + D_FLAGS] &= ~D_FIN_DELIVERED;
    this.setField(d * 4, 15, ESTABLISHED);
  }

  /** It sends its FIN again, so the acknowledgement that we saw was lost on its way: the inferred jump is taken back until the next one. */
  private retractLostAck(d: number, x: number, end: number): void {
    const { ext, base } = this;
    if ((ext[x + D_FLAGS] & D_FIN_ACKED) === 0 || end !== ext[x + D_FIN] || this.unproven(d) !== RECV_ACK_OF_FIN) return;
    const state = this.state(d);
    const before = state === FIN_WAIT_2 ? FIN_WAIT_1 : state === TIME_WAIT ? CLOSING : LAST_ACK;
    ext[base + T_LOG_HEAD] = this.log.retract(ext[base + T_LOG_HEAD], d);
    ext[x + D_FLAGS] &= ~D_FIN_ACKED;
    this.record[this.at + R_STATUS] &= ~(d === 0 ? STATUS_PENDING_O : STATUS_PENDING_R);
    this.setField(d * 4, 15, before);
  }

  /** Event of an endpoint's inferred jump that is not proven yet; -1 for none. */
  private unproven(d: number): number {
    if ((this.record[this.at + R_STATUS] & (d === 0 ? STATUS_PENDING_O : STATUS_PENDING_R)) === 0) return -1;
    return (this.ext[this.base + T_FLAGS] >>> (T_PENDING_EVENT_SHIFT + d * 4)) & 15;
  }

  private fin(d: number, x: number, end: number): void {
    const { ext } = this;
    if ((ext[x + D_FLAGS] & D_FIN_SEEN) === 0) {
      ext[x + D_FLAGS] |= D_FIN_SEEN;
      ext[x + D_FIN] = end;
    } else if (gt(end, ext[x + D_FIN])) ext[x + D_FIN] = end;
    if (gt(advance(end, 1), ext[x + D_NEXT])) ext[x + D_NEXT] = advance(end, 1);
    this.event(d, SEND_FIN, CODE_CONFIRMED);
    if (this.closed === CLOSED_OPEN) {
      this.setField(STATUS_CLOSED_SHIFT, 7, CLOSED_HALF);
      this.setField(STATUS_CLOSED_BY_SHIFT, 3, 1 + d);
    }
    const other = this.base + (1 - d) * T_LINE;
    if (this.closed === CLOSED_HALF && (ext[other + D_FLAGS] & D_FIN_SEEN) !== 0) this.setField(STATUS_CLOSED_SHIFT, 7, CLOSED_FIN);
  }

  /** The FIN of the sender at `line` reaches `receiver` once everything below it has. */
  private deliverFin(receiver: number, line: number): void {
    const { ext } = this;
    if ((ext[line + D_FLAGS] & (D_FIN_SEEN | D_FIN_DELIVERED)) !== D_FIN_SEEN || lt(ext[line + D_CONTIGUOUS], ext[line + D_FIN])) return;
    ext[line + D_FLAGS] |= D_FIN_DELIVERED;
    ext[line + D_CONTIGUOUS] = advance(ext[line + D_FIN], 1);
    this.event(receiver, RECV_FIN, 0);
  }

  /** The acknowledgement `ack` sent by `d` may cover the peer's SYN. */
  private synAcked(d: number, y: number, ack: number): void {
    const { ext, extF, base } = this;
    if ((ext[y + D_FLAGS] & (D_SENT_SYN | D_SYN_ACKED)) !== D_SENT_SYN || !gt(ack, ext[y + D_ISN])) return;
    ext[y + D_FLAGS] |= D_SYN_ACKED;
    this.event(1 - d, RECV_ACK_OF_SYN, 0);
    const opened = (this.record[this.at + R_STATUS] >>> STATUS_OPENED_SHIFT) & 7;
    const x = base + d * T_LINE;
    if ((ext[x + D_FLAGS] & D_SYN_ACKED) === 0 || opened === OPENED_HANDSHAKE) return;
    // Both SYNs are acknowledged.
    this.record[this.at + R_STATUS] |= STATUS_VALIDATED;
    if (Number.isNaN(extF[(base + T_HANDSHAKE_NS) >> 1])) extF[(base + T_HANDSHAKE_NS) >> 1] = this.moment[0] - extF[(base + T_SYN_NS) >> 1];
    if (opened === OPENED_HALF_OPEN) this.setField(STATUS_OPENED_SHIFT, 7, OPENED_HANDSHAKE);
  }

  private syn(d: number, x: number, seq: number, length: number, options: number): void {
    const { ext, extF, base } = this;
    const own = this.state(d);
    if ((ext[x + D_FLAGS] & D_ISN_KNOWN) !== 0 ? ext[x + D_ISN] !== seq : own !== STATE_CLOSED) {
      // A SYN inside an open connection: remembered, should the peer answer it with SYN+ACK.
      ext[base + T_NEW_ISN] = seq;
      ext[base + T_FLAGS] = (ext[base + T_FLAGS] & ~(T_NEW_ISN_FROM_O | T_NEW_ISN_FROM_R)) | (d === 0 ? T_NEW_ISN_FROM_O : T_NEW_ISN_FROM_R);
      return;
    }
    if ((ext[x + D_FLAGS] & D_ISN_KNOWN) === 0) {
      ext[x + D_ISN] = seq;
      ext[x + D_FLAGS] |= D_ISN_KNOWN | D_SEEN | D_SENT_SYN;
      ext[x + D_NEXT] = advance(seq, 1 + length);
      ext[x + D_CONTIGUOUS] = advance(seq, 1); // data on a SYN counts when it is acknowledged (RFC 7413)
      ext[x + D_OPTIONS] = options;
    }
    if (Number.isNaN(extF[(base + T_SYN_NS) >> 1])) extF[(base + T_SYN_NS) >> 1] = this.moment[0];
    const crossing = this.state(1 - d) === SYN_SENT;
    this.event(d, SEND_SYN, CODE_CONFIRMED);
    this.event(1 - d, RECV_SYN, 0);
    const opened = (this.record[this.at + R_STATUS] >>> STATUS_OPENED_SHIFT) & 7;
    if (crossing) this.setField(STATUS_OPENED_SHIFT, 7, OPENED_SIMULTANEOUS);
    else if (opened === OPENED_NONE || opened === OPENED_REFUSED) {
      this.setField(STATUS_OPENED_SHIFT, 7, OPENED_UNANSWERED);
      this.setField(STATUS_CLOSED_SHIFT, 7, CLOSED_OPEN);
      this.setField(STATUS_CLOSED_BY_SHIFT, 3, 0);
    }
  }

  private synAck(d: number, x: number, y: number, seq: number, ack: number, length: number, options: number): void {
    const { ext, extF, base } = this;
    if ((ext[x + D_FLAGS] & D_ISN_KNOWN) !== 0 && ext[x + D_ISN] !== seq && this.state(d) !== SYN_RECEIVED) return;
    const peerSyn = (ext[y + D_FLAGS] & D_SENT_SYN) !== 0;
    const valid = !peerSyn || (gt(ack, ext[y + D_ISN]) && le(ack, ext[y + D_NEXT]));
    if (!valid) ext[y + D_FLAGS] |= D_WRONG_ACK; // answers a SYN that was not sent: RFC 9293 §3.10.7.3 answers it with RST
    if (!valid) return;
    const first = (ext[x + D_FLAGS] & D_SENT_SYN) === 0 || this.state(d) === SYN_SENT;
    ext[x + D_ISN] = seq;
    ext[x + D_FLAGS] |= D_ISN_KNOWN | D_SEEN | D_SENT_SYN | D_ACKED;
    ext[x + D_NEXT] = advance(seq, 1 + length);
    ext[x + D_CONTIGUOUS] = advance(seq, 1 + length);
    ext[x + D_ACK] = ack;
    ext[x + D_OPTIONS] = options;
    if (!first) return;
    if (Number.isNaN(extF[(base + T_SYN_ACK_NS) >> 1])) extF[(base + T_SYN_ACK_NS) >> 1] = this.moment[0];
    if (!peerSyn && this.state(1 - d) === STATE_CLOSED) this.event(1 - d, SEND_SYN, 0); // its SYN came before the capture
    if (this.state(d) === STATE_CLOSED) this.event(d, ANSWER_SYN, 0);
    this.event(d, SEND_SYN_ACK, CODE_CONFIRMED);
    if (peerSyn) {
      const dataAcked = gt(ack, advance(ext[y + D_ISN], 1));
      ext[y + D_FLAGS] |= D_SYN_ACKED;
      if (gt(ack, ext[y + D_CONTIGUOUS])) ext[y + D_CONTIGUOUS] = ack;
      const opened = (this.record[this.at + R_STATUS] >>> STATUS_OPENED_SHIFT) & 7;
      if (opened !== OPENED_SIMULTANEOUS) this.setField(STATUS_OPENED_SHIFT, 7, dataAcked ? OPENED_DATA_FIRST : OPENED_HALF_OPEN);
    } else {
      ext[y + D_FLAGS] |= D_SEEN | D_SENT_SYN | D_SYN_ACKED | D_ISN_KNOWN;
      ext[y + D_ISN] = advance(ack, -1);
      ext[y + D_NEXT] = ack;
      ext[y + D_CONTIGUOUS] = ack;
      this.setField(STATUS_OPENED_SHIFT, 7, OPENED_HALF_OPEN);
    }
    this.event(1 - d, RECV_SYN_ACK, 0);
  }

  /** RFC 9293 §3.10.7 and RFC 5961 §3: only a RST with the expected number ends a connection. */
  private reset(d: number, x: number, y: number, seq: number, ack: number, flags: number): void {
    const { ext, base } = this;
    ext[x + D_FLAGS] |= D_RESET;
    const own = this.state(d);
    const peer = this.state(1 - d);
    const refused = peer === SYN_SENT && (own === STATE_CLOSED || own === SYN_SENT);
    let valid: boolean;
    if (refused) valid = (flags & ACK) !== 0 && gt(ack, ext[y + D_ISN]) && le(ack, ext[y + D_NEXT]);
    else if ((ext[x + D_FLAGS] & D_SEEN) === 0) valid = (ext[y + D_FLAGS] & D_ACKED) === 0 || seq === ext[y + D_ACK];
    else valid = seq === ext[x + D_NEXT] || seq === ext[x + D_CONTIGUOUS] || ((ext[y + D_FLAGS] & D_ACKED) !== 0 && seq === ext[y + D_ACK]);
    const { closed } = this;
    this.validity = refused ? (valid ? REFUSAL : WRONG_REFUSAL) : resetValidity(ext, base, d, seq, ack, valid, peer === STATE_CLOSED && closed !== CLOSED_OPEN);
    noteReset(ext, base, d, this.validity, this.frame);
    if (!valid) return;
    this.event(d, SEND_RST, CODE_CONFIRMED);
    this.event(1 - d, RECV_RST, 0);
    if (closed !== CLOSED_OPEN && closed !== CLOSED_HALF) return;
    if (refused) this.setField(STATUS_OPENED_SHIFT, 7, OPENED_REFUSED);
    this.setField(STATUS_CLOSED_SHIFT, 7, refused ? CLOSED_REFUSED : CLOSED_RESET);
    this.setField(STATUS_CLOSED_BY_SHIFT, 3, 1 + d);
  }

  /** The bytes [seq, end) pass the observer: moves the contiguous edge, or holds one range above a hole. */
  private receive(ext: Int32Array, x: number, seq: number, end: number): void {
    const edge = ext[x + D_CONTIGUOUS];
    if (le(seq, edge)) {
      if (gt(end, edge)) ext[x + D_CONTIGUOUS] = end;
    } else if ((ext[x + D_FLAGS] & D_HELD) === 0) {
      ext[x + D_FLAGS] |= D_HELD;
      ext[x + D_HELD_FROM] = seq;
      ext[x + D_HELD_TO] = end;
    } else if (ge(end, ext[x + D_HELD_FROM]) && le(seq, ext[x + D_HELD_TO])) {
      if (lt(seq, ext[x + D_HELD_FROM])) ext[x + D_HELD_FROM] = seq;
      if (gt(end, ext[x + D_HELD_TO])) ext[x + D_HELD_TO] = end;
    }
    if ((ext[x + D_FLAGS] & D_HELD) !== 0 && ge(ext[x + D_CONTIGUOUS], ext[x + D_HELD_FROM])) {
      if (gt(ext[x + D_HELD_TO], ext[x + D_CONTIGUOUS])) ext[x + D_CONTIGUOUS] = ext[x + D_HELD_TO];
      ext[x + D_FLAGS] &= ~D_HELD;
    }
  }

  /** The peer acknowledges more than we saw arrive without a hole: it has it, whatever the capture missed. */
  private acknowledged(ext: Int32Array, y: number, ack: number): void {
    // Never beyond what was sent, except for data that the capture lost: then at most one window's worth.
    if (gt(ack, advance(ext[y + D_NEXT], 0x4000_0000))) return;
    this.receive(ext, y, ext[y + D_CONTIGUOUS], ack);
    if (gt(ack, ext[y + D_NEXT])) ext[y + D_NEXT] = ack;
  }

  /** The sender's own packet proves its inferred jumps, unless it repeats what it should have been told. */
  private confirm(d: number, x: number, y: number, seq: number, ack: number, flags: number): void {
    const pending = d === 0 ? STATUS_PENDING_O : STATUS_PENDING_R;
    if ((this.record[this.at + R_STATUS] & pending) === 0 || (flags & RST) !== 0) return;
    const { ext } = this;
    let proven = false;
    switch (this.unproven(d)) {
      case RECV_SYN: proven = (flags & (SYN | ACK)) === (SYN | ACK); break;
      case RECV_SYN_ACK: proven = (flags & ACK) !== 0 && (flags & SYN) === 0 && gt(ack, ext[y + D_ISN]); break;
      case RECV_ACK_OF_SYN: proven = (flags & SYN) === 0; break;
      case RECV_FIN: proven = (flags & ACK) !== 0 && gt(ack, ext[y + D_FIN]); break;
      // Only a FIN that is not sent again proves that its acknowledgement arrived.
      case RECV_ACK_OF_FIN: proven = (flags & FIN) === 0 && seq === advance(ext[x + D_FIN], 1); break;
      case SEND_SYN: case PICK_UP: proven = true; break;
      default: break;
    }
    if (proven) this.prove(d);
  }

  /** The endpoint's jumps that waited for proof have it. */
  private prove(d: number): void {
    const { ext, base } = this;
    ext[base + T_PROVEN] |= ext[base + T_UNPROVEN_O + d];
    ext[base + T_UNPROVEN_O + d] = 0;
    this.record[this.at + R_STATUS] &= ~(d === 0 ? STATUS_PENDING_O : STATUS_PENDING_R);
  }

  /** Moves one endpoint by the table and logs the jump. */
  private event(endpoint: number, event: number, confirmed: number): void {
    const from = this.state(endpoint);
    const to = TCP_TABLE[(from << 4) | event];
    if (to >= IGNORE) return;
    const { ext, base } = this;
    const pending = endpoint === 0 ? STATUS_PENDING_O : STATUS_PENDING_R;
    const number = ext[base + T_JUMPS]++;
    const bit = number < UNNUMBERED ? 1 << number : 0;
    if (confirmed !== 0) {
      // What an endpoint does next proves what it was in; a RST is sent in any state and proves nothing.
      if (event !== SEND_RST) this.prove(endpoint);
      else this.record[this.at + R_STATUS] &= ~pending;
      ext[base + T_PROVEN] |= bit;
    } else {
      this.record[this.at + R_STATUS] |= pending;
      ext[base + T_UNPROVEN_O + endpoint] |= bit;
      const at = T_PENDING_EVENT_SHIFT + endpoint * 4;
      ext[base + T_FLAGS] = (ext[base + T_FLAGS] & ~(15 << at)) | (event << at);
    }
    this.setField(endpoint * 4, 15, to);
    const code = from | (to << CODE_TO_SHIFT) | (event << CODE_EVENT_SHIFT) | (endpoint << CODE_ENDPOINT_SHIFT) | confirmed
      | ((number < UNNUMBERED ? number : UNNUMBERED) << CODE_NUMBER_SHIFT);
    ext[base + T_LOG_HEAD] = this.log.append(ext[base + T_LOG_HEAD], this.frame, this.moment[0], code);
  }

  /** Decides whether the next segment may take the short way. */
  private settle(): void {
    const status = this.record[this.at + R_STATUS];
    const open = (status & 0xff) === (ESTABLISHED | (ESTABLISHED << 4)) && (status & (STATUS_PENDING_O | STATUS_PENDING_R)) === 0
      && (this.ext[this.base + D_FLAGS] & this.ext[this.base + T_LINE + D_FLAGS] & (D_SEEN | D_ACKED)) === (D_SEEN | D_ACKED);
    this.record[this.at + R_STATUS] = open ? status & ~STATUS_SLOW : status | STATUS_SLOW;
  }

  private state(endpoint: number): number { return (this.record[this.at + R_STATUS] >>> (endpoint * 4)) & 15; }

  private get closed(): number { return (this.record[this.at + R_STATUS] >>> STATUS_CLOSED_SHIFT) & 7; }

  private setField(shift: number, mask: number, value: number): void {
    this.record[this.at + R_STATUS] = (this.record[this.at + R_STATUS] & ~(mask << shift)) | (value << shift);
  }
}
