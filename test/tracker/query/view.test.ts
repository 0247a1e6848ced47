// Sort, filter, page and locate, over a capture with a bit of everything.
import { describe, expect, it } from 'vitest';
import { SORT_KEYS } from '@shared/snapshot';
import { sortByKeys } from '../../../main/tracker/query/sort';
import { analyzeBytes } from '../../drive';
import { story, together } from '../../make/story';

const mixed = (): ReturnType<typeof analyzeBytes>['tracker'] => analyzeBytes(together(
  story({ originator: { address: '10.0.0.1', port: 50001 }, responder: { address: '192.168.1.10', port: 443 } }).handshake().data('responder', 900).ack('originator'),
  story({ originator: { address: '10.0.0.2', port: 50002 }, responder: { address: '192.168.1.11', port: 80 } }).at(10).syn().refuse(),
  story({ originator: { address: '2001:db8::5', port: 50003 }, responder: { address: '2001:db8::80', port: 80 } }).at(20).handshake().close(),
  story({ originator: { address: '10.0.0.1', port: 5353 }, responder: { address: '8.8.8.8', port: 53 }, vlan: [100] }).at(30).datagram('originator').datagram('responder'),
  story({ originator: { address: '10.0.0.1', port: 1 }, responder: { address: '8.8.4.4', port: 1 } }).at(40).ping().pong(),
)).tracker;

const view = { sort: 'id' as const, descending: false, filter: '', offset: 0, count: 100 };

describe('filter', () => {
  const ids = (filter: string): number[] => [...mixed().page({ ...view, filter }).ids];
  it.each([
    ['', [1, 2, 3, 4, 5]], ['tcp', [1, 2, 3]], ['udp', [4]], ['icmp', [5]], ['80', [2, 3]], ['10.0.0.1', [1, 4, 5]], ['10.0.0.1:5353', [4]], ['192.168', [1, 2]],
    ['2001:db8::80', [3]], ['[2001:db8::80]:80', [3]], ['[2001:db8::80]:81', []], ['established', [1]], ['ESTAB tcp', [1]], ['time-wait', [3]], ['vlan:100', [4]],
    ['tcp 10.0.0.1', [1]], ['nonsense', []], ['10.0.0.1:80', []],
  ])('%s', (filter, expected) => { expect(ids(filter)).toEqual(expected); });
});

describe('sort', () => {
  it('radix order equals the comparison order, stable, over integers of every size', () => {
    let seed = 7;
    const random = (): number => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return seed; };
    const keys = Float64Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? random() % 10 : i % 3 === 1 ? random() * 1e6 : random()));
    const rows = Uint32Array.from({ length: 5000 }, (_, i) => i);
    const expected = [...rows].sort((a, b) => keys[a]! - keys[b]! || a - b);
    expect([...sortByKeys(rows, keys)]).toEqual(expected);
  });

  it('every column sorts up and down, and down is up reversed', () => {
    const tracker = mixed();
    for (const sort of SORT_KEYS) {
      const up = [...tracker.page({ ...view, sort }).ids];
      expect([...up].sort()).toEqual([1, 2, 3, 4, 5]);
      expect([...tracker.page({ ...view, sort, descending: true }).ids], sort).toEqual(up.reverse());
    }
  });

  it('addresses by number, IPv4 before IPv6, then port; unknown handshakes last', () => {
    const tracker = mixed();
    expect([...tracker.page({ ...view, sort: 'originator' }).ids]).toEqual([5, 4, 1, 2, 3]);
    expect([...tracker.page({ ...view, sort: 'handshake' }).ids].slice(0, 2).sort()).toEqual([1, 3]);
  });
});

describe('page', () => {
  it('clamps to what is there and locates a row by its id', () => {
    const tracker = mixed();
    expect(tracker.page({ ...view, offset: 3, count: 10 }).ids).toHaveLength(2);
    expect(tracker.page({ ...view, offset: 99, count: 10 })).toMatchObject({ offset: 5, matching: 5, total: 5 });
    expect(tracker.locate({ ...view, descending: true }, 2)).toBe(3);
    expect(tracker.locate({ ...view, filter: 'udp' }, 2)).toBe(-1);
    expect(tracker.locate({ ...view, filter: 'udp' }, 4)).toBe(0);
  });

  it('tells a row in full', () => {
    const page = mixed().page({ ...view, filter: '443' });
    expect(page).toMatchObject({ originator: ['10.0.0.1'], responder: ['192.168.1.10'], matching: 1, total: 5, context: [''] });
    expect(page.packets[0]).toBe(5);
    expect(page.handshakeMicros[0]).toBe(2000);
  });
});
