// A million made-up connections in typed arrays, changing as a live capture would: what the worker holds in the real program.
import { PROTOCOL, formatIpv4, formatIpv6, protocolName } from '@shared/flow';
import type { PageRequest, View } from '@shared/ipc';
import type { Page, SortKey } from '@shared/snapshot';
import { ESTABLISHED, SYN_SENT, TIME_WAIT, UDP_ANSWERED, stateInfo } from '@shared/states';
import { prng } from './prng';

const TCP_MIX = [[0, 4], [1, 4], [2, 8], [2, 1], [4, 4], [4, 4], [4, 4], [4, 4], [4, 4], [4, 4], [3, 3], [5, 7], [6, 7], [8, 8], [7, 9], [10, 0], [10, 0], [0, 10], [0, 0], [0, 0], [5, 4]] as const;
const PORTS = [443, 443, 443, 443, 80, 80, 22, 53, 5432, 6379, 3306, 8080, 9092, 25, 993];

export interface MadeConnections {
  rows: number;
  /** Lets about `changes` rows receive packets, at `micros`. */
  step(changes: number, micros: number): void;
  page(request: PageRequest): Page;
  locate(request: View & { id: number }): number;
}

export function makeConnections(rows: number, startMicros: number, spanMicros: number): MadeConnections {
  const random = prng(20260101);
  const protocol = new Uint8Array(rows);
  const states = new Uint8Array(rows * 2);
  const address = new Uint32Array(rows * 2);
  const ports = new Uint16Array(rows * 2);
  const packets = new Float64Array(rows);
  const bytes = new Float64Array(rows * 2);
  const first = new Float64Array(rows);
  const last = new Float64Array(rows);
  const handshake = new Float64Array(rows);
  const closed = new Uint8Array(rows);
  const sixth = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const kind = random();
    const isTcp = kind < 0.74;
    protocol[i] = isTcp ? PROTOCOL.tcp : kind < 0.97 ? PROTOCOL.udp : PROTOCOL.icmp;
    sixth[i] = protocol[i] !== PROTOCOL.icmp && random() < 0.12 ? 1 : 0;
    address[2 * i] = (10 << 24) | Math.floor(random() * 0x3ffff);
    address[2 * i + 1] = Math.floor(random() * 0xdfffffff) + 0x01000000;
    ports[2 * i] = protocol[i] === PROTOCOL.icmp ? 8 : 32768 + Math.floor(random() * 28000);
    ports[2 * i + 1] = protocol[i] === PROTOCOL.icmp ? 0 : (PORTS[Math.floor(random() * PORTS.length)] ?? 443);
    first[i] = startMicros + (i / rows) * spanMicros;
    const length = 10 ** (1 + random() * 7.5);
    last[i] = Math.min(startMicros + spanMicros, (first[i] ?? 0) + length);
    packets[i] = 2 + Math.floor(10 ** (random() * 3.6));
    bytes[2 * i] = (packets[i] ?? 0) * (60 + Math.floor(random() * 300));
    bytes[2 * i + 1] = (packets[i] ?? 0) * (54 + Math.floor(random() * 1300));
    handshake[i] = isTcp && random() > 0.08 ? 10 ** (1.6 + random() * 3.6) : Number.NaN;
    const pair = TCP_MIX[Math.floor(random() * TCP_MIX.length)] ?? TCP_MIX[0];
    const single = protocol[i] === PROTOCOL.udp ? (random() < 0.9 ? (random() < 0.7 ? UDP_ANSWERED : 4) : Math.floor(random() * 4)) : Math.floor(random() * 3);
    states[2 * i] = isTcp ? pair[0] : single;
    states[2 * i + 1] = isTcp ? pair[1] : single;
    closed[i] = isTcp && pair[0] === 0 && pair[1] === 0 ? (random() < 0.5 ? 3 : 4) : pair[0] === 10 || pair[1] === 10 ? 1 : 0;
  }
  const addressOf = (i: number, end: 0 | 1): string => {
    const value = address[2 * i + end] ?? 0;
    if ((sixth[i] ?? 0) === 0) return formatIpv4(value);
    return formatIpv6([0x2001, 0xdb8, value >>> 16, value & 0xffff, 0, end, value % 7919, (value * 31) & 0xffff]);
  };

  const keyOf: Record<SortKey, (i: number) => number> = {
    id: (i) => i,
    protocol: (i) => protocol[i] ?? 0,
    originator: (i) => address[2 * i] ?? 0,
    responder: (i) => address[2 * i + 1] ?? 0,
    originatorState: (i) => (protocol[i] ?? 0) * 16 + (states[2 * i] ?? 0),
    responderState: (i) => (protocol[i] ?? 0) * 16 + (states[2 * i + 1] ?? 0),
    packets: (i) => packets[i] ?? 0,
    originatorBytes: (i) => bytes[2 * i] ?? 0,
    responderBytes: (i) => bytes[2 * i + 1] ?? 0,
    duration: (i) => (last[i] ?? 0) - (first[i] ?? 0),
    handshake: (i) => { const value = handshake[i] ?? Number.NaN; return Number.isNaN(value) ? -1 : value; },
    lastSeen: (i) => last[i] ?? 0,
    started: (i) => first[i] ?? 0,
    opened: () => 0, closed: () => 0, connState: () => 0, rtt: () => 0, retransmissions: () => 0, goodput: () => 0, missed: () => 0, icmpErrors: () => 0,
    payload: (i) => bytes[2 * i] ?? 0,
  };
  const textOf = (i: number): string => [addressOf(i, 0), addressOf(i, 1), ports[2 * i], ports[2 * i + 1], protocolName(protocol[i] ?? 0), stateInfo(protocol[i] ?? 0, states[2 * i] ?? 0).name, stateInfo(protocol[i] ?? 0, states[2 * i + 1] ?? 0).name].join(' ').toLowerCase();

  /** Order of the current view: made anew at most once a second, as the worker does. */
  let order = new Uint32Array(0);
  let orderKey = '';
  let madeAt = 0;
  /** Positions in id order never change: looking at one row must not throw the sorted order away. */
  const plain = (view: View): boolean => view.sort === 'id' && !view.descending && view.filter === '';
  const natural = Uint32Array.from({ length: rows }, (_, i) => i);
  function ordered(view: View): Uint32Array {
    if (plain(view)) return natural;
    const key = JSON.stringify([view.sort, view.descending, view.filter]);
    const now = performance.now();
    if (key === orderKey && (view.sort === 'id' || now - madeAt < 1000)) return order;
    const words = view.filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const kept: number[] = [];
    for (let i = 0; i < rows; i++) {
      if (words.length > 0) {
        const text = textOf(i);
        if (!words.every((word) => text.includes(word))) continue;
      }
      kept.push(i);
    }
    order = Uint32Array.from(kept);
    if (view.sort !== 'id') {
      const of = keyOf[view.sort];
      const keys = new Float64Array(rows);
      for (const i of order) keys[i] = of(i);
      order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
    }
    if (view.descending) order.reverse();
    orderKey = key;
    madeAt = now;
    return order;
  }

  return {
    rows,
    step(changes, micros) {
      for (let n = 0; n < changes; n++) {
        // Half of the changes hit the first thousand rows, where a reader can see them.
        const i = random() < 0.02 ? Math.floor(random() * Math.min(1000, rows)) : Math.floor(random() * rows);
        packets[i] = (packets[i] ?? 0) + 1 + Math.floor(random() * 12);
        bytes[2 * i] = (bytes[2 * i] ?? 0) + Math.floor(random() * 4000);
        bytes[2 * i + 1] = (bytes[2 * i + 1] ?? 0) + Math.floor(random() * 20000);
        last[i] = micros - Math.floor(random() * 200_000);
        if (protocol[i] === PROTOCOL.tcp && random() < 0.05) {
          const next = states[2 * i] === SYN_SENT ? ESTABLISHED : states[2 * i] === ESTABLISHED && random() < 0.3 ? TIME_WAIT : states[2 * i];
          states[2 * i] = next ?? 0;
        }
      }
    },
    page(request) {
      const view = ordered(request);
      const ids = view.slice(request.offset, request.offset + request.count);
      const each = <T extends Uint8Array | Uint16Array | Float64Array>(array: T, of: (i: number) => number): T => { ids.forEach((i, k) => { array[k] = of(i); }); return array; };
      const n = ids.length;
      const zero = new Uint8Array(n);
      return {
        offset: request.offset, matching: view.length, total: rows, fresh: 0,
        ids: ids.map((i) => i + 1),
        protocol: each(new Uint8Array(n), (i) => protocol[i] ?? 0),
        originator: [...ids].map((i) => addressOf(i, 0)), responder: [...ids].map((i) => addressOf(i, 1)),
        originatorPort: each(new Uint16Array(n), (i) => ports[2 * i] ?? 0), responderPort: each(new Uint16Array(n), (i) => ports[2 * i + 1] ?? 0),
        originatorState: each(new Uint8Array(n), (i) => states[2 * i] ?? 0), responderState: each(new Uint8Array(n), (i) => states[2 * i + 1] ?? 0),
        packets: each(new Float64Array(n), (i) => packets[i] ?? 0),
        originatorBytes: each(new Float64Array(n), (i) => bytes[2 * i] ?? 0), responderBytes: each(new Float64Array(n), (i) => bytes[2 * i + 1] ?? 0),
        durationMicros: each(new Float64Array(n), keyOf.duration), handshakeMicros: each(new Float64Array(n), (i) => handshake[i] ?? Number.NaN),
        firstMicros: each(new Float64Array(n), (i) => first[i] ?? 0), lastMicros: each(new Float64Array(n), (i) => last[i] ?? 0),
        opened: zero, closed: each(new Uint8Array(n), (i) => closed[i] ?? 0),
        context: [...ids].map((i) => (i % 41 === 7 ? 'VLAN 100' : i % 97 === 12 ? 'VXLAN 7 10.0.0.1 – 10.0.0.2' : '')),
        extras: {},
      };
    },
    locate: (request) => ordered(request).indexOf(request.id - 1),
  };
}
