// Where the panels of the graph lie: state lanes on top, one or two sequence panels, then the strips, all on one time axis.
import type { Endpoint } from '@shared/flow';

export const STRIPS = ['states', 'rtt', 'flight', 'throughput'] as const;
export type Strip = (typeof STRIPS)[number];
export type GraphDirectionChoice = Endpoint | 'both';

export interface Panel { kind: 'states' | 'sequence' | 'rtt' | 'flight' | 'throughput'; end: Endpoint; top: number; height: number }
export interface GraphLayout { left: number; right: number; panels: Panel[]; bottom: number }

const LEFT = 92;
const RIGHT = 14;
const AXIS = 24;
const GAP = 8;
const LANES = 34;
const LEAST_STRIP = 38;
const LEAST_SEQUENCE = 90;

export const endsOf = (choice: GraphDirectionChoice): readonly Endpoint[] => (choice === 'both' ? ['originator', 'responder'] : [choice]);

/** Strips give way, the last one first, where the height is not enough to read them. */
export function graphLayout(height: number, choice: GraphDirectionChoice, strips: readonly Strip[], weights: Readonly<Record<Endpoint, number>>): GraphLayout {
  const ends = endsOf(choice);
  const wanted = STRIPS.filter((strip) => strips.includes(strip));
  const room = height - AXIS - 6;
  const stripOf = (count: number): number => Math.max(LEAST_STRIP, Math.min(72, room * 0.14)) * count;
  let shown = wanted;
  const needed = (list: readonly Strip[]): number => (list.includes('states') ? LANES + GAP : 0) + stripOf(list.filter((strip) => strip !== 'states').length) + GAP * list.length + LEAST_SEQUENCE * ends.length;
  while (shown.length > 0 && needed(shown) > room) shown = shown.slice(0, -1);

  const below = shown.filter((strip) => strip !== 'states');
  const strip = below.length === 0 ? 0 : stripOf(below.length) / below.length;
  const states = shown.includes('states') ? LANES + GAP : 0;
  const main = Math.max(40, room - states - below.length * (strip + GAP));
  // A direction that sent next to nothing still gets a quarter.
  const sum = ends.reduce((total, end) => total + weights[end], 0);
  const shareOf = (end: Endpoint): number => (ends.length === 1 ? 1 : Math.min(0.75, Math.max(0.25, sum > 0 ? weights[end] / sum : 0.5)));
  const panels: Panel[] = [];
  let top = 6;
  const add = (kind: Panel['kind'], end: Endpoint, size: number): void => { panels.push({ kind, end, top, height: size }); top += size + GAP; };
  const [first = 'originator'] = ends;
  if (states > 0) add('states', first, LANES);
  for (const end of ends) add('sequence', end, main * shareOf(end) - (ends.length > 1 ? GAP / 2 : 0));
  for (const kind of below) add(kind, first, strip);
  return { left: LEFT, right: RIGHT, panels, bottom: AXIS };
}
