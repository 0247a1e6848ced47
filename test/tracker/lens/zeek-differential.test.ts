// The Zeek view against a plain telling of the same rules, over random segments: likely ones, and everything a hostile sender may do.
import { expect, it } from 'vitest';
import { PACKET_SLOTS, P_ACK, P_DESTINATION_PORT, P_END, P_FLAGS, P_PAYLOAD, P_PAYLOAD_AT, P_SEQ, P_SOURCE_PORT, P_VERSION, P_WINDOW } from '../../../main/tracker/decode/packet';
import { ZeekLens } from '../../../main/tracker/lens/zeek';
import { RANGES_MOST, ZEEK_WORDS } from '../../../main/tracker/lens/zeek-record';
import { type ModelSegment, ZeekModel } from './zeek-model';

const [FIN, SYN, RST, ACK] = [1, 2, 4, 16];

/** mulberry32 */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Plan { next: number; readonly isn: number }

/** Segments of one connection. `wild` ones are rare in an orderly seed and the rule in another. */
function segments(seed: number): ModelSegment[] {
  const draw = random(seed);
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(draw() * items.length)] as T;
  const wild = pick(0, 0.02, 0.1, 0.5);
  const ends: readonly [Plan, Plan] = [0, 1].map(() => {
    const isn = draw() < 0.2 ? (2 ** 32 - Math.floor(draw() * 3000)) >>> 0 : 1 + Math.floor(draw() * 4e9);
    return { isn, next: (isn + 1) >>> 0 };
  }) as unknown as readonly [Plan, Plan];
  const out: ModelSegment[] = [];
  const send = (d: 0 | 1, flags: number, over: Partial<ModelSegment> & { length?: number } = {}): void => {
    const own = ends[d];
    const peer = ends[d === 0 ? 1 : 0];
    const length = over.length ?? 0;
    const segment = { d, flags, seq: own.next, ack: (flags & ACK) !== 0 ? peer.next : 0, window: 1000, captured: length, ...over, length };
    out.push(segment);
    const end = (segment.seq + ((flags & RST) === 0 ? length : 0) + ((flags & SYN) === 0 ? 0 : 1) + ((flags & FIN) === 0 ? 0 : 1)) >>> 0;
    if (((end - own.next) | 0) > 0 && (flags & RST) === 0) own.next = end;
  };
  const opening = draw();
  if (opening < 0.8) send(0, SYN, { seq: ends[0].isn });
  if (opening > 0.1 && opening < 0.9) send(1, SYN | ACK, { seq: ends[1].isn });
  if (opening < 0.03) send(0, RST);
  else if (draw() < 0.9) send(0, ACK);
  const count = Math.floor(draw() * 40);
  for (let i = 0; i < count; i++) {
    const d = pick<0 | 1>(0, 1);
    const own = ends[d];
    const peer = ends[d === 0 ? 1 : 0];
    const length = 1 + Math.floor(draw() * pick(10, 1000, 9000));
    if (draw() >= wild) {
      if (draw() < 0.5) send(d, ACK, { length });
      else send(d, ACK);
      continue;
    }
    switch (Math.floor(draw() * 12)) {
      case 0: own.next = (own.next + length) >>> 0; break; // lost before the capture
      case 1: send(d, ACK, { length, seq: (own.next - Math.floor(draw() * 3000)) >>> 0 }); break;
      case 2: send(d, ACK, { ack: (peer.next - Math.floor(draw() * 3000)) >>> 0 }); break;
      case 3: send(d, ACK, { ack: (peer.next + Math.floor(draw() * 3000)) >>> 0 }); break;
      case 4: send(d, ACK, { window: 0, length: pick(0, length) }); break;
      case 5: send(d, FIN | ACK, { length: pick(0, length) }); break;
      case 6: send(d, RST | pick(0, ACK), { length: pick(0, 0, 5), seq: (own.next + pick(0, 0, 1, 100, -1, 5_000_000)) >>> 0 }); break;
      case 7: send(d, pick(SYN, SYN | ACK), { seq: pick(own.isn, own.isn, own.next), length: pick(0, 0, length) }); break;
      case 8: send(d, ACK, { length, captured: Math.floor(draw() * length) }); break;
      case 9: send(d, pick(0, SYN | FIN, FIN, FIN | SYN | RST, SYN | RST), { length: pick(0, length) }); break;
      case 10: send(d, ACK | FIN, { seq: (own.next - 1) >>> 0 }); break;
      default: send(d, ACK, { length, seq: (own.next + Math.floor(draw() * 5000)) >>> 0 }); break;
    }
  }
  return out;
}

const lens = new ZeekLens();

function view(list: readonly ModelSegment[]): string {
  const ints = new Int32Array(ZEEK_WORDS + 2);
  lens.start(ints, 1);
  const packet = new Int32Array(PACKET_SLOTS);
  for (const s of list) {
    packet[P_VERSION] = 4;
    packet[P_SOURCE_PORT] = 50_001 + s.d;
    packet[P_DESTINATION_PORT] = 50_002 - s.d;
    packet[P_FLAGS] = s.flags;
    packet[P_SEQ] = s.seq;
    packet[P_ACK] = s.ack;
    packet[P_WINDOW] = s.window;
    packet[P_PAYLOAD] = s.length;
    packet[P_PAYLOAD_AT] = 54;
    packet[P_END] = 54 + s.captured;
    lens.segment(ints, 1, s.d, packet);
  }
  const bytes = ([0, 1] as const).map((d) => `${lens.sequenceBytes(ints, 1, d)} missed ${lens.missedBytes(ints, 1, d)}`);
  const line = `${lens.connState(ints, 1)} ${lens.history(ints, 1)} ${String(lens.originator(ints, 1) === 1)} ${bytes.join(' ')}`;
  lens.release(ints, 1);
  return line;
}

function model(list: readonly ModelSegment[]): { line: string; blocks: number } {
  const m = new ZeekModel(list[0]?.d ?? 0, false);
  for (const s of list) m.segment(s);
  const bytes = ([0, 1] as const).map((d) => `${m.size(d)} missed ${m.ends[d].missed}`);
  return { line: `${m.connState} ${m.history} ${String(m.swapped)} ${bytes.join(' ')}`, blocks: m.mostBlocks };
}

it('says the same of three thousand random connections', () => {
  let compared = 0;
  const states = new Set<string>();
  const letters = new Set<string>();
  for (let seed = 1; seed <= 3000; seed++) {
    const list = segments(seed);
    const expected = model(list);
    if (list.length === 0 || expected.blocks > RANGES_MOST || expected.line.length > 120) continue;
    compared++;
    states.add(expected.line.split(' ')[0] ?? '');
    for (const letter of expected.line.split(' ')[1] ?? '') letters.add(letter);
    const ours = view(list);
    if (ours !== expected.line) expect(`${ours}\n${told(list)}`, `seed ${seed}`).toBe(`${expected.line}\n${told(list)}`);
  }
  // The comparison is worth something only where every state and letter came up.
  expect(compared).toBeGreaterThan(2950);
  expect([...states].sort()).toEqual(['OTH', 'REJ', 'RSTO', 'RSTOS0', 'RSTR', 'RSTRH', 'S0', 'S1', 'S2', 'S3', 'SF', 'SH', 'SHR']);
  expect([...letters].sort().join('')).toBe('ADFGHIQRSTW^adfghiqrstw');
}, 60_000);

function told(list: readonly ModelSegment[]): string {
  return list.map((s, i) => `${i} ${s.d} flags ${s.flags} seq ${s.seq} ack ${s.ack} length ${s.length}/${s.captured} window ${s.window}`).join('\n');
}
