// A held order: rows stay in place and are read anew, what came since is only counted, and letting go catches up.
import { describe, expect, it } from 'vitest';
import type { PageRequest } from '@shared/ipc';
import { Tracker } from '../../../main/tracker/tracker';
import { story, together } from '../../make/story';
import { FIRST_MICROS } from '../../make/pcap';

/** Connection i sends i packets of data; they start one after another. */
const bytes = (from: number, to: number): Uint8Array<ArrayBuffer> => together(...Array.from({ length: to - from }, (_, n) => {
  const i = from + n;
  const s = story({ originator: { address: `10.0.0.${i}`, port: 40_000 + i }, responder: { address: '10.9.9.9', port: i % 2 === 0 ? 80 : 443 }, startMicros: FIRST_MICROS + i * 1_000_000 });
  s.handshake();
  for (let k = 0; k < i; k++) s.data('originator', 100);
  return s;
}));
const PCAP_HEADER = 24;

function live(connectionLimit = 1_000): { tracker: Tracker; add: (from: number, to: number) => void; page: (request?: Partial<PageRequest>) => ReturnType<Tracker['page']> } {
  const tracker = new Tracker({ connectionLimit, hashKey: 1 });
  let begun = false;
  return {
    tracker,
    add(from, to) {
      const all = bytes(from, to);
      const part = begun ? all.slice(PCAP_HEADER) : all;
      begun = true;
      tracker.push(part, new DataView(part.buffer), 0, part.length, 0);
      tracker.refreshView();
    },
    page: (request) => tracker.page({ sort: 'packets', descending: true, filter: '', offset: 0, count: 100, ...request }),
  };
}

describe('a held order', () => {
  it('keeps every row where it is, counts what came, and catches up when let go', () => {
    const { add, page } = live();
    add(1, 4);
    expect([...page({ hold: true }).ids]).toEqual([3, 2, 1]);
    add(4, 9);
    const held = page({ hold: true });
    expect([[...held.ids], held.matching, held.fresh, held.total]).toEqual([[3, 2, 1], 3, 5, 8]);
    const caught = page();
    expect([[...caught.ids], caught.fresh]).toEqual([[8, 7, 6, 5, 4, 3, 2, 1], 0]);
  });
  it('reads the rows themselves anew', () => {
    const { add, page } = live();
    add(1, 3);
    const before = page({ hold: true }).packets[1] ?? 0;
    add(1, 2); // the same conversation again: a repeat of everything
    expect(page({ hold: true }).packets[1]).toBeGreaterThan(before);
    expect([...page({ hold: true }).ids]).toEqual([2, 1]);
  });
  it('counts only what the filter lets through', () => {
    const { add, page } = live();
    add(1, 5);
    expect([...page({ hold: true, filter: '443' }).ids]).toEqual([3, 1]);
    add(5, 10);
    expect(page({ hold: true, filter: '443' })).toMatchObject({ matching: 2, fresh: 3 });
  });
  it('holds the natural order as well, newest first', () => {
    const { add, page, tracker } = live();
    add(1, 4);
    const view = { sort: 'id', descending: true } as const;
    expect([...page({ ...view, hold: true }).ids]).toEqual([3, 2, 1]);
    add(4, 6);
    expect([[...page({ ...view, hold: true }).ids], page({ ...view, hold: true }).fresh]).toEqual([[3, 2, 1], 2]);
    expect(tracker.locate({ ...view, filter: '' }, 1, true)).toBe(2);
    expect(tracker.locate({ ...view, filter: '' }, 5, true)).toBe(-1);
    expect([...page(view).ids]).toEqual([5, 4, 3, 2, 1]);
  });
  it('gives way to another order or filter at once', () => {
    const { add, page } = live();
    add(1, 4);
    page({ hold: true });
    add(4, 6);
    expect([...page({ hold: true, sort: 'id' }).ids]).toEqual([5, 4, 3, 2, 1]);
    expect([...page({ hold: true, sort: 'id', descending: false, filter: '80' }).ids]).toEqual([2, 4]);
  });
  it('is rid of rows that the limit of the table dropped, and never shows another in their place', () => {
    const { add, page } = live(32);
    add(1, 33);
    const before = [...page({ hold: true }).ids];
    add(33, 38);
    const held = page({ hold: true });
    expect([...held.ids]).toEqual(before.filter((id) => [...held.ids].includes(id)));
    expect(held.ids.length).toBeLessThan(32);
    expect(Math.max(...held.ids)).toBeLessThanOrEqual(32);
    expect([...page().ids].includes(37)).toBe(true);
  });
});

describe('further columns', () => {
  it('come when they are asked for, and agree with the rows of the command line', () => {
    const { add, page, tracker } = live();
    add(1, 6);
    expect(page().extras).toEqual({});
    const { extras, ids } = page({ sort: 'id', descending: false, extras: ['connState', 'history', 'payload', 'rtt', 'retransmissions', 'verdicts', 'goodput', 'missed', 'icmpErrors', 'netfilter'] });
    const rows = [...tracker.rows()];
    expect([...ids]).toEqual(rows.map((row) => row.id));
    expect(extras.connState).toEqual(rows.map((row) => row.connState));
    expect(extras.history).toEqual(rows.map((row) => row.history));
    expect(extras.netfilter).toEqual(rows.map((row) => row.netfilter));
    expect([...(extras.payload as Float64Array)]).toEqual(rows.map((row) => row.payloadBytes.originator + row.payloadBytes.responder));
    expect([...(extras.rtt as Float64Array)].map((v) => (Number.isNaN(v) ? null : v))).toEqual(rows.map((row) => row.rttMicros?.mean ?? null));
    expect([...(extras.retransmissions as Float64Array)]).toEqual([0, 0, 0, 0, 0]);
  });
});
