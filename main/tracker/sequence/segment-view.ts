// The segment being judged: its fields, its connection's words and its block of evidence, read once and reused for every segment.
import { ACK, FIN, P_ACK, P_END, P_FLAGS, P_IP_ID, P_L4_AT, P_L4_CAPTURED, P_OPTIONS_AT, P_OPTIONS_LENGTH, P_PAYLOAD, P_PAYLOAD_AT, P_SEQ, P_TTL, P_VERSION, P_WINDOW, SYN } from '../decode/packet';
import { O_SACK_COUNT, O_TS_PRESENT, O_TSECR, O_TSVAL, O_WSCALE, parseTcpOptions, TCP_OPTION_SLOTS } from '../decode/tcp-options';
import { identify, sampleDigest, wholeDigest } from './evidence';
import { DIGESTED, IDENTIFIED, KNOWN, L_ACK, L_DIGEST, L_FLAGS, L_IDENT, L_LAST_AT, L_NEXT, L_TSVAL, S_LINE_O, S_LINE_R, S_TROUBLE, STAMPED, TROUBLED } from './record';
import { advance, distance } from './serial';
import {
  K_COPIED, K_COUNTS, K_FLAGS, K_LINE, K_LINE_O, K_RECENT, K_RECENT_COUNT, RECENT_AT, RECENT_CHECK, RECENT_CHECKED, RECENT_DIGEST, RECENT_ID, RECENT_LIMIT, RECENT_SAMPLED,
  RECENT_SEQ, RECENT_STAMP, RECENT_WHOLE, RECENT_WORDS, TroubleStore,
} from './trouble';

/** How a time stamp stands to the highest one that its sender had sent. */
export const STAMP_OLDER = -1;
export const STAMP_EQUAL = 0;
export const STAMP_NEWER = 1;
export const STAMP_NONE = 2;

/** 10 µs: identical acknowledgements closer than this, with nothing between them that the second could answer, are one. */
const ANSWERED = 200;

export class SegmentView {
  readonly store = new TroubleStore();
  readonly options = new Int32Array(TCP_OPTION_SLOTS);
  ints: Int32Array = new Int32Array(0);
  floats: Float64Array = new Float64Array(0);
  at = 0;
  direction = 0;
  /** Lines of the sender and of its peer in the connection's words. */
  x = 0;
  y = 0;
  /** The block of evidence, and the lines of sender and peer in it; kx is -1 while there is none. */
  k: Int32Array = new Int32Array(0);
  kFloats: Float64Array = new Float64Array(0);
  counts = 0;
  kx = -1;
  ky = -1;
  seq = 0;
  ack = 0;
  flags = 0;
  window = 0;
  /** Payload bytes; size also counts SYN and FIN. */
  length = 0;
  size = 0;
  end = 0;
  id = 0;
  ttl = 0;
  /** ID_* of evidence.ts. */
  identity = 0;
  stamp = 0;
  echo = 0;
  /** It carries a time stamp; its order is known once its sender had sent one before. */
  stamped = false;
  stampOrder = STAMP_NONE;
  sacks = 0;
  /** Time in 100 ns, modulo 2³². */
  tick = 0;
  ns = 0;
  private packet: Int32Array = new Int32Array(0);
  private view: DataView = new DataView(new ArrayBuffer(0));

  load(ints: Int32Array, floats: Float64Array, at: number, direction: number, packet: Int32Array, view: DataView, ns: number): void {
    this.place(ints, floats, at, direction);
    const { x } = this;
    this.packet = packet;
    this.view = view;
    this.ns = ns;
    this.tick = (ns / 100) | 0;
    this.seq = packet[P_SEQ];
    this.ack = packet[P_ACK];
    this.flags = packet[P_FLAGS];
    this.window = packet[P_WINDOW];
    this.length = packet[P_PAYLOAD];
    this.measure();
    this.id = packet[P_VERSION] === 4 ? packet[P_IP_ID] & 0xffff : 0;
    this.ttl = packet[P_TTL];
    this.identity = identify(ints, x, this.id);
    this.sacks = 0;
    this.stamped = false;
    this.stamp = 0;
    this.stampOrder = STAMP_NONE;
    this.options[O_WSCALE] = -1;
    if (packet[P_OPTIONS_LENGTH] !== 0) {
      const { options } = this;
      parseTcpOptions(view, packet[P_OPTIONS_AT], packet[P_OPTIONS_LENGTH], options);
      if ((this.flags & ACK) !== 0) this.sacks = options[O_SACK_COUNT];
      if (options[O_TS_PRESENT] !== 0) {
        this.stamp = options[O_TSVAL];
        this.echo = options[O_TSECR];
        this.stamped = true;
        if ((ints[x + L_FLAGS] & STAMPED) !== 0) this.stampOrder = Math.sign(distance(this.stamp, ints[x + L_TSVAL]));
      }
    }
  }

  /** A connection's first packet, of which only these fields were kept. */
  loadFirst(ints: Int32Array, floats: Float64Array, at: number, direction: number, seq: number, ack: number, flags: number, window: number, length: number, id: number, ns: number): void {
    this.place(ints, floats, at, direction);
    this.ns = ns;
    this.tick = (ns / 100) | 0;
    this.seq = seq;
    this.ack = ack;
    this.flags = flags;
    this.window = window;
    this.length = length;
    this.measure();
    this.id = id;
    this.ttl = 0;
    this.identity = 0;
    this.sacks = 0;
    this.stamped = false;
    this.stamp = 0;
    this.stampOrder = STAMP_NONE;
    this.packet = new Int32Array(0);
  }

  private place(ints: Int32Array, floats: Float64Array, at: number, direction: number): void {
    this.ints = ints;
    this.floats = floats;
    this.at = at;
    this.direction = direction;
    this.x = at + (direction === 0 ? S_LINE_O : S_LINE_R);
    this.y = at + (direction === 0 ? S_LINE_R : S_LINE_O);
    this.kx = -1;
    if (ints[at + S_TROUBLE] !== 0) this.openBlock();
  }

  private measure(): void {
    this.size = this.length + ((this.flags & SYN) !== 0 ? 1 : 0) + ((this.flags & FIN) !== 0 ? 1 : 0);
    this.end = advance(this.seq, this.size);
  }

  /** Gives the connection its block of evidence, with what its record remembers of each side's last data segment. */
  needBlock(): void {
    if (this.kx >= 0) return;
    this.ints[this.at + S_TROUBLE] = 1 + this.store.take();
    this.ints[this.x + L_FLAGS] |= TROUBLED;
    this.ints[this.y + L_FLAGS] |= TROUBLED;
    this.openBlock();
    this.seed(this.x, this.kx);
    this.seed(this.y, this.ky);
  }

  private openBlock(): void {
    const index = this.ints[this.at + S_TROUBLE] - 1;
    this.k = this.store.intsOf(index);
    this.kFloats = this.store.floatsOf(index);
    this.counts = this.store.at(index) + K_COUNTS;
    this.kx = this.store.at(index) + K_LINE_O + this.direction * K_LINE;
    this.ky = this.store.at(index) + K_LINE_O + (1 - this.direction) * K_LINE;
  }

  private seed(line: number, kLine: number): void {
    const { ints } = this;
    const length = ints[line + L_IDENT] >>> 16;
    if ((ints[line + L_FLAGS] & (KNOWN | DIGESTED)) !== (KNOWN | DIGESTED)) return;
    // Its own identification is not kept, and is that of the last packet only if no acknowledgement followed: left open.
    this.write(kLine, advance(ints[line + L_NEXT], -length), length << 16, ints[line + L_TSVAL], ints[line + L_DIGEST], RECENT_SAMPLED, Math.imul(ints[line + L_LAST_AT], 100));
  }

  /** Puts the segment into its sender's ring. */
  keep(): void {
    const whole = this.captured();
    const check = this.checked() ? RECENT_CHECKED | this.checksum() : 0;
    this.write(
      this.kx, this.seq, (this.length << 16) | this.id, this.stamped ? this.stamp : 0,
      whole ? wholeDigest(this.view, this.packet[P_PAYLOAD_AT], this.length) : 0, check | (whole ? RECENT_WHOLE : 0), this.tick,
    );
  }

  private write(kLine: number, seq: number, identified: number, stamp: number, digest: number, check: number, tick: number): void {
    const { k } = this;
    const entry = kLine + K_RECENT + (k[kLine + K_RECENT_COUNT]++ & (RECENT_LIMIT - 1)) * RECENT_WORDS;
    k[entry + RECENT_SEQ] = seq;
    k[entry + RECENT_ID] = identified;
    k[entry + RECENT_STAMP] = stamp;
    k[entry + RECENT_DIGEST] = digest;
    k[entry + RECENT_AT] = tick;
    k[entry + RECENT_CHECK] = check;
  }

  /** The newest segment in the sender's ring that began with this number; -1 for none. */
  recent(): number {
    if (this.kx < 0) return -1;
    const { k, kx } = this;
    const count = k[kx + K_RECENT_COUNT];
    for (let n = count - 1; n >= 0 && n >= count - RECENT_LIMIT; n--) {
      const entry = kx + K_RECENT + (n & (RECENT_LIMIT - 1)) * RECENT_WORDS;
      if (k[entry + RECENT_SEQ] === this.seq && (k[entry + RECENT_ID] >>> 16) === this.length) return entry;
    }
    return -1;
  }

  /** Whether this identification stands in the sender's ring with this number. */
  inRing(): boolean {
    const { k, kx } = this;
    if (kx < 0 || this.id === 0) return false;
    const count = Math.min(RECENT_LIMIT, k[kx + K_RECENT_COUNT]);
    for (let n = 0; n < count; n++) {
      const entry = kx + K_RECENT + n * RECENT_WORDS;
      if (k[entry + RECENT_SEQ] === this.seq && k[entry + RECENT_ID] === ((this.length << 16) | this.id)) return true;
    }
    return false;
  }

  /** 1: same payload as the ring's entry, -1: another one, 0: one of them was not captured whole. */
  compare(entry: number): number {
    const kind = this.k[entry + RECENT_CHECK];
    if (this.length === 0 || !this.captured() || (kind & (RECENT_WHOLE | RECENT_SAMPLED)) === 0) return 0;
    const digest = (kind & RECENT_WHOLE) !== 0
      ? wholeDigest(this.view, this.packet[P_PAYLOAD_AT], this.length)
      : sampleDigest(this.view, this.packet[P_PAYLOAD_AT], this.length);
    return digest === this.k[entry + RECENT_DIGEST] ? 1 : -1;
  }

  /** Whether header and payload are those of the ring's entry, as far as their checksum tells. */
  sameChecksum(entry: number): boolean {
    const kind = this.k[entry + RECENT_CHECK];
    return (kind & RECENT_CHECKED) === 0 || !this.checked() || (kind & 0xffff) === this.checksum();
  }

  /**
   * A bare acknowledgement without identification that repeats its sender's last one bit for bit. The receiver of data may do so itself, but
   * then it reports another range, or something arrived in between that it answers.
   * @param mirrored copies are usual in this capture
   */
  sameAsLast(mirrored: boolean): boolean {
    const { ints, x, y } = this;
    if (this.id !== 0 || !this.checked()) return false;
    let same = (ints[x + L_FLAGS] & IDENTIFIED) === 0 && (ints[x + L_IDENT] & 0xffff) === this.checksum() && this.ack === ints[x + L_ACK];
    const entry = this.recent();
    if (entry >= 0 && (this.k[entry + RECENT_CHECK] & RECENT_CHECKED) !== 0) same = this.sameChecksum(entry) && (!this.stamped || this.k[entry + RECENT_STAMP] === this.stamp);
    if (!same) return false;
    if (this.sacks > 0) return true;
    if (!mirrored && this.kx >= 0 && (this.k[this.ky + K_FLAGS] & K_COPIED) !== 0) return false; // each copy of the peer's is answered
    const since = ((this.ns / 10_000) | 0) - ints[x + L_LAST_AT] | 0;
    return since < ANSWERED && (ints[x + L_LAST_AT] - ints[y + L_LAST_AT] | 0) >= 0;
  }

  /** The TCP checksum; 0 when it was not captured. */
  checksum(): number { return this.checked() ? this.view.getUint16(this.packet[P_L4_AT] + 16) : 0; }

  /** Digest of the payload for the record; 0 when it was not captured whole. */
  sample(): number { return this.captured() ? sampleDigest(this.view, this.packet[P_PAYLOAD_AT], this.length) : 0; }

  /** The whole payload is there. */
  captured(): boolean { return this.length > 0 && this.packet.length > 0 && this.packet[P_END] - this.packet[P_PAYLOAD_AT] >= this.length; }

  /** The snap length cut the payload. A segment put together from fragments has none to look at. */
  cut(): boolean { return this.length > 0 && this.packet.length > 0 && this.packet[P_PAYLOAD_AT] > 0 && !this.captured(); }

  private checked(): boolean { return this.packet.length > 0 && this.packet[P_L4_CAPTURED] >= 18; }
}
