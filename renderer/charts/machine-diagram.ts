// The diagram of a state machine, drawn from the rows that the tracker runs, with the way that one connection took.
import { ICMP_ROWS, DATAGRAM_EVENTS, START, UDP_ROWS } from '@shared/datagram-machine';
import { PROTOCOL } from '@shared/flow';
import type { Endpoint } from '@shared/flow';
import { CLOSED, LAST_ACK, TIME_WAIT, stateInfo, statesOf } from '@shared/states';
import type { Shape } from '@shared/states';
import { IGNORE, TCP_EVENTS, TCP_ROWS } from '@shared/tcp-machine';
import { ICMP_PLACES, TCP_PLACES, UDP_PLACES } from './machine-places';
import type { Place, Places } from './machine-places';
import type { Lane, LaneEnd } from '../model/state-spans';

export interface DiagramRow { from: number; to: number; event: string; rule: string; why: string }
export interface DiagramNode { code: number; name: string; meaning: string; shape: Shape; x: number; y: number; width: number; key: string; lastOf: LaneEnd[] }
export interface DiagramStep { number: number; end: LaneEnd; micros: number; inferred: boolean; x: number; y: number }
export interface DiagramEdge {
  key: string;
  path: string;
  /** The middle of the way. */
  x: number;
  y: number;
  /** The event that usually leads this way. */
  label: string;
  rows: DiagramRow[];
  steps: DiagramStep[];
}
export interface Diagram { width: number; height: number; top: number; nodes: DiagramNode[]; edges: DiagramEdge[] }

export const NODE_HEIGHT = 24;
const BADGE = 20;
const LETTER = 7.6;

interface Machine { places: Places; rows: DiagramRow[]; start: number }

function machineOf(protocol: number): Machine {
  if (protocol === PROTOCOL.tcp) {
    return { places: TCP_PLACES, start: CLOSED, rows: TCP_ROWS.filter((row) => row.to !== IGNORE).map((row) => ({ ...row, event: TCP_EVENTS[row.event] ?? '' })) };
  }
  const icmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
  return { places: icmp ? ICMP_PLACES : UDP_PLACES, start: START, rows: (icmp ? ICMP_ROWS : UDP_ROWS).map((row) => ({ ...row, event: DATAGRAM_EVENTS[row.event] ?? '' })) };
}

/** Ways by which any connection may end at any time would hide the others: those into CLOSED are drawn where they were taken. */
const always = (protocol: number, row: DiagramRow): boolean => protocol !== PROTOCOL.tcp || row.to !== CLOSED || row.from === LAST_ACK || row.from === TIME_WAIT;

const nodeWidth = (name: string): number => Math.max(30, name.length * LETTER + 22);

/** The point where a line from a state's middle towards another point leaves its box. */
function leave([x, y]: Place, [toX, toY]: Place, width: number): Place {
  const dx = toX - x;
  const dy = toY - y;
  const scale = Math.min(1, dx === 0 ? Infinity : (width / 2 + 3) / Math.abs(dx), dy === 0 ? Infinity : (NODE_HEIGHT / 2 + 3) / Math.abs(dy));
  return [x + dx * scale, y + dy * scale];
}

type Curve = readonly [Place, Place, Place, Place];

function along([a, b, c, d]: Curve, t: number): Place {
  const mix = (i: 0 | 1): number => a[i] * (1 - t) ** 3 + 3 * b[i] * t * (1 - t) ** 2 + 3 * c[i] * t * t * (1 - t) + d[i] * t ** 3;
  return [mix(0), mix(1)];
}

export function machineDiagram(protocol: number, lanes: readonly Lane[], shown: Endpoint | 'both'): Diagram {
  const { places, rows, start } = machineOf(protocol);
  const codeOf = (name: string): number => (name === '' ? START : statesOf(protocol).findIndex((state) => state.name === name));
  const nameOf = (code: number): string => (code === START && start === START ? '' : stateInfo(protocol, code).name);
  const seen = lanes.filter((lane) => shown === 'both' || lane.end === 'both' || lane.end === shown);

  const taken = new Map<string, Omit<DiagramStep, 'x' | 'y'>[]>();
  for (const { end, jumps } of seen) {
    for (const { number, transition } of jumps) {
      const key = `${codeOf(transition.from)}>${codeOf(transition.to)}`;
      taken.set(key, [...(taken.get(key) ?? []), { number, end, micros: transition.micros, inferred: transition.basis === 'inferred' }]);
    }
  }
  const ways = new Map<string, DiagramRow[]>();
  for (const row of rows) {
    const key = `${row.from}>${row.to}`;
    if (always(protocol, row) || taken.has(key)) ways.set(key, [...(ways.get(key) ?? []), row]);
  }

  const curveOf = (key: string, from: number, to: number): Curve => {
    const a = places.at[from] ?? [0, 0];
    const d = places.ends[to] ?? places.at[to] ?? [0, 0];
    const bend = places.bends[key];
    const first = leave(a, bend?.[0] ?? d, nodeWidth(nameOf(from)));
    const last = leave(d, bend?.[1] ?? a, nodeWidth(nameOf(to)));
    const part = (t: number): Place => [first[0] + (last[0] - first[0]) * t, first[1] + (last[1] - first[1]) * t];
    return [first, bend?.[0] ?? part(1 / 3), bend?.[1] ?? part(2 / 3), last];
  };
  const text = ([x, y]: Place): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const edges = [...ways].flatMap(([key, its]): DiagramEdge[] => {
    const [row] = its;
    if (row === undefined) return [];
    const curve = curveOf(key, row.from, row.to);
    const length = Math.hypot(curve[3][0] - curve[0][0], curve[3][1] - curve[0][1]);
    const steps = (taken.get(key) ?? []).sort((a, b) => a.number - b.number);
    const [x, y] = along(curve, steps.length === 0 ? places.labels?.[key] ?? 0.5 : 0.5);
    return [{
      key, rows: its, x, y, label: row.event, path: `M${text(curve[0])}C${text(curve[1])} ${text(curve[2])} ${text(curve[3])}`,
      steps: steps.map((step, i) => {
        const place = along(curve, 0.5 + ((i - (steps.length - 1) / 2) * BADGE) / Math.max(BADGE * steps.length, length));
        return { ...step, x: place[0], y: place[1] };
      }),
    }];
  });

  const node = (code: number, [x, y]: Place, arriving: boolean): DiagramNode => {
    const name = nameOf(code);
    const info = stateInfo(protocol, code);
    // CLOSED before anything was sent is not the CLOSED at the end.
    const lastOf = seen.filter(({ spans, jumps }) => spans.at(-1)?.state === name && name !== '' && (places.ends[code] === undefined || arriving === jumps.length > 0)).map((lane) => lane.end);
    return { code, name, meaning: name === '' ? '' : info.meaning, shape: name === '' ? 'hollow' : info.shape, x, y, width: nodeWidth(name), key: `${arriving ? 'end' : 'at'}-${code}`, lastOf };
  };
  const around = edges.some(({ rows: [row] }) => row !== undefined && places.ends[row.to] !== undefined && !always(protocol, row));
  const margin = around ? 0 : places.margin ?? 0;
  return {
    width: places.width, height: places.height - 2 * margin, top: margin, edges,
    nodes: [
      ...Object.entries(places.at).map(([code, place]) => node(Number(code), place, false)),
      ...Object.entries(places.ends).map(([code, place]) => node(Number(code), place, true)),
    ],
  };
}
