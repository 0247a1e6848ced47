// Applies UDP datagrams, ICMP messages and packets of other protocols to the pseudo-state of their pair.
import { PROTOCOL } from '@shared/flow';
import {
  ANSWER, DATAGRAM_IDLE, FIRST, ICMP_ERROR, NOTICE, PORT_UNREACHABLE, REPLY, REQUEST, START, UNSOLICITED,
} from '@shared/datagram-machine';
import { IGNORE } from '@shared/tcp-machine';
import type { FlowStore } from '../flow/flow-store';
import {
  DATAGRAM_CHUNK_MASK, DATAGRAM_CHUNK_SHIFT, G_ICMP_ERRORS, G_LOG_HEAD, G_PAYLOAD_O, G_PAYLOAD_R, META_PROTOCOL, R_EXTENSION, R_META, R_PORTS, R_STATUS,
  RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_CLOSED_SHIFT, STATUS_EXPIRED, STATUS_ICMP_ERROR,
} from '../flow/flow-record';
import { ICMP_TABLE, UDP_TABLE } from './compile';
import { CLOSED_EXPIRED, CLOSED_REFUSED, CLOSED_UNREACHABLE } from './endings';
import { CODE_CONFIRMED, CODE_ENDPOINT_SHIFT, CODE_EVENT_SHIFT, CODE_TO_SHIFT, type TransitionLog } from './transition-log';

const BOTH = 2;

/**
 * Query types of ICMP and ICMPv6 with the type of their reply; both directions of a query share the request's type. Solicitations are
 * not among them: they go to a group and are answered by one, so the pairs of addresses never match.
 */
const REQUESTS: readonly (readonly [number, number, number])[] = [
  [PROTOCOL.icmp, 8, 0], [PROTOCOL.icmp, 13, 14], [PROTOCOL.icmp, 15, 16], [PROTOCOL.icmp, 17, 18],
  [PROTOCOL.icmp6, 128, 129], [PROTOCOL.icmp6, 139, 140],
];

/** By protocol (0 ICMP, 1 ICMPv6) × 256 + type: 0 a notice, 1 a request, 2 a reply; and the request type of a reply. */
const ROLE = new Uint8Array(512);
const REQUEST_TYPE = new Uint8Array(512);
for (let i = 0; i < 512; i++) REQUEST_TYPE[i] = i & 255;
for (const [protocol, request, reply] of REQUESTS) {
  const half = protocol === PROTOCOL.icmp ? 0 : 256;
  ROLE[half + request] = 1;
  ROLE[half + reply] = 2;
  REQUEST_TYPE[half + reply] = request;
}

const half = (protocol: number): number => (protocol === PROTOCOL.icmp ? 0 : 256);

/** 0 a notice, 1 a request, 2 a reply. */
export function icmpRole(protocol: number, type: number): number { return ROLE[half(protocol) + type]; }

/** What stands in R_PORTS for ICMP: request type << 24 | code << 16 | identifier. Query codes are 0 in both directions. */
export function icmpKey(protocol: number, type: number, code: number, identifier: number): number {
  const role = icmpRole(protocol, type);
  return (REQUEST_TYPE[half(protocol) + type] << 24) | ((role === 0 ? code : 0) << 16) | (role === 0 ? 0 : identifier);
}

/** The type that a message of a pair has: the request's, or its reply's when the responder sent it. */
export function icmpTypeOf(protocol: number, request: number, sender: number): number {
  if (sender === 0) return request;
  return REQUESTS.find(([p, type]) => p === protocol && type === request)?.[2] ?? request;
}

export class DatagramEndpoints {
  private readonly store: FlowStore;
  private readonly log: TransitionLog;

  private readonly time: Float64Array;

  /** @param time one element: nanoseconds of the packet at hand */
  constructor(store: FlowStore, log: TransitionLog, time: Float64Array) {
    this.store = store;
    this.log = log;
    this.time = time;
  }

  /** Clears a fresh extension. */
  clear(extension: number): void {
    const ints = this.store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT];
    const base = (extension & DATAGRAM_CHUNK_MASK) << 4;
    ints.fill(0, base, base + 16);
    ints[base + G_LOG_HEAD] = -1;
  }

  /** The first packet of an extended record: its jump from nothing. */
  first(slot: number, direction: number, frame: number): void {
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    this.jump(slot, START, firstEvent(ints[at + R_META] & META_PROTOCOL, ints[at + R_PORTS] >>> 24, direction), frame, this.time[0]);
  }

  /** A further packet of an extended record. */
  packet(slot: number, direction: number, payload: number, frame: number): void {
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    this.addPayload(ints[at + R_EXTENSION], direction, payload);
    const protocol = ints[at + R_META] & META_PROTOCOL;
    const state = ints[at + R_STATUS] & 15;
    if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) this.jump(slot, state, direction === 0 ? REQUEST : REPLY, frame, this.time[0]);
    else if (direction === 1) this.jump(slot, state, ANSWER, frame, this.time[0]);
  }

  addPayload(extension: number, direction: number, payload: number): void {
    const floats = this.store.datagram.floats[extension >> DATAGRAM_CHUNK_SHIFT];
    floats[(((extension & DATAGRAM_CHUNK_MASK) << 4) + (direction === 0 ? G_PAYLOAD_O : G_PAYLOAD_R)) >> 1] += payload;
  }

  /** An ICMP error quoted a packet of this pair. */
  icmpError(slot: number, portUnreachable: boolean, frame: number): void {
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const extension = ints[at + R_EXTENSION];
    this.store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT][((extension & DATAGRAM_CHUNK_MASK) << 4) + G_ICMP_ERRORS]++;
    ints[at + R_STATUS] |= STATUS_ICMP_ERROR;
    if (this.jump(slot, ints[at + R_STATUS] & 15, portUnreachable ? PORT_UNREACHABLE : ICMP_ERROR, frame, this.time[0])) {
      setClosed(ints, at, portUnreachable ? CLOSED_REFUSED : CLOSED_UNREACHABLE);
    }
  }

  /** Lets a time-out act. */
  expire(slot: number, ns: number): void {
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    if (this.jump(slot, ints[at + R_STATUS] & 15, DATAGRAM_IDLE, 0, ns)) setClosed(ints, at, CLOSED_EXPIRED);
    ints[at + R_STATUS] |= STATUS_EXPIRED;
  }

  private jump(slot: number, from: number, event: number, frame: number, ns: number): boolean {
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const protocol = ints[at + R_META] & META_PROTOCOL;
    const to = (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? ICMP_TABLE : UDP_TABLE)[(from << 4) | event];
    if (to >= IGNORE) return false;
    ints[at + R_STATUS] = (ints[at + R_STATUS] & ~0xff) | to | (to << 4);
    const extension = ints[at + R_EXTENSION];
    const ext = this.store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT];
    const head = ((extension & DATAGRAM_CHUNK_MASK) << 4) + G_LOG_HEAD;
    ext[head] = this.log.append(ext[head], frame, ns, from | (to << CODE_TO_SHIFT) | (event << CODE_EVENT_SHIFT) | (BOTH << CODE_ENDPOINT_SHIFT) | CODE_CONFIRMED);
    return true;
  }
}

/** The event of a pair's first packet. @param type request type, for ICMP */
function firstEvent(protocol: number, type: number, direction: number): number {
  if (protocol !== PROTOCOL.icmp && protocol !== PROTOCOL.icmp6) return FIRST;
  if (icmpRole(protocol, type) === 0) return NOTICE;
  return direction === 0 ? REQUEST : UNSOLICITED;
}

/** State code of a pair after its first packet; what `first` will log when a second one comes. */
export function firstState(protocol: number, type: number, direction: number): number {
  const table = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? ICMP_TABLE : UDP_TABLE;
  return table[(START << 4) | firstEvent(protocol, type, direction)];
}

function setClosed(ints: Int32Array, at: number, closed: number): void {
  ints[at + R_STATUS] = (ints[at + R_STATUS] & ~(7 << STATUS_CLOSED_SHIFT)) | (closed << STATUS_CLOSED_SHIFT);
}
