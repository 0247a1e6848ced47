// Judges every segment that is not ordinary and keeps the connection's words up to date with it. The ordinary ones are segment.ts's.
import {
  ACK_OF_UNSEEN, CAPTURE_DUPLICATE, DUPLICATE_ACK, GAP_BEFORE, HIGH, KEEP_ALIVE, LOW, MEDIUM, NETWORK_DUPLICATE, ORDINARY, OUT_OF_WINDOW, OVERLAP_CONFLICT, REORDERED,
  RETRANSMISSION, STALE, VERDICT_MASK, WINDOW_FULL, WINDOW_UPDATE, ZERO_WINDOW, ZERO_WINDOW_PROBE,
} from '@shared/analysis';
import { ACK, FIN, RST, SYN } from '../decode/packet';
import { O_WSCALE } from '../decode/tcp-options';
import { ID_LATE, ID_SEEN, remember } from './evidence';
import { fillHoles, isFar, openHole, takeSacks } from './holes';
import { isCopy, judgeCopy, judgeOld, mirrored, resent } from './old-data';
import { judgeAck, noteDuplicateAck, ofUnseen } from './pure-ack';
import {
  ACKED, addSample, announced, CUT, DIGESTED, FINISHED, IDENTIFIED, IDS_SURE, KNOWN, L_ACK, L_DIGEST, L_FLAGS, L_FLIGHT, L_IDENT, L_LAST_AT, L_NEXT, L_SILENCE, L_TIMED_AT, L_TIMED_END, L_TSVAL, L_WINDOW,
  largest, LAST_SENT, LATE, S_LINE_O, S_LINE_R, S_TROUBLE, S_UPDATES, SCALES, SENT_KEEP_ALIVE, SENT_PROBE, SENT_PROBE_BYTE, SHIFT_AT, SHIFT_KNOWN, STAMPED, SYN_SEEN, SYN_WINDOW, takeSample, TIMING,
  TROUBLED, TTL_AT,
} from './record';
import { SegmentView, STAMP_NEWER, STAMP_OLDER } from './segment-view';
import { advance, distance, ge, gt, le, lt } from './serial';
import {
  K_COPIED, K_DISTINCT, K_DUPLICATE_ACKS, K_FLAGS, K_HAS_STAMP, K_HAS_UNSEEN, K_OLD, K_RECOVER, K_RECOVERING, K_RESENT, K_STAMP, K_STAMP_AT, K_STAMP_SAMPLES, K_UNSEEN, type TroubleStore,
} from './trouble';

export class SegmentJudge {
  /** TCP segments of the whole capture, and the copies among them: how likely another copy is the capture's doing. A connection's first one
   *  is counted when it comes, not when it is told again. */
  segments = 0;
  copies = 0;
  private readonly s = new SegmentView();

  get store(): TroubleStore { return this.s.store; }

  /** A connection's words are given up: so is its block. */
  release(ints: Int32Array, at: number): void {
    if (ints[at + S_TROUBLE] === 0) return;
    this.store.give(ints[at + S_TROUBLE] - 1);
    ints[at + S_TROUBLE] = 0;
    ints[at + S_LINE_O + L_FLAGS] &= ~TROUBLED;
    ints[at + S_LINE_R + L_FLAGS] &= ~TROUBLED;
  }

  /** Any segment; returns verdict | confidence. */
  judge(ints: Int32Array, floats: Float64Array, at: number, direction: number, packet: Int32Array, view: DataView, ns: number): number {
    const { s } = this;
    s.load(ints, floats, at, direction, packet, view, ns);
    return this.run();
  }

  /**
   * The first packet of a connection, told again from the little that is kept of it.
   * @param scale window scale of a SYN, -1 for none; @param id IP identification, 0 when it was not kept
   */
  first(ints: Int32Array, floats: Float64Array, at: number, direction: number, seq: number, ack: number, flags: number, window: number, length: number, scale: number, id: number, ns: number): number {
    const { s } = this;
    s.loadFirst(ints, floats, at, direction, seq, ack, flags, window, length, id, ns);
    s.options[O_WSCALE] = scale;
    return this.run();
  }

  private run(): number {
    const { s } = this;
    let judged: number;
    if ((s.flags & RST) !== 0) judged = this.reset();
    else if (s.size > 0) judged = this.data();
    else judged = this.bare();
    const verdict = judged & VERDICT_MASK;
    if (verdict === NETWORK_DUPLICATE || verdict === CAPTURE_DUPLICATE) return this.count(judged); // nothing new: every word stays
    if ((s.flags & RST) === 0 && verdict !== OUT_OF_WINDOW) this.settle(verdict);
    this.pass(verdict);
    return judged === ORDINARY ? ORDINARY : this.count(judged);
  }

  /** Counts a verdict for its connection. */
  private count(judged: number): number {
    const { s } = this;
    const verdict = judged & VERDICT_MASK;
    if (verdict === WINDOW_UPDATE && s.kx < 0) {
      // So usual that they have a counter of their own.
      const shift = s.direction * 16;
      const updates = s.ints[s.at + S_UPDATES];
      if ((updates >>> shift & 0xffff) !== 0xffff) s.ints[s.at + S_UPDATES] = updates + (1 << shift);
      return judged;
    }
    s.needBlock();
    s.k[s.counts + verdict * 2 + s.direction]++;
    return judged;
  }

  /** An ordinary segment that fills its receiver's window. */
  windowFull(ints: Int32Array, floats: Float64Array, at: number, direction: number, packet: Int32Array, view: DataView, ns: number): number {
    this.s.load(ints, floats, at, direction, packet, view, ns);
    return this.count(WINDOW_FULL | HIGH);
  }

  private reset(): number {
    const { s } = this;
    const { ints, x, y } = s;
    if (isCopy(s)) return judgeCopy(s, -1, this, HIGH);
    if ((ints[x + L_FLAGS] & KNOWN) === 0 || (ints[y + L_FLAGS] & ACKED) === 0 || s.seq === ints[x + L_NEXT]) return ORDINARY;
    const expected = ints[y + L_ACK];
    if ((ints[x + L_FLAGS] & SHIFT_KNOWN) === 0 || s.seq === expected) return ORDINARY;
    // It answers a segment with that segment's acknowledgement, which may be a few behind; beyond the window it is nobody's.
    if (lt(s.seq, expected)) return distance(expected, s.seq) > largest(ints, y) ? OUT_OF_WINDOW | MEDIUM : ORDINARY;
    return gt(s.seq, ints[x + L_NEXT]) && gt(s.seq, advance(expected, largest(ints, y))) ? OUT_OF_WINDOW | HIGH : ORDINARY;
  }

  /** No payload, no SYN, no FIN, no RST. */
  private bare(): number {
    const { s } = this;
    const { ints, x } = s;
    if ((s.flags & ACK) === 0) return ORDINARY;
    if (s.identity === ID_SEEN || (isCopy(s) && s.ack === ints[x + L_ACK] && s.window === (ints[x + L_WINDOW] & 0xffff))) {
      if (!(gt(s.ack, ints[x + L_ACK]))) return judgeCopy(s, -1, this, HIGH);
    }
    if (s.sameAsLast(mirrored(this.segments, this.copies + 1))) return judgeCopy(s, -1, this, s.sacks > 0 ? MEDIUM : LOW);
    if ((ints[x + L_FLAGS] & KNOWN) === 0) {
      ints[x + L_FLAGS] |= KNOWN;
      ints[x + L_NEXT] = s.seq;
      return ORDINARY;
    }
    if (gt(s.seq, ints[x + L_NEXT])) return this.above();
    return judgeAck(s);
  }

  /** Payload, SYN or FIN. */
  private data(): number {
    const { s } = this;
    const { ints, x, y } = s;
    const flags = ints[x + L_FLAGS];
    if ((flags & KNOWN) === 0) {
      ints[x + L_FLAGS] |= KNOWN;
      ints[x + L_NEXT] = s.seq;
      return this.next();
    }
    if (s.seq === ints[x + L_NEXT]) return this.next();
    if ((s.flags & SYN) !== 0 && (gt(s.end, ints[x + L_NEXT]) || distance(ints[x + L_NEXT], s.seq) > 0xffff)) {
      // Another initial number inside an open connection (RFC 5961 §4).
      return (flags & SHIFT_KNOWN) !== 0 ? OUT_OF_WINDOW | MEDIUM : ORDINARY;
    }
    if (gt(s.seq, ints[x + L_NEXT])) {
      if ((flags & SENT_PROBE_BYTE) === 0 || s.seq !== advance(ints[x + L_NEXT], 1)) return this.above();
      ints[x + L_NEXT] = s.seq; // the probe's byte was taken
      return this.next();
    }
    if (le(s.end, ints[x + L_NEXT])) return judgeOld(s, this);
    return this.partlyOld((ints[y + L_FLAGS] & ACKED) !== 0);
  }

  /** Continues what its sender sent. */
  private next(): number {
    const { s } = this;
    const { ints, x, y } = s;
    const peer = ints[y + L_FLAGS];
    if (s.length === 1 && s.size === 1 && (peer & ACKED) !== 0 && announced(ints, y) === 0) {
      s.needBlock();
      s.kFloats[(s.kx + K_OLD) >> 1]++;
      return ZERO_WINDOW_PROBE | HIGH;
    }
    // What overtook it were repeats of older bytes: it is late, though nothing is missing before it.
    const overtaken = s.identity === ID_LATE && s.kx >= 0 && s.kFloats[(s.kx + K_RESENT) >> 1] > 0 && s.k[s.kx + K_RECOVER] === s.seq;
    const filled = s.kx >= 0 && (s.k[s.kx + K_FLAGS] & K_HAS_UNSEEN) !== 0 && lt(s.seq, s.k[s.kx + K_UNSEEN]);
    // Acknowledged before it was captured: the capture shows this direction late.
    if (filled) ints[x + L_FLAGS] |= LATE;
    this.extend();
    if (overtaken) return REORDERED | HIGH;
    if ((s.flags & ACK) !== 0 && ofUnseen(s)) return ACK_OF_UNSEEN | HIGH;
    if ((peer & (ACKED | SHIFT_KNOWN)) === (ACKED | SHIFT_KNOWN) && s.length > 0) {
      const window = announced(ints, y);
      if (window > 0 && distance(advance(s.seq, s.length), ints[y + L_ACK]) === window) return WINDOW_FULL | HIGH;
    }
    return s.window === 0 && (s.flags & (SYN | FIN)) === 0 ? ZERO_WINDOW | HIGH : ORDINARY;
  }

  /** Moves the next number to the end of the segment, and times it. */
  private extend(): void {
    const { s } = this;
    const { ints, x, y } = s;
    ints[x + L_NEXT] = s.end;
    let flags = ints[x + L_FLAGS];
    if ((s.flags & FIN) !== 0) flags |= FINISHED;
    if ((ints[y + L_FLAGS] & ACKED) !== 0) {
      const flight = distance(s.end, ints[y + L_ACK]);
      if (flight > ints[x + L_FLIGHT]) ints[x + L_FLIGHT] = flight;
    }
    if ((flags & TIMING) === 0 && !this.recovering()) {
      flags |= TIMING;
      ints[x + L_TIMED_END] = s.end;
      ints[x + L_TIMED_AT] = s.tick;
    }
    if (s.captured()) {
      flags |= DIGESTED;
      ints[x + L_DIGEST] = s.sample();
    } else flags = (flags & ~DIGESTED) | (s.cut() ? CUT : 0);
    ints[x + L_FLAGS] = flags;
    ints[x + L_IDENT] = (ints[x + L_IDENT] & 0xffff) | (s.length << 16);
    if (s.kx < 0) return;
    s.keep();
    const { k, kx } = s;
    if ((k[kx + K_FLAGS] & K_HAS_STAMP) === 0 && s.stampOrder === STAMP_NEWER) {
      k[kx + K_FLAGS] |= K_HAS_STAMP;
      k[kx + K_STAMP] = s.stamp;
      k[kx + K_STAMP_AT] = s.tick;
    }
  }

  /** Something sent again is not acknowledged yet: what is sent now waits for it and would measure too long. */
  private recovering(): boolean {
    const { s } = this;
    if (s.kx < 0) return false;
    const { k, kx, ky, ints, y } = s;
    if (k[ky + K_DUPLICATE_ACKS] > 0) return true;
    if ((k[kx + K_FLAGS] & K_RECOVERING) === 0) return false;
    if (lt(ints[y + L_ACK], k[kx + K_RECOVER])) return true;
    k[kx + K_FLAGS] &= ~K_RECOVERING;
    return false;
  }

  /** Above everything its sender was seen to send. */
  private above(): number {
    const { s } = this;
    const { ints, x, y } = s;
    if ((ints[y + L_FLAGS] & (ACKED | SHIFT_KNOWN)) === (ACKED | SHIFT_KNOWN)) {
      // The receiver may have said more than the capture has: a window on top of the largest one, and not less than a megabyte.
      const edge = advance(ints[y + L_ACK], Math.min(0x4000_0000, 2 * largest(ints, y) + 0x10_0000));
      if (gt(s.seq, edge)) {
        s.needBlock();
        s.kFloats[(s.kx + K_OLD) >> 1] += s.length;
        return OUT_OF_WINDOW | MEDIUM;
      }
    }
    s.needBlock();
    openHole(s);
    if (s.size > 0) this.extend();
    else ints[x + L_NEXT] = s.seq;
    return GAP_BEFORE | HIGH;
  }

  /** Begins before the next number and ends behind it: a sender that repeats in other pieces. */
  private partlyOld(peerAcked: boolean): number {
    const { s } = this;
    const { ints, x, y } = s;
    const again = distance(ints[x + L_NEXT], s.seq);
    s.needBlock();
    s.kFloats[(s.kx + K_OLD) >> 1] += again;
    const special = (ints[x + L_FLAGS] & LAST_SENT) !== 0 && again === 1;
    if (special || s.length === 0) {
      this.extend(); // a keep-alive's byte, or the FIN alone, stands before what is new
      return ORDINARY;
    }
    resent(s, again);
    fillHoles(s);
    this.extend();
    const late = peerAcked && le(ints[x + L_NEXT], ints[y + L_ACK]);
    return RETRANSMISSION | (late ? LOW : HIGH);
  }

  /** What the segment says about its sender: SYN options, acknowledgement, window, time stamp. */
  private settle(verdict: number): void {
    const { s } = this;
    const { ints, x } = s;
    if ((s.flags & SYN) !== 0) this.syn();
    if ((s.flags & ACK) !== 0) this.acknowledge(verdict);
    else if ((s.flags & SYN) !== 0) ints[x + L_WINDOW] = (ints[x + L_WINDOW] & 0xffff0000) | s.window;
    if (s.stamped && s.stampOrder !== STAMP_OLDER) {
      ints[x + L_TSVAL] = s.stamp;
      ints[x + L_FLAGS] |= STAMPED;
    }
    let last = 0;
    if (verdict === KEEP_ALIVE) last = SENT_KEEP_ALIVE;
    else if (verdict === ZERO_WINDOW_PROBE) last = s.length === 1 && s.seq === ints[x + L_NEXT] ? SENT_PROBE | SENT_PROBE_BYTE : SENT_PROBE | (ints[x + L_FLAGS] & SENT_PROBE_BYTE);
    ints[x + L_FLAGS] = (ints[x + L_FLAGS] & ~LAST_SENT) | last;
  }

  private syn(): void {
    const { s } = this;
    const { ints, x, y } = s;
    const scale = s.options[O_WSCALE];
    let flags = (ints[x + L_FLAGS] & ~(SCALES | SHIFT_KNOWN | (15 << SHIFT_AT))) | SYN_SEEN | SYN_WINDOW;
    // Shifts above 14 count as 14 (RFC 7323 §2.3).
    if (scale >= 0) flags |= SCALES | (Math.min(scale, 14) << SHIFT_AT);
    const peer = ints[y + L_FLAGS];
    if ((peer & SYN_SEEN) !== 0) {
      flags |= SHIFT_KNOWN;
      ints[y + L_FLAGS] = peer | SHIFT_KNOWN;
      if ((flags & peer & SCALES) === 0) {
        flags &= ~(15 << SHIFT_AT);
        ints[y + L_FLAGS] &= ~(15 << SHIFT_AT);
      }
    }
    ints[x + L_FLAGS] = flags;
  }

  private acknowledge(verdict: number): void {
    const { s } = this;
    const { ints, floats, x, y } = s;
    const acked = (ints[x + L_FLAGS] & ACKED) !== 0;
    const moves = !acked || gt(s.ack, ints[x + L_ACK]);
    if (s.sacks > 0 && verdict !== REORDERED && verdict !== STALE) {
      s.needBlock();
      takeSacks(s);
    }
    if (verdict === DUPLICATE_ACK) {
      s.needBlock();
      noteDuplicateAck(s);
      ints[y + L_FLAGS] &= ~TIMING; // the acknowledgement that ends this waits for a hole
    }
    if (moves && acked && isFar(s.ack, ints[x + L_ACK]) && (ints[y + L_FLAGS] & KNOWN) !== 0 && isFar(s.ack, ints[y + L_NEXT])) return; // forged, or of another connection
    // A window counts unless a newer acknowledgement has been seen (RFC 9293 §3.10.7.4, SND.WL1 and SND.WL2).
    if ((!acked || ge(s.ack, ints[x + L_ACK])) && verdict !== REORDERED && verdict !== STALE) this.takeWindow();
    if (!moves) return;
    ints[x + L_ACK] = s.ack;
    ints[x + L_FLAGS] |= ACKED;
    if ((ints[y + L_FLAGS] & TIMING) !== 0) takeSample(ints, floats, s.at, y, s.ack, s.ns);
    if (s.kx < 0) return;
    const { k, kx, ky } = s;
    k[kx + K_DUPLICATE_ACKS] = 0;
    if ((k[ky + K_FLAGS] & K_HAS_STAMP) === 0 || !s.stamped || lt(s.echo, k[ky + K_STAMP])) return;
    // The echo names the segment that is acknowledged, sent again or not (RFC 7323 §4).
    k[ky + K_FLAGS] &= ~K_HAS_STAMP;
    if (s.echo !== k[ky + K_STAMP] || (ints[y + L_FLAGS] & TIMING) !== 0 || (k[ky + K_FLAGS] & K_RECOVERING) === 0) return;
    addSample(ints, floats, s.at, y, s.tick - k[ky + K_STAMP_AT] | 0);
    k[ky + K_STAMP_SAMPLES]++;
  }

  private takeWindow(): void {
    const { s } = this;
    const { ints, x } = s;
    const kept = ints[x + L_WINDOW];
    if ((s.flags & SYN) !== 0) {
      ints[x + L_WINDOW] = (kept & 0xffff0000) | s.window;
      return;
    }
    ints[x + L_FLAGS] &= ~SYN_WINDOW;
    ints[x + L_WINDOW] = (Math.max(kept >>> 16, s.window) << 16) | s.window;
  }

  /** What every packet of a sender leaves behind: time, TTL, identification. */
  private pass(verdict: number): void {
    const { s } = this;
    const { ints, x } = s;
    const now = (s.ns / 10_000) | 0;
    if (ints[x + L_LAST_AT] !== 0) {
      const silence = now - ints[x + L_LAST_AT] | 0;
      if (silence > ints[x + L_SILENCE]) ints[x + L_SILENCE] = silence;
    }
    ints[x + L_LAST_AT] = now;
    if (s.kx >= 0) {
      s.k[s.kx + K_DISTINCT]++;
      s.k[s.kx + K_FLAGS] &= ~K_COPIED;
      if (s.size === 0 && (s.id === 0 || (ints[x + L_FLAGS] & IDS_SURE) !== IDS_SURE)) s.keep();
    }
    if (verdict === OUT_OF_WINDOW || verdict === OVERLAP_CONFLICT) return; // perhaps not the sender's at all
    if (s.ttl !== 0) ints[x + L_FLAGS] = (ints[x + L_FLAGS] & ~(255 << TTL_AT)) | (s.ttl << TTL_AT);
    const ordered = verdict !== REORDERED && verdict !== RETRANSMISSION && verdict !== STALE;
    if (s.id === 0 && (ints[x + L_FLAGS] & IDENTIFIED) === 0) ints[x + L_IDENT] = (ints[x + L_IDENT] & ~0xffff) | s.checksum();
    remember(ints, x, s.id, ordered && (s.identity === ID_LATE || s.identity === ID_SEEN) && (s.flags & RST) === 0);
  }
}
