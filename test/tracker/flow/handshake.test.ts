// A SYN and its answer are written at once; what stands there afterwards is exactly what the state machine and the views would have left.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Handshake } from '../../../main/tracker/flow/handshake';
import { random, type Random } from '../../bench/random';
import { analyzeBytes } from '../../drive';
import { ethernet, ipv4, tcp } from '../../make/packet';
import { FIRST_MICROS, pcap, type Frame } from '../../make/pcap';
import { randomCapture } from '../../truth/wireshark-random';

afterEach(() => { vi.restoreAllMocks(); });

/** The first thing that both ways do not tell alike of a connection or jump, and how many handshakes were written at once. Without a listing: that extends every record. */
function both(bytes: Uint8Array): { difference: string[] | null; taken: number } {
  const look = (): string[] => {
    const { connections, transitions, tracker } = analyzeBytes(bytes, { packetSink: null });
    return [...connections, ...transitions, ...connections.map(({ id }) => tracker.connection(id))].map((row) => JSON.stringify(row));
  };
  const answer = vi.spyOn(Handshake.prototype, 'answer');
  const short = look();
  const taken = answer.mock.results.filter(({ value }) => value === true).length;
  answer.mockReturnValue(false);
  const long = look();
  answer.mockRestore();
  const at = Math.max(short.length, long.length) === short.length ? short.findIndex((row, i) => row !== long[i]) : long.length - 1;
  return { difference: at < 0 ? null : [short[at] ?? '', long[at] ?? ''], taken };
}

const OPTIONS = {
  scale: [3, 3, 7, 1], large: [3, 3, 20, 1], sack: [4, 2, 1, 1], stamps: [8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 1], cookie: [34, 2, 1, 1], mss: [2, 4, 5, 180], malformed: [3, 9, 1, 1],
} as const;

/** A SYN and what may follow it: an answer with any options, none, a wrong one, a late one; then what the words are needed for. */
function opening(r: Random, port: number, frames: Frame[]): void {
  const isn = [r.chance(0.1) ? 0xffff_ffff : r.word(), r.word()] as const;
  let micros = FIRST_MICROS + r.int(0, 1_000_000);
  const options = (): number[] => [...r.chance(0.5) ? OPTIONS.mss : [], ...r.chance(0.6) ? OPTIONS.scale : [], ...r.chance(0.1) ? OPTIONS.large : [], ...r.chance(0.5) ? OPTIONS.sack : [], ...r.chance(0.3) ? OPTIONS.stamps : [],
    ...r.chance(0.1) ? OPTIONS.cookie : [], ...r.chance(0.05) ? OPTIONS.malformed : []];
  const send = (from: 0 | 1, flags: string, seq: number, ack: number, length = 0): void => {
    micros += r.chance(0.05) ? r.int(9_000_000, 200_000_000) : r.int(0, 40_000);
    const fields = { srcPort: from === 0 ? port : 80, dstPort: from === 0 ? 80 : port, flags, seq: seq >>> 0, ack: ack >>> 0, window: r.chance(0.05) ? 0 : r.int(1, 65_535), ...flags.startsWith('S') ? { options: Uint8Array.from(options()) } : {} };
    const packet = ipv4({ src: `10.0.0.${String(1 + from)}`, dst: `10.0.0.${String(2 - from)}`, id: r.chance(0.3) ? 0 : r.int(1, 60_000) }, tcp(fields, new Uint8Array(length)));
    frames.push({ bytes: ethernet({}, packet), micros });
  };
  send(0, 'S', isn[0], r.chance(0.1) ? 77 : 0, r.chance(0.05) ? 5 : 0);
  if (r.chance(0.1)) send(0, 'S', isn[0], 0);
  send(1, r.chance(0.9) ? 'SA' : r.chance(0.5) ? 'SAP' : 'RA', isn[1], isn[0] + (r.chance(0.9) ? 1 : r.int(0, 9)));
  if (r.chance(0.2)) send(1, 'SA', isn[1], isn[0] + 1);
  if (r.chance(0.9)) send(0, 'A', isn[0] + 1, isn[1] + 1);
  if (r.chance(0.8)) send(0, 'PA', isn[0] + 1, isn[1] + 1, 100);
  if (r.chance(0.8)) send(1, 'PA', isn[1] + 1, isn[0] + (r.chance(0.8) ? 101 : 1), 300);
  if (r.chance(0.5)) send(0, r.chance(0.5) ? 'FA' : 'RA', isn[0] + 101, isn[1] + 301);
}

describe('a handshake that is written at once', () => {
  it('tells what the long way tells, whatever is offered and whatever follows', () => {
    const r = random(7);
    const frames: Frame[] = [];
    for (let port = 20_000; port < 20_600; port++) opening(r, port, frames);
    const { difference, taken } = both(pcap(frames));
    expect(difference).toBeNull();
    expect(taken).toBeGreaterThan(200);
    expect(taken).toBeLessThan(560);
  });

  it('tells the same of conversations that lose, repeat, reorder and lie', () => {
    for (let seed = 1; seed <= 3; seed++) {
      expect(both(randomCapture(seed, 60)).difference, `seed ${String(seed)}`).toBeNull();
    }
  });
});
