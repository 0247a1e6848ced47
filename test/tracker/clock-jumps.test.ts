// The clock jumps while connections are watched: sleep and wake, a clock set back, one set far ahead. Nothing breaks, no duration is negative.
import { expect, it } from 'vitest';
import { Tracker } from '../../main/tracker/tracker';
import { story } from '../make/story';

const START = 1_700_000_000_000_000;
const HOUR = 3_600_000_000;
const DAYS_400 = 400 * 24 * HOUR;

function watched(): Tracker {
  const tracker = new Tracker({ connectionLimit: 1_000, hashKey: 1 });
  take(tracker, story({ startMicros: START }).syn().synAck().ack().data('originator', 300).ack('responder').pcap(), 0);
  return tracker;
}

/** Further packets of the capture: the file header is there once. */
function take(tracker: Tracker, capture: Uint8Array, offset: number): number {
  const bytes = Uint8Array.from(offset === 0 ? capture : capture.subarray(24));
  expect(tracker.push(bytes, new DataView(bytes.buffer), 0, bytes.length, offset)).toBe(bytes.length);
  return offset + bytes.length;
}

/** In microseconds, as rows and as the table show them. */
function durations(tracker: Tracker): number[] {
  tracker.refreshView();
  const page = tracker.page({ sort: 'id', descending: false, filter: '', offset: 0, count: 10 });
  return [...[...tracker.rows()].map((row) => row.endMicros - row.startMicros), ...page.durationMicros];
}

it.each([
  ['an hour of sleep', [START + HOUR]],
  ['a clock set back an hour', [START + 1_000_000, START - HOUR, START + 2_000_000]],
  ['a clock set to 1970', [0]],
  ['a clock set four hundred days ahead, and right again', [START + DAYS_400, START + 3_000_000]],
  ['a clock that is no number', [Number.NaN]],
  ['the greatest times there are', [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]],
])('%s: the connection stays in the table, with a duration that can be', (_name, times) => {
  const tracker = watched();
  for (const micros of times) tracker.advance(micros);
  expect(tracker.status().connections).toBe(1);
  for (const micros of durations(tracker)) {
    expect(micros).toBeGreaterThanOrEqual(0);
    expect(micros).toBeLessThan(1_000_000);
  }
});

it('packets that come after the jump are tracked, whether their times go on, jump ahead or go back', () => {
  for (const later of [START + 5_000_000, START + DAYS_400, START - DAYS_400]) {
    const tracker = new Tracker({ connectionLimit: 1_000, hashKey: 1 });
    const end = take(tracker, story({ startMicros: START }).syn().synAck().ack().pcap(), 0);
    tracker.advance(START + HOUR);
    take(tracker, story({ originator: { address: '192.0.2.9', port: 5_000 }, startMicros: later }).syn().synAck().ack().close('originator').pcap(), end);
    tracker.advance(START);
    expect(tracker.status()).toMatchObject({ connections: 2, damageCount: 0 });
    for (const micros of durations(tracker)) expect(micros).toBeGreaterThanOrEqual(0);
  }
});

it('a clock set back in the middle of a connection gives it no negative duration', () => {
  const tracker = new Tracker({ connectionLimit: 1_000, hashKey: 1 });
  take(tracker, story({ startMicros: START }).syn().synAck().wait(-HOUR).ack().data('originator', 10).ack('responder').pcap(), 0);
  for (const micros of durations(tracker)) expect(micros).toBeGreaterThanOrEqual(0);
});
