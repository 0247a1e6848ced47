// Connections added up by host, or by pair of hosts, when somebody asks: a million of them in about a tenth of a second, in typed memory.
import { CLOSED, OPENED, PROTOCOL } from '@shared/flow';
import type { HostRow, HostSortKey, HostsPage, HostsRequest } from '@shared/overview';
import { ICMP_UNREACHABLE, UDP_REFUSED, UDP_UNREACHABLE } from '@shared/states';
import type { Addresses } from '../flow/addresses';
import {
  META_PROTOCOL, META_V6, R_ADDRESS_O, R_FIRST_NS, R_LAST_NS, R_META, R_PACKETS_O, R_PACKETS_R, R_SINGLE_WINDOW, R_SINGLE_WIRE, R_STATUS, R_WIRE_O, R_WIRE_R,
  RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_CLOSED_SHIFT, STATUS_EXTENDED, STATUS_OPENED_SHIFT, STATUS_SWAPPED_SHIFT,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { spread } from '../flow/keyed-hash';
import type { RowReader } from './row-reader';
import { sortByKeys } from './sort';

const LEAST = 1024;
/** Doubles of a row: a cache line. */
const WIDTH = 8;
const FIRST = 6;
const LAST = 7;
/** The columns that are added up and sorted by as they are. */
const COLUMN = { opened: 0, accepted: 1, failed: 2, packets: 3, bytesSent: 4, bytesReceived: 5 } as const;

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
  /** Two address words of a row (the second 0 for hosts), and whether they are IPv6; the fourth word is free. */
  private names = new Int32Array(LEAST * 4);
  private cells = new Float64Array(LEAST * WIDTH);
  /** Connections of a host with itself. */
  private own = new Float64Array(LEAST);
  private table = new Int32Array(LEAST * 2);

  /** @param key secret of this run, so that no sender can choose addresses that collide */
  constructor(rows: Uint32Array, by: 'host' | 'pair', store: FlowStore, read: RowReader, addresses: Addresses, key: number) {
    this.pairs = by === 'pair';
    this.store = store;
    this.read = read;
    this.addresses = addresses;
    this.key = key | 0;
    for (let i = 0; i < rows.length; i++) this.add(rows[i]);
  }

  page(request: HostsRequest): HostsPage {
    const rows = Uint32Array.from({ length: this.count }, (_, i) => i);
    const order = sortByKeys(rows, this.keys(request.sort));
    const offset = Math.max(0, Math.min(request.offset, this.count));
    const end = Math.min(this.count, offset + Math.max(0, request.count));
    const out: HostRow[] = [];
    for (let i = offset; i < end; i++) out.push(this.row(order[request.descending ? this.count - 1 - i : i]));
    return { offset, matching: this.count, rows: out };
  }

  /** The rows with most bytes, most first, without sorting all. */
  busiest(most: number): HostRow[] {
    const best: number[] = [];
    const weight = (row: number): number => this.cells[row * WIDTH + COLUMN.bytesSent] + this.cells[row * WIDTH + COLUMN.bytesReceived];
    for (let row = 0; row < this.count; row++) {
      if (best.length === most && weight(row) <= weight(best[most - 1])) continue;
      let at = Math.min(best.length, most - 1);
      while (at > 0 && weight(best[at - 1]) < weight(row)) at--;
      best.splice(at, 0, row);
      best.length = Math.min(best.length, most);
    }
    return best.map((row) => this.row(row));
  }

  /** Reads the record itself: a million of them are asked for eight fields each. */
  private add(slot: number): void {
    const { records } = this.store;
    const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
    const floats = records.floats[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const meta = ints[at + R_META];
    const status = ints[at + R_STATUS];
    const v6 = (meta & META_V6) === 0 ? 0 : 1;
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
    const failed = hasFailed(meta & META_PROTOCOL, status, swapped) ? 1 : 0;
    this.packets += packets;
    this.bytes += sent + received;
    if (this.pairs) {
      const turned = (r >>> 0) < (o >>> 0);
      const row = turned ? this.find(r, o, v6) : this.find(o, r, v6);
      this.count1(row, turned ? 0 : 1, turned ? 1 : 0, failed, packets, turned ? received : sent, turned ? sent : received, first, last);
    } else if (o === r) {
      const row = this.find(o, 0, v6);
      this.own[row]++;
      this.count1(row, 1, 1, failed, packets, sent + received, sent + received, first, last);
    } else {
      this.count1(this.find(o, 0, v6), 1, 0, failed, packets, sent, received, first, last);
      this.count1(this.find(r, 0, v6), 0, 1, 0, packets, received, sent, first, last);
    }
  }

  private count1(row: number, opened: number, accepted: number, failed: number, packets: number, sent: number, received: number, first: number, last: number): void {
    const { cells } = this;
    const at = row * WIDTH;
    cells[at] += opened;
    cells[at + 1] += accepted;
    cells[at + 2] += failed;
    cells[at + 3] += packets;
    cells[at + 4] += sent;
    cells[at + 5] += received;
    if (first < cells[at + FIRST]) cells[at + FIRST] = first;
    if (last > cells[at + LAST]) cells[at + LAST] = last;
  }

  /** A connection of a host with itself is opened and accepted, and one. */
  private connections(row: number): number { return this.cells[row * WIDTH + COLUMN.opened] + this.cells[row * WIDTH + COLUMN.accepted] - this.own[row]; }

  private row(row: number): HostRow {
    const at = row * WIDTH;
    const { cells, read } = this;
    const name = row << 2;
    const v6 = this.names[name + 2] !== 0;
    return {
      address: this.addresses.text(this.names[name], v6), peer: this.pairs ? this.addresses.text(this.names[name + 1], v6) : null,
      connections: this.connections(row), opened: cells[at], accepted: cells[at + 1], failed: cells[at + 2], packets: cells[at + 3], bytesSent: cells[at + 4],
      bytesReceived: cells[at + 5], firstMicros: read.micros(cells[at + FIRST]), lastMicros: read.micros(cells[at + LAST]),
    };
  }

  private keys(sort: HostSortKey): Float64Array {
    const keys = new Float64Array(this.count);
    if (sort === 'address' || sort === 'peer') {
      const word = sort === 'address' ? 0 : 1;
      const { names } = this;
      const ranks = this.addresses.ranks();
      for (let row = 0; row < this.count; row++) {
        const name = names[(row << 2) + word];
        keys[row] = names[(row << 2) + 2] !== 0 ? V6 + ranks[name] : name >>> 0;
      }
    } else if (sort === 'lastMicros') for (let row = 0; row < this.count; row++) keys[row] = Math.max(0, this.read.micros(this.cells[row * WIDTH + LAST]));
    else if (sort === 'connections') for (let row = 0; row < this.count; row++) keys[row] = this.connections(row);
    else {
      const column = COLUMN[sort];
      for (let row = 0; row < this.count; row++) keys[row] = this.cells[row * WIDTH + column];
    }
    return keys;
  }

  private find(a: number, b: number, v6: number): number {
    const { table, names } = this;
    const mask = table.length - 1;
    let i = this.hash(a, b, v6) & mask;
    for (; table[i] !== 0; i = (i + 1) & mask) {
      const row = table[i] - 1;
      const at = row << 2;
      if (names[at] === a && names[at + 1] === b && names[at + 2] === v6) return row;
    }
    if ((this.count + 1) * 2 > table.length) {
      this.widen();
      return this.find(a, b, v6);
    }
    const row = this.count++;
    table[i] = row + 1;
    names[row << 2] = a;
    names[(row << 2) + 1] = b;
    names[(row << 2) + 2] = v6;
    this.cells[row * WIDTH + FIRST] = Infinity;
    this.cells[row * WIDTH + LAST] = -Infinity;
    return row;
  }

  private widen(): void {
    const rows = this.table.length * 2;
    this.names = grown(this.names, new Int32Array(rows * 4));
    this.own = grown(this.own, new Float64Array(rows));
    this.cells = grown(this.cells, new Float64Array(rows * WIDTH));
    this.table = new Int32Array(rows * 2);
    const { table, names } = this;
    const mask = table.length - 1;
    for (let row = 0; row < this.count; row++) {
      const at = row << 2;
      let i = this.hash(names[at], names[at + 1], names[at + 2]) & mask;
      while (table[i] !== 0) i = (i + 1) & mask;
      table[i] = row + 1;
    }
  }

  private hash(a: number, b: number, v6: number): number {
    const h = Math.imul(spread(spread(a ^ this.key) ^ b) ^ v6, 0xc2b2ae35);
    return h ^ (h >>> 16);
  }
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

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
