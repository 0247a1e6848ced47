// Hands packets to the detectors that asked for what they are. An ordinary segment of an open connection never gets here.
import { OUT_OF_WINDOW, OVERLAP_CONFLICT, VERDICT_MASK } from '@shared/analysis';
import type { AlertRow } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { ESTABLISHED, ICMP_REPLIED, SYN_RECEIVED, SYN_SENT, UDP_ANSWERED } from '@shared/states';
import type { Thresholds } from '@shared/thresholds';
import { ACK, FIN, P_FLAGS, P_PAYLOAD, P_PROTOCOL, P_VERSION, RST, SYN, URG } from '../decode/packet';
import type { Connections } from '../flow/connections';
import { SIGNAL_FRAGMENT, SIGNAL_QUOTE, SIGNAL_START, SIGNAL_WHOLE } from '../flow/connections';
import { D_ACK, D_FIN, D_FIN_SEEN, D_FLAGS, D_ISN, D_ISN_KNOWN, D_OPTIONS, D_RESET, D_WINDOW, META_LIVE, META_PROTOCOL, R_EXTENSION, R_FIRST_NS, R_META, R_PACKETS_O, R_PACKETS_R, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, R_STATUS, STATUS_CLOSED_SHIFT, STATUS_EXTENDED, STATUS_OPENED_SHIFT, STATUS_SLOW, T_LINE, TCP_CHUNK_MASK, TCP_CHUNK_SHIFT } from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { CLOSED_FIN, CLOSED_REFUSED, CLOSED_RESET, CLOSED_UNREACHABLE, OPENED_HALF_OPEN, OPENED_HANDSHAKE, OPENED_MID_STREAM, OPENED_REFUSED, OPENED_SIMULTANEOUS, OPENED_UNANSWERED } from '../machine/endings';
import { TOPIC, type Detector, type Topic } from '../detectors/detector';
import { AlertLog } from './alert-log';
import { Attempts, counts, HALF_OPEN, MADE, REFUSED, refuses } from './attempts';
import { ILLEGAL } from './flag-sets';
import { DETECTORS } from './registered';
import { Sighting } from './sighting';

type Handler = (s: Sighting) => void;

const SECOND = 1e9;
/** Of R_STATUS: how the connection was opened, how it ended, the states of both ends. */
const OPENED_FIELD = 7 << STATUS_OPENED_SHIFT;
const CLOSED_FIELD = 7 << STATUS_CLOSED_SHIFT;
const STATES = 0xff;

export class Watch {
  readonly log: AlertLog;
  private readonly s: Sighting;
  /** Attempts that are judged between packets. */
  private readonly attempts: Attempts;
  private readonly detectors: Detector[];
  private readonly topics: Record<Topic, Handler[]>;
  private readonly store: FlowStore;
  private readonly connections: Connections;
  private readonly hearsOfEnds: boolean;
  private readonly graceNs: number;
  private nextTickNs = -Infinity;
  private began = false;

  constructor(store: FlowStore, connections: Connections, hashKey: number, thresholds: Thresholds) {
    this.store = store;
    this.connections = connections;
    this.log = new AlertLog(hashKey, (address, v6) => connections.addresses.text(address, v6));
    this.s = new Sighting(this.log, connections.fragments);
    this.s.halfOpen = () => this.halfOpen();
    const aged = new Sighting(this.log, connections.fragments);
    this.attempts = new Attempts(store, aged, (prober, outcome) => { this.tellAttempt(aged, prober, outcome); });
    this.detectors = DETECTORS.map((make) => make(hashKey, thresholds));
    this.topics = Object.fromEntries(TOPIC.map((topic) => [topic, this.detectors.flatMap(({ on }) => on[topic] ?? [])])) as Record<Topic, Handler[]>;
    this.hearsOfEnds = this.topics.closed.length + this.topics.refused.length > 0;
    this.graceNs = thresholds.graceSeconds * SECOND;
  }

  /** Whether any detector may want this packet: all that is neither an ordinary segment nor of an unchanged connection. */
  wants(packet: Int32Array, verdict: number, ns: number): boolean {
    const { connections } = this;
    if (packet[P_PROTOCOL] !== PROTOCOL.tcp || connections.signal !== 0) return true;
    const v = verdict & VERDICT_MASK;
    const flags = packet[P_FLAGS] & (SYN | FIN | RST | ACK | URG);
    if (v === OUT_OF_WINDOW || v === OVERLAP_CONFLICT) return true;
    if (flags === ACK) return (connections.before & STATUS_SLOW) !== 0 && this.tells(packet, ns);
    return (flags !== (SYN | ACK) && flags !== (FIN | ACK)) || this.tells(packet, ns);
  }

  /** A packet that `wants` asked for. */
  packet(packet: Int32Array, view: DataView, block: Uint8Array, frame: number, wire: number, time: Float64Array, verdict: number, netfilter: number): void {
    const { connections, s } = this;
    const ns = time[0];
    if (!this.began) this.begin(ns);
    s.frame = frame;
    s.ns = ns;
    s.wire = wire;
    s.packet = packet;
    s.view = view;
    s.block = block;
    s.source = connections.source;
    s.destination = connections.destination;
    s.v6 = packet[P_VERSION] === 6;
    s.slot = connections.slot;
    s.direction = connections.direction;
    s.before = connections.before;
    s.verdict = verdict;
    s.netfilter = netfilter;
    if (s.slot >= 0) {
      s.record = this.store.records.ints[s.slot >> RECORD_CHUNK_SHIFT];
      s.at = (s.slot & RECORD_CHUNK_MASK) << 4;
      s.after = s.record[s.at + R_STATUS];
      s.connection = this.store.id(s.slot);
    } else {
      s.after = s.before = 0;
      s.connection = 0;
    }
    const { signal } = connections;
    s.started = (signal & SIGNAL_START) !== 0;
    s.quote = (signal & SIGNAL_QUOTE) !== 0;
    if (ns >= this.nextTickNs) this.tick(ns);
    if ((signal & SIGNAL_FRAGMENT) !== 0) {
      this.tell('fragment');
      // A TCP header may be cut in two: its segment is looked at when it is whole.
      if ((signal & SIGNAL_WHOLE) !== 0) s.packet = connections.quoted;
      else if (packet[P_PROTOCOL] === PROTOCOL.tcp || !s.started) return;
    }
    const protocol = packet[P_PROTOCOL];
    if (protocol === PROTOCOL.tcp) this.segment();
    else if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) this.message();
    else if (protocol === PROTOCOL.udp) this.datagram();
    else if (s.started) this.attempt();
  }

  /** Packets were lost, or the interface came back: what is open is not known for a while. */
  lost(ns: number): void { this.s.graceUntilNs = ns + this.graceNs; }

  /** Time has passed up to `ns`, with or without packets. */
  advance(ns: number): void { if (this.began && ns >= this.nextTickNs) this.tick(ns); }

  /** The capture has ended. */
  finish(ns: number): void {
    if (!this.began) return;
    this.tick(ns);
    this.attempts.settle(ns, true);
    for (const detector of this.detectors) detector.end?.(this.s);
  }

  *rows(micros: (ns: number) => number): Iterable<AlertRow> {
    for (let row = 0; row < this.log.count; row++) yield this.log.read(row, micros);
  }

  /** Memory entries that detectors gave up, and packets without room for a row. */
  get dropped(): number { return this.detectors.reduce((sum, detector) => sum + (detector.dropped?.() ?? 0), this.log.dropped); }

  private begin(ns: number): void {
    this.began = true;
    this.s.beganNs = ns;
    this.s.graceUntilNs = ns + this.graceNs;
    this.nextTickNs = ns + SECOND;
  }

  private tick(ns: number): void {
    const { s } = this;
    s.ns = ns;
    s.live = this.store.live;
    s.limit = this.connections.limit;
    s.evicted = this.connections.evicted;
    this.nextTickNs = ns + SECOND;
    this.attempts.settle(ns);
    for (const detector of this.detectors) detector.tick?.(s);
  }

  private tell(topic: Topic, s = this.s): void {
    const handlers = this.topics[topic];
    for (let i = 0; i < handlers.length; i++) handlers[i](s);
  }

  /** A segment with ACK, and SYN or FIN at most, of a known connection: whether it opened or ended it, or comes where none should. */
  private tells(packet: Int32Array, ns: number): boolean {
    const { slot, before } = this.connections;
    const flags = packet[P_FLAGS] & (SYN | FIN);
    if (slot < 0) return flags !== 0;
    const record = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const changed = before ^ record[at + R_STATUS];
    const opened = (record[at + R_STATUS] >>> STATUS_OPENED_SHIFT) & 7;
    const isMidStream = opened === OPENED_MID_STREAM;
    // Its opening was not seen, and one of its ends has said nothing.
    const isOneSided = isMidStream && (before & STATUS_EXTENDED) !== 0 && (record[at + R_PACKETS_O] === 0 || record[at + R_PACKETS_R] === 0);
    if (flags === 0 && !isOneSided && (changed & (STATES | OPENED_FIELD | CLOSED_FIELD)) === 0 && (before & CLOSED_FIELD) === 0) return false;
    // A handshake that goes well and an end in good order come with empty segments: of these the opening alone is told.
    if (ns >= this.nextTickNs || isMidStream || packet[P_PAYLOAD] !== 0) return true;
    if ((changed & OPENED_FIELD) !== 0 && (opened === OPENED_HANDSHAKE || opened === OPENED_SIMULTANEOUS)) return true;
    return (flags & SYN) === 0 ? this.hearsOfEnds && (changed & CLOSED_FIELD) !== 0 : isOpen(before);
  }

  private segment(): void {
    const { s } = this;
    const flags = s.packet[P_FLAGS];
    if (s.started) {
      this.attempt();
      this.tell('tcp-start');
    }
    if (ILLEGAL[flags] !== 0) this.tell('tcp-flags');
    if ((flags & (ACK | SYN | RST)) === 0) this.tell('tcp-bare');
    if (s.slot < 0 || s.started) return;
    const verdict = s.verdict & VERDICT_MASK;
    const isOdd = verdict === OUT_OF_WINDOW || verdict === OVERLAP_CONFLICT;
    const isLate = s.packet[P_PAYLOAD] !== 0 && this.hadClosed();
    const isSyn = (flags & SYN) !== 0 && isOpen(s.before);
    if (isOdd || isLate || isSyn || (flags & RST) !== 0) this.numbers();
    if (isSyn) this.tell('tcp-syn');
    if ((flags & RST) !== 0) {
      this.tell('tcp-reset');
      if (s.direction >= 0 && refuses(s)) this.tellAttempt(s, 1 - s.direction, REFUSED);
    }
    if (isOdd) this.tell('tcp-verdict');
    if (isLate) this.tell('tcp-after-close');
    if (s.midStream && s.direction >= 0 && (s.sent(1 - s.direction) === 0 || ((s.before >>> STATUS_CLOSED_SHIFT) & 7) === CLOSED_RESET)) this.tell('tcp-orphan');
    const opened = s.opened;
    const wasOpened = (s.before >>> STATUS_OPENED_SHIFT) & 7;
    const wasClosed = (s.before >>> STATUS_CLOSED_SHIFT) & 7;
    if (opened !== wasOpened && (opened === OPENED_HANDSHAKE || opened === OPENED_SIMULTANEOUS)) {
      this.tell('opened');
      this.tellAttempt(s, 0, MADE);
    }
    if (s.closed === wasClosed) return;
    const never = opened === OPENED_UNANSWERED || opened === OPENED_HALF_OPEN || opened === OPENED_REFUSED;
    // SYN, SYN+ACK, RST: a port was found open, and nothing was wanted of it.
    if (s.closed === CLOSED_RESET && never && s.direction === 0 && s.stateBefore(1) === SYN_RECEIVED) this.tellAttempt(s, 0, HALF_OPEN);
    if (s.closed === CLOSED_REFUSED || s.closed === CLOSED_UNREACHABLE || (s.closed === CLOSED_RESET && never)) this.tell('refused');
    else if (s.closed === CLOSED_FIN || s.closed === CLOSED_RESET) this.tell('closed');
  }

  /** What the segment's numbers are held against. */
  private numbers(): void {
    const { s } = this;
    s.expected = 0;
    s.room = 0;
    s.isnKnown = false;
    s.finSeen = false;
    s.validity = this.connections.tcp.validity;
    if ((s.after & STATUS_EXTENDED) === 0 || s.direction < 0) return;
    const extension = s.record[s.at + R_EXTENSION];
    this.connections.views.upToDate(extension);
    const ext = this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT];
    const x = ((extension & TCP_CHUNK_MASK) << 6) + s.direction * T_LINE;
    const y = ((extension & TCP_CHUNK_MASK) << 6) + (1 - s.direction) * T_LINE;
    s.expected = ext[y + D_ACK];
    // Both SYNs carry the scale, or nobody scales (RFC 7323 §2.2).
    const scaled = (ext[x + D_OPTIONS] & 31) !== 0 && (ext[y + D_OPTIONS] & 31) !== 0;
    s.room = ext[y + D_WINDOW] << (scaled ? Math.min((ext[y + D_OPTIONS] & 31) - 1, 14) : 0);
    s.isn = ext[x + D_ISN];
    s.isnKnown = (ext[x + D_FLAGS] & D_ISN_KNOWN) !== 0;
    s.fin = ext[x + D_FIN];
    s.finSeen = (ext[x + D_FLAGS] & D_FIN_SEEN) !== 0;
  }

  /** The sender had sent its FIN or RST before this segment, or the connection was over. */
  private hadClosed(): boolean {
    const { s } = this;
    if (((s.before >>> STATUS_CLOSED_SHIFT) & 7) === CLOSED_RESET) return true;
    if ((s.before & STATUS_EXTENDED) === 0 || s.direction < 0) return false;
    const extension = s.record[s.at + R_EXTENSION];
    const at = ((extension & TCP_CHUNK_MASK) << 6) + s.direction * T_LINE + D_FLAGS;
    return (this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT][at] & (D_FIN_SEEN | D_RESET)) !== 0;
  }

  private message(): void {
    const { s } = this;
    this.tell('icmp');
    if (s.slot < 0) return;
    if (s.quote) {
      if (((s.before ^ s.after) >>> STATUS_CLOSED_SHIFT & 7) === 0) return;
      this.tell('refused');
      // Late answers to a client that does not wait any more are refused as well: that is no attempt of the client's.
      if (s.destination === s.end(0)) this.tellAttempt(s, 0, REFUSED);
    } else if (s.started) {
      this.attempt();
      this.tell('icmp-start');
    } else if (s.state(0) === ICMP_REPLIED && s.stateBefore(0) !== ICMP_REPLIED) this.answered();
  }

  private datagram(): void {
    const { s } = this;
    this.tell('udp');
    if (s.started) {
      this.attempt();
      this.tell('udp-start');
    } else if (s.slot >= 0 && s.state(0) === UDP_ANSWERED && s.stateBefore(0) !== UDP_ANSWERED) this.answered();
  }

  private answered(): void {
    this.tell('answered');
    this.tellAttempt(this.s, 0, MADE);
  }

  /** The first packet of a connection: what becomes of it is told when it is known. */
  private attempt(): void {
    if (this.attempts.start(this.s)) this.tell('attempt');
  }

  private tellAttempt(s: Sighting, prober: number, outcome: number): void {
    if (!counts(s)) return;
    s.prober = prober;
    s.outcome = outcome;
    if (s === this.s) s.attemptNs = this.store.records.floats[s.slot >> RECORD_CHUNK_SHIFT][(s.at + R_FIRST_NS) >> 1];
    this.tell(outcome === MADE ? 'attempt-made' : 'attempt-failed', s);
  }

  /** Connections that wait for the rest of their handshake; looks at all of them. */
  private halfOpen(): number {
    const { records } = this.store;
    let count = 0;
    for (let slot = 0; slot < records.used; slot++) {
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      if ((ints[at + R_META] & (META_LIVE | META_PROTOCOL)) !== (META_LIVE | PROTOCOL.tcp)) continue;
      const status = ints[at + R_STATUS];
      if ((status & 15) === SYN_SENT || (status >>> 4 & 15) === SYN_RECEIVED) count++;
    }
    return count;
  }
}

/** Both ends are ESTABLISHED or beyond. */
function isOpen(status: number): boolean { return (status & 15) >= ESTABLISHED && ((status >>> 4) & 15) >= ESTABLISHED; }
