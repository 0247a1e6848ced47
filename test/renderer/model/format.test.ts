// Numbers read as people read them, at every edge where a unit changes.
import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatOffset, formatShare, formatSpan } from '../../../renderer/model/format';

describe('bytes', () => {
  it.each([
    [0, '0 B'], [1, '1 B'], [999, '999 B'], [1000, '1.00 kB'], [4_921, '4.92 kB'], [49_210, '49.2 kB'], [492_100, '492 kB'],
    [999_499, '999 kB'], [999_500, '1.00 MB'], [9_994, '9.99 kB'], [9_996, '10.0 kB'], [99_960, '100 kB'], [1.3e9, '1.30 GB'], [7.2e15, '7.20 PB'], [3e18, '3000 PB'],
  ])('%d is %s', (bytes, text) => { expect(formatBytes(bytes)).toBe(text); });
});

describe('spans of time', () => {
  it.each([
    [0, '0 s'], [1, '1 µs'], [999, '999 µs'], [1000, '1.00 ms'], [19_640, '19.6 ms'], [999_499, '999 ms'], [999_500, '1.000 s'], [1_234_000, '1.234 s'],
    [59_999_000, '59.999 s'], [59_999_900, '1 min 00 s'], [125_000_000, '2 min 05 s'], [3_599_600_000, '1 h 00 min'], [11_520e6, '3 h 12 min'], [187_200e6, '2 d 04 h'], [-1_500, '−1.50 ms'],
  ])('%d µs is %s', (micros, text) => { expect(formatSpan(micros)).toBe(text); });
  it('says nothing where nothing was measured', () => { expect(formatSpan(Number.NaN)).toBe('–'); });
});

describe('shares', () => {
  it('never claims the end before it is reached, nor the start after it is left', () => {
    expect([formatShare(0, 10), formatShare(1, 1e6), formatShare(999_999, 1e6), formatShare(1e6, 1e6), formatShare(5, 0)]).toEqual(['0 %', '1 %', '99 %', '100 %', '0 %']);
  });
});

it('groups thousands', () => { expect(formatCount(1_000_000)).toBe('1,000,000'); });
it('tells an offset in both bases', () => { expect(formatOffset(48_120_332)).toBe('48,120,332 (0x2de420c)'); });
