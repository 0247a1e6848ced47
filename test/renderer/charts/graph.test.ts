// The SEQ/ACK graph: what is drawn from the worker's flat arrays, the words of its axes, zooming, and what leaves as a file.
import { describe, expect, it } from 'vitest';
import { VERDICTS } from '@shared/analysis';
import type { GraphDirection } from '@shared/trace';
import { bytesText, sequenceText, timeText } from '../../../renderer/charts/axis-text';
import { lastBefore, nearest, readings } from '../../../renderer/charts/cross-hair';
import { graphLayout } from '../../../renderer/charts/graph-layout';
import { graphOption, sequenceRange } from '../../../renderer/charts/graph-option';
import { bars, corners, stairs } from '../../../renderer/charts/graph-series';
import { readTokens } from '../../../renderer/charts/chart-tokens';
import { graphSummary, packetRow } from '../../../renderer/charts/graph-words';
import { countMarks, verdictSymbol } from '../../../renderer/charts/verdict-symbols';
import { csvLine } from '../../../renderer/model/csv';
import { LEAST_SPAN, moved, within, zoomed } from '../../../renderer/model/time-window';
import { madeTrace } from '../harness/made-trace';

const START = 1_700_000_000_000_000;
const trace = madeTrace(START);
const graph = trace.graph({ id: 1, fromMicros: null, toMicros: null, columns: 1000, binMicros: null });
const none: GraphDirection = { segments: new Float64Array(), acks: new Float64Array(), window: new Float64Array(), sacks: new Float64Array(), marks: new Float64Array(), rtt: new Float64Array(), flight: new Float64Array(), room: new Float64Array(), throughput: new Float64Array(), goodput: new Float64Array() };
const tokens = readTokens(() => '#123456');
const layout = graphLayout(500, 'responder', ['states', 'rtt', 'flight', 'throughput'], { originator: 1, responder: 9 });
const scene = { graph, layout, from: graph.fromMicros, to: graph.toMicros, origin: START, base: { originator: null, responder: null }, hidden: new Set<number>(), bands: [], selected: null };

describe('the axis', () => {
  it('chooses its unit by the visible part, so that neighbours never read the same', () => {
    expect([timeText(400, 900, 900), timeText(12_000, 40_000, 40_000), timeText(50_000, 1.2e6, 1.2e6), timeText(1_500_000, 8e6, 8e6), timeText(754e6, 900e6, 900e6), timeText(3_725e6, 9_000e6, 9_000e6)]).toEqual(['400 µs', '12 ms', '0.1 s', '1.5 s', '12:34', '1:02:05']);
    const ticks = Array.from({ length: 8 }, (_, i) => timeText(727_300_000 + i * 50, 400));
    expect(new Set(ticks).size).toBe(8);
  });
  it('lets absolute numbers wrap', () => { expect([sequenceText(100, 2 ** 32 - 50), sequenceText(1460, null)]).toEqual(['50', '1,460']); });
  it('writes bytes in the unit of the greatest', () => { expect([bytesText(50_000, 200_000, 'B'), bytesText(0, 10, 'B/s'), bytesText(2.5e6, 9e6, 'B/s')]).toEqual(['50 kB', '0', '2.5 MB/s']); });
});

describe('a direction', () => {
  it('draws a segment as a bar from its first to one past its last byte', () => { expect([...bars(Float64Array.of(START + 5, 10, 30), START)]).toEqual([2, 5, 10, 5, 30]); });
  it('holds the last acknowledgement to the end of what is visible', () => { expect([...stairs(Float64Array.of(START + 5, 10), START, START + 99)]).toEqual([5, 10, 99, 10]); });
  it('steps at every acknowledgement, however small', () => { expect([...corners(Float64Array.of(0, 5, 10, 6, 20, 6))]).toEqual([5, 0, 5, 10, 5, 10, 6, 20, 6, 20, 6]); });
  it('is not flattened by a window far above it', () => {
    const range = sequenceRange({ ...none, segments: Float64Array.of(1, 0, 1000), window: Float64Array.of(1, 1_000_000) });
    expect(range).toMatchObject({ windowCut: true });
    expect(range.max).toBeLessThan(1500);
  });
  it('without packets has an axis all the same', () => { expect(sequenceRange(none)).toEqual({ min: 0, max: 1, windowCut: false }); });
});

describe('the option', () => {
  const names = (option: ReturnType<typeof graphOption>): unknown[] => (option.series as { name?: unknown }[]).map((series) => series.name);
  it('has one grid and one pair of axes a panel, all on the same stretch of time', () => {
    const option = graphOption(scene, tokens);
    expect(layout.panels.map((panel) => panel.kind)).toEqual(['states', 'sequence', 'rtt', 'flight', 'throughput']);
    const axes = option.xAxis as { min: number; max: number }[];
    expect(axes).toHaveLength(5);
    expect(new Set(axes.map(({ min, max }) => `${min} ${max}`)).size).toBe(1);
  });
  it('gives every verdict a series of its own, and leaves out what is hidden', () => {
    expect(names(graphOption(scene, tokens))).toEqual(expect.arrayContaining(['segments', 'acknowledged', 'window edge', 'SACK blocks', 'retransmission', 'duplicate ack', 'zero window', 'window full']));
    expect(names(graphOption({ ...scene, hidden: new Set([1]) }, tokens))).not.toContain('retransmission');
  });
  it('never hands an empty typed array to a large series: that throws', () => {
    const option = graphOption({ ...scene, graph: { ...graph, directions: { originator: none, responder: none } } }, tokens);
    expect(option.series).toEqual([]);
  });
  it('moves nothing by itself: no animation, no zoom, no tooltip of its own', () => {
    const option = graphOption(scene, tokens);
    expect(option.animation).toBe(false);
    expect([option.dataZoom, option.tooltip]).toEqual([undefined, undefined]);
  });
});

it('marks every verdict by a figure of its own, whatever its colour', () => {
  const figures = VERDICTS.map((_, code) => verdictSymbol(code)).map(({ path, hollow }) => `${path} ${hollow}`);
  expect(new Set(figures.slice(1)).size).toBe(VERDICTS.length - 1);
});

it('lets strips give way before they become unreadable', () => {
  expect(graphLayout(180, 'responder', ['states', 'rtt', 'flight', 'throughput'], { originator: 1, responder: 1 }).panels.map((panel) => panel.kind)).toEqual(['states', 'sequence']);
  for (const { top, height } of layout.panels) expect(top + height).toBeLessThanOrEqual(500 - layout.bottom);
});

describe('zooming', () => {
  const all = { from: 0, to: 1000 };
  it('keeps the time under the pointer where it is', () => {
    const next = zoomed(all, 250, 0.5, all);
    expect((250 - next.from) / (next.to - next.from)).toBeCloseTo(0.25);
  });
  it('never leaves what there is, nor goes below what can be told apart', () => {
    expect([moved({ from: 0, to: 100 }, -50, all), within({ from: -1e9, to: 1e9 }, all), zoomed({ from: 500, to: 512 }, 506, 1e-9, all)]).toEqual([{ from: 0, to: 100 }, all, { from: 506 - LEAST_SPAN / 2, to: 506 + LEAST_SPAN / 2 }]);
  });
});

describe('the cross-hair', () => {
  const tuples = Float64Array.of(10, 1, 20, 2, 30, 3);
  it('finds what holds at a time, and what is nearest', () => { expect([lastBefore(tuples, 2, 25), lastBefore(tuples, 2, 5), nearest(tuples, 2, 26), nearest(tuples, 2, 0), nearest(none.acks, 2, 1)]).toEqual([1, -1, 2, 0, -1]); });
  it('reads the graph in words', () => {
    const first = graph.directions.responder.marks;
    const text = readings(graph, 'responder', first[0] ?? 0, START, null, 1000).map(({ name, text: value }) => `${name} ${value}`).join('; ');
    expect(text).toMatch(/^at \d.*ack [\d,]+; window .*in flight .*rate .*(?:duplicate ack|retransmission)/);
  });
});

describe('the graph without eyes', () => {
  it('is told in sentences with its verdicts counted', () => {
    const text = graphSummary(graph, 'responder', START);
    expect(text).toContain(`${trace.count.toLocaleString('en-US')} packets in sight`);
    for (const { symbol, count } of countMarks(graph.directions.responder.marks)) expect(text).toContain(`${count} ${symbol.word}`);
  });
  it('lists a packet with relative numbers', () => {
    const { base } = trace.info(1);
    expect(packetRow(trace.rows(0, 5), 0, START, base)[6]).toBe('');
    expect(packetRow(trace.rows(0, 5), 1, START, base)).toEqual(['1', '1206', '0.000080', 'responder', 'SYN ACK', '0', '1', '0', '262144', '']);
  });
});

it('writes a table that no spreadsheet runs', () => {
  expect(csvLine(['=1+1', '-5', '+x', '@a', 'say "a, b"', '0.5'])).toBe('"\'=1+1",-5,"\'+x","\'@a","say ""a, b""",0.5\r\n');
});
