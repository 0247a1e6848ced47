// What the window is told: the phases of a capture, and whose error counts.
import { describe, expect, it } from 'vitest';
import { NO_ALERTS } from '@shared/alert-page';
import { RateMeter } from '../../main/rate-meter';
import { statusOf, type LiveFacts } from '../../main/session-status';
import type { Progress } from '../../main/worker/messages';

const progress = (change: Partial<Progress> = {}): Progress => ({
  run: 1, state: 'reading', bytesRead: 10, bytesTotal: 20, lagBytes: 0, gzip: false, spoolTrimmed: false, untrackedBytes: 0, alerts: NO_ALERTS, error: null, ...change,
  tracker: {
    format: 'pcap, microseconds', linkTypes: [1, 113, 9999], fatal: null, packets: 3, wireBytes: 300, connections: 2, made: 2, evicted: 0, undecoded: 0, outcomes: {},
    dropped: null, firstMicros: 1, lastMicros: 2, damages: [], damageCount: 0, memoryBytes: 0,
  },
});
const file = { name: '/a.pcap', live: false, filter: '' };
const lo = { name: 'lo', live: true, filter: 'tcp' };
const live = (change: Partial<LiveFacts> = {}): LiveFacts => ({ capturer: { name: 'cap', usable: true, reason: null, remedy: null, limits: [] }, start: 0, keptFromMicros: null, dropped: null, result: null, ...change });
const rate = { packets: 5, bytes: 6 };

describe('the status', () => {
  it('goes from loading to done, and a rate belongs to reading alone', () => {
    expect(statusOf({ source: file, progress: null, live: null, paused: false, rate, restarts: 0 })).toMatchObject({ phase: 'loading', source: '/a.pcap', packets: 0 });
    expect(statusOf({ source: file, progress: progress(), live: null, paused: false, rate, restarts: 0 })).toMatchObject({ phase: 'loading', packetsPerSecond: 5, linkTypes: ['Ethernet', 'Linux cooked v1', 'link type 9999'] });
    expect(statusOf({ source: file, progress: progress({ state: 'done', gzip: true }), live: null, paused: false, rate, restarts: 0 })).toMatchObject({ phase: 'done', packetsPerSecond: 0, format: 'gzip of pcap, microseconds' });
  });

  it('stays live until the last byte was read, then tells why the capture ended', () => {
    const error = { code: 'interface-gone', message: 'Gone.', remedy: null, offset: null };
    const ended = live({ result: { error }, dropped: 7, start: 100 });
    expect(statusOf({ source: lo, progress: progress(), live: ended, paused: true, rate, restarts: 0 })).toMatchObject({ phase: 'live', paused: true, filter: 'tcp', error });
    expect(statusOf({ source: lo, progress: progress({ state: 'done' }), live: ended, paused: false, rate, restarts: 0 })).toMatchObject({ phase: 'done', dropped: 7, spoolTrimmed: true, error });
  });
});

describe('the rate', () => {
  it('is over the last second, and falls to nothing', () => {
    const meter = new RateMeter();
    expect(meter.perSecond()).toEqual({ packets: 0, bytes: 0 });
    for (let i = 0; i <= 50; i++) meter.add(i * 100, i * 10, i * 1_000);
    expect(meter.perSecond()).toEqual({ packets: 100, bytes: 10_000 });
    for (let i = 51; i <= 70; i++) meter.add(i * 100, 500, 50_000);
    expect(meter.perSecond()).toEqual({ packets: 0, bytes: 0 });
  });
});
