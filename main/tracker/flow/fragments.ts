// Which datagram a fragment belongs to, and what of it has arrived. A fixed, set-associative table: a flood of fragments replaces the
// oldest of its set and is counted, it never grows.
import { PROTOCOL } from '@shared/flow';
import { META_V6 } from './flow-record';
import type { FlowStore } from './flow-store';
import { FragmentPieces } from './fragment-pieces';
import { spread } from './keyed-hash';
import { FRAGMENT_MORE, P_ACK, P_DESTINATION_PORT, P_FLAGS, P_PAYLOAD, P_PROTOCOL, P_SEQ, P_SOURCE_PORT, P_WINDOW } from '../decode/packet';

const SETS = 2048;
const WAYS = 4;
const RANGES = 16;
/** Nothing more of a datagram is expected after this (RFC 791 suggests 15 s, RFC 8200 §4.5 60 s). */
const TIME_OUT_NS = 60e9;
/** Bytes of a transport header that are kept until the datagram is whole: TCP's longest is 60. */
export const HEADER_BYTES = 64;

/** Words of an entry. */
const SOURCE = 0;
const DESTINATION = 1;
const ID = 2;
const META = 3; // context and protocol; 0 for an empty place
export const F_SLOT = 4; // slot of the connection, -1 until the first fragment came
export const F_DIRECTION = 5;
export const F_PENDING = 6; // fragments that came before the first one
export const F_PENDING_WIRE = 7; // their bytes on the wire
export const F_TOTAL = 8; // bytes of the whole payload; -1 until the last fragment came
export const F_RECEIVED = 9; // bytes received, repeats counted once
export const F_FLAGS = 10;
export const F_RANGE_COUNT = 11;
export const F_HEADER_LENGTH = 12; // bytes of the header kept
export const F_MADE = 13; // connections made when F_SLOT was set: a slot used again is not the same connection
const FIRST_RANGE = 14; // pairs [from, to)
const WORDS = FIRST_RANGE + RANGES * 2;

/** F_FLAGS */
export const F_INCONSISTENT = 1; // two different ends, or bytes beyond the end
export const F_COMPLETE = 2;
export const F_STARTED = 4; // its first fragment was the first packet of a connection
export const F_COUNTED = 8; // counted among the datagrams that never became whole

export class Fragments {
  /** These and the times are made when the first fragment comes: most captures, and nearly every trace, have none. */
  entries = new Int32Array(0);
  headers = new Uint8Array(0);
  /** Of the last fragment: its datagram, its range, and how it meets the others. */
  index = 0;
  from = 0;
  to = 0;
  /** True where it contradicts what was known of the datagram's end, or of how far it reaches. */
  inconsistent = false;
  knownEnd = 0;
  /** Of the last fragment: a datagram that was not whole made room for its own. Of `overdue`: the one it found. */
  lost = false;
  lostSource = 0;
  lostDestination = 0;
  lostV6 = false;
  /** True once any fragment has come. */
  used = false;
  /** Datagrams that were given up before they were whole. */
  incomplete = 0;
  readonly pieces = new FragmentPieces(SETS * WAYS);
  private times = new Float64Array(0);
  private readonly key: number;

  /** @param key secret of this run, so that no sender can choose ids that share a set */
  constructor(key: number) { this.key = key | 0; }

  /** Index of the datagram's entry (word offset of its record is `index * WORDS`); a new one when none is known. */
  entry(source: number, destination: number, id: number, meta: number, ns: number): number {
    const h = Math.imul(spread(spread(spread(source ^ this.key) ^ destination) ^ id) ^ meta, 0x27d4eb2f);
    const set = ((h ^ (h >>> 15)) & (SETS - 1)) * WAYS;
    let oldest = set;
    if (!this.used) this.make();
    this.lost = false;
    for (let i = set; i < set + WAYS; i++) {
      const at = i * WORDS;
      const e = this.entries;
      if (e[at + META] === meta && e[at] === source && e[at + DESTINATION] === destination && e[at + ID] === id && ns - this.times[i] < TIME_OUT_NS) {
        this.times[i] = ns;
        return i;
      }
      if (e[at + META] === 0) { oldest = i; break; }
      if (this.times[i] < this.times[oldest]) oldest = i;
    }
    this.start(oldest, source, destination, id, meta, ns);
    return oldest;
  }

  /** Next place from `begin` on of a datagram that was given up and not counted yet; -1 when there is none. @param ns now; Infinity at the end */
  overdue(begin: number, ns: number): number {
    if (!this.used) return -1;
    const e = this.entries;
    for (let i = begin; i < SETS * WAYS; i++) {
      const at = i * WORDS;
      if (e[at + META] === 0 || (e[at + F_FLAGS] & (F_COMPLETE | F_COUNTED)) !== 0 || ns - this.times[i] < TIME_OUT_NS) continue;
      e[at + F_FLAGS] |= F_COUNTED;
      this.incomplete++;
      this.lostSource = e[at + SOURCE];
      this.lostDestination = e[at + DESTINATION];
      this.lostV6 = (e[at + META] & META_V6) !== 0;
      return i;
    }
    return -1;
  }

  /** Marks the IPv6 addresses that datagrams on their way still need. */
  markAddresses(used: Uint8Array): void {
    for (let at = 0; at < this.entries.length; at += WORDS) {
      if ((this.entries[at + META] & META_V6) === 0) continue;
      used[this.entries[at + SOURCE]] = 1;
      used[this.entries[at + DESTINATION]] = 1;
    }
  }

  private make(): void {
    this.used = true;
    this.entries = new Int32Array(SETS * WAYS * WORDS);
    this.headers = new Uint8Array(SETS * WAYS * HEADER_BYTES);
    this.times = new Float64Array(SETS * WAYS);
  }

  get(index: number, field: number): number { return this.entries[index * WORDS + field]; }
  set(index: number, field: number, value: number): void { this.entries[index * WORDS + field] = value; }

  /** Slot of a datagram's connection; -1 before its first fragment came, and when that connection was dropped since. */
  owner(index: number, store: FlowStore): number {
    const slot = this.get(index, F_SLOT);
    return slot >= 0 && store.isLive(slot) && store.id(slot) === this.get(index, F_MADE) >>> 0 ? slot : -1;
  }

  /** Notes the bytes [from, from + length) of the payload. Returns true when they complete the datagram. */
  add(index: number, from: number, length: number, fragment: number): boolean {
    const e = this.entries;
    const at = index * WORDS;
    let to = from + length;
    this.index = index;
    this.from = from;
    this.to = to;
    this.inconsistent = false;
    this.knownEnd = e[at + F_TOTAL] < 0 ? this.reach(at) : e[at + F_TOTAL];
    if ((fragment & FRAGMENT_MORE) === 0) {
      this.inconsistent = (e[at + F_TOTAL] >= 0 && e[at + F_TOTAL] !== to) || this.reach(at) > to;
      if (e[at + F_TOTAL] < 0) e[at + F_TOTAL] = to;
    } else this.inconsistent = e[at + F_TOTAL] >= 0 && to > e[at + F_TOTAL];
    if (this.inconsistent) e[at + F_FLAGS] |= F_INCONSISTENT;
    // Merge with every range it touches; the ranges stay disjoint and unordered.
    let fresh = length;
    for (let i = 0; i < e[at + F_RANGE_COUNT]; ) {
      const r = at + FIRST_RANGE + i * 2;
      const shared = Math.min(to, e[r + 1]) - Math.max(from, e[r]);
      if (shared < 0) { i++; continue; }
      fresh -= shared;
      from = Math.min(from, e[r]);
      to = Math.max(to, e[r + 1]);
      const last = at + FIRST_RANGE + --e[at + F_RANGE_COUNT] * 2;
      e[r] = e[last];
      e[r + 1] = e[last + 1];
      i = 0;
      fresh = Math.max(0, fresh);
    }
    if (e[at + F_RANGE_COUNT] === RANGES) return false;
    const r = at + FIRST_RANGE + e[at + F_RANGE_COUNT]++ * 2;
    e[r] = from;
    e[r + 1] = to;
    e[at + F_RECEIVED] += fresh;
    const whole = e[at + F_TOTAL] >= 0 && from === 0 && to >= e[at + F_TOTAL] && (e[at + F_FLAGS] & F_COMPLETE) === 0;
    if (whole) e[at + F_FLAGS] |= F_COMPLETE;
    return whole;
  }

  /** Keeps what a fragment holds of the transport header: the first one may be shorter than it. @param offset of the fragment in the datagram */
  keepHeader(index: number, block: Uint8Array, at: number, length: number, offset: number): void {
    const end = Math.min(offset + length, HEADER_BYTES);
    for (let i = offset; i < end; i++) this.headers[index * HEADER_BYTES + i] = block[at + i - offset];
    if (end > this.get(index, F_HEADER_LENGTH)) this.set(index, F_HEADER_LENGTH, end);
  }

  /** One past the highest byte that has arrived. */
  private reach(at: number): number {
    let most = 0;
    for (let i = 0; i < this.entries[at + F_RANGE_COUNT]; i++) most = Math.max(most, this.entries[at + FIRST_RANGE + i * 2 + 1]);
    return most;
  }

  private start(index: number, source: number, destination: number, id: number, meta: number, ns: number): void {
    const e = this.entries;
    const at = index * WORDS;
    this.lost = e[at + META] !== 0 && (e[at + F_FLAGS] & (F_COMPLETE | F_COUNTED)) === 0;
    if (this.lost) {
      this.incomplete++;
      this.lostSource = e[at + SOURCE];
      this.lostDestination = e[at + DESTINATION];
      this.lostV6 = (e[at + META] & META_V6) !== 0;
    }
    this.pieces.clear(index);
    e.fill(0, at, at + WORDS);
    e[at + SOURCE] = source;
    e[at + DESTINATION] = destination;
    e[at + ID] = id;
    e[at + META] = meta;
    e[at + F_SLOT] = -1;
    e[at + F_TOTAL] = -1;
    this.times[index] = ns;
  }
}

/** A segment put together from fragments, in the decoder's words; its options are not looked at. @param p packet view it is written into */
export function wholeSegment(header: DataView, payload: number, p: Int32Array): Int32Array {
  p.fill(0);
  p[P_PROTOCOL] = PROTOCOL.tcp;
  p[P_SOURCE_PORT] = header.getUint16(0);
  p[P_DESTINATION_PORT] = header.getUint16(2);
  p[P_SEQ] = header.getInt32(4);
  p[P_ACK] = header.getInt32(8);
  p[P_FLAGS] = header.getUint8(13);
  p[P_WINDOW] = header.getUint16(14);
  p[P_PAYLOAD] = payload;
  return p;
}
