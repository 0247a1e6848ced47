// What a detector is told of a packet: one object, filled anew for each packet that any detector asks for.
import type { AlertLog } from './alert-log';
import { P_SOURCE_PORT, P_DESTINATION_PORT } from '../decode/packet';
import type { Fragments } from '../flow/fragments';
import { META_PROTOCOL, META_V6, R_ADDRESS_O, R_FIRST_NS, R_META, R_PACKETS_O, R_PORTS, R_SINGLE_WINDOW, R_STATUS, RECORD_CHUNK_SHIFT, STATUS_CLOSED_SHIFT, STATUS_EXTENDED, STATUS_OPENED_SHIFT } from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { CLOSED_OPEN, OPENED_MID_STREAM } from '../machine/endings';

export class Sighting {
  frame = 0;
  /** Nanoseconds since the tracker's base second. */
  ns = 0;
  /** Bytes on the wire. */
  wire = 0;
  /** The packet in the decoder's words (decode/packet.ts), and its bytes. */
  packet: Int32Array = new Int32Array(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  block: Uint8Array = new Uint8Array(0);
  /** Its addresses as a record holds them: an IPv4 address, or the index of an IPv6 one. */
  source = 0;
  destination = 0;
  v6 = false;
  /** Slot of its connection, -1 for none; 0 sent by the originator, 1 by the responder, -1 by neither. */
  slot = -1;
  direction = 0;
  /** Words of the connection's record and where they begin (flow-record.ts); of no use when slot is -1. */
  record: Int32Array = new Int32Array(0);
  at = 0;
  /** Id of the connection, 0 for none. */
  connection = 0;
  /** Status of the connection before and after the packet (STATUS_*); before: 0 for its first. */
  before = 0;
  after = 0;
  /** True for the first packet of a connection. */
  started = false;
  /** True for an ICMP error that quotes a connection of the capture: slot and states are that connection's. */
  quote = false;
  /** Our own verdict and confidence (shared/analysis.ts), netfilter's verdict and reason; 0 where there is none. */
  verdict = 0;
  netfilter = 0;
  /** Of a TCP segment inside a connection: the number its receiver waits for, bytes of room there (scaled), the sender's ISN (valid with
   *  isnKnown) and its FIN's number (valid with finSeen). */
  expected = 0;
  room = 0;
  isn = 0;
  isnKnown = false;
  fin = 0;
  finSeen = false;
  /** Of a RST: index in RESET_VALIDITY of shared/measures.ts. */
  validity = 0;
  /** When the capture began, and until when what was open before it is not known (ns). */
  beganNs = 0;
  graceUntilNs = 0;
  /** Of an attempt (alerts/attempts.ts): the end that tried, 0 or 1; how it ended; when its first packet came. */
  prober = 0;
  outcome = 0;
  attemptNs = 0;
  /** How full the connection table is: told with every tick. */
  live = 0;
  limit = Infinity;
  evicted = 0;
  /** Counts the connections that wait for the rest of their handshake: looks at all of them. */
  halfOpen: () => number = () => 0;
  readonly log: AlertLog;
  /** Of a fragment: its range, and how it meets the others of its datagram. */
  readonly fragments: Fragments;

  constructor(log: AlertLog, fragments: Fragments) {
    this.log = log;
    this.fragments = fragments;
  }

  get sourcePort(): number { return this.packet[P_SOURCE_PORT]; }
  get destinationPort(): number { return this.packet[P_DESTINATION_PORT]; }

  /** Ends of the connection: 0 the originator, 1 the responder. */
  end(endpoint: number): number { return this.record[this.at + R_ADDRESS_O + endpoint]; }
  endPort(endpoint: number): number { return endpoint === 0 ? this.record[this.at + R_PORTS] >>> 16 : this.record[this.at + R_PORTS] & 0xffff; }

  /** Packets that an end has sent, this one included. */
  sent(endpoint: number): number {
    if ((this.after & STATUS_EXTENDED) !== 0) return this.record[this.at + R_PACKETS_O + endpoint] >>> 0;
    return ((this.record[this.at + R_SINGLE_WINDOW] >>> 24) & 1) === endpoint ? 1 : 0;
  }

  /** Its opening was not seen. */
  get midStream(): boolean { return this.opened === OPENED_MID_STREAM; }

  /** IP protocol of the connection. */
  get protocol(): number { return this.record[this.at + R_META] & META_PROTOCOL; }

  /** Tells of a connection alone, between packets. */
  place(store: FlowStore, slot: number, record: Int32Array, at: number, frame: number): void {
    this.frame = frame;
    this.slot = slot;
    this.record = record;
    this.at = at;
    this.v6 = (record[at + R_META] & META_V6) !== 0;
    this.before = this.after = record[at + R_STATUS];
    this.connection = store.id(slot);
    this.attemptNs = store.records.floats[slot >> RECORD_CHUNK_SHIFT][(at + R_FIRST_NS) >> 1];
  }

  /** State codes after the packet (shared/states.ts). */
  state(endpoint: number): number { return (this.after >>> (endpoint * 4)) & 15; }
  stateBefore(endpoint: number): number { return (this.before >>> (endpoint * 4)) & 15; }
  /** Indices in OPENED and CLOSED of shared/flow.ts. */
  get opened(): number { return (this.after >>> STATUS_OPENED_SHIFT) & 7; }
  get closed(): number { return (this.after >>> STATUS_CLOSED_SHIFT) & 7; }
  get isOpen(): boolean { return this.closed === CLOSED_OPEN; }
}
