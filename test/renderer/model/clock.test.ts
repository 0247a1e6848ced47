// Moments of packets: relative to the first, time of day, in full.
import { describe, expect, it } from 'vitest';
import { formatAgo, formatMoment, formatRelative, formatTimeOfDay } from '../../../renderer/model/clock';

const NOON = new Date(2026, 10, 22, 12, 5, 33, 120).getTime() * 1000;
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('time since the first packet', () => {
  it.each([[0, '0.000 000'], [1, '0.000 001'], [18_412, '0.018 412'], [1_234_567_890, '1,234.567 890'], [-123, '−0.000 123']])('%d µs is %s', (delta, text) => {
    expect(plain(formatRelative(NOON + delta, NOON))).toBe(text);
  });
});

describe('time of day', () => {
  it('shows milliseconds on the day of the first packet', () => { expect(formatTimeOfDay(NOON + 3_000, NOON)).toBe('12:05:33.123'); });
  it('shows the date on any other day', () => { expect(formatTimeOfDay(NOON + 86_400e6, NOON)).toBe('23 Nov 12:05'); });
  it('is told before there is a first packet', () => { expect(formatTimeOfDay(NOON, null)).toBe('12:05:33.120'); });
});

describe('a moment in full', () => {
  it('holds the date, microseconds and the zone', () => { expect(plain(formatMoment(NOON + 456))).toMatch(/^2026-11-22 12:05:33\.120 456 [+−]\d\d:\d\d$/); });
  it('does not break on a time no calendar has', () => { expect(formatMoment(9e21)).toBe('?'); });
});

it('says how long ago in the largest unit that fits', () => {
  const now = Date.UTC(2026, 10, 22);
  const ago = (minutes: number): string => formatAgo(now - minutes * 60_000, now);
  expect([ago(0.4), ago(9), ago(5 * 60), ago(50 * 60)]).toEqual(['just now', '9 min ago', '5 h ago', '2 d ago']);
  expect(ago(30 * 1440)).toMatch(/^2026-10-2\d$/);
});
