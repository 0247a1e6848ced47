// What the ladder draws, decided without a page: cells, lines between packets, the pool of rows, and the text that is copied.
import { describe, expect, it } from 'vitest';
import { CAPTURE_DUPLICATE, DUPLICATE_ACK, GAP_BEFORE, HIGH, RETRANSMISSION, VERDICTS } from '../../../shared/analysis';
import { FLAG_ACK, FLAG_SYN } from '../../../shared/tcp-flags';
import { FROM_OTHER } from '../../../shared/trace';
import type { TraceRows } from '../../../shared/trace';
import { ladderCells } from '../../../renderer/model/ladder-cells';
import type { LadderCells, LadderContext } from '../../../renderer/model/ladder-cells';
import { bracketPath, brackets } from '../../../renderer/model/ladder-links';
import { pickedList, stretchesOf, wholeList, wholePart } from '../../../renderer/model/ladder-list';
import { EMPTY_LADDER, ladderPool } from '../../../renderer/model/ladder-pool';
import { ladderText } from '../../../renderer/model/ladder-text';
import { verdictMark } from '../../../renderer/model/verdict-mark';

interface Line { from?: number; kind?: number; at?: number; seq?: number; ack?: number; length?: number; flags?: number; verdict?: number; related?: number; states?: [number, number]; expected?: number }

/** Packets of one connection as a part of a ladder that begins at `offset`. */
function part(lines: readonly Line[], offset = 0): TraceRows {
  const column = (of: (line: Line) => number | undefined, otherwise = 0): number[] => lines.map((line) => of(line) ?? otherwise);
  const u32 = (values: number[]): Uint32Array => Uint32Array.from(values);
  const none = lines.map(() => 0);
  return {
    offset, total: offset + lines.length, frame: u32(lines.map((_, i) => offset + i + 1)), micros: Float64Array.from(lines, (line, i) => 1e15 + (line.at ?? i * 1000)),
    from: Uint8Array.from(column((l) => l.from)), kind: Uint8Array.from(column((l) => l.kind)), flags: Uint8Array.from(column((l) => l.flags, FLAG_ACK)),
    seq: u32(column((l) => l.seq)), ack: u32(column((l) => l.ack)), length: u32(column((l) => l.length)), wire: u32(column((l) => (l.length ?? 0) + 54)), window: u32(column(() => 1000)),
    verdict: Uint16Array.from(column((l) => l.verdict)), wireshark: u32(none), netfilter: Uint16Array.from(none), expected: u32(column((l) => l.expected ?? l.seq)), previousAck: u32(column((l) => l.ack)),
    answers: Int32Array.from(lines, () => -1), answersSeq: u32(none), answersLength: u32(none), answersFlags: Uint8Array.from(none), peerNext: u32(column((l) => l.ack)), related: Int32Array.from(column((l) => l.related, -1)), relatedFrame: u32(column((l) => (l.related ?? -1) + 1)),
    originatorState: Uint8Array.from(column((l) => l.states?.[0], 4)), responderState: Uint8Array.from(column((l) => l.states?.[1], 4)), sacks: u32([]),
  };
}
const context: LadderContext = { protocol: 6, firstMicros: 1e15, time: 'relative', relative: false, base: { originator: 0, responder: 0 }, version6: false };
const cells = (rows: TraceRows): LadderCells[] => Array.from(rows.frame, (_, i) => ladderCells(rows, i, context));

describe('a packet of the ladder', () => {
  it('shows a state beside its line only where it changes', () => {
    const [syn, synAck, ack] = cells(part([{ flags: FLAG_SYN, states: [2, 1] }, { from: 1, flags: FLAG_SYN | FLAG_ACK, states: [4, 3] }, { states: [4, 4] }]));
    expect([syn?.originatorState?.word, syn?.responderState?.word]).toEqual(['SYN-SENT', 'LISTEN']);
    expect([synAck?.originatorState?.word, synAck?.responderState?.word]).toEqual(['ESTABLISHED', 'SYN-RECEIVED']);
    expect([ack?.originatorState, ack?.responderState?.word]).toEqual([null, 'ESTABLISHED']);
  });
  it('has no state to show where the part begins in the middle', () => { expect(cells(part([{}], 500))[0]?.originatorState).toBeNull(); });
  it('tells a long silence, and no short one', () => {
    expect(cells(part([{ at: 0 }, { at: 900_000 }, { at: 4_400_000 }])).map((cell) => cell.quiet)).toEqual(['', '', '3.500 s']);
  });
  it('lets a third party point to the end whose packet it quotes', () => {
    const about = (from: number) => cells(part([{ from }, { from: FROM_OTHER, kind: 2, seq: (3 << 8) | 3, related: 0 }]))[1];
    expect([about(0)?.from, about(0)?.toward, about(1)?.toward]).toEqual(['other', 'originator', 'responder']);
    expect(about(0)?.link).toMatchObject({ index: 0, text: 'about frame 1' });
  });
  it('names a packet it is joined to although the part does not hold it', () => {
    expect(cells(part([{ verdict: RETRANSMISSION | HIGH, related: 41, length: 10 }], 900))[0]?.link?.text).toBe('repeats frame 42');
  });
  it('joins a gap to what fills it', () => {
    const rows = part([{ seq: 100, length: 10 }, { seq: 120, length: 10, expected: 110, verdict: GAP_BEFORE | HIGH }, { seq: 110, length: 10, verdict: RETRANSMISSION | HIGH }]);
    expect(cells(rows)[1]?.link).toEqual({ index: 2, text: 'filled by frame 3', kind: 'hole' });
  });
});

it('gives every verdict a mark with a figure and its own word', () => {
  const words = VERDICTS.map((_, code) => verdictMark(code)?.word);
  expect(words[0]).toBeUndefined();
  expect(new Set(words.slice(1)).size).toBe(VERDICTS.length - 1);
});

describe('lines between packets', () => {
  const joined = (...pairs: [number, number, number?][]) => part(Array.from({ length: 12 }, (_, i): Line => {
    const pair = pairs.find(([index]) => index === i);
    return pair === undefined ? {} : { verdict: (pair[2] ?? RETRANSMISSION) | HIGH, related: pair[1], length: 1 };
  }));
  it('join all answers to one packet in one line', () => {
    expect(brackets(cells(joined([4, 2, DUPLICATE_ACK], [5, 2, DUPLICATE_ACK], [7, 2, DUPLICATE_ACK])))).toEqual([{ kind: 'echo', target: 2, members: [2, 4, 5, 7], lane: 0 }]);
  });
  it('keep apart where they overlap, and share a lane where they do not', () => {
    expect(brackets(cells(joined([5, 1], [6, 3], [10, 8]))).map(({ target, lane }) => [target, lane])).toEqual([[1, 0], [3, 1], [8, 0]]);
  });
  it('are not drawn to a packet out of sight', () => { expect(brackets(cells(joined([5, 1], [6, 3])).slice(2)).map(({ target }) => target)).toEqual([3]); });
  it('are drawn as one path with a tick to every packet between', () => {
    const path = bracketPath({ kind: 'echo', lane: 0, members: [0, 2, 5], target: 0 }, (index) => index * 34, 26);
    expect(path).toMatch(/^M 26 0 .* V 166 .* H 26 M 21 68 H 26$/);
  });
});

describe('the pool of rows', () => {
  const extent = { rows: 1_000_000, rowHeight: 34, viewport: 340 };
  const list = wholeList(1_000_000);
  it('keeps a row’s node and object while it stays in sight', () => {
    const rows = wholePart(part(Array.from({ length: 60 }, () => ({})), 500_000));
    const first = ladderPool(EMPTY_LADDER, rows, list, context, extent, 500_010 * 34);
    const next = ladderPool(first, rows, list, context, extent, 500_012 * 34);
    const kept = next.rows.filter((row) => first.rows.includes(row));
    expect(next.rows).toHaveLength(11);
    expect(kept).toHaveLength(9);
    expect(next.rows.every((row) => row.y < 4096 * 34 + 340 && row.cells !== null)).toBe(true);
  });
  it('tells every row again when the numbers are told otherwise', () => {
    const rows = wholePart(part([{ seq: 5, length: 1 }]));
    const before = ladderPool(EMPTY_LADDER, rows, list, context, { ...extent, rows: 1 }, 0);
    const after = ladderPool(before, rows, list, { ...context, relative: true, base: { originator: 4, responder: 0 } }, { ...extent, rows: 1 }, 0);
    expect([before.rows[0]?.cells?.parts[0]?.value, after.rows[0]?.cells?.parts[0]?.value]).toEqual(['5', '1']);
  });
  it('leaves room for packets that have not arrived', () => { expect(ladderPool(EMPTY_LADDER, null, list, context, extent, 0).rows.every((row) => row.cells === null)).toBe(true); });
});

describe('packets that are picked out', () => {
  it('have places of their own; one that is left out stands where the next one does', () => {
    const list = pickedList(Uint32Array.of(4, 9, 700));
    expect([list.count, list.indexAt(1), list.positionOf(9), list.positionOf(5), list.positionOf(0), list.positionOf(9_999)]).toEqual([3, 9, 1, 1, 0, 2]);
  });
  it('are read with what leads to them, near ones together', () => {
    expect(stretchesOf(Uint32Array.of(4, 9, 700, 750))).toEqual([{ offset: 0, count: 10 }, { offset: 636, count: 115 }]);
  });
  it('never ask for more at once than may cross', () => {
    const all = stretchesOf(Uint32Array.from({ length: 9_000 }, (_, i) => i));
    expect(all.every(({ count }) => count <= 2_048 + 64)).toBe(true);
    expect((all.at(-1)?.offset ?? 0) + (all.at(-1)?.count ?? 0)).toBe(9_000);
  });
});

describe('what is copied', () => {
  const rows = part([{ flags: FLAG_SYN, seq: 10_000 }, { from: 1, flags: FLAG_SYN | FLAG_ACK, seq: 20_000, ack: 10_001 }, { seq: 10_001, ack: 20_001, length: 5, verdict: CAPTURE_DUPLICATE | HIGH, at: 5000 }]);
  const ends = { originator: '10.0.0.1:40000', responder: '10.0.0.2:80' };
  it('reads as lines', () => {
    expect(ladderText('text', rows, 2, 3, context, ends)).toMatch(/^3 {2}0\.005000 {2}10\.0\.0\.1:40000 → 10\.0\.0\.2:80 {2}ACK seq=10001 ack=20001 len=5 win=1000 {2}\[capture-duplicate\] {2}/);
  });
  it('reads as a packetdrill script', () => {
    expect(ladderText('script', rows, 0, 3, context, ends).split('\n')).toEqual([
      '// > 10.0.0.1:40000', '// < 10.0.0.2:80', '+0.000000 > S 10000:10000(0) win 1000', '+0.001000 < S. 20000:20000(0) ack 10001 win 1000', '+0.004000 > . 10001:10006(5) ack 20001 win 1000 // capture-duplicate',
    ]);
  });
});
