// Packets counted into time bins as they come: nothing is lost when bins merge, and no broken time spoils the others.
import { describe, expect, it } from 'vitest';
import { RATE_CLASSES, Rates } from '../../../main/tracker/query/rates';

const SECOND = 1e9;
const sum = (rates: Rates, what: 0 | 1): number => RATE_CLASSES.reduce((all, _, kind) => all + rates.series(kind, what, 1).reduce((a, b) => a + b, 0), 0);

describe('a capture that grows', () => {
  it('keeps every packet and byte while its bins merge, and at least half of the bins stay in use', () => {
    const rates = new Rates();
    for (let i = 0; i < 50_000; i++) rates.add([6, 17, 1, 58, 132, -1][i % 6] ?? 6, i * 0.05 * SECOND, 100 + (i % 7));
    expect(sum(rates, 0)).toBe(50_000);
    expect(sum(rates, 1)).toBe(Array.from({ length: 50_000 }, (_, i) => 100 + (i % 7)).reduce((a, b) => a + b, 0));
    expect(rates.bins).toBeGreaterThan(1024);
    expect(rates.widthNs).toBe(2 * SECOND);
  });
  it('counts each packet in its own second, whatever the order it came in', () => {
    const times = [0, 0.4, 3.2, 900, 12.7, 3.1, 2000, 13.2, 1999.5];
    const rates = new Rates();
    for (const t of times) rates.add(6, t * SECOND, 1);
    const perWidth = rates.series(0, 0, 1);
    times.forEach((t) => { expect(perWidth[Math.floor((t * SECOND) / rates.widthNs)]).toBeGreaterThan(0); });
    expect(perWidth.reduce((a, b) => a + b, 0)).toBe(times.length);
    expect(rates.strays).toBe(0);
  });
  it('tells protocols apart; what it does not know and what was no packet is other', () => {
    const rates = new Rates();
    [6, 17, 1, 58, 132, -1].forEach((protocol) => { rates.add(protocol, 0, 60); });
    expect(RATE_CLASSES.map((_, kind) => rates.series(kind, 0, 1)[0])).toEqual([1, 1, 1, 1, 2]);
  });
  it('merges bins for who wants few: the sums stay', () => {
    const rates = new Rates();
    for (let i = 0; i < 1_900; i++) rates.add(6, (i * SECOND) / 1024, 10);
    const merge = rates.mergeFor(60);
    expect(merge).toBe(32);
    const few = rates.series(0, 1, merge);
    expect(few.length).toBe(Math.ceil(1_900 / 32));
    expect([few[0], few.at(-1), few.reduce((a, b) => a + b, 0)]).toEqual([320, (1_900 % 32) * 10, 19_000]);
  });
});

describe('a broken time', () => {
  it('a year ahead, once, does not make all others one bin', () => {
    const rates = new Rates();
    for (let i = 0; i < 1_000; i++) rates.add(6, i === 500 ? 400 * 86_400 * SECOND : i * 0.01 * SECOND, 60);
    expect(rates.widthNs).toBeLessThan(0.01 * SECOND);
    expect([rates.strays, sum(rates, 0)]).toEqual([1, 1_000]);
  });
  it('is believed once a second packet agrees: the capture paused for a weekend', () => {
    const rates = new Rates();
    rates.add(6, 0, 60);
    for (let i = 0; i < 100; i++) rates.add(6, (2 * 86_400 + i) * SECOND, 60);
    expect(rates.strays).toBe(1);
    expect(rates.series(0, 0, 1).reduce((last, value, bin) => (value > 0 ? bin : last), 0) * rates.widthNs).toBeGreaterThan(1.9 * 86_400 * SECOND);
  });
  it('of a clock that was not set yet: the series begins where the clock is right', () => {
    const rates = new Rates();
    rates.add(6, 0, 60);
    for (let i = 0; i < 10; i++) rates.add(6, (56 * 365 * 86_400 + i) * SECOND, 60);
    expect(rates.startNs).toBeGreaterThan(50 * 365 * 86_400 * SECOND);
    expect(rates.series(0, 0, 1).reduce((a, b) => a + b, 0)).toBe(9);
    expect(rates.strays).toBe(3);
  });
  it('before the first packet is counted at the edge', () => {
    const rates = new Rates();
    rates.add(6, 5 * SECOND, 60);
    rates.add(6, 4 * SECOND, 60);
    expect([rates.series(0, 0, 1)[0], rates.strays]).toEqual([2, 1]);
  });
});
