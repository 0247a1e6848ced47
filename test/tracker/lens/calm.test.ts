// The short way of an ordinary segment leaves exactly what the long way leaves: every row, jump and verdict, in conversations and captures of
// which some are ordinary and some are anything but.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOT_CALM } from '../../../main/tracker/lens/calm';
import { ConnectionViews } from '../../../main/tracker/lens/connection-views';
import { random, type Random } from '../../bench/random';
import { analyzeBytes } from '../../drive';
import { pattern } from '../../make/bytes';
import { ethernet, ipv4, tcp } from '../../make/packet';
import { FIRST_MICROS, pcap, type Frame } from '../../make/pcap';
import { captureNames, missingCaptures, readCapture } from '../../truth/places';
import { randomCapture } from '../../truth/wireshark-random';

afterEach(() => { vi.restoreAllMocks(); });

/** What both ways tell of a capture, and how many of its segments took the short one. */
function both(bytes: Uint8Array): { short: string; long: string; taken: number } {
  const look = (): string => {
    const { connections, transitions, packets } = analyzeBytes(bytes);
    return [...connections, ...transitions, ...packets].map((row) => JSON.stringify(row)).join('\n');
  };
  const calm = vi.spyOn(ConnectionViews.prototype, 'calm');
  const short = look();
  const taken = calm.mock.results.filter(({ value }) => value !== NOT_CALM).length;
  calm.mockReturnValue(NOT_CALM);
  const long = look();
  calm.mockRestore();
  return { short, long, taken };
}

/** An orderly conversation whose numbers, windows and pauses are made by chance, closed or not; now and then one segment of it is lost. */
function conversation(r: Random, port: number, frames: Frame[]): void {
  const isn = [r.word(), r.word()];
  const next = [...isn];
  const acked = [0, 0];
  let id = r.int(1, 30_000);
  let micros = FIRST_MICROS;
  const send = (from: 0 | 1, flags: string, length: number): void => {
    micros += r.int(0, 40_000);
    const peer = 1 - from;
    if (flags !== 'S') acked[from] = next[peer] ?? 0;
    const fields = { srcPort: from === 0 ? port : 80, dstPort: from === 0 ? 80 : port, flags, seq: next[from] ?? 0, ack: acked[from] ?? 0, window: r.int(20_000, 65_535) };
    const packet = ipv4({ src: `10.0.0.${String(1 + from)}`, dst: `10.0.0.${String(1 + peer)}`, id: from === 0 ? id++ : 0 }, tcp(fields, pattern(length, frames.length)));
    if (!r.chance(0.01)) frames.push({ bytes: ethernet({}, packet), micros });
    next[from] = ((next[from] ?? 0) + length + (/[SF]/.test(flags) ? 1 : 0)) >>> 0;
  };
  send(0, 'S', 0);
  send(1, 'SA', 0);
  send(0, 'A', 0);
  for (let i = r.int(2, 30); i > 0; i--) send(r.chance(0.5) ? 0 : 1, r.chance(0.3) ? 'A' : 'PA', r.chance(0.3) ? 0 : r.int(1, 1400));
  if (r.chance(0.8)) {
    send(0, 'FA', r.chance(0.3) ? r.int(1, 500) : 0);
    if (r.chance(0.5)) send(1, 'A', 0);
    send(1, 'FA', 0);
    send(0, 'A', 0);
  }
}

describe('the short way', () => {
  it('is taken by many segments of orderly conversations, and tells the same', () => {
    const r = random(1);
    const frames: Frame[] = [];
    for (let port = 40_000; port < 40_060; port++) conversation(r, port, frames);
    const { short, long, taken } = both(pcap(frames));
    expect(short).toBe(long);
    expect(taken).toBeGreaterThan(frames.length / 3);
  });

  it('tells the same of conversations that lose, repeat, reorder and lie', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const { short, long } = both(randomCapture(seed, 60));
      expect(short, `seed ${String(seed)}`).toBe(long);
    }
  });

  it.runIf(missingCaptures === undefined)('tells the same of real captures', () => {
    for (const name of captureNames) {
      const { short, long } = both(readCapture(name));
      expect(short, name).toBe(long);
    }
  });
});
