// State lanes and the machine's diagram: which bands, jumps and ways a connection's transitions make.
import { describe, expect, it } from 'vitest';
import { PROTOCOL } from '@shared/flow';
import type { ConnectionDetail, Transition } from '@shared/snapshot';
import { CLOSED, ESTABLISHED, TIME_WAIT } from '@shared/states';
import { IGNORE, TCP_ROWS } from '@shared/tcp-machine';
import { machineDiagram } from '../../../renderer/charts/machine-diagram';
import { layoutLanes, linearTicks, readableScale } from '../../../renderer/model/lane-layout';
import { MOST_JUMPS, stateLanes } from '../../../renderer/model/state-spans';

const jump = (frame: number, micros: number, endpoint: Transition['endpoint'], from: string, to: string, basis: Transition['basis'] = 'confirmed'): Transition =>
  ({ frame, micros, endpoint, from, to, event: 'event', basis, rule: 'rule', why: 'why' });
const detail = (transitions: Transition[], part: Partial<ConnectionDetail> = {}): ConnectionDetail =>
  ({ protocol: PROTOCOL.tcp, startMicros: 0, endMicros: 60_000_000, states: { originator: 'CLOSED', responder: 'CLOSED' }, transitions, ...part }) as ConnectionDetail;

const HANDSHAKE = [
  jump(1, 0, 'originator', 'CLOSED', 'SYN-SENT'), jump(2, 20_000, 'responder', 'CLOSED', 'LISTEN'), jump(2, 20_000, 'responder', 'LISTEN', 'SYN-RECEIVED'),
  jump(2, 20_000, 'originator', 'SYN-SENT', 'ESTABLISHED'), jump(3, 21_000, 'responder', 'SYN-RECEIVED', 'ESTABLISHED', 'inferred'),
];

describe('the spans of a connection', () => {
  it('join from the first packet to the last, each with the jump that began it', () => {
    const [originator, responder] = stateLanes(detail(HANDSHAKE));
    expect(originator?.spans.map(({ state, fromMicros, toMicros }) => [state, fromMicros, toMicros])).toEqual([['CLOSED', 0, 0], ['SYN-SENT', 0, 20_000], ['ESTABLISHED', 20_000, 60_000_000]]);
    expect(responder?.spans.at(-1)?.begun?.number).toBe(5);
  });
  it('are never shorter than nothing when the clock of the capture goes back', () => {
    const [lane] = stateLanes(detail([jump(1, 500, 'originator', 'CLOSED', 'SYN-SENT'), jump(2, 200, 'originator', 'SYN-SENT', 'ESTABLISHED')]));
    expect(lane?.spans.every((span) => span.toMicros >= span.fromMicros)).toBe(true);
  });
  it('of a pair begin with its first datagram', () => {
    const lanes = stateLanes(detail([jump(1, 0, 'both', '', 'ONE-WAY'), jump(2, 300, 'both', 'ONE-WAY', 'REFUSED')], { protocol: PROTOCOL.udp }));
    expect(lanes.map((lane) => [lane.end, lane.spans.map((span) => span.state)])).toEqual([['both', ['ONE-WAY', 'REFUSED']]]);
  });
  it('stay bounded when a hostile capture jumps without end', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => jump(i + 1, i, 'originator', 'CLOSED', 'SYN-SENT'));
    expect(stateLanes(detail(many))[0]?.jumps).toHaveLength(MOST_JUMPS);
  });
});

describe('the lanes', () => {
  it('take equal steps when a handshake of milliseconds stands before a minute of data', () => { expect(readableScale(detail(HANDSHAKE), 1000)).toBe('event'); });
  it('are true to time when every moment can be told from the next', () => {
    expect(readableScale(detail([jump(1, 0, 'originator', 'CLOSED', 'SYN-SENT'), jump(2, 30e6, 'originator', 'SYN-SENT', 'CLOSED')]), 1000)).toBe('linear');
  });
  it('give two jumps of one end at one packet a place each, and the real times between moments', () => {
    const { lanes, ticks, gaps } = layoutLanes(detail(HANDSHAKE), 'event', 1000);
    const places = lanes[1]?.jumps.map(({ x }) => x) ?? [];
    expect(new Set(places).size).toBe(3);
    expect(ticks.map((tick) => tick.time)).toEqual(['0 s', '20.0 ms', '21.0 ms', '1 min 00 s']);
    expect(gaps.map((gap) => gap.text)).toEqual(['+20.0 ms', '+1.00 ms', '+59.979 s']);
    expect(lanes[1]?.bands.map((band) => band.inferred)).toEqual([false, false, false, true]);
  });
  it('cover the width without holes, whatever the scale', () => {
    for (const scale of ['event', 'linear'] as const) {
      const { lanes, width } = layoutLanes(detail(HANDSHAKE), scale, 700);
      for (const { bands } of lanes) {
        expect(bands[0]?.x).toBe(0);
        bands.slice(1).forEach((band, i) => { expect(band.x).toBeCloseTo((bands[i]?.x ?? 0) + (bands[i]?.width ?? 0), 6); });
        expect((bands.at(-1)?.x ?? 0) + (bands.at(-1)?.width ?? 0)).toBeCloseTo(width, 6);
      }
    }
  });
  it('mark round times', () => { expect(linearTicks(95e6, 1000).map((tick) => tick.time)).toEqual(['0 s', '20.000 s', '40.000 s', '1 min 00 s', '1 min 20 s']); });
});

describe('the diagram', () => {
  const drawn = (transitions: Transition[], shown: 'both' | 'originator' | 'responder' = 'both') => machineDiagram(PROTOCOL.tcp, stateLanes(detail(transitions)), shown);
  it('has a way for every row that changes a state, but those by which anything may end', () => {
    const ways = new Set(TCP_ROWS.filter((row) => row.to !== IGNORE && row.to !== CLOSED).map((row) => `${row.from}>${row.to}`));
    const keys = drawn([]).edges.map((edge) => edge.key);
    for (const way of ways) expect(keys).toContain(way);
    expect(keys).toContain(`${TIME_WAIT}>${CLOSED}`);
    expect(keys).not.toContain(`${ESTABLISHED}>${CLOSED}`);
  });
  it('draws a reset where it happened', () => {
    const edge = drawn([jump(9, 5, 'originator', 'ESTABLISHED', 'CLOSED', 'inferred')]).edges.find(({ key }) => key === `${ESTABLISHED}>${CLOSED}`);
    expect(edge?.steps).toMatchObject([{ number: 1, end: 'originator', inferred: true }]);
  });
  it('lights the way of the chosen end only', () => {
    const lit = drawn(HANDSHAKE, 'originator').edges.flatMap((edge) => edge.steps.map((step) => step.number));
    expect(lit.sort()).toEqual([1, 4]);
  });
  it('knows the closed end from the closed beginning', () => {
    const ended = drawn([jump(1, 0, 'originator', 'CLOSED', 'SYN-SENT'), jump(2, 5, 'originator', 'SYN-SENT', 'CLOSED')], 'originator').nodes.filter((node) => node.lastOf.length > 0);
    expect(ended.map((node) => node.key)).toEqual(['end-0']);
  });
  it.each([PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.icmp])('of protocol %i keeps its states apart and inside', (protocol) => {
    const { nodes, width } = machineDiagram(protocol, [], 'both');
    for (const [i, a] of nodes.entries()) {
      expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width / 2).toBeLessThanOrEqual(width);
      for (const b of nodes.slice(i + 1)) expect(Math.abs(a.y - b.y) >= 26 || Math.abs(a.x - b.x) >= (a.width + b.width) / 2).toBe(true);
    }
  });
});
