// The mark of a state: shape first, then colour, then word. A fault shows as a cross whatever the state's own shape.
import { CLOSED as HOW_CLOSED, PROTOCOL } from '@shared/flow';
import type { Closed } from '@shared/flow';
import { CLOSED, statesOf, stateInfo } from '@shared/states';
import type { Shape } from '@shared/states';

export interface StateMark {
  shape: Shape;
  word: string;
  /** How it came to be, where the word alone hides a fault; '' for none. */
  note: string;
  meaning: string;
}

const FAULTS: readonly Closed[] = ['reset', 'refused', 'unreachable'];

/** The mark of one end of a row. */
export function stateMark(protocol: number, code: number, closed: number): StateMark {
  const info = stateInfo(protocol, code);
  const how = HOW_CLOSED[closed];
  if (protocol === PROTOCOL.tcp && code === CLOSED && how !== undefined && FAULTS.includes(how)) {
    return { shape: 'cross', word: info.name, note: how, meaning: info.meaning };
  }
  return { shape: info.shape, word: info.name, note: '', meaning: info.meaning };
}

/** The mark of a state known by name only, as transitions give it. */
export function namedStateMark(protocol: number, name: string): StateMark {
  const info = statesOf(protocol).find((state) => state.name === name);
  return { shape: info?.shape ?? 'hollow', word: name, note: '', meaning: info?.meaning ?? '' };
}

/** TCP keeps a state per end; the pseudo-states of every other protocol belong to the pair. */
export const hasStatePerEnd = (protocol: number): boolean => protocol === PROTOCOL.tcp;
