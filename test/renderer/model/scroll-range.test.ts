// A million rows under a scroll bar that Chromium would cut short: every row can be reached, nothing jumps.
import { describe, expect, it } from 'vitest';
import { MAX_SPACER, OVERSCAN, clampTop, covers, fullHeight, poolSize, revealRow, rowAfterKey, scrollFactor, spacerHeight, wantedRange } from '../../../renderer/model/scroll-range';
import type { Extent } from '../../../renderer/model/scroll-range';

const MILLION: Extent = { rows: 1_000_000, rowHeight: 22, viewport: 600 };
const FEW: Extent = { rows: 100, rowHeight: 22, viewport: 600 };

describe('the compressed bar', () => {
  it('is not compressed while it need not be', () => { expect([scrollFactor(FEW), spacerHeight(FEW)]).toEqual([1, 2200]); });
  it('stays below what Chromium can scroll at two device pixels each', () => {
    expect(spacerHeight(MILLION)).toBe(MAX_SPACER);
    expect(MAX_SPACER * 2).toBeLessThan(16_777_216);
  });
  it('reaches exactly the last row at its end', () => {
    const atEnd = (spacerHeight(MILLION) - MILLION.viewport) * scrollFactor(MILLION);
    expect(atEnd + MILLION.viewport).toBeCloseTo(fullHeight(MILLION), 3);
  });
  it('is harmless with no rows, and with fewer than fit', () => {
    for (const rows of [0, 1, 27]) expect([scrollFactor({ ...FEW, rows }), clampTop({ ...FEW, rows }, 500)]).toEqual([1, 0]);
  });
});

describe('revealing a row', () => {
  it('moves as little as it can', () => {
    expect(revealRow(MILLION, 2200, 100)).toBe(2200);
    expect(revealRow(MILLION, 2200, 99)).toBe(99 * 22);
    expect(revealRow(MILLION, 0, 27)).toBe(28 * 22 - 600);
  });
  it('shows the last of a million rows in full', () => { expect(revealRow(MILLION, 0, 999_999) + 600).toBe(22_000_000); });
});

describe('the range asked for', () => {
  it('covers the window it was asked for, with rows to spare on both sides', () => {
    for (const top of [0, 13, 2_200_000, clampTop(MILLION, Infinity)]) {
      const range = wantedRange(MILLION, top);
      expect(covers(MILLION, top, range)).toBe(true);
      expect(covers(MILLION, clampTop(MILLION, top + OVERSCAN * 22 - 22), range)).toBe(true);
    }
  });
  it('does not cover what lies beyond the spare rows', () => { expect(covers(MILLION, 22 * (poolSize(MILLION) + OVERSCAN), wantedRange(MILLION, 0))).toBe(false); });
});

describe('keys', () => {
  it.each([['ArrowDown', 6], ['ArrowUp', 4], ['PageDown', 31], ['PageUp', 0], ['Home', 0], ['End', 999_999]])('%s goes from row 5 to %d', (key, row) => { expect(rowAfterKey(key, 5, MILLION)).toBe(row); });
  it('stops at both ends', () => { expect([rowAfterKey('ArrowUp', 0, MILLION), rowAfterKey('ArrowDown', 999_999, MILLION)]).toEqual([0, 999_999]); });
  it('leaves other keys and an empty table alone', () => { expect([rowAfterKey('a', 5, MILLION), rowAfterKey('End', 0, { ...FEW, rows: 0 })]).toEqual([null, null]); });
});
