// A filter against a plain evaluation over the rows, for hundreds of filters nobody thought of; then what stands between the fields.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIELDS } from '@shared/filter/fields';
import { analyzeBytes, type Analysis } from '../../drive';
import { story, together } from '../../make/story';
import { captureNames, readCapture } from '../../truth/places';
import { randomFilter } from './filter-random';

const GOLDEN = path.join(import.meta.dirname, '../../golden/captures');

/** Everything that the stored captures do not have: IPv6, VLANs, single packets of many kinds. */
function mixture(): Uint8Array {
  const ends = (i: number): { originator: { address: string; port: number }; responder: { address: string; port: number } } => ({ originator: { address: `10.0.${i % 3}.${i}`, port: 40_000 + i }, responder: { address: i % 4 === 0 ? '192.168.1.10' : '8.8.8.8', port: [80, 443, 53, 8080][i % 4] ?? 80 } });
  const v6 = { originator: { address: '2001:db8::5', port: 50_003 }, responder: { address: '2001:db8:1::80', port: 80 } };
  return together(
    ...Array.from({ length: 8 }, (_, i) => story(ends(i)).at(i).syn()),
    story(ends(20)).at(9).handshake().data('responder', 900).ack('originator'),
    story(ends(21)).at(10).syn().refuse(),
    story(v6).at(11).handshake().data('originator', 10).close(),
    story({ ...v6, originator: { address: 'fe80::1', port: 5353 } }).at(12).datagram('originator'),
    story({ ...ends(22), vlan: [100] }).at(13).datagram('originator').datagram('responder'),
    story({ ...ends(23), vlan: [100, 200] }).at(14).handshake(),
    story({ originator: { address: '10.0.0.1', port: 1 }, responder: { address: '8.8.4.4', port: 1 } }).at(15).ping().pong(),
    story({ originator: { address: '10.0.0.2', port: 1 }, responder: { address: '8.8.4.4', port: 1 } }).at(16).ping(),
    story(ends(24)).at(17).data('originator', 100),
  );
}

const analyses = (): [string, Analysis][] => [
  ['mixture', analyzeBytes(mixture())],
  ...fs.readdirSync(GOLDEN).filter((name) => name.endsWith('.pcap')).map((name): [string, Analysis] => [name, analyzeBytes(new Uint8Array(fs.readFileSync(path.join(GOLDEN, name))))]),
  ...captureNames.map((name): [string, Analysis] => [name, analyzeBytes(readCapture(name))]),
];

const matching = ({ tracker }: Analysis, filter: string): number[] => [...tracker.page({ sort: 'id', descending: false, filter, offset: 0, count: 100_000 }).ids];

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('random filters', () => {
  it('match exactly the rows that a plain evaluation finds', () => {
    const all = analyses();
    const random = generator(20_261_122);
    let [some, none, every] = [0, 0, 0];
    for (let i = 0; i < 900; i++) {
      const [name, analysis] = all[i % all.length] ?? ['', all[0]?.[1]];
      if (analysis === undefined) throw new Error('no captures');
      const filter = randomFilter(random, analysis.connections);
      const expected = analysis.connections.filter((row) => filter.holds(row)).map((row) => row.id);
      expect(matching(analysis, filter.text), `${name}: ${filter.text}`).toEqual(expected);
      if (expected.length === 0) none++;
      else if (expected.length === analysis.connections.length) every++;
      else some++;
    }
    // Otherwise the test says little.
    expect(Math.min(some, none, every)).toBeGreaterThan(60);
  });
});

describe('where the user has exchanged the ends', () => {
  it('random filters match the rows as they are shown', () => {
    const analysis = analyzeBytes(mixture());
    for (const { id } of analysis.connections) if (id % 2 === 0) analysis.tracker.override(id, true);
    const rows = [...analysis.tracker.rows()];
    const random = generator(7);
    let exchanged = 0;
    for (let i = 0; i < 400; i++) {
      const filter = randomFilter(random, rows);
      const expected = rows.filter((row) => filter.holds(row)).map((row) => row.id);
      expect(matching(analysis, filter.text), filter.text).toEqual(expected);
      exchanged += expected.filter((id) => id % 2 === 0).length;
    }
    expect(exchanged).toBeGreaterThan(200);
  });
});

describe('a filter', () => {
  const analysis = analyzeBytes(mixture());
  it('numbers the connections of a protocol from 0', () => {
    const tcp = analysis.connections.filter((row) => row.proto === 'tcp').map((row) => row.id);
    expect(matching(analysis, 'tcp.stream in 2..4')).toEqual(tcp.slice(2, 5));
    expect(matching(analysis, 'udp.stream == 0')).toEqual(analysis.connections.filter((row) => row.proto === 'udp').map((row) => row.id).slice(0, 1));
  });

  it('knows every field of its table', () => {
    for (const info of FIELDS) {
      if (info.source.of === 'alerts') continue;
      expect(() => matching(analysis, info.example), info.example).not.toThrow();
    }
  });

  it('is refused with its place, and the rows stay reachable', () => {
    try {
      matching(analysis, 'tcp and packets > x');
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toMatchObject({ detail: { code: 'bad-filter', offset: 18, message: expect.stringContaining('wants a number') as string } });
    }
    expect(matching(analysis, '')).toHaveLength(analysis.connections.length);
  });

  it('says so when it asks for alerts and nothing looks for them', () => {
    const without = analyzeBytes(mixture(), { detectors: false });
    expect(() => matching(without, 'tcp and alerts')).toThrow(/No alerts are looked for/);
    expect(() => matching(analysis, 'tcp and alerts')).not.toThrow();
  });
});
