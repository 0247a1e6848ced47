// What joins one segment to others: the number its sender was expected at, the packet whose arrival it acknowledges, the one it repeats or
// is late for. Filled in as packets are appended; each takes a few look-ups, however long the connection is.
import {
  ACK_OF_UNSEEN, CAPTURE_DUPLICATE, DUPLICATE_ACK, KEEP_ALIVE, KEEP_ALIVE_ACK, NETWORK_DUPLICATE, OUT_OF_WINDOW, OVERLAP_CONFLICT, REORDERED, RETRANSMISSION,
  SPURIOUS_RETRANSMISSION, STALE, VERDICT_MASK, WINDOW_UPDATE, ZERO_WINDOW_PROBE, ZERO_WINDOW_PROBE_ACK,
} from '@shared/analysis';
import { ACK, FIN, RST, SYN } from '../decode/packet';
import { advance, distance } from '../sequence/serial';
import { NO_FLIGHT, type TraceColumns } from './columns';
import { EndTable } from './end-table';

/** One end as far as it was seen. */
class End {
  /** Where relative numbers begin; valid once known. */
  base = 0;
  known = false;
  /** One past the highest number sent, absolute and relative; NaN while this end sent nothing. */
  next = 0;
  relativeNext = NaN;
  /** Newest acknowledgement this end sent, its relative number, and the packet that gave it first. */
  ack = 0;
  acked = false;
  relativeAck = 0;
  ackedBy = -1;
  newest = -1;
  /** Its peer's highest acknowledgement, relative; its newest segment that repeats something. */
  coveredTo = NaN;
  repeated = -1;
  readonly begins = new EndTable();
  readonly ends = new EndTable();
  /** Packets that went on where none had been, in the order of their numbers. */
  private onward = new Int32Array(256);
  private count = 0;

  moveOn(index: number): void {
    if (this.count === this.onward.length) {
      const wider = new Int32Array(this.count * 2);
      wider.set(this.onward);
      this.onward = wider;
    }
    this.onward[this.count++] = index;
  }

  /** The packet that first carried a number, else the first beyond it; -1 when that was not seen. */
  firstAt(number: number, columns: TraceColumns): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const index = this.onward[middle];
      if (columns.relativeSeq[index] + columns.span(index) <= number) low = middle + 1;
      else high = middle;
    }
    return low < this.count ? this.onward[low] : -1;
  }
}

export class Relations {
  private readonly ends = [new End(), new End()] as const;
  private readonly columns: TraceColumns;

  constructor(columns: TraceColumns) { this.columns = columns; }

  /** Where relative numbers of an end begin; null while nothing of it is known. */
  base(end: number): number | null {
    const { known, base } = this.ends[end];
    return known ? base >>> 0 : null;
  }

  /** Fills in the columns of a segment that was appended; its own numbers, flags and verdict are there. */
  segment(index: number, from: number): void {
    const c = this.columns;
    const end = this.ends[from];
    const peer = this.ends[1 - from];
    const flags = c.flags[index];
    const seq = c.seq[index];
    const ack = c.ack[index];
    const span = c.span(index);
    if (!end.known) settle(end, (flags & SYN) === 0 ? advance(seq, -1) : seq);
    if (!peer.known && (flags & ACK) !== 0) settle(peer, advance(ack, -1));
    const fresh = Number.isNaN(end.relativeNext);
    const relative = fresh ? distance(seq, end.base) : end.relativeNext + distance(seq, end.next);
    c.relativeSeq[index] = relative;
    c.expected[index] = fresh ? seq : end.next;
    c.peerNext[index] = Number.isNaN(peer.relativeNext) ? ack : peer.next;
    c.previousAck[index] = end.acked ? end.ack : ack;
    c.answers[index] = (flags & ACK) === 0 ? -1 : peer.ends.get(ack);
    c.related[index] = this.relatedTo(index, from, relative, span);
    const verdict = c.verdict[index] & VERDICT_MASK;
    if ((flags & ACK) !== 0) {
      const before = relativeAck(end, peer, ack);
      c.relativeAck[index] = before;
      if (!end.acked || ack !== end.ack) end.ackedBy = index;
      this.cover(index, peer, before);
      end.ack = ack;
      end.relativeAck = before;
      end.acked = true;
    }
    end.newest = index;
    if (isRepeat(verdict)) end.repeated = index;
    this.advanceTo(index, end, seq, relative, span, fresh, verdict);
    if (span > 0) c.flight[index] = flightOf(end);
    if ((flags & ACK) !== 0) c.peerFlight[index] = flightOf(peer);
    if (span === 0) return;
    end.begins.set(seq, index);
    end.ends.set(advance(seq, span), index);
  }

  private advanceTo(index: number, end: End, seq: number, relative: number, span: number, fresh: boolean, verdict: number): void {
    if (span === 0 && !fresh) return;
    const after = relative + span;
    // A number beyond all windows must not move what relative numbers are counted from.
    if (fresh || (after > end.relativeNext && verdict !== OUT_OF_WINDOW && (this.columns.flags[index] & RST) === 0)) {
      end.relativeNext = after;
      end.next = advance(seq, span);
      if (span > 0) end.moveOn(index);
    }
    if (fresh && Number.isNaN(end.coveredTo)) end.coveredTo = relative;
  }

  /** An acknowledgement of the peer's bytes up to a relative number. */
  private cover(index: number, peer: End, to: number): void {
    const c = this.columns;
    if (!(to > peer.coveredTo)) {
      if (Number.isNaN(peer.coveredTo)) peer.coveredTo = to;
      return;
    }
    c.covered[index] = to - peer.coveredTo;
    peer.coveredTo = to;
    const answered = c.answers[index];
    // Karn: a round trip is measured by what was sent once, and with nothing sent again since.
    if (answered > peer.repeated) c.roundTrip[index] = Math.max(0, Math.round((c.ns[index] - c.ns[answered]) / 100));
  }

  private relatedTo(index: number, from: number, relative: number, span: number): number {
    const c = this.columns;
    const end = this.ends[from];
    switch (c.verdict[index] & VERDICT_MASK) {
      case RETRANSMISSION: case SPURIOUS_RETRANSMISSION: case OVERLAP_CONFLICT: case KEEP_ALIVE: case ZERO_WINDOW_PROBE:
        return this.carrier(end, index, relative);
      case NETWORK_DUPLICATE: case CAPTURE_DUPLICATE:
        return this.copied(end, index, span) ? end.newest : span > 0 ? this.carrier(end, index, relative) : end.ackedBy;
      // The first packet beyond it passed before it did.
      case REORDERED: return end.firstAt(relative + span, c);
      case DUPLICATE_ACK: case WINDOW_UPDATE: return end.acked && end.ack === c.ack[index] ? end.ackedBy : -1;
      case KEEP_ALIVE_ACK: case ZERO_WINDOW_PROBE_ACK: return this.ends[1 - from].newest;
      case STALE: return span > 0 ? this.carrier(end, index, relative) : -1;
      case ACK_OF_UNSEEN: default: return -1;
    }
  }

  /** The newest packet that begins with the same number, else the first that carried it. */
  private carrier(end: End, index: number, relative: number): number {
    const c = this.columns;
    const same = end.begins.get(c.seq[index]);
    if (same >= 0) return same;
    const first = end.firstAt(relative, c);
    return first >= 0 && c.relativeSeq[first] <= relative ? first : -1;
  }

  private copied(end: End, index: number, span: number): boolean {
    const c = this.columns;
    const other = end.newest;
    return other >= 0 && c.seq[other] === c.seq[index] && c.ack[other] === c.ack[index] && c.span(other) === span && (c.flags[other] & (SYN | FIN | RST)) === (c.flags[index] & (SYN | FIN | RST));
  }
}

/** An acknowledgement in the peer's numbers, next to what the peer has sent; of a peer that was not captured, next to the last one. */
function relativeAck(end: End, peer: End, ack: number): number {
  if (!Number.isNaN(peer.relativeNext)) return peer.relativeNext + distance(ack, peer.next);
  return end.acked ? end.relativeAck + distance(ack, end.ack) : distance(ack, peer.base);
}

const isRepeat = (verdict: number): boolean => verdict === RETRANSMISSION || verdict === SPURIOUS_RETRANSMISSION || verdict === OVERLAP_CONFLICT;

/** Bytes an end has sent that its peer has not acknowledged. */
function flightOf(end: End): number {
  const bytes = end.relativeNext - end.coveredTo;
  return Number.isNaN(bytes) ? NO_FLIGHT : Math.max(0, bytes);
}

function settle(end: End, base: number): void {
  end.base = base;
  end.known = true;
}
