// Connections added up by host, or by pair of hosts, when somebody asks: a million of them in about a tenth of a second, in typed memory.
import { CLOSED, OPENED, PROTOCOL } from '@shared/flow';
import type { HostRow, HostSortKey, HostsPage, HostsRequest } from '@shared/overview';
import { ICMP_UNREACHABLE, UDP_REFUSED, UDP_UNREACHABLE } from '@shared/states';
import type { Addresses } from '../flow/addresses';
import type { RowReader } from './row-reader';
import { sortByKeys } from './sort';

const LEAST = 1024;
/** Doubles of a row. */
const WIDTH = 8;
const CONNECTIONS = 0;
const FIRST = 6;
const LAST = 7;
/** The columns that are added up and sorted by as they are. */
const COLUMN = { connections: CONNECTIONS, opened: 1, accepted: 2, failed: 3, packets: 4, bytesSent: 5 } as const;

const UNANSWERED = OPENED.indexOf('unanswered');
const OPEN_REFUSED = OPENED.indexOf('refused');
const CLOSE_REFUSED = CLOSED.indexOf('refused');
const CLOSE_UNREACHABLE = CLOSED.indexOf('unreachable');
/** IPv6 addresses sort after all of IPv4. */
const V6 = 2 ** 32;

export class HostTable {
  /** Rows so far. */
  count = 0;
  private readonly pairs: boolean;
  private readonly read: RowReader;
  private readonly addresses: Addresses;
  private readonly key: number;
  /** Two address words of a row (the second 0 for hosts), and whether they are IPv6. */
  private a = new Int32Array(LEAST);
  private b = new Int32Array(LEAST);
  private v6 = new Uint8Array(LEAST);
  private cells = new Float64Array(LEAST * WIDTH);
  private received = new Float64Array(LEAST);
  private table = new Int32Array(LEAST * 2);

  /** @param key secret of this run, so that no sender can choose addresses that collide */
  constructor(rows: Uint32Array, by: 'host' | 'pair', read: RowReader, addresses: Addresses, key: number) {
    this.pairs = by === 'pair';
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
    const weight = (row: number): number => this.cells[row * WIDTH + COLUMN.bytesSent] + this.received[row];
    for (let row = 0; row < this.count; row++) {
      if (best.length === most && weight(row) <= weight(best[most - 1])) continue;
      let at = Math.min(best.length, most - 1);
      while (at > 0 && weight(best[at - 1]) < weight(row)) at--;
      best.splice(at, 0, row);
      best.length = Math.min(best.length, most);
    }
    return best.map((row) => this.row(row));
  }

  private add(slot: number): void {
    const { read } = this;
    const v6 = read.isV6(slot) ? 1 : 0;
    const o = read.addressWord(slot, 0);
    const r = read.addressWord(slot, 1);
    const packets = read.packets(slot, 0) + read.packets(slot, 1);
    const sent = read.wireBytes(slot, 0);
    const received = read.wireBytes(slot, 1);
    const first = read.firstNs(slot);
    const last = read.lastNs(slot);
    const failed = this.failed(slot) ? 1 : 0;
    if (this.pairs) {
      const turned = (r >>> 0) < (o >>> 0);
      const row = turned ? this.find(r, o, v6) : this.find(o, r, v6);
      this.count1(row, turned ? 0 : 1, turned ? 1 : 0, failed, packets, turned ? received : sent, turned ? sent : received, first, last);
    } else if (o === r) this.count1(this.find(o, 0, v6), 1, 1, failed, packets, sent + received, sent + received, first, last);
    else {
      this.count1(this.find(o, 0, v6), 1, 0, failed, packets, sent, received, first, last);
      this.count1(this.find(r, 0, v6), 0, 1, 0, packets, received, sent, first, last);
    }
  }

  private count1(row: number, opened: number, accepted: number, failed: number, packets: number, sent: number, received: number, first: number, last: number): void {
    const { cells } = this;
    const at = row * WIDTH;
    cells[at]++;
    cells[at + 1] += opened;
    cells[at + 2] += accepted;
    cells[at + 3] += failed;
    cells[at + 4] += packets;
    cells[at + 5] += sent;
    this.received[row] += received;
    if (first < cells[at + FIRST]) cells[at + FIRST] = first;
    if (last > cells[at + LAST]) cells[at + LAST] = last;
  }

  /** A connection that its originator asked for in vain. */
  private failed(slot: number): boolean {
    const { read } = this;
    const protocol = read.protocol(slot);
    if (protocol === PROTOCOL.tcp) {
      const opened = read.opened(slot);
      const closed = read.closed(slot);
      return opened === UNANSWERED || opened === OPEN_REFUSED || closed === CLOSE_REFUSED || closed === CLOSE_UNREACHABLE;
    }
    const state = read.state(slot, 0);
    return protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? state === ICMP_UNREACHABLE : state === UDP_REFUSED || state === UDP_UNREACHABLE;
  }

  private row(row: number): HostRow {
    const at = row * WIDTH;
    const { cells, read } = this;
    const v6 = this.v6[row] !== 0;
    return {
      address: this.addresses.text(this.a[row], v6), peer: this.pairs ? this.addresses.text(this.b[row], v6) : null,
      connections: cells[at], opened: cells[at + 1], accepted: cells[at + 2], failed: cells[at + 3], packets: cells[at + 4], bytesSent: cells[at + 5],
      bytesReceived: this.received[row], firstMicros: read.micros(cells[at + FIRST]), lastMicros: read.micros(cells[at + LAST]),
    };
  }

  private keys(sort: HostSortKey): Float64Array {
    const keys = new Float64Array(this.count);
    if (sort === 'address' || sort === 'peer') {
      const words = sort === 'address' ? this.a : this.b;
      const ranks = this.addresses.ranks();
      for (let row = 0; row < this.count; row++) keys[row] = this.v6[row] !== 0 ? V6 + ranks[words[row]] : words[row] >>> 0;
    } else if (sort === 'lastMicros') for (let row = 0; row < this.count; row++) keys[row] = Math.max(0, this.read.micros(this.cells[row * WIDTH + LAST]));
    else if (sort === 'bytesReceived') keys.set(this.received.subarray(0, this.count));
    else {
      const column = COLUMN[sort];
      for (let row = 0; row < this.count; row++) keys[row] = this.cells[row * WIDTH + column];
    }
    return keys;
  }

  private find(a: number, b: number, v6: number): number {
    const mask = this.table.length - 1;
    let i = this.hash(a, b, v6) & mask;
    for (; this.table[i] !== 0; i = (i + 1) & mask) {
      const row = this.table[i] - 1;
      if (this.a[row] === a && this.b[row] === b && this.v6[row] === v6) return row;
    }
    if ((this.count + 1) * 2 > this.table.length) {
      this.widen();
      return this.find(a, b, v6);
    }
    const row = this.count++;
    this.table[i] = row + 1;
    this.a[row] = a;
    this.b[row] = b;
    this.v6[row] = v6;
    this.cells[row * WIDTH + FIRST] = Infinity;
    this.cells[row * WIDTH + LAST] = -Infinity;
    return row;
  }

  private widen(): void {
    const rows = this.table.length;
    this.a = grown(this.a, new Int32Array(rows));
    this.b = grown(this.b, new Int32Array(rows));
    this.v6 = grown(this.v6, new Uint8Array(rows));
    this.cells = grown(this.cells, new Float64Array(rows * WIDTH));
    this.received = grown(this.received, new Float64Array(rows));
    this.table = new Int32Array(rows * 2);
    const mask = this.table.length - 1;
    for (let row = 0; row < this.count; row++) {
      let i = this.hash(this.a[row], this.b[row], this.v6[row]) & mask;
      while (this.table[i] !== 0) i = (i + 1) & mask;
      this.table[i] = row + 1;
    }
  }

  private hash(a: number, b: number, v6: number): number {
    let h = Math.imul(a ^ this.key, 0x9e3779b1);
    h = Math.imul(h ^ (h >>> 15) ^ b, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13) ^ v6, 0xc2b2ae35);
    return h ^ (h >>> 16);
  }
}

function grown<T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
