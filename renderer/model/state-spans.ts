// How long each end was in which state: the transitions of a connection, turned into spans of time.
import { PROTOCOL } from '@shared/flow';
import type { Endpoint } from '@shared/flow';
import type { ConnectionDetail, Transition } from '@shared/snapshot';

export type LaneEnd = Endpoint | 'both';

/** A jump with its number in the order of the log, from 1: the same number in lanes, diagram and table. */
export interface Jump { number: number; transition: Transition }

export interface StateSpan {
  state: string;
  fromMicros: number;
  toMicros: number;
  /** The jump that began it; null for the state the end was in at first. */
  begun: Jump | null;
  /** The jump that ended it; null for the last one. */
  ended: Jump | null;
}

export interface Lane { end: LaneEnd; spans: StateSpan[]; jumps: Jump[] }

/** More than a screen can show; a hostile capture may hold far more. */
export const MOST_JUMPS = 200;

/** The ends that have states of their own, in the order they are drawn. */
export const laneEnds = (protocol: number): readonly LaneEnd[] => (protocol === PROTOCOL.tcp ? ['originator', 'responder'] : ['both']);

/** Time of the last thing known: a jump by time alone comes after the last packet. */
export const endOf = (detail: ConnectionDetail): number => detail.transitions.slice(0, MOST_JUMPS).reduce((most, jump) => Math.max(most, jump.micros), detail.endMicros);

export function stateLanes(detail: ConnectionDetail): Lane[] {
  const all = detail.transitions.slice(0, MOST_JUMPS).map((transition, i): Jump => ({ number: i + 1, transition }));
  const last = endOf(detail);
  return laneEnds(detail.protocol).map((end) => {
    const jumps = all.filter(({ transition }) => transition.endpoint === end);
    const first = jumps[0]?.transition.from ?? (end === 'both' ? '' : detail.states[end]);
    const spans: StateSpan[] = [];
    let span: StateSpan = { state: first, fromMicros: detail.startMicros, toMicros: last, begun: null, ended: null };
    for (const jump of jumps) {
      // Time stamps of a capture may go back: a span is never shorter than nothing.
      const at = Math.max(span.fromMicros, jump.transition.micros);
      spans.push({ ...span, toMicros: at, ended: jump });
      span = { state: jump.transition.to, fromMicros: at, toMicros: last, begun: jump, ended: null };
    }
    spans.push(span);
    // Before the first datagram a pair has no state.
    return { end, jumps, spans: spans.filter(({ state }) => state !== '') };
  });
}
