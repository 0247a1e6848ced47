// The Zeek view of TCP: conn_state, history, bytes in sequence space, missed bytes and role flips of a connection, as Zeek 5.1 to 6 logs
// them. Checksums are not verified, like `zeek -C`; a caller that verifies says so with `badChecksum`.
//
// What one row is, the tracker decides. Zeek cuts connections by timers of its own: 5 s after a SYN without an answer, 5 s after a close or
// a reset, 5 minutes of silence (1 minute before the handshake and for datagrams). It then logs retransmitted SYNs, late segments and a
// simultaneous open as rows of their own, which are part of one row here.
import { HISTORY_CUT, ZEEK_TCP_SERVER_PORTS, type ConnState } from '@shared/zeek';
import {
  ACK, FIN, P_ACK, P_DESTINATION, P_DESTINATION_PORT, P_END, P_FLAGS, P_PAYLOAD, P_PAYLOAD_AT, P_SEQ, P_SOURCE_PORT, P_VERSION, P_WINDOW, RST, SYN,
} from '../decode/packet';
import { advance } from '../sequence/serial';
import { CODE_A, CODE_C, CODE_D, CODE_F, CODE_FLIP, CODE_W, letterOf, ZeekCursor } from './zeek-cursor';
import {
  CLOSED, ESTABLISHED, FIN_SEEN, FIRST_SEEN, HOLE, INACTIVE, LETTERS_MOST, PARTIAL, PREVIOUS_SHIFT, QUIET, RESET, RST_AT_LAST,
  SEEN_ACK, SEEN_DATA, SEEN_FIN, STARTED, STATE_BITS, SWAPPED, SYN_ACK_SENT, SYN_SENT, X_BAD_CHECKSUMS, X_MISSED, X_RST, X_ZERO_WINDOWS, Z_FLAGS, Z_RARE,
  ZEEK_WORDS,
} from './zeek-record';
import { RareRecords } from './zeek-rare';
import {
  acknowledged, deliveredTo, isBeforeStart, looksForHoles, noteFin, notePlace, payloadSeen, segmentLength, settleHole, startNumbers, startUnseen, takeAck, takeEnd,
} from './zeek-sequence';
import { DONE, NEW_ACK, NEW_DATA, NEW_FIN, usual } from './zeek-usual';
import { flipAfterSynAck, moveStates, noteHistory, notePartial } from './zeek-states';

const BROADCAST = -1;
const isServerPort = new Uint8Array(65_536);
for (const port of ZEEK_TCP_SERVER_PORTS) isServerPort[port] = 1;

// The pattern of conn/main.zeek for RSTOS0: the originator gave up on its own SYN.
const SYN_THEN_RST = /^\^?S[^HAFGIQ]*R/;

export class ZeekLens {
  private readonly records = new RareRecords();
  private readonly c = new ZeekCursor(this.records);

  /** Clears the words of a new connection. */
  start(ints: Int32Array, at: number): void { for (let i = at; i < at + ZEEK_WORDS; i++) ints[i] = 0; }

  /** A connection is dropped: gives back what it held besides its words. */
  release(ints: Int32Array, at: number): void {
    if (ints[at + Z_RARE] !== 0) this.records.give(ints[at + Z_RARE] - 1);
    ints[at + Z_RARE] = 0;
  }

  /** Bytes of typed memory held for rare records. */
  get bytes(): number { return this.records.bytes; }

  /**
   * One segment.
   * @param d its sender: 0 our originator, 1 our responder
   * @param packet its slots; read are ports, numbers, flags, window, payload and how much of that was captured
   */
  segment(ints: Int32Array, at: number, d: number, packet: Int32Array): void {
    switch (usual(ints, at, d, packet)) {
      case DONE: return;
      case NEW_ACK: this.firstLetter(ints, at, d, SEEN_ACK, CODE_A); return;
      case NEW_DATA: this.firstLetter(ints, at, d, SEEN_DATA, CODE_D); return;
      case NEW_FIN: this.firstLetter(ints, at, d, SEEN_FIN, CODE_F); return;
      default: this.rareSegment(ints, at, d, packet);
    }
  }

  private firstLetter(ints: Int32Array, at: number, d: number, seen: number, code: number): void {
    this.c.place(ints, at);
    this.c.once(d, seen, code);
  }

  /** The sender's checksum was found wrong: Zeek then looks no further at the segment. */
  badChecksum(ints: Int32Array, at: number, d: number, packet: Int32Array): void {
    this.c.place(ints, at);
    this.begin(d, packet);
    this.c.scaled(d, X_BAD_CHECKSUMS, CODE_C);
    this.c.store();
  }

  /** Everything but the short way: TCPSessionAdapter::Process. */
  private rareSegment(ints: Int32Array, at: number, d: number, packet: Int32Array): void {
    const { c } = this;
    c.place(ints, at);
    this.begin(d, packet);
    const flags = packet[P_FLAGS];
    const seq = packet[P_SEQ];
    const length = packet[P_PAYLOAD];
    const spanned = segmentLength(flags, length);
    const end = advance(seq, spanned);
    const peer = 1 - d;
    flipAfterSynAck(c, flags, length);
    notePartial(c, d, flags);
    startNumbers(c, d, flags, seq, end);
    let delivered = deliveredTo(c, d);
    let peerDelivered = deliveredTo(c, peer);
    const before = isBeforeStart(c, d, seq);
    noteHistory(c, d, flags, seq, length);
    if (packet[P_WINDOW] === 0 && (flags & RST) === 0 && c.state(peer) !== CLOSED && c.state(d) !== RESET) c.scaled(d, X_ZERO_WINDOWS, CODE_W);
    let acks = false;
    if ((flags & ACK) !== 0) {
      if (c.state(peer) === INACTIVE) {
        startUnseen(c, peer, packet[P_ACK]);
        peerDelivered = packet[P_ACK];
      } else acks = takeAck(c, peer, packet[P_ACK], flags);
    }
    takeEnd(c, d, end, flags, length);
    if ((flags & FIN) !== 0) {
      c.set(FIN_SEEN << d);
      noteFin(c, d, advance(seq, spanned - 1), (flags & (SYN | RST)) !== 0);
    }
    if ((flags & (SYN | FIN | RST)) === RST) notePlace(c, d, RST_AT_LAST, X_RST, seq, seq);
    moveStates(c, d, flags, length);
    if (looksForHoles(c)) {
      if (acks) peerDelivered = acknowledged(c, peer, packet[P_ACK], peerDelivered);
      const whole = packet[P_END] - packet[P_PAYLOAD_AT] >= length;
      const data = advance(seq, (flags & SYN) === 0 ? 0 : 1);
      if (length > 0 && whole && (flags & RST) === 0 && !before) delivered = payloadSeen(c, d, data, advance(data, length), delivered);
    }
    c.set(FIRST_SEEN << d);
    settleHole(c, d, delivered);
    if (c.state(peer) !== INACTIVE) settleHole(c, peer, peerDelivered);
    const one = c.state(0);
    const two = c.state(1);
    if (one !== INACTIVE && two !== INACTIVE && one !== RESET && two !== RESET && !c.is(HOLE | (HOLE << 1))) c.set(QUIET);
    else c.clear(QUIET);
    c.store();
  }

  /** The first packet says who Zeek takes for the originator (TCPAnalyzer::WantConnection). */
  private begin(d: number, packet: Int32Array): void {
    const { c } = this;
    if (c.is(STARTED)) return;
    c.set(STARTED);
    const flags = packet[P_FLAGS] & (SYN | ACK);
    const from = packet[P_SOURCE_PORT];
    const to = packet[P_DESTINATION_PORT];
    const flips = flags !== SYN && isServerPort[from] !== 0
      && (isServerPort[to] === 0 || ((flags & SYN) === 0 && from < to))
      && !(packet[P_VERSION] === 4 && packet[P_DESTINATION] === BROADCAST);
    if (flips) c.add(CODE_FLIP);
    if (flips === (d === 0)) c.set(SWAPPED);
  }

  // ---- results ----

  history(ints: Int32Array, at: number): string {
    const { c } = this;
    c.place(ints, at);
    let text = '';
    for (let i = 0; i < Math.min(c.letters, LETTERS_MOST); i++) text += letterOf(c.letter(i));
    return c.letters > LETTERS_MOST ? text + HISTORY_CUT : text;
  }

  connState(ints: Int32Array, at: number): ConnState {
    const { c } = this;
    c.place(ints, at);
    const o = c.is(SWAPPED) ? 1 : 0;
    const os = c.state(o);
    const rs = c.state(1 - o);
    const oSilent = os === INACTIVE || os === PARTIAL;
    const rSilent = rs === INACTIVE || rs === PARTIAL;
    if (rs === RESET) {
      const nothing = os === RESET && this.sequenceBytes(ints, at, 0) === 0 && this.sequenceBytes(ints, at, 1) === 0;
      if (os === SYN_SENT || os === SYN_ACK_SENT || nothing) return 'REJ';
      return oSilent ? 'RSTRH' : 'RSTR';
    }
    if (os === RESET) {
      if (rSilent) return SYN_THEN_RST.test(this.history(ints, at)) ? 'RSTOS0' : 'OTH';
      return 'RSTO';
    }
    if (rs === CLOSED && os === CLOSED) return 'SF';
    if (os === CLOSED) return rSilent ? 'SH' : 'S2';
    if (rs === CLOSED) return oSilent ? 'SHR' : 'S3';
    if (os === SYN_SENT && rs === INACTIVE) return 'S0';
    return os === ESTABLISHED && rs === ESTABLISHED ? 'S1' : 'OTH';
  }

  /** Payload in sequence space that our end `d` sent: repeats once, holes included. */
  sequenceBytes(ints: Int32Array, at: number, d: number): number {
    const { c } = this;
    c.place(ints, at);
    const last = (c.last(d) >>> 0) + c.wraps(d, false) * 0x1_0000_0000;
    const acked = (c.acked(d) >>> 0) + c.wraps(d, true) * 0x1_0000_0000;
    return sequenceSize(ints[at + Z_FLAGS], d, c.start(d) >>> 0, last, acked);
  }

  /** Bytes that the peer of our end `d` acknowledged, and that were never in the capture. */
  missedBytes(ints: Int32Array, at: number, d: number): number {
    this.c.place(ints, at);
    return this.c.rare(d, X_MISSED) >>> 0;
  }

  /** Our end that Zeek takes for the originator: 0 the originator too, 1 the responder. */
  originator(ints: Int32Array, at: number): number { return (ints[at + Z_FLAGS] & SWAPPED) === 0 ? 0 : 1; }

  /** Zeek took back who opened: the sender of the first packet is not its originator. */
  rolesFlipped(ints: Int32Array, at: number): boolean {
    const { c } = this;
    c.place(ints, at);
    for (let i = 0; i < Math.min(c.letters, LETTERS_MOST); i++) if (c.letter(i) === CODE_FLIP) return true;
    return false;
  }
}

/** Payload of our end `d` between its initial number and the highest sent or acknowledged. @param flags Z_FLAGS; last, acked: with their wraps */
export function sequenceSize(flags: number, d: number, start: number, last: number, acked: number): number {
  const state = (flags >>> (STATE_BITS * d)) & 7;
  const before = (flags >>> (PREVIOUS_SHIFT + STATE_BITS * d)) & 7;
  const peer = (flags >>> (STATE_BITS * (1 - d))) & 7;
  const nothingAcked = acked === start || acked === start + 1;
  // A half-open connection was found and dropped: its numbers say nothing of payload.
  if (before === SYN_SENT && state === RESET && peer === INACTIVE && !nothingAcked) return 0;
  let size = Math.max(last, acked) - start;
  if (size > 0) size--;
  if (size > 0 && (flags & (FIN_SEEN << d)) !== 0) size--;
  return Math.max(size, 0);
}
