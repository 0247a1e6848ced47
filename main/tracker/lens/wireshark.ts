// The Wireshark view: for every TCP segment the `tcp.analysis.*` set, completeness and initial RTT that tshark 4.0 gives by default.
// It keeps a conversation table of its own, because Wireshark splits conversations by rules of its own.
import {
  ACK, FIN, FRAGMENT_PRESENT, P_FRAGMENT, P_FRAGMENT_OFFSET, P_L4_AT, P_L4_CAPTURED, P_L4_LENGTH, RST, SYN,
} from '../decode/packet';
import { distance } from '../sequence/serial';
import {
  COMPLETE_ACK, COMPLETE_DATA, COMPLETE_FIN, COMPLETE_RST, COMPLETE_SYN, COMPLETE_SYN_ACK, W_REUSED_PORTS, W_TFO_ACK, W_TFO_IGNORED, wiresharkNames,
} from '@shared/wireshark';
import { Conversation, SCALE_UNKNOWN, SCALE_UNUSED, type Side } from './wireshark-conversation';
import { BROKEN_OFF, type OptionContext, readOptions } from './wireshark-options';
import { analyze, Segment } from './wireshark-sequence';

const SYN_ACK = SYN | ACK;
/** Bytes of a TCP header without options, and as many as must be there to find its conversation. */
const HEADER = 20;
const READ_FIRST = 16;

/** How a segment came: as a packet, as the first fragment of one that cannot be put together, or quoted by an ICMP error. */
const WHOLE = 0;
const FRAGMENT = 1;
const QUOTED = 2;

export class WiresharkLens {
  /** What else was found in the last segment: duplicate ACK of which frame, round-trip and retransmission times. */
  readonly last = new Segment();
  private readonly conversations = new Map<string, Conversation>();
  private readonly options: OptionContext;
  private current: Conversation;
  private before = 0;
  private streams = 0;

  constructor() {
    this.current = new Conversation(-1);
    this.options = { conversation: this.current, from: this.current.sides[0], flags: 0, length: 0, ack: 0, peerBase: 0, quoted: false, multipath: 0 };
  }

  reset(): void {
    this.conversations.clear();
    this.current = new Conversation(-1);
    this.before = 0;
    this.streams = 0;
  }

  /**
   * Takes a TCP packet, also one whose header length is a lie: whenever P_PROTOCOL is TCP, whatever the outcome of decoding.
   * VLANs and tunnels do not separate conversations.
   * @param sourceId a number for each address, never given to another address while this lens lives
   * @param ns since any fixed time
   * @param wireEnd offset in the view one past the frame's last byte on the wire: an IP length beyond it is not believed
   * @returns bits W_*
   */
  segment(packet: Int32Array, view: DataView, sourceId: number, destinationId: number, v6: boolean, frame: number, ns: number, wireEnd = Infinity): number {
    const at = packet[P_L4_AT];
    const captured = packet[P_L4_CAPTURED];
    const length = Math.min(packet[P_L4_LENGTH], wireEnd - at);
    if ((packet[P_FRAGMENT] & FRAGMENT_PRESENT) === 0) return this.take(view, at, captured, length, sourceId, destinationId, v6, frame, ns, WHOLE);
    // A fragment waits for its datagram; the first one of a datagram that the snap length cut is all there will be.
    const hopeless = !v6 && packet[P_FRAGMENT_OFFSET] === 0 && captured < packet[P_L4_LENGTH];
    return hopeless ? this.take(view, at, captured, length, sourceId, destinationId, v6, frame, ns, FRAGMENT) : this.nothing();
  }

  /** A datagram that this frame's fragment made whole: its first `captured` bytes stand at `at`, it has `length`. */
  reassembled(view: DataView, at: number, captured: number, length: number, sourceId: number, destinationId: number, v6: boolean, frame: number, ns: number): number {
    return this.take(view, at, captured, length, sourceId, destinationId, v6, frame, ns, WHOLE);
  }

  /**
   * A TCP header that an ICMP error quotes. No sequence analysis, but it is a segment of its conversation in all else: it may even begin one.
   * @param packet the quoted packet, decoded
   */
  quoted(packet: Int32Array, view: DataView, sourceId: number, destinationId: number, v6: boolean, frame: number, ns: number): number {
    return this.take(view, packet[P_L4_AT], packet[P_L4_CAPTURED], packet[P_L4_LENGTH], sourceId, destinationId, v6, frame, ns, QUOTED);
  }

  names(bits: number): string[] { return wiresharkNames(bits); }

  /** `tcp.stream` of the last segment; -1 when it had none. */
  get stream(): number { return this.current.stream; }

  /** `tcp.completeness` as tshark shows it in the last segment's frame: before that segment counts. */
  get completenessBefore(): number { return this.before; }

  /** `tcp.completeness` of the last segment's conversation after it; once all is read, its final value. */
  get completeness(): number { return this.current.completeness; }

  /** `tcp.analysis.initial_rtt` of the last segment's conversation; NaN while it is not known. */
  get initialRttNs(): number { return this.current.initialRttNs === 0 ? NaN : this.current.initialRttNs; }

  private nothing(): number {
    this.current = NO_CONVERSATION;
    this.before = 0;
    clear(this.last);
    return 0;
  }

  private take(
    view: DataView, at: number, captured: number, length: number, sourceId: number, destinationId: number, v6: boolean, frame: number, ns: number, kind: number,
  ): number {
    if (captured < READ_FIRST) return this.nothing();
    const s = this.last;
    clear(s);
    s.seq = view.getInt32(at + 4);
    s.ack = view.getInt32(at + 8);
    s.flags = view.getUint8(at + 13);
    s.window = view.getUint16(at + 14);
    s.frame = frame;
    s.ns = ns;
    const header = (view.getUint8(at + 12) >>> 2) & 0x3c;
    const sourcePort = view.getUint16(at);
    const destinationPort = view.getUint16(at + 2);
    const forward = sourceId === destinationId ? sourcePort > destinationPort : sourceId > destinationId;
    const key = forward ? keyOf(sourceId, destinationId, sourcePort, destinationPort, v6) : keyOf(destinationId, sourceId, destinationPort, sourcePort, v6);

    let conversation = this.conversations.get(key);
    const isNew = conversation === undefined;
    if (conversation === undefined || startsAnew(conversation.sides[forward ? 0 : 1], s)) {
      if (conversation !== undefined) s.bits = W_REUSED_PORTS;
      conversation = new Conversation(this.streams++);
      this.conversations.set(key, conversation);
      if (!isNew) conversation.completeness = COMPLETE_SYN;
    }
    this.current = conversation;
    this.before = conversation.completeness;
    const from = conversation.sides[forward ? 0 : 1];
    const to = conversation.sides[forward ? 1 : 0];
    if ((s.flags & SYN_ACK) === SYN && from.baseSet && s.seq === from.base) from.next = from.contiguous;
    else if ((s.flags & SYN_ACK) === SYN_ACK && from.baseSet && s.seq !== from.base) {
      from.base = s.seq;
      s.bits |= W_REUSED_PORTS;
    }

    const measured = kind === WHOLE && length >= header;
    if (measured) {
      s.length = length - header;
      setBases(from, to, s);
      analyze(conversation, from, to, s);
    }
    if (header < HEADER) return this.unseen();
    advanceCompleteness(conversation, isNew, s);
    const ack = measured && (s.flags & ACK) !== 0 ? distance(s.ack, to.base) : s.ack;
    let shown = (s.flags & SYN_ACK) === SYN_ACK ? fastOpenAnswer(conversation, ack) : 0;
    rememberHandshake(conversation, from, s);

    // Up to here it reads 16 bytes; the checksum and the urgent pointer come next.
    if (captured < HEADER) return this.unseen() | shown;
    const c = this.options;
    c.conversation = conversation;
    c.from = from;
    c.flags = s.flags;
    c.length = s.length;
    c.ack = ack;
    c.peerBase = to.base;
    c.quoted = kind === QUOTED;
    c.multipath = 0;
    const read = readOptions(view, at + HEADER, header - HEADER, captured - HEADER, c);
    shown |= read & ~BROKEN_OFF;
    if ((read & BROKEN_OFF) !== 0) return this.unseen() | shown;
    if ((s.flags & SYN) !== 0) settleScale(from, to, s.flags);
    if (conversation.multipath >= 0) conversation.multipath |= c.multipath;
    return s.bits | shown;
  }

  /** The dissection broke off before the analysis was shown. */
  private unseen(): number {
    const { frame, ns } = this.last;
    clear(this.last);
    this.last.frame = frame;
    this.last.ns = ns;
    return 0;
  }
}

const NO_CONVERSATION = new Conversation(-1);

function clear(s: Segment): void {
  s.length = 0;
  s.bits = 0;
  s.dupAckNumber = 0;
  s.dupAckFrame = 0;
  s.acksFrame = 0;
  s.ackRttNs = 0;
  s.rtoFrame = 0;
  s.rtoNs = 0;
}

/** Exact and short: seven UTF-16 units. */
function keyOf(high: number, low: number, highPort: number, lowPort: number, v6: boolean): string {
  return String.fromCharCode(high >>> 16, high & 0xffff, low >>> 16, low & 0xffff, highPort, lowPort, v6 ? 6 : 4);
}

/** A SYN with another number than the one known for its direction begins a new conversation on the same ports. */
function startsAnew(from: Side, s: Segment): boolean {
  return (s.flags & SYN_ACK) === SYN && from.baseSet && s.seq !== from.base;
}

/** What sequence numbers are relative to. A SYN's ACK field need not mean anything, so the peer's base comes from an ACK only. */
function setBases(from: Side, to: Side, s: Segment): void {
  if (!from.baseSet) {
    from.base = (s.flags & SYN) !== 0 ? s.seq : distance(s.seq, 1);
    from.baseSet = true;
  }
  if (!to.baseSet && (s.flags & ACK) !== 0) {
    to.base = distance(s.ack, 1);
    to.baseSet = true;
  }
}

/** The first packet of a conversation counts only when it is its SYN. */
function advanceCompleteness(conversation: Conversation, isNew: boolean, s: Segment): void {
  const { flags, length } = s;
  if (isNew) {
    if ((flags & SYN_ACK) === SYN) conversation.completeness = length > 0 ? COMPLETE_SYN | COMPLETE_DATA : COMPLETE_SYN;
    return;
  }
  if ((flags & SYN_ACK) === SYN_ACK) conversation.completeness |= COMPLETE_SYN_ACK;
  if ((flags & SYN_ACK) === ACK) conversation.completeness |= length > 0 ? COMPLETE_DATA : COMPLETE_ACK;
  if ((flags & (FIN | ACK)) === (FIN | ACK)) conversation.completeness |= COMPLETE_FIN;
  if ((flags & RST) !== 0) conversation.completeness |= COMPLETE_RST;
}

/** @param ack relative: above 1 when more than the SYN is acknowledged */
function fastOpenAnswer(conversation: Conversation, ack: number): number {
  if (ack >>> 0 > 1) return W_TFO_ACK;
  return conversation.fastOpenData ? W_TFO_IGNORED : 0;
}

function rememberHandshake(conversation: Conversation, from: Side, s: Segment): void {
  if ((s.flags & SYN) !== 0) from.handshaking = true;
  if ((s.flags & SYN_ACK) === SYN) conversation.synNs = s.ns;
  if ((s.flags & SYN_ACK) !== ACK) return;
  if (conversation.initialRttNs === 0 && !Number.isNaN(conversation.synNs)) conversation.initialRttNs = s.ns - conversation.synNs;
  from.handshaking = false;
}

/** A window is scaled only when both SYNs say so (RFC 7323 §2.2). */
function settleScale(from: Side, to: Side, flags: number): void {
  if (from.scale === SCALE_UNKNOWN) {
    from.scale = SCALE_UNUSED;
    to.scale = SCALE_UNUSED;
  } else if ((flags & ACK) !== 0 && to.scale === SCALE_UNUSED) from.scale = SCALE_UNUSED;
}
