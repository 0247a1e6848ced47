// The packets of one connection as columns of typed memory, 118 bytes a packet.

const LEAST = 256;
/** Words of a SACK block: index of its packet, left edge, right edge. */
export const SACK_WORDS = 3;

export const NO_FLIGHT = 0xffff_ffff;

export class TraceColumns {
  length = 0;
  capacity: number;
  frame: Uint32Array;
  /** Nanoseconds since the capture's base second. */
  ns: Float64Array;
  /** Offset in the capture of the frame's first byte. */
  offset: Float64Array;
  captured: Uint32Array;
  linkType: Uint16Array;
  from: Uint8Array;
  kind: Uint8Array;
  flags: Uint8Array;
  seq: Int32Array;
  ack: Int32Array;
  payload: Uint32Array;
  wire: Uint32Array;
  window: Uint32Array;
  verdict: Uint16Array;
  wireshark: Uint32Array;
  netfilter: Uint16Array;
  expected: Int32Array;
  previousAck: Int32Array;
  peerNext: Int32Array;
  answers: Int32Array;
  related: Int32Array;
  /** Numbers that do not wrap, relative to the sender's base (seq) and to the peer's (ack). */
  relativeSeq: Float64Array;
  relativeAck: Float64Array;
  /** After the packet: state codes of both ends, netfilter's state, letters of Zeek's history so far, its conn_state as an index. */
  originatorState: Uint8Array;
  responderState: Uint8Array;
  netfilterState: Uint8Array;
  letters: Uint8Array;
  connState: Uint8Array;
  /** Bytes that its sender has sent and its peer not acknowledged, after a packet with sequence space; NO_FLIGHT where not known. */
  flight: Uint32Array;
  /** The same of its peer, after a packet that acknowledges. */
  peerFlight: Uint32Array;
  /** Bytes that this acknowledgement is the first to cover, and the round trip it measures in 100 ns; 0 for none. */
  covered: Uint32Array;
  roundTrip: Uint32Array;
  sacks = new Int32Array(0);
  sackCount = 0;

  /** @param expected packets to come, where that is known */
  constructor(expected: number) {
    const n = (this.capacity = Math.max(LEAST, expected));
    this.frame = new Uint32Array(n);
    this.ns = new Float64Array(n);
    this.offset = new Float64Array(n);
    this.captured = new Uint32Array(n);
    this.linkType = new Uint16Array(n);
    this.from = new Uint8Array(n);
    this.kind = new Uint8Array(n);
    this.flags = new Uint8Array(n);
    this.seq = new Int32Array(n);
    this.ack = new Int32Array(n);
    this.payload = new Uint32Array(n);
    this.wire = new Uint32Array(n);
    this.window = new Uint32Array(n);
    this.verdict = new Uint16Array(n);
    this.wireshark = new Uint32Array(n);
    this.netfilter = new Uint16Array(n);
    this.expected = new Int32Array(n);
    this.previousAck = new Int32Array(n);
    this.peerNext = new Int32Array(n);
    this.answers = new Int32Array(n);
    this.related = new Int32Array(n);
    this.relativeSeq = new Float64Array(n);
    this.relativeAck = new Float64Array(n);
    this.originatorState = new Uint8Array(n);
    this.responderState = new Uint8Array(n);
    this.netfilterState = new Uint8Array(n);
    this.letters = new Uint8Array(n);
    this.connState = new Uint8Array(n);
    this.flight = new Uint32Array(n);
    this.peerFlight = new Uint32Array(n);
    this.covered = new Uint32Array(n);
    this.roundTrip = new Uint32Array(n);
  }

  /** Index of one more packet; its columns are zero. */
  add(): number {
    if (this.length === this.capacity) this.widen();
    return this.length++;
  }

  addSack(index: number, left: number, right: number): void {
    const at = this.sackCount * SACK_WORDS;
    if (at === this.sacks.length) {
      const wider = new Int32Array(Math.max(64 * SACK_WORDS, at * 2));
      wider.set(this.sacks);
      this.sacks = wider;
    }
    this.sacks[at] = index;
    this.sacks[at + 1] = left;
    this.sacks[at + 2] = right;
    this.sackCount++;
  }

  /** The first SACK block of a packet at or behind `index`. */
  firstSack(index: number): number {
    let low = 0;
    let high = this.sackCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sacks[middle * SACK_WORDS] < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** One past the last number of a packet's sequence space: SYN and FIN count one each. */
  span(index: number): number {
    const flags = this.flags[index];
    return this.payload[index] + ((flags >> 1) & 1) + (flags & 1);
  }

  get bytes(): number {
    let bytes = this.sacks.byteLength;
    for (const value of Object.values(this) as unknown[]) if (ArrayBuffer.isView(value)) bytes += value.byteLength;
    return bytes;
  }

  private widen(): void {
    const wide = new TraceColumns(Math.ceil(this.capacity * 1.6));
    const { sacks } = this;
    for (const [name, to] of Object.entries(wide) as [keyof this, unknown][]) {
      const from: unknown = this[name];
      if (to instanceof Float64Array && from instanceof Float64Array) to.set(from);
      else if (to instanceof Uint32Array && from instanceof Uint32Array) to.set(from);
      else if (to instanceof Int32Array && from instanceof Int32Array && name !== 'sacks') to.set(from);
      else if (to instanceof Uint16Array && from instanceof Uint16Array) to.set(from);
      else if (to instanceof Uint8Array && from instanceof Uint8Array) to.set(from);
    }
    const { length, sackCount } = this;
    Object.assign(this, wide, { length, sacks, sackCount });
  }
}
