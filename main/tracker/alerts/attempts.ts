// Attempts to reach something: what was tried first, and what became of it when no packet said so within a few seconds of packet time.
import { PROTOCOL } from '@shared/flow';
import { ICMP_REQUESTED, SYN_RECEIVED, SYN_SENT } from '@shared/states';
import { ACK, FIN, P_DESTINATION, P_DESTINATION_PORT, P_FLAGS, P_PAYLOAD, P_PROTOCOL, RST, SYN } from '../decode/packet';
import { META_LIVE, META_PROTOCOL, R_FIRST_NS, R_META, R_PACKETS_O, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_CLOSED_SHIFT, STATUS_EXTENDED, STATUS_OPENED_SHIFT } from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { CLOSED_EXPIRED, CLOSED_OPEN, OPENED_HALF_OPEN, OPENED_UNANSWERED } from '../machine/endings';
import { ILLEGAL } from './flag-sets';
import type { Sighting } from './sighting';

/** How an attempt ended. */
export const REFUSED = 0; // RST, or an ICMP error
export const UNANSWERED = 1;
export const HALF_OPEN = 2; // answered, and never completed or reset by the one who asked
export const MADE = 3; // opened, or answered

/** Attempts that wait for their end; a power of two. Beyond it the oldest is judged early. */
const WAITING = 1 << 17;
const WORDS = 3; // slot << 2 | BY_SYN | prober; id; frame
const BY_SYN = 2;
/** Longer than ARP gives up (3 s), so that a host's "unreachable" still counts. */
export const PATIENCE_NS = 4e9;
/** More packets than this without an answer are a stream, not a question that is repeated. */
const QUESTIONS = 5;
/** The same of orphan segments: a probe and its repeat. */
const PROBES = 2;
/** From here on clients take their own ports (Linux): an orphan segment to such a port is more likely a server's than a probe. */
const EPHEMERAL = 32_768;
/** traceroute's UDP probes (33434 and on): every one fails, by design. */
const TRACE_FIRST = 33_434;
const TRACE_LAST = 33_689;
const LOOPBACK = 127;
const GROUPS = 224;

export class Attempts {
  private readonly ring = new Int32Array(WAITING * WORDS);
  private head = 0;
  private waiting = 0;
  private readonly store: FlowStore;
  private readonly failed: (prober: number, outcome: number) => void;
  /** Filled anew for each attempt that is judged. */
  private readonly s: Sighting;

  /** @param aged a sighting of its own: attempts are judged between packets */
  constructor(store: FlowStore, aged: Sighting, failed: (prober: number, outcome: number) => void) {
    this.store = store;
    this.s = aged;
    this.failed = failed;
  }

  /** The first packet of a connection. Returns whether it is an attempt. */
  start(s: Sighting): boolean {
    if (s.direction < 0 || !isAttempt(s) || !counts(s)) return false;
    if (s.v6 ? s.view.getUint8(s.packet[P_DESTINATION]) === 0xff : s.destination >>> 24 >= GROUPS) return false;
    if (this.waiting === WAITING) {
      this.s.ns = s.ns;
      this.judge();
    }
    const at = ((this.head + this.waiting++) & (WAITING - 1)) * WORDS;
    this.ring[at] = (s.slot << 2) | (s.state(s.direction) === SYN_SENT ? BY_SYN : 0) | s.direction;
    this.ring[at + 1] = s.connection | 0;
    this.ring[at + 2] = s.frame | 0;
    return true;
  }

  /** Judges those that have waited long enough; all of them at the end of a capture. */
  settle(ns: number, end = false): void {
    this.s.ns = ns;
    while (this.waiting > 0) {
      const slot = this.ring[this.head * WORDS] >>> 2;
      const first = this.store.records.floats[slot >> RECORD_CHUNK_SHIFT][(((slot & RECORD_CHUNK_MASK) << 4) + R_FIRST_NS) >> 1];
      if (!end && ns - first < PATIENCE_NS && first <= ns) return;
      this.judge();
    }
  }

  private judge(): void {
    const { ring, head, store, s } = this;
    const at = head * WORDS;
    this.head = (head + 1) & (WAITING - 1);
    this.waiting--;
    const slot = ring[at] >>> 2;
    const prober = ring[at] & 1;
    const record = store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const base = (slot & RECORD_CHUNK_MASK) << 4;
    if ((record[base + R_META] & META_LIVE) === 0 || (store.id(slot) | 0) !== ring[at + 1]) return; // dropped meanwhile
    const outcome = outcomeOf(record, base, prober, (ring[at] & BY_SYN) !== 0);
    if (outcome < 0) return;
    s.place(store, slot, record, base, ring[at + 2] >>> 0);
    this.failed(prober, outcome);
  }
}

/** Whether an end may be a target at all, and the port one that is asked in earnest. */
export function counts(s: Sighting): boolean {
  if (s.end(0) === s.end(1) || (!s.v6 && s.end(0) >>> 24 === LOOPBACK && s.end(1) >>> 24 === LOOPBACK)) return false;
  if (s.protocol !== PROTOCOL.udp) return true;
  const port = s.endPort(1);
  return port < TRACE_FIRST || port > TRACE_LAST;
}

function isAttempt(s: Sighting): boolean {
  const { packet } = s;
  const protocol = packet[P_PROTOCOL];
  if (protocol === PROTOCOL.tcp) {
    const flags = packet[P_FLAGS];
    const kind = flags & (SYN | FIN | RST | ACK);
    if (kind === SYN || ILLEGAL[flags] !== 0) return true;
    // An orphan: bare ACK or FIN+ACK, as ACK, window and Maimon scans send them and as a connection leaves them that began before the capture.
    if ((kind & (SYN | RST)) !== 0 || packet[P_PAYLOAD] > 0) return false;
    return s.direction === 0 && packet[P_DESTINATION_PORT] < EPHEMERAL;
  }
  if (protocol === PROTOCOL.udp) return s.direction === 0;
  if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) return s.state(0) === ICMP_REQUESTED;
  return true;
}

/** -1 where it was told when it happened, or is no failure. */
function outcomeOf(record: Int32Array, base: number, prober: number, bySyn: boolean): number {
  const status = record[base + R_STATUS];
  if ((status & STATUS_EXTENDED) === 0) return UNANSWERED;
  const closed = (status >>> STATUS_CLOSED_SHIFT) & 7;
  const asked = record[base + R_PACKETS_O + prober] >>> 0;
  const answers = record[base + R_PACKETS_O + 1 - prober] >>> 0;
  const protocol = record[base + R_META] & META_PROTOCOL;
  const waiting = closed === CLOSED_OPEN || closed === CLOSED_EXPIRED;
  if (protocol === PROTOCOL.tcp) {
    const opened = (status >>> STATUS_OPENED_SHIFT) & 7;
    const state = (end: number): number => (status >>> (end * 4)) & 15;
    if (opened === OPENED_UNANSWERED) return waiting && answers === 0 && (state(prober) === SYN_SENT || closed === CLOSED_EXPIRED) ? UNANSWERED : -1;
    if (opened === OPENED_HALF_OPEN) return waiting && (state(1 - prober) === SYN_RECEIVED || closed === CLOSED_EXPIRED) ? HALF_OPEN : -1;
    // After a SYN anything else of the one who asked shows that it was answered out of sight.
    return !bySyn && answers === 0 && asked <= PROBES ? UNANSWERED : -1;
  }
  if (!waiting || answers > 0) return -1;
  return protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 || asked <= QUESTIONS ? UNANSWERED : -1;
}

/** A RST is the answer to a probe: the first thing its sender says, after few words of the other. */
export function refuses(s: Sighting): boolean {
  const asked = s.sent(1 - s.direction);
  if (s.sent(s.direction) !== 1 || asked === 0) return false;
  return s.stateBefore(1 - s.direction) === SYN_SENT || asked <= QUESTIONS;
}
