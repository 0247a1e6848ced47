// Where the state lanes draw what: bands, jumps and times, on an axis true to time or with equal steps from moment to moment.
import type { ConnectionDetail } from '@shared/snapshot';
import { STORY_TEXTS } from '@shared/texts-story';
import { formatCount, formatSpan } from './format';
import { namedStateMark } from './state-mark';
import type { StateMark } from './state-mark';
import { endOf, stateLanes } from './state-spans';
import type { Jump, LaneEnd } from './state-spans';

export const LANE_SCALES = ['event', 'linear'] as const;
export type LaneScale = (typeof LANE_SCALES)[number];

export interface LaneBand { x: number; width: number; mark: StateMark; label: string; inferred: boolean; key: string }
export interface LaneJump { x: number; /** Row of the jump among those at the same place, from 0. */ level: number; jump: Jump }
export interface LaneTick { x: number; time: string; note: string }
export interface LaneGap { x: number; text: string }
export interface DrawnLane { end: LaneEnd; bands: LaneBand[]; jumps: LaneJump[] }
export interface LaneLayout { width: number; lanes: DrawnLane[]; ticks: LaneTick[]; gaps: LaneGap[] }

/** Below this a band cannot say its name and a jump cannot be hit. */
const LEAST_STEP = 74;
const LETTER = 6.7;
const JUMP_WIDTH = 19;

interface Moment { micros: number; frame: number; columns: number }

/** The moments at which anything jumps, in the order of the log, with the columns they need: one end may jump twice at one packet. */
function moments(detail: ConnectionDetail): { at: Moment[]; columnOf: Map<number, number>; columns: number } {
  const lanes = stateLanes(detail);
  const jumps = lanes.flatMap((lane) => lane.jumps).sort((a, b) => a.number - b.number);
  const at: Moment[] = [];
  const columnOf = new Map<number, number>();
  let used = new Map<LaneEnd, number>();
  let first = 1;
  for (const jump of jumps) {
    const { frame, micros, endpoint } = jump.transition;
    const now = at.at(-1);
    if (now?.frame !== frame || now.micros !== micros) {
      first += now?.columns ?? 0;
      at.push({ micros, frame, columns: 1 });
      used = new Map();
    }
    const mine = used.get(endpoint) ?? 0;
    used.set(endpoint, mine + 1);
    columnOf.set(jump.number, first + mine);
    const moment = at.at(-1);
    if (moment !== undefined) moment.columns = Math.max(moment.columns, mine + 1);
  }
  return { at, columnOf, columns: first + (at.at(-1)?.columns ?? 0) };
}

/** True to time where every moment can be told from the next one; else equal steps. */
export function readableScale(detail: ConnectionDetail, width: number): LaneScale {
  const { at } = moments(detail);
  const span = endOf(detail) - detail.startMicros;
  const least = at.slice(1).reduce((gap, moment, i) => Math.min(gap, moment.micros - (at[i]?.micros ?? 0)), Infinity);
  return at.length < 2 || at.some((moment) => moment.columns > 1) || (least / Math.max(1, span)) * width < LEAST_STEP / 2 ? 'event' : 'linear';
}

const fits = (word: string, width: number): string => (word.length * LETTER + 10 <= width ? word : '');
const note = (frame: number): string => (frame === 0 ? STORY_TEXTS.byTime : STORY_TEXTS.frame(formatCount(frame)));

export function layoutLanes(detail: ConnectionDetail, scale: LaneScale, room: number): LaneLayout {
  const { at, columnOf, columns } = moments(detail);
  const start = detail.startMicros;
  const span = Math.max(1, endOf(detail) - start);
  // Nothing is known before the first packet of a pair without states of its own: no column for it.
  const lead = detail.transitions[0]?.endpoint === 'both' ? 1 : 0;
  const width = scale === 'event' ? Math.max(room, (columns - lead) * LEAST_STEP) : room;
  const step = width / Math.max(1, columns - lead);
  const xOf = (jump: Jump): number => (scale === 'event' ? ((columnOf.get(jump.number) ?? 0) - lead) * step : ((jump.transition.micros - start) / span) * width);

  const lanes = stateLanes(detail).map(({ end, spans, jumps }): DrawnLane => {
    const bands = spans.map((part, i): LaneBand => {
      const x = part.begun === null ? 0 : xOf(part.begun);
      const wide = Math.max(0, (part.ended === null ? width : xOf(part.ended)) - x);
      const mark = namedStateMark(detail.protocol, part.state);
      return { x, width: wide, mark, label: fits(mark.word, wide), inferred: part.begun?.transition.basis === 'inferred', key: `${i}` };
    }).filter((band) => band.width > 0);
    const drawn: LaneJump[] = [];
    for (const jump of jumps) {
      const x = Math.min(width, Math.max(0, xOf(jump)));
      const near = drawn.at(-1);
      drawn.push({ x, level: near !== undefined && x - near.x < JUMP_WIDTH ? (near.level + 1) % 3 : 0, jump });
    }
    return { end, bands, jumps: drawn };
  });
  if (scale === 'linear') return { width, lanes, gaps: [], ticks: linearTicks(span, width) };

  const ticks: LaneTick[] = [];
  const gaps: LaneGap[] = [];
  let column = 1 - lead;
  at.forEach((moment, i) => {
    const x = column * step;
    ticks.push({ x, time: formatSpan(moment.micros - start), note: note(moment.frame) });
    column += moment.columns;
    const next = at[i + 1]?.micros ?? detail.endMicros;
    if (i + 1 < at.length || next > moment.micros) gaps.push({ x: (x + Math.min(width, column * step)) / 2, text: `+${formatSpan(Math.max(0, next - moment.micros))}` });
  });
  if ((at.at(-1)?.micros ?? start) <= detail.endMicros) ticks.push({ x: width, time: formatSpan(detail.endMicros - start), note: STORY_TEXTS.lastPacket });
  return { width, lanes, ticks, gaps };
}

/** Round steps of time: 1, 2 or 5 times a power of ten, about one every 120 pixels. */
export function linearTicks(span: number, width: number): LaneTick[] {
  const rough = (span * 120) / Math.max(120, width);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = [1, 2, 5, 10].map((part) => part * power).find((part) => part >= rough) ?? power * 10;
  const ticks: LaneTick[] = [];
  for (let at = 0; at <= span; at += step) ticks.push({ x: (at / span) * width, time: formatSpan(at), note: '' });
  return ticks;
}
