// From a decoded packet to its connection: finds or starts it, counts the packet, hands it to the state machines. The hot path of the
// tracker: nothing is allocated for a packet of a known connection.
import { PROTOCOL } from '@shared/flow';
import { SYN_SENT } from '@shared/states';
import { decodeQuoted, isPortUnreachable, isUnreachable } from '../decode/icmp';
import {
  ACK, FIN, FRAGMENT_PRESENT, NO_TRANSPORT, OK, PACKET_SLOTS, P_ACK, P_CONTEXT_WORDS, P_DESTINATION, P_DESTINATION_PORT, P_END, P_FLAGS, P_FRAGMENT, P_FRAGMENT_OFFSET,
  P_ICMP_ID, P_ICMP_QUOTE_AT, P_IP_ID, P_L4_AT, P_L4_CAPTURED, P_L4_LENGTH, P_PAYLOAD, P_PAYLOAD_AT, P_PROTOCOL, P_SEQ, P_SOURCE,
  P_SOURCE_PORT, P_VERSION, P_WINDOW, RST, SYN,
} from '../decode/packet';
import { TCP_OPTION_SLOTS } from '../decode/tcp-options';
import { DatagramEndpoints, icmpKey, icmpRole } from '../machine/datagram-endpoints';
import { expiredSingle, firstDatagramStatus, firstTcpStatus } from '../machine/single-packet';
import { TcpEndpoints } from '../machine/tcp-endpoints';
import type { TransitionLog } from '../machine/transition-log';
import { Addresses } from './addresses';
import { Contexts } from './contexts';
import { FLIPPED, judgeDirection } from './direction';
import { Expiry, timeOutNs } from './expiry';
import type { FlowStore } from './flow-store';
import {
  DATAGRAM_CHUNK_MASK, DATAGRAM_CHUNK_SHIFT, META_CONTEXT_SHIFT, META_LIVE, META_PROTOCOL, META_V6, R_ADDRESS_O, R_ADDRESS_R, R_EXTENSION, R_FIRST_NS, R_LAST_NS, R_META, R_PACKETS_O, R_PORTS, R_SINGLE_ACK,
  R_SINGLE_FRAME, R_SINGLE_OPTIONS, R_SINGLE_SEQ, R_SINGLE_WINDOW, R_SINGLE_WIRE, R_STATUS, R_WIRE_O, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, RECORD_WORDS,
  SINGLE_CUT, STATUS_CLOSED_SHIFT, STATUS_EXPIRED, STATUS_EXTENDED,
  STATUS_CALM, STATUS_REASON_SHIFT, STATUS_SLOW, STATUS_SWAPPED, STATUS_TABLED, T_ICMP_ERRORS, TCP_CHUNK_MASK, TCP_CHUNK_SHIFT, STATUS_ICMP_ERROR,
} from './flow-record';
import { CALM, NOT_CALM } from '../lens/calm';
import { ConnectionViews, type FirstPacket } from '../lens/connection-views';
import { newFirstPacket, packedOptions, tellFirst } from './first-packet';
import { FlowTable } from './flow-table';
import { Handshake } from './handshake';
import { dropSlots, forgetAddresses } from './make-room';
import { WholeDatagrams } from './whole-datagrams';
import { Fragments, F_DIRECTION, F_FLAGS, F_HEADER_LENGTH, F_MADE, F_PENDING, F_PENDING_WIRE, F_SLOT, F_STARTED, F_TOTAL, HEADER_BYTES, wholeSegment } from './fragments';

/** Records are looked at for time-outs four times slower than packets come: a late look finds the same moment. */
const SWEEP_EVERY = 1024;
const SWEEP_STEPS = 256;
/** IPv6 addresses that are remembered before it is looked whether anything still needs them. */
const ADDRESSES = 65_536;

/** How a packet is processed: by every way there is, without the short ones, or not at all. */
const NOT_YET = 0;
const AT_LENGTH = 1;
const ORDINARILY = 2;

/** What a packet was besides one more of its connection. */
export const SIGNAL_START = 1; // the first of a connection
export const SIGNAL_FRAGMENT = 2;
export const SIGNAL_QUOTE = 4; // an ICMP error, folded into the connection it quotes
export const SIGNAL_WHOLE = 8; // the fragment that makes a TCP segment whole; `quoted` holds it

export class Connections {
  /** Of the last packet: its connection's slot (-1: none) and direction (0 from the originator, 1 from the responder, -1 neither). */
  slot = -1;
  direction = 0;
  /** Of the last packet, for the detectors: SIGNAL_* bits, its two addresses as a record holds them, its connection's status before it. */
  signal = 0;
  source = 0;
  destination = 0;
  before = 0;
  /** Connections dropped because of the limit. */
  evicted = 0;
  readonly addresses: Addresses;
  readonly contexts: Contexts;
  readonly fragments: Fragments;
  private readonly whole: WholeDatagrams;
  readonly tcp: TcpEndpoints;
  readonly datagram: DatagramEndpoints;
  readonly views: ConnectionViews;
  private readonly handshake: Handshake;
  readonly table: FlowTable;
  readonly expiry: Expiry;
  private readonly store: FlowStore;
  private readonly time: Float64Array;
  private readonly records: Int32Array[];
  private readonly recordsF: Float64Array[];
  readonly limit: number;
  /** The packet that an ICMP error quotes, or the segment that was put together from fragments. */
  readonly quoted = new Int32Array(PACKET_SLOTS);
  private readonly options = new Int32Array(TCP_OPTION_SLOTS);
  private readonly told: FirstPacket = newFirstPacket();
  private sinceSweep = 0;
  private addressLimit = ADDRESSES;
  /** Every packet is listed: a first one gets its extension at once, so that its verdicts are there to be shown. */
  private readonly listing: boolean;

  /** @param time one element: nanoseconds of the packet at hand */
  constructor(store: FlowStore, log: TransitionLog, time: Float64Array, limit: number, key: number, listing: boolean) {
    this.store = store;
    this.time = time;
    this.records = store.records.ints;
    this.recordsF = store.records.floats;
    this.limit = limit;
    this.listing = listing;
    this.addresses = new Addresses(key);
    this.contexts = new Contexts(key);
    this.fragments = new Fragments(key);
    this.table = new FlowTable(store, key);
    this.tcp = new TcpEndpoints(store, log, time);
    this.datagram = new DatagramEndpoints(store, log, time);
    this.views = new ConnectionViews(store, time);
    this.whole = new WholeDatagrams(store, this.fragments, this.views, time, key);
    this.handshake = new Handshake(store, log, this.views, time);
    this.expiry = new Expiry(store, (slot, ns) => this.expire(slot, ns));
  }

  /**
   * One decoded packet.
   * @param packet view filled by the decoder; context: its VLAN and tunnel words
   * @param frame number of the packet, from 1; wire: bytes on the wire
   */
  packet(packet: Int32Array, context: Int32Array, view: DataView, block: Uint8Array, frame: number, wire: number): void {
    if (++this.sinceSweep === SWEEP_EVERY) {
      this.sinceSweep = 0;
      this.expiry.sweep(SWEEP_STEPS, this.time[0]);
    }
    let source = packet[P_SOURCE];
    let destination = packet[P_DESTINATION];
    let meta = packet[P_PROTOCOL];
    if (packet[P_VERSION] === 6) {
      source = this.addresses.intern(view, source);
      destination = this.addresses.intern(view, destination);
      meta |= META_V6;
      // Packets that belong to no connection bring addresses as well, and nothing else would make room.
      if (this.addresses.remembered > this.addressLimit) {
        forgetAddresses(this.store, this.addresses, this.fragments, source, destination, true);
        this.addressLimit = Math.max(ADDRESSES, 2 * this.addresses.remembered);
      }
    }
    if (packet[P_CONTEXT_WORDS] !== 0) meta |= this.contexts.intern(context, packet[P_CONTEXT_WORDS]) << META_CONTEXT_SHIFT;
    this.source = source;
    this.destination = destination;
    this.signal = 0;
    if ((packet[P_FRAGMENT] & FRAGMENT_PRESENT) !== 0) {
      this.signal = SIGNAL_FRAGMENT;
      this.whole.before(packet, source, destination, meta);
      this.fragment(packet, source, destination, meta, view, block, frame, wire);
      this.whole.after(packet);
      return;
    }
    const protocol = packet[P_PROTOCOL];
    if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) {
      if (packet[P_ICMP_QUOTE_AT] >= 0 && this.fold(packet, source, destination, meta, view, frame)) return;
    }
    this.count(packet, source, destination, meta, view, frame, wire, packet[P_PAYLOAD], this.views.unseen === 0 ? ORDINARILY : AT_LENGTH);
  }

  /**
   * Finds or starts the connection and counts one packet.
   * @param process NOT_YET for a first fragment of TCP: its segment is processed when the datagram is whole
   */
  private count(packet: Int32Array, source: number, destination: number, meta: number, view: DataView, frame: number, wire: number, payload: number, process: number): void {
    const protocol = packet[P_PROTOCOL];
    let forward = (packet[P_SOURCE_PORT] << 16) | packet[P_DESTINATION_PORT];
    let backward = (packet[P_DESTINATION_PORT] << 16) | packet[P_SOURCE_PORT];
    if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) {
      forward = icmpKey(protocol, packet[P_SOURCE_PORT], packet[P_DESTINATION_PORT], packet[P_ICMP_ID]);
      backward = forward;
    }
    const slot = this.table.find(source, destination, forward, backward, meta);
    if (slot >= 0) {
      const direction = this.table.direction;
      const ints = this.records[slot >> RECORD_CHUNK_SHIFT];
      const floats = this.recordsF[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const status = ints[at + R_STATUS];
      this.before = status;
      const ns = this.time[0];
      const flags = packet[P_FLAGS];
      // Silence and a SYN are the only ways to a new connection on the same tuple; both are rare.
      const usual = (flags & SYN) === 0 && (status & STATUS_EXPIRED) === 0 && ns - floats[(at + R_LAST_NS) >> 1] < 10e9;
      if (!usual && this.opensAnew(slot, direction, packet)) {
        this.start(packet, source, destination, forward, backward, meta, view, frame, wire, payload, slot);
        return;
      }
      this.slot = slot;
      this.direction = direction;
      if ((status & STATUS_CALM) !== 0 && usual && process === ORDINARILY && ns >= floats[(at + R_LAST_NS) >> 1]) {
        const outcome = this.views.calm(slot, ints[at + R_EXTENSION], status, direction, packet, view);
        if (outcome !== NOT_CALM) {
          floats[(at + R_LAST_NS) >> 1] = ns;
          ints[at + R_PACKETS_O + direction]++;
          floats[((at + R_WIRE_O) >> 1) + direction] += wire;
          if (outcome === CALM) this.tcp.segment(slot, direction, packet[P_SEQ], packet[P_ACK], flags, packet[P_WINDOW], payload, 0, frame);
          return;
        }
      }
      if ((ints[at + R_STATUS] & STATUS_EXTENDED) === 0) {
        if (!usual && process === ORDINARILY && protocol === PROTOCOL.tcp && this.handshake.answer(slot, direction, packet, view, frame, wire)) return;
        this.extend(slot);
      }
      if (protocol === PROTOCOL.tcp && process !== NOT_YET) this.views.open(slot);
      else if (protocol === PROTOCOL.tcp) this.views.rouse(slot);
      if (ns > floats[(at + R_LAST_NS) >> 1]) floats[(at + R_LAST_NS) >> 1] = ns;
      ints[at + R_PACKETS_O + direction]++;
      floats[((at + R_WIRE_O) >> 1) + direction] += wire;
      if (protocol === PROTOCOL.tcp) {
        if (process !== NOT_YET) {
          this.tcp.segment(slot, direction, packet[P_SEQ], packet[P_ACK], flags, packet[P_WINDOW], payload, (flags & SYN) === 0 ? 0 : packedOptions(packet, view, this.options), frame);
          this.views.segment(slot, direction, packet, view);
        }
      } else {
        this.datagram.packet(slot, direction, payload, frame);
        this.viewDatagram(ints[at + R_EXTENSION], protocol, direction, packet);
      }
      return;
    }
    this.start(packet, source, destination, forward, backward, meta, view, frame, wire, payload, -1);
  }

  /** Rare: silence longer than the time-out, or a SYN, on a known tuple. */
  private opensAnew(slot: number, direction: number, packet: Int32Array): boolean {
    const ns = this.time[0];
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const protocol = ints[at + R_META] & META_PROTOCOL;
    const over = this.store.records.floats[slot >> RECORD_CHUNK_SHIFT][(at + R_LAST_NS) >> 1] + timeOutNs(protocol, ints[at + R_STATUS]);
    if ((ints[at + R_STATUS] & STATUS_EXPIRED) === 0 && ns > over) this.expire(slot, over);
    const expired = (ints[at + R_STATUS] & STATUS_EXPIRED) !== 0;
    if (protocol !== PROTOCOL.tcp) return expired;
    const flags = packet[P_FLAGS] & (SYN | ACK | FIN | RST);
    if (flags === SYN) {
      if ((ints[at + R_STATUS] & STATUS_EXTENDED) === 0) this.extend(slot);
      return this.tcp.startsAnew(slot, direction, packet[P_SEQ]);
    }
    if (flags === (SYN | ACK)) {
      if ((ints[at + R_STATUS] & STATUS_EXTENDED) === 0) return false;
      return this.tcp.answersNewSyn(slot, direction, packet[P_ACK]);
    }
    // Late segments of a closed connection stay with it; traffic after a silence that ended an open one is a new connection.
    return expired && flags === ACK && ((ints[at + R_STATUS] >>> STATUS_CLOSED_SHIFT) & 7) === 6;
  }

  /** Starts a connection with its first packet, which stays in the record alone until a second one comes. */
  private start(packet: Int32Array, source: number, destination: number, forward: number, backward: number, meta: number, view: DataView, frame: number, wire: number, payload: number, older: number): void {
    const ns = this.time[0];
    const protocol = packet[P_PROTOCOL];
    const flags = packet[P_FLAGS];
    const judged = judgeDirection(protocol, packet[P_SOURCE_PORT], packet[P_DESTINATION_PORT], flags);
    const sender = (judged & FLIPPED) === 0 ? 0 : 1;
    let carried = false;
    if (older >= 0) {
      const ints = this.store.records.ints[older >> RECORD_CHUNK_SHIFT];
      const at = (older & RECORD_CHUNK_MASK) << 4;
      const olderSender = ints[at + R_ADDRESS_O] === source && ints[at + R_PORTS] === forward ? 0 : 1;
      carried = this.views.carry(older, olderSender !== sender);
      if (protocol === PROTOCOL.tcp && (ints[at + R_STATUS] & (STATUS_EXTENDED | STATUS_EXPIRED)) === STATUS_EXTENDED) this.tcp.supersede(older, frame, ns);
      ints[at + R_STATUS] &= ~STATUS_TABLED;
    }
    let found = older;
    if (this.store.live >= this.limit) {
      const dropped = this.expiry.choose();
      dropSlots(dropped, this.store, this.table, this.views);
      forgetAddresses(this.store, this.addresses, this.fragments, source, destination, (meta & META_V6) !== 0);
      this.evicted += dropped.length;
      // Making room moved the table, and may have dropped the older connection: look again.
      found = this.table.find(source, destination, forward, backward, meta);
    }
    const slot = this.store.add();
    if (found >= 0) this.table.replace(found, slot);
    else this.table.insert(slot);
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const floats = this.store.records.floats[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    ints[at + R_ADDRESS_O] = sender === 0 ? source : destination;
    ints[at + R_ADDRESS_R] = sender === 0 ? destination : source;
    ints[at + R_PORTS] = sender === 0 ? forward : backward;
    ints[at + R_META] = meta | META_LIVE;
    floats[(at + R_FIRST_NS) >> 1] = ns;
    floats[(at + R_LAST_NS) >> 1] = ns;
    const id = packet[P_IP_ID];
    ints[at + R_SINGLE_WIRE] = Math.min(wire, 0xffffff) | ((id & 0xff00) << 16);
    ints[at + R_SINGLE_OPTIONS] = ((flags & SYN) === 0 ? 0 : packedOptions(packet, view, this.options)) | ((id & 0xff) << 8);
    ints[at + R_SINGLE_SEQ] = packet[P_SEQ];
    ints[at + R_SINGLE_ACK] = packet[P_ACK];
    const cut = packet[P_END] - packet[P_PAYLOAD_AT] < packet[P_PAYLOAD] ? SINGLE_CUT : 0;
    ints[at + R_SINGLE_WINDOW] = (packet[P_WINDOW] & 0xffff) | (flags << 16) | (sender << 24) | cut;
    ints[at + R_SINGLE_FRAME] = frame;
    ints[at + R_EXTENSION] = payload;
    const state = protocol === PROTOCOL.tcp ? firstTcpStatus(flags, sender) : firstDatagramStatus(protocol, packet[P_SOURCE_PORT], sender);
    ints[at + R_STATUS] = state | ((judged & 7) << STATUS_REASON_SHIFT) | STATUS_TABLED | STATUS_SLOW;
    this.slot = slot;
    this.direction = sender;
    this.signal |= SIGNAL_START;
    this.before = 0;
    if (protocol === PROTOCOL.tcp) this.views.judge.segments++;
    // What follows from a first packet alone needs no extension; the rest has to be kept.
    if (this.listing || carried || this.views.unseen !== 0) this.extend(slot, this.views.unseen);
  }

  /** Gives a record its extension and replays its first packet into it. @param unseen as views.unseen, for that packet */
  extend(slot: number, unseen = 0): void {
    const { views } = this;
    const unseenNow = views.unseen;
    views.unseen = unseen;
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const floats = this.store.records.floats[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const status = ints[at + R_STATUS];
    const wire = ints[at + R_SINGLE_WIRE] & 0xffffff;
    const id = ((ints[at + R_SINGLE_WIRE] >>> 16) & 0xff00) | ((ints[at + R_SINGLE_OPTIONS] >>> 8) & 0xff);
    const options = ints[at + R_SINGLE_OPTIONS] & 0xffff00ff;
    const seq = ints[at + R_SINGLE_SEQ];
    const ack = ints[at + R_SINGLE_ACK];
    const window = ints[at + R_SINGLE_WINDOW];
    const frame = ints[at + R_SINGLE_FRAME] >>> 0;
    const payload = ints[at + R_EXTENSION];
    const sender = (window >>> 24) & 1;
    const first = floats[(at + R_FIRST_NS) >> 1];
    const now = this.time[0];
    const isTcp = (ints[at + R_META] & META_PROTOCOL) === PROTOCOL.tcp;
    const extension = isTcp ? this.store.tcp.take() : this.store.datagram.take();
    ints[at + R_PACKETS_O] = 1 - sender;
    ints[at + R_PACKETS_O + 1] = sender;
    floats[(at + R_WIRE_O) >> 1] = sender === 0 ? wire : 0;
    floats[((at + R_WIRE_O) >> 1) + 1] = sender === 0 ? 0 : wire;
    ints[at + R_EXTENSION] = extension;
    const keep = (7 << STATUS_REASON_SHIFT) | STATUS_TABLED | STATUS_SWAPPED;
    ints[at + R_STATUS] = (status & keep) | STATUS_EXTENDED | STATUS_SLOW;
    const told = tellFirst(this.told, ints, at, sender, seq, ack, (window >>> 16) & 0xff, window & 0xffff, payload, options, id);
    told.cut = (window & SINGLE_CUT) !== 0;
    if (isTcp) {
      this.tcp.clear(extension);
      this.time[0] = first;
      this.views.first(extension, told);
      this.tcp.segment(slot, sender, seq, ack, (window >>> 16) & 0xff, window & 0xffff, payload, options, frame);
      this.views.settle(slot);
      this.time[0] = now;
      if ((status & STATUS_EXPIRED) !== 0) this.tcp.expire(slot, first + timeOutNs(PROTOCOL.tcp, ints[at + R_STATUS]));
    } else {
      this.datagram.clear(extension);
      this.time[0] = first;
      this.datagram.first(slot, sender, frame);
      this.views.firstDatagram(this.store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT], (extension & DATAGRAM_CHUNK_MASK) << 4, told);
      this.time[0] = now;
      this.datagram.addPayload(extension, sender, payload);
      if ((status & STATUS_EXPIRED) !== 0) this.datagram.expire(slot, first + timeOutNs(ints[at + R_META] & META_PROTOCOL, ints[at + R_STATUS]));
    }
    views.unseen = unseenNow;
  }

  private quotedViews(slot: number, extension: number, protocol: number, direction: number, type: number, toSender: boolean): void {
    if (protocol === PROTOCOL.tcp) this.views.quoted(slot, toSender);
    else {
      const reply = icmpRole(protocol, type) === 2 && (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6);
      this.views.quotedDatagram(this.store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT], (extension & DATAGRAM_CHUNK_MASK) << 4, protocol, direction, reply, toSender);
    }
  }

  private viewDatagram(extension: number, protocol: number, direction: number, packet: Int32Array): void {
    this.views.datagram(this.store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT], (extension & DATAGRAM_CHUNK_MASK) << 4, protocol, direction, packet);
  }

  /** Extends a record of a single packet for a moment, to show its jumps. Returns what puts everything back. */
  borrow(slot: number): () => void {
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const saved = ints.slice(at, at + RECORD_WORDS);
    this.extend(slot);
    return () => {
      const isTcp = (ints[at + R_META] & META_PROTOCOL) === PROTOCOL.tcp;
      if (isTcp) this.views.release(ints[at + R_EXTENSION]);
      (isTcp ? this.store.tcp : this.store.datagram).give(ints[at + R_EXTENSION]);
      ints.set(saved, at);
    };
  }

  /** An ICMP error belongs to the connection it quotes. Returns false when that is not known. */
  private fold(packet: Int32Array, source: number, destination: number, meta: number, view: DataView, frame: number): boolean {
    const q = this.quoted;
    const outcome = decodeQuoted(view, packet[P_ICMP_QUOTE_AT], packet[P_END], q);
    // A protocol without ports is known by its addresses alone; of a later fragment the ports are not.
    if (outcome !== OK && (outcome !== NO_TRANSPORT || q[P_FRAGMENT_OFFSET] !== 0)) return false;
    let from = q[P_SOURCE];
    let to = q[P_DESTINATION];
    let key = q[P_PROTOCOL] | (meta & ~(META_PROTOCOL | META_V6));
    if (q[P_VERSION] === 6) {
      from = this.addresses.intern(view, from);
      to = this.addresses.intern(view, to);
      key |= META_V6;
    }
    let forward = (q[P_SOURCE_PORT] << 16) | q[P_DESTINATION_PORT];
    let backward = (q[P_DESTINATION_PORT] << 16) | q[P_SOURCE_PORT];
    if (q[P_PROTOCOL] === PROTOCOL.icmp || q[P_PROTOCOL] === PROTOCOL.icmp6) {
      forward = icmpKey(q[P_PROTOCOL], q[P_SOURCE_PORT], q[P_DESTINATION_PORT], q[P_ICMP_ID]);
      backward = forward;
    }
    const slot = this.table.find(from, to, forward, backward, key);
    if (slot < 0) return false;
    const quotedDirection = this.table.direction;
    this.signal = SIGNAL_QUOTE;
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    this.before = ints[at + R_STATUS];
    if ((ints[at + R_STATUS] & STATUS_EXTENDED) === 0) this.extend(slot);
    if (q[P_PROTOCOL] === PROTOCOL.tcp) {
      const extension = ints[at + R_EXTENSION];
      this.store.tcp.ints[extension >> TCP_CHUNK_SHIFT][((extension & TCP_CHUNK_MASK) << 6) + T_ICMP_ERRORS]++;
      ints[at + R_STATUS] |= STATUS_ICMP_ERROR;
      // Only an open that was never answered ends by it: later errors are soft (RFC 5927, RFC 1122 §4.2.3.9).
      if ((ints[at + R_STATUS] & 15) === SYN_SENT && ((ints[at + R_STATUS] >>> STATUS_CLOSED_SHIFT) & 7) === 0 && isUnreachable(packet)) {
        ints[at + R_STATUS] |= 5 << STATUS_CLOSED_SHIFT;
      }
    } else this.datagram.icmpError(slot, isPortUnreachable(packet), frame);
    this.quotedViews(slot, ints[at + R_EXTENSION], q[P_PROTOCOL], quotedDirection, q[P_SOURCE_PORT], destination === from);
    this.slot = slot;
    // Sent by the host that the packet was meant for, or by a router on the way.
    const host = quotedDirection === 0 ? ints[at + R_ADDRESS_R] : ints[at + R_ADDRESS_O];
    this.direction = source === host ? 1 - quotedDirection : -1;
    return true;
  }

  /** A fragment: counted for its connection as soon as that is known, processed when the datagram is whole. */
  private fragment(packet: Int32Array, source: number, destination: number, meta: number, view: DataView, block: Uint8Array, frame: number, wire: number): void {
    const { fragments } = this;
    const ns = this.time[0];
    const index = fragments.entry(source, destination, packet[P_IP_ID], meta | META_LIVE, ns);
    const offset = packet[P_FRAGMENT_OFFSET];
    const length = packet[P_L4_LENGTH];
    const isTcp = packet[P_PROTOCOL] === PROTOCOL.tcp;
    const whole = fragments.add(index, offset, length, packet[P_FRAGMENT]);
    fragments.pieces.add(index, offset, length, block, packet[P_L4_AT], packet[P_L4_CAPTURED], frame);
    if (offset < HEADER_BYTES) fragments.keepHeader(index, block, packet[P_L4_AT], packet[P_L4_CAPTURED], offset);
    if (offset === 0) {
      this.count(packet, source, destination, meta, view, frame, wire, packet[P_PAYLOAD], isTcp ? NOT_YET : ORDINARILY);
      // A second first fragment with other ports does not take over the datagram.
      if (fragments.owner(index, this.store) < 0) {
        fragments.set(index, F_SLOT, this.slot);
        fragments.set(index, F_DIRECTION, this.direction);
        fragments.set(index, F_MADE, this.store.id(this.slot));
        if ((this.signal & SIGNAL_START) !== 0) fragments.set(index, F_FLAGS, fragments.get(index, F_FLAGS) | F_STARTED);
      }
      const pending = fragments.get(index, F_PENDING);
      if (pending > 0) this.addFragments(index, pending, fragments.get(index, F_PENDING_WIRE), 0, ns);
      fragments.set(index, F_PENDING, 0);
    } else {
      this.slot = -1;
      this.direction = -1;
      const slot = fragments.owner(index, this.store);
      if (slot >= 0) {
        this.addFragments(index, 1, wire, isTcp ? 0 : length, ns);
        this.slot = slot;
        this.direction = fragments.get(index, F_DIRECTION);
      } else {
        fragments.set(index, F_PENDING, fragments.get(index, F_PENDING) + 1);
        fragments.set(index, F_PENDING_WIRE, fragments.get(index, F_PENDING_WIRE) + wire);
      }
    }
    if (whole && isTcp) this.reassembled(index, frame);
  }

  /** Counts fragments that carry no header of their own. */
  private addFragments(index: number, packets: number, wire: number, payload: number, ns: number): void {
    const slot = this.fragments.get(index, F_SLOT);
    const direction = this.fragments.get(index, F_DIRECTION);
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const floats = this.store.records.floats[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    if ((ints[at + R_STATUS] & STATUS_EXTENDED) === 0) this.extend(slot);
    if ((ints[at + R_META] & META_PROTOCOL) === PROTOCOL.tcp) this.views.rouse(slot);
    ints[at + R_PACKETS_O + direction] += packets;
    floats[((at + R_WIRE_O) >> 1) + direction] += wire;
    if (ns > floats[(at + R_LAST_NS) >> 1]) floats[(at + R_LAST_NS) >> 1] = ns;
    if ((ints[at + R_META] & META_PROTOCOL) !== PROTOCOL.tcp) this.datagram.addPayload(ints[at + R_EXTENSION], direction, payload);
  }

  /** A TCP segment that came in fragments is whole: its kept header goes to the state machine with the whole length. */
  private reassembled(index: number, frame: number): void {
    const { fragments } = this;
    const slot = fragments.owner(index, this.store);
    if (slot < 0 || fragments.get(index, F_HEADER_LENGTH) < 20) return;
    const header = new DataView(fragments.headers.buffer, index * HEADER_BYTES, HEADER_BYTES);
    const headerLength = (header.getUint8(12) >>> 4) * 4;
    const total = fragments.get(index, F_TOTAL);
    if (headerLength < 20 || headerLength > total) return;
    const flags = header.getUint8(13);
    const status = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT][((slot & RECORD_CHUNK_MASK) << 4) + R_STATUS];
    if ((status & STATUS_EXTENDED) === 0) this.extend(slot);
    this.views.open(slot);
    this.tcp.segment(slot, fragments.get(index, F_DIRECTION), header.getInt32(4), header.getInt32(8), flags, header.getUint16(14), total - headerLength, 0, frame);
    this.views.segment(slot, fragments.get(index, F_DIRECTION), wholeSegment(header, total - headerLength, this.quoted), header);
    this.signal = SIGNAL_FRAGMENT | SIGNAL_WHOLE | ((fragments.get(index, F_FLAGS) & F_STARTED) === 0 ? 0 : SIGNAL_START);
    this.before = status;
    this.slot = slot;
    this.direction = fragments.get(index, F_DIRECTION);
  }

  /** Gives a record up at the moment (ns) its time-out ran out. */
  private expire(slot: number, ns: number): void {
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const status = ints[at + R_STATUS];
    if ((status & STATUS_EXTENDED) === 0) {
      ints[at + R_STATUS] = expiredSingle(ints[at + R_META] & META_PROTOCOL, status);
    } else if ((ints[at + R_META] & META_PROTOCOL) === PROTOCOL.tcp) this.tcp.expire(slot, ns);
    else this.datagram.expire(slot, ns);
  }
}
