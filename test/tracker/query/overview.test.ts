// What the overview adds up, against the same added up naively from the rows and jumps of the command line.
import { describe, expect, it } from 'vitest';
import type { HostRow } from '@shared/overview';
import { analyzeBytes } from '../../drive';
import { ethernet } from '../../make/packet';
import { FIRST_MICROS, pcap } from '../../make/pcap';
import { story, together, type Story } from '../../make/story';

const at = (address: string, port: number): { address: string; port: number } => ({ address, port });

/** Sixty conversations of every kind among a few hosts, over a minute. */
function office(): Uint8Array<ArrayBuffer> {
  const all: Story[] = [];
  for (let i = 0; i < 60; i++) {
    const client = i % 5 === 4 ? '2001:db8::5' : `10.0.0.${1 + (i % 4)}`;
    const server = i % 5 === 4 ? '2001:db8::80' : `192.168.1.${1 + (i % 3)}`;
    const s = story({ originator: at(client, 40_000 + i), responder: at(server, i % 2 === 0 ? 443 : 53), startMicros: FIRST_MICROS + i * 1_000_000, stepMicros: 7_000 });
    switch (i % 6) {
      case 0: s.handshake().data('originator', 300).ack('responder').data('responder', 1_400).ack('originator').close('originator'); break;
      case 1: s.datagram('originator').datagram('responder'); break;
      case 2: s.syn(); break;
      case 3: s.syn().refuse(); break;
      case 4: s.handshake().data('responder', 900).ack('originator'); break;
      default: s.ping().pong();
    }
    all.push(s);
  }
  return together(...all);
}

const run = analyzeBytes(office());
const overview = run.tracker.overview({ filter: '', bins: 512 });
const total = (values: Record<string, Float64Array>): number => Object.values(values).reduce((sum, series) => sum + series.reduce((a, b) => a + b, 0), 0);

describe('rates', () => {
  it('hold every packet and byte of the capture', () => {
    expect(overview.series.counted).toBe(true);
    expect(total(overview.series.packets)).toBe(run.status.packets);
    expect(total(overview.series.bytes)).toBe(run.status.wireBytes);
    expect(Object.keys(overview.series.packets)).toEqual(['tcp', 'udp', 'icmp', 'icmp6']);
  });
  it('of a filter are spread over the life of its connections, and hold all of theirs', () => {
    const filtered = run.tracker.overview({ filter: 'udp', bins: 512 });
    const rows = run.connections.filter((row) => row.proto === 'udp');
    expect(filtered.series.counted).toBe(false);
    expect(Object.keys(filtered.series.bytes)).toEqual(['udp']);
    expect(total(filtered.series.packets)).toBeCloseTo(rows.reduce((sum, row) => sum + row.packets.originator + row.packets.responder, 0), 6);
    expect([filtered.connections, filtered.packets]).toEqual([rows.length, rows.reduce((sum, row) => sum + row.packets.originator + row.packets.responder, 0)]);
  });
  it('never take more bins than were asked for', () => {
    expect(run.tracker.overview({ filter: '', bins: 20 }).series.opened.length).toBeLessThanOrEqual(20);
  });
});

describe('many hosts', () => {
  // More than a table begins with, hosts that talk to themselves, and ends that the user has exchanged.
  const every = Array.from({ length: 3_000 }, (_, i) => {
    const s = story({ originator: at(`10.${i % 7}.${i >> 8}.${i & 255}`, 40_000), responder: at(i % 11 === 0 ? `10.${i % 7}.${i >> 8}.${i & 255}` : `192.168.${i % 3}.1`, 80), startMicros: FIRST_MICROS + i * 1_000 });
    return i % 2 === 0 ? s.syn() : s.handshake();
  });
  const many = analyzeBytes(together(...every));
  for (const { id } of many.connections) if (id % 5 === 0) many.tracker.override(id, true);
  const rows = [...many.tracker.rows()];
  const sums = (by: 'host' | 'pair'): Map<string, number[]> => {
    const found = new Map<string, number[]>();
    const add = (key: string, values: readonly number[]): void => { found.set(key, (found.get(key) ?? [0, 0, 0, 0, 0, 0]).map((sum, i) => sum + (values[i] ?? 0))); };
    for (const row of rows) {
      const [o, r] = [row.originator.address, row.responder.address];
      const failed = row.opened === 'unanswered' || row.opened === 'refused' || row.closed === 'refused' || row.closed === 'unreachable' ? 1 : 0;
      const packets = row.packets.originator + row.packets.responder;
      const [sent, received] = [row.wireBytes.originator, row.wireBytes.responder];
      if (by === 'pair') {
        const number = (text: string): number => text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
        const turned = number(r) < number(o);
        add(turned ? `${r} ${o}` : `${o} ${r}`, [1, turned ? 0 : 1, failed, packets, turned ? received : sent, turned ? sent : received]);
      } else if (o === r) add(o, [1, 1, failed, packets, sent + received, sent + received]);
      else {
        add(o, [1, 1, failed, packets, sent, received]);
        add(r, [1, 0, 0, packets, received, sent]);
      }
    }
    return found;
  };

  it.each(['host', 'pair'] as const)('are added up by %s as one by one', (by) => {
    const page = many.tracker.hostsPage({ by, filter: '', sort: 'connections', descending: true, offset: 0, count: 10_000 });
    const told = new Map(page.rows.map((row) => [row.peer === null ? row.address : `${row.address} ${row.peer}`, [row.connections, row.opened, row.failed, row.packets, row.bytesSent, row.bytesReceived]]));
    expect(told.size).toBeGreaterThan(2_000);
    expect(told).toEqual(sums(by));
  });

  it('are shown page by page in one order, and another when it is asked for', () => {
    const ask = (sort: 'packets' | 'address', offset: number, count: number): HostRow[] => many.tracker.hostsPage({ by: 'host', filter: '', sort, descending: false, offset, count }).rows;
    expect([...ask('packets', 0, 50), ...ask('packets', 50, 50)]).toEqual(ask('packets', 0, 100));
    expect(ask('address', 0, 3).map(({ address }) => address)).toEqual(['10.0.0.0', '10.0.0.7', '10.0.0.14']);
  });

  it('add up to the same in steps while packets come in', () => {
    const steps = many.tracker.overviewSteps({ filter: '', bins: 64 });
    steps.next();
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    expect(step.value).toEqual(many.tracker.overview({ filter: '', bins: 64 }));
  });
});

describe('states over time', () => {
  it('are those that every originator was in at the end of each bin', () => {
    const { startMicros, binMicros, states } = overview.series;
    const bins = overview.series.opened.length;
    const binOf = (micros: number): number => Math.max(0, Math.min(bins - 1, Math.floor((micros - startMicros) / binMicros)));
    const expected = new Map<string, number[]>();
    for (const row of run.connections.filter((each) => each.proto === 'tcp')) {
      const jumps = run.transitions.filter((t) => t.connection === row.id && t.endpoint === 'originator');
      for (let bin = 0; bin < bins; bin++) {
        const last = jumps.filter((jump) => binOf(jump.micros) <= bin).at(-1);
        if (last === undefined || last.to === 'CLOSED') continue;
        const series = expected.get(last.to) ?? Array.from({ length: bins }, () => 0);
        series[bin] = (series[bin] ?? 0) + 1;
        expected.set(last.to, series);
      }
    }
    for (const [state, series] of expected) expect([state, [...(states[state] ?? [])]]).toEqual([state, series]);
    for (const state of Object.keys(states)) if (!expected.has(state)) expect([state, Math.max(...(states[state] ?? []))]).toEqual([state, 0]);
  });
  it('opened and closed count every connection once', () => {
    expect(overview.series.opened.reduce((a, b) => a + b, 0)).toBe(run.connections.length);
    expect(overview.series.closed.reduce((a, b) => a + b, 0)).toBe(run.connections.filter((row) => row.closed !== 'open' && row.closed !== 'half-closed').length);
  });
});

describe('the flow of jumps', () => {
  const naive = (ids: ReadonlySet<number>): string[] => {
    const seen = new Map<string, Set<number>>();
    const protocol = new Map(run.connections.map((row) => [row.id, row.proto]));
    for (const t of run.transitions) {
      if (!ids.has(t.connection)) continue;
      const key = [t.endpoint, protocol.get(t.connection), t.from, t.to].join(' ');
      seen.set(key, (seen.get(key) ?? new Set<number>()).add(t.connection));
    }
    return [...seen].map(([key, connections]) => `${key} ${connections.size}`).sort();
  };
  const told = (filter: string): string[] => run.tracker.overview({ filter, bins: 64 }).flows.map((f) => `${f.endpoint} ${f.protocol} ${f.from} ${f.to} ${f.count}`).sort();

  it('counts the connections that took each jump', () => {
    expect(told('')).toEqual(naive(new Set(run.connections.map((row) => row.id))));
    expect(told('').length).toBeGreaterThan(15);
  });
  it('of a filter counts its connections alone', () => {
    const some = run.connections.filter((row) => row.originator.address === '10.0.0.1' || row.responder.address === '10.0.0.1');
    expect(told('10.0.0.1')).toEqual(naive(new Set(some.map((row) => row.id))));
  });
});

describe('hosts', () => {
  const failed = (row: (typeof run.connections)[number]): boolean => ['unanswered', 'refused'].includes(row.opened) || ['refused', 'unreachable'].includes(row.closed);
  const naive = (by: 'host' | 'pair'): HostRow[] => {
    const rows = new Map<string, HostRow>();
    const row = (address: string, peer: string | null): HostRow => {
      const key = `${address} ${peer ?? ''}`;
      const known = rows.get(key) ?? { address, peer, connections: 0, opened: 0, accepted: 0, failed: 0, packets: 0, bytesSent: 0, bytesReceived: 0, firstMicros: Infinity, lastMicros: -Infinity };
      rows.set(key, known);
      return known;
    };
    for (const c of run.connections) {
      const ends = [c.originator.address, c.responder.address];
      const sent = [c.wireBytes.originator, c.wireBytes.responder];
      // The test's addresses are in the order of their numbers: clients first.
      for (const end of by === 'pair' ? [0] : [0, 1]) {
        const to = row(ends[end] ?? '', by === 'pair' ? ends[1] ?? '' : null);
        to.connections++;
        to.opened += end === 0 ? 1 : 0;
        to.accepted += end === 1 ? 1 : 0;
        to.failed += end === 0 && failed(c) ? 1 : 0;
        to.packets += c.packets.originator + c.packets.responder;
        to.bytesSent += sent[end] ?? 0;
        to.bytesReceived += sent[1 - end] ?? 0;
        to.firstMicros = Math.min(to.firstMicros, c.startMicros);
        to.lastMicros = Math.max(to.lastMicros, c.endMicros);
      }
    }
    return [...rows.values()];
  };
  const key = (row: HostRow): string => `${row.address} ${row.peer ?? ''}`;

  it.each(['host', 'pair'] as const)('by %s are what the rows add up to', (by) => {
    const page = run.tracker.hostsPage({ by, filter: '', sort: 'address', descending: false, offset: 0, count: 1_000 });
    const expected = naive(by);
    expect(page.matching).toBe(expected.length);
    expect([...page.rows].sort((a, b) => key(a).localeCompare(key(b)))).toEqual(expected.sort((a, b) => key(a).localeCompare(key(b))));
  });
  it('sort by every column up and down, and page without gaps', () => {
    const rows = (descending: boolean, offset: number, count: number): string[] =>
      run.tracker.hostsPage({ by: 'pair', filter: '', sort: 'bytesSent', descending, offset, count }).rows.map(key);
    const up = rows(false, 0, 100);
    expect(rows(true, 0, 100)).toEqual([...up].reverse());
    expect([...rows(false, 0, 4), ...rows(false, 4, 100)]).toEqual(up);
  });
  it('the busiest are those with most bytes', () => {
    const expected = naive('host').map((row) => row.bytesSent + row.bytesReceived).sort((a, b) => b - a);
    expect(overview.talkers.map((row) => row.bytesSent + row.bytesReceived)).toEqual(expected.slice(0, 10));
    expect(overview.hosts).toBe(expected.length);
  });
  it('that talk to themselves count once', () => {
    const { tracker } = analyzeBytes(story({ originator: at('127.0.0.1', 1_000), responder: at('127.0.0.1', 80) }).handshake().pcap());
    const [row] = tracker.hostsPage({ by: 'host', filter: '', sort: 'address', descending: false, offset: 0, count: 9 }).rows;
    expect(row).toMatchObject({ connections: 1, opened: 1, accepted: 1, packets: 3 });
    expect(row?.bytesSent).toBe(row?.bytesReceived);
  });
});

describe('health', () => {
  const kinds = (bytes: Uint8Array): string[] => analyzeBytes(bytes).tracker.overview({ filter: '', bins: 8 }).health.map((fact) => `${fact.level} ${fact.kind}`);
  it('of a whole conversation: nothing speaks against it', () => {
    expect(kinds(story().handshake().data('originator', 100).ack('responder').close().pcap())).toEqual(['good fine', 'note checksums']);
  });
  it('says when one direction is missing, and what was cut', () => {
    const oneWay = story({ stepMicros: 1_000 });
    oneWay.data('originator', 500).data('originator', 500).data('originator', 500);
    expect(kinds(oneWay.pcap({ snapLength: 100 }))).toEqual(['warn one-sided', 'note mid-stream', 'note snap-length', 'note checksums']);
  });
  it('tells of super-frames and of what is no IP, and never of nothing', () => {
    expect(kinds(story().handshake().data('originator', 20_000).ack('responder').pcap())).toContain('note super-frames');
    expect(kinds(pcap([ethernet({ etherType: 0x0806 }, new Uint8Array(28))]))).toEqual(['good fine', 'note not-ip']);
  });
});
