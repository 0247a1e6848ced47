// Connections added up by host, or by pair of hosts, when somebody asks: a million of them in about a tenth of a second, in typed memory.
import { CLOSED, OPENED, PROTOCOL } from '@shared/flow';
import type { HostRow, HostSortKey, HostsPage, HostsRequest } from '@shared/overview';
import { ICMP_UNREACHABLE, UDP_REFUSED, UDP_UNREACHABLE } from '@shared/states';
import type { Addresses } from '../flow/addresses';
import {
  META_PROTOCOL, META_V6, R_ADDRESS_O, R_ADDRESS_R, R_FIRST_NS, R_LAST_NS, R_META, R_PACKETS_O, R_PACKETS_R, R_SINGLE_WINDOW, R_SINGLE_WIRE, R_STATUS, R_WIRE_O, R_WIRE_R,
  RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_CLOSED_SHIFT, STATUS_EXTENDED, STATUS_OPENED_SHIFT, STATUS_SWAPPED_SHIFT,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { spread } from '../flow/keyed-hash';
import type { RowReader } from './row-reader';
import { sortByKeys } from './sort';
import { ROWS_A_STEP, type Steps } from './steps';

const LEAST = 1024;
const MOST_AT_ONCE = 2 ** 20;
/** Rows looked up together, then added up together: so many loads from memory are under way at a time. */
const BLOCK = 1024;

/** Words of a row, one cache line: two addresses (the second 0 for hosts), whether they are IPv6, three counts, and five doubles. */
const WORDS_SHIFT = 4;
const PEER = 1;
const IS_V6 = 2;
const OPENED_COUNT = 3;
const ACCEPTED_COUNT = 4;
const FAILED_COUNT = 5;
const DOUBLES_SHIFT = 3;
const PACKETS = 3;
const SENT = 4;
const RECEIVED = 5;
const FIRST = 6;
const LAST = 7;
/** Where the columns stand that are sorted by as they are. */
const COUNTS = { opened: OPENED_COUNT, accepted: ACCEPTED_COUNT, failed: FAILED_COUNT } as const;
const DOUBLES = { packets: PACKETS, bytesSent: SENT, bytesReceived: RECEIVED } as const;

const UNANSWERED = OPENED.indexOf('unanswered');
const OPEN_REFUSED = OPENED.indexOf('refused');
const CLOSE_REFUSED = CLOSED.indexOf('refused');
const CLOSE_UNREACHABLE = CLOSED.indexOf('unreachable');
/** IPv6 addresses sort after all of IPv4. */
const V6 = 2 ** 32;

export class HostTable {
  /** Rows so far; packets and bytes of all connections together. */
  count = 0;
  packets = 0;
  bytes = 0;
  private readonly pairs: boolean;
  private readonly store: FlowStore;
  private readonly read: RowReader;
  private readonly addresses: Addresses;
  private readonly key: number;
  private ints: Int32Array;
  private doubles: Float64Array;
  /** Connections of a host with itself, by row: few hosts have any. */
  private readonly own = new Map<number, number>();
  /** Two words of a place: 1 + row, and its hash. */
  private table: Int32Array;
  private readonly here = new Int32Array(BLOCK);
  private readonly there = new Int32Array(BLOCK);
  private order: { sort: HostSortKey; rows: Uint32Array } | null = null;

  /**
   * An empty table; `add` fills it.
   * @param expected connections that will be added; key: secret of this run, so that no sender can choose addresses that collide
   */
  constructor(expected: number, by: 'host' | 'pair', store: FlowStore, read: RowReader, addresses: Addresses, key: number) {
    this.pairs = by === 'pair';
    this.store = store;
    this.read = read;
    this.addresses = addresses;
    this.key = key | 0;
    // Pairs are nearly as many as connections; hosts are few.
    let rows = LEAST;
    while (this.pairs && rows < expected && rows < MOST_AT_ONCE) rows *= 2;
    this.ints = new Int32Array(rows << WORDS_SHIFT);
    this.doubles = new Float64Array(this.ints.buffer);
    this.table = new Int32Array(rows * 4);
  }

  /** Adds the connections rows[from] to rows[to - 1]. */
  add(rows: Uint32Array, from: number, to: number): void {
    this.order = null;
    for (let begin = from; begin < to; begin += BLOCK) {
      const n = Math.min(BLOCK, to - begin);
      this.look(rows, begin, n);
      this.addUp(rows, begin, n);
    }
  }

  page(request: HostsRequest): HostsPage {
    // Pages are asked for one after the other while somebody scrolls.
    if (this.order?.sort !== request.sort) this.order = { sort: request.sort, rows: sortByKeys(Uint32Array.from({ length: this.count }, (_, i) => i), this.keys(request.sort)) };
    const order = this.order.rows;
    const offset = Math.max(0, Math.min(request.offset, this.count));
    const end = Math.min(this.count, offset + Math.max(0, request.count));
    const out: HostRow[] = [];
    for (let i = offset; i < end; i++) out.push(this.row(order[request.descending ? this.count - 1 - i : i]));
    return { offset, matching: this.count, rows: out };
  }

  /** The rows with most bytes, most first, without sorting all. */
  busiest(most: number): HostRow[] {
    const best: number[] = [];
    const weight = (row: number): number => this.doubles[(row << DOUBLES_SHIFT) + SENT] + this.doubles[(row << DOUBLES_SHIFT) + RECEIVED];
    for (let row = 0; row < this.count; row++) {
      if (best.length === most && weight(row) <= weight(best[most - 1])) continue;
      let at = Math.min(best.length, most - 1);
      while (at > 0 && weight(best[at - 1]) < weight(row)) at--;
      best.splice(at, 0, row);
      best.length = Math.min(best.length, most);
    }
    return best.map((row) => this.row(row));
  }

  /** Rows of the originator and the responder of each connection, or of the pair. */
  private look(rows: Uint32Array, begin: number, n: number): void {
    const { here, there, pairs } = this;
    const { records } = this.store;
    for (let i = 0; i < n; i++) {
      const slot = rows[begin + i];
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const v6 = (ints[at + R_META] & META_V6) === 0 ? 0 : 1;
      const a = ints[at + R_ADDRESS_O];
      const b = ints[at + R_ADDRESS_R];
      if (pairs) here[i] = (b >>> 0) < (a >>> 0) ? this.find(b, a, v6) : this.find(a, b, v6);
      else {
        here[i] = this.find(a, 0, v6);
        there[i] = this.find(b, 0, v6);
      }
    }
  }

  /** Reads the records themselves: a million of them are asked for eight fields each. */
  private addUp(rows: Uint32Array, begin: number, n: number): void {
    const { here, there, pairs } = this;
    const { records } = this.store;
    for (let i = 0; i < n; i++) {
      const slot = rows[begin + i];
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const floats = records.floats[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const status = ints[at + R_STATUS];
      const swapped = (status >>> STATUS_SWAPPED_SHIFT) & 1;
      const o = ints[at + R_ADDRESS_O + swapped];
      const r = ints[at + R_ADDRESS_O + 1 - swapped];
      let packets = 1;
      let sent: number;
      let received: number;
      if ((status & STATUS_EXTENDED) !== 0) {
        packets = (ints[at + R_PACKETS_O] >>> 0) + (ints[at + R_PACKETS_R] >>> 0);
        sent = floats[(at + R_WIRE_O + 2 * swapped) >> 1];
        received = floats[(at + R_WIRE_R - 2 * swapped) >> 1];
      } else {
        const wire = ints[at + R_SINGLE_WIRE] & 0xffffff;
        const byResponder = ((ints[at + R_SINGLE_WINDOW] >>> 24) & 1) !== swapped;
        sent = byResponder ? 0 : wire;
        received = byResponder ? wire : 0;
      }
      const first = floats[(at + R_FIRST_NS) >> 1];
      const last = floats[(at + R_LAST_NS) >> 1];
      const failed = hasFailed(ints[at + R_META] & META_PROTOCOL, status, swapped) ? 1 : 0;
      this.packets += packets;
      this.bytes += sent + received;
      if (pairs) {
        if ((r >>> 0) < (o >>> 0)) this.count1(here[i], 0, 1, failed, packets, received, sent, first, last);
        else this.count1(here[i], 1, 0, failed, packets, sent, received, first, last);
      } else if (o === r) {
        this.own.set(here[i], (this.own.get(here[i]) ?? 0) + 1);
        this.count1(here[i], 1, 1, failed, packets, sent + received, sent + received, first, last);
      } else {
        this.count1(swapped === 0 ? here[i] : there[i], 1, 0, failed, packets, sent, received, first, last);
        this.count1(swapped === 0 ? there[i] : here[i], 0, 1, 0, packets, received, sent, first, last);
      }
    }
  }

  private count1(row: number, opened: number, accepted: number, failed: number, packets: number, sent: number, received: number, first: number, last: number): void {
    const { ints, doubles } = this;
    const at = row << WORDS_SHIFT;
    const d = row << DOUBLES_SHIFT;
    ints[at + OPENED_COUNT] += opened;
    ints[at + ACCEPTED_COUNT] += accepted;
    ints[at + FAILED_COUNT] += failed;
    doubles[d + PACKETS] += packets;
    doubles[d + SENT] += sent;
    doubles[d + RECEIVED] += received;
    if (first < doubles[d + FIRST]) doubles[d + FIRST] = first;
    if (last > doubles[d + LAST]) doubles[d + LAST] = last;
  }

  /** A connection of a host with itself is opened and accepted, and one. */
  private connections(row: number): number {
    const at = row << WORDS_SHIFT;
    return this.ints[at + OPENED_COUNT] + this.ints[at + ACCEPTED_COUNT] - (this.own.get(row) ?? 0);
  }

  private row(row: number): HostRow {
    const at = row << WORDS_SHIFT;
    const d = row << DOUBLES_SHIFT;
    const { ints, doubles, read } = this;
    const v6 = ints[at + IS_V6] !== 0;
    return {
      address: this.addresses.text(ints[at], v6), peer: this.pairs ? this.addresses.text(ints[at + PEER], v6) : null,
      connections: this.connections(row), opened: ints[at + OPENED_COUNT], accepted: ints[at + ACCEPTED_COUNT], failed: ints[at + FAILED_COUNT], packets: doubles[d + PACKETS],
      bytesSent: doubles[d + SENT], bytesReceived: doubles[d + RECEIVED], firstMicros: read.micros(doubles[d + FIRST]), lastMicros: read.micros(doubles[d + LAST]),
    };
  }

  private keys(sort: HostSortKey): Float64Array {
    const keys = new Float64Array(this.count);
    const { ints, doubles, count } = this;
    if (sort === 'address' || sort === 'peer') {
      const word = sort === 'address' ? 0 : PEER;
      const ranks = this.addresses.ranks();
      for (let row = 0; row < count; row++) {
        const name = ints[(row << WORDS_SHIFT) + word];
        keys[row] = ints[(row << WORDS_SHIFT) + IS_V6] !== 0 ? V6 + ranks[name] : name >>> 0;
      }
    } else if (sort === 'lastMicros') for (let row = 0; row < count; row++) keys[row] = Math.max(0, this.read.micros(doubles[(row << DOUBLES_SHIFT) + LAST]));
    else if (sort === 'connections') for (let row = 0; row < count; row++) keys[row] = this.connections(row);
    else if (sort === 'packets' || sort === 'bytesSent' || sort === 'bytesReceived') for (let row = 0; row < count; row++) keys[row] = doubles[(row << DOUBLES_SHIFT) + DOUBLES[sort]];
    else for (let row = 0; row < count; row++) keys[row] = ints[(row << WORDS_SHIFT) + COUNTS[sort]];
    return keys;
  }

  private find(a: number, b: number, v6: number): number {
    const { table, ints } = this;
    const mask = table.length - 1;
    const hash = this.hash(a, b, v6);
    let i = (hash << 1) & mask;
    for (; table[i] !== 0; i = (i + 2) & mask) {
      if (table[i + 1] !== hash) continue;
      const at = (table[i] - 1) << WORDS_SHIFT;
      if (ints[at] === a && ints[at + PEER] === b && ints[at + IS_V6] === v6) return table[i] - 1;
    }
    if (((this.count + 1) << WORDS_SHIFT) > ints.length) {
      this.widen();
      return this.find(a, b, v6);
    }
    const row = this.count++;
    table[i] = row + 1;
    table[i + 1] = hash;
    ints[row << WORDS_SHIFT] = a;
    ints[(row << WORDS_SHIFT) + PEER] = b;
    ints[(row << WORDS_SHIFT) + IS_V6] = v6;
    this.doubles[(row << DOUBLES_SHIFT) + FIRST] = Infinity;
    this.doubles[(row << DOUBLES_SHIFT) + LAST] = -Infinity;
    return row;
  }

  private widen(): void {
    const before = this.table;
    const ints = new Int32Array(this.ints.length * 2);
    ints.set(this.ints);
    this.ints = ints;
    this.doubles = new Float64Array(ints.buffer);
    this.table = new Int32Array(before.length * 2);
    const { table } = this;
    const mask = table.length - 1;
    for (let from = 0; from < before.length; from += 2) {
      if (before[from] === 0) continue;
      let i = (before[from + 1] << 1) & mask;
      while (table[i] !== 0) i = (i + 2) & mask;
      table[i] = before[from];
      table[i + 1] = before[from + 1];
    }
  }

  private hash(a: number, b: number, v6: number): number {
    const h = Math.imul(spread(spread(a ^ this.key) ^ b) ^ v6, 0xc2b2ae35);
    return h ^ (h >>> 16);
  }
}

/** The table of some connections, in steps. @param key secret of this run */
export function* hostTable(rows: Uint32Array, by: 'host' | 'pair', store: FlowStore, read: RowReader, addresses: Addresses, key: number): Steps<HostTable> {
  const table = new HostTable(rows.length, by, store, read, addresses, key);
  for (let from = 0; from < rows.length; from += ROWS_A_STEP) {
    table.add(rows, from, Math.min(rows.length, from + ROWS_A_STEP));
    yield undefined;
  }
  return table;
}

/** A connection that its originator asked for in vain. */
function hasFailed(protocol: number, status: number, swapped: number): boolean {
  if (protocol === PROTOCOL.tcp) {
    const opened = (status >>> STATUS_OPENED_SHIFT) & 7;
    const closed = (status >>> STATUS_CLOSED_SHIFT) & 7;
    return opened === UNANSWERED || opened === OPEN_REFUSED || closed === CLOSE_REFUSED || closed === CLOSE_UNREACHABLE;
  }
  const state = (status >>> (swapped * 4)) & 15;
  return protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? state === ICMP_UNREACHABLE : state === UDP_REFUSED || state === UDP_UNREACHABLE;
}
