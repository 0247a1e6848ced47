// The lines in the ladder's gutter that join a packet to what it repeats, answers again or fills: one lane for each target, as few as fit.
import type { LadderCells, LadderLink } from './ladder-cells';

export interface Bracket {
  kind: LadderLink['kind'];
  lane: number;
  /** Indices of the joined packets, ascending; the target is one of them. */
  members: readonly number[];
  target: number;
}

export const LANES = 4;

/** Lines between packets that are both in sight. */
export function brackets(cells: readonly LadderCells[]): Bracket[] {
  const shown = new Set(cells.map((cell) => cell.index));
  const groups = new Map<string, { kind: LadderLink['kind']; target: number; members: Set<number> }>();
  for (const { index, link } of cells) {
    if (link === null || !shown.has(link.index)) continue;
    const key = `${link.kind} ${link.index}`;
    const group = groups.get(key) ?? { kind: link.kind, target: link.index, members: new Set([link.index]) };
    group.members.add(index);
    groups.set(key, group);
  }
  const ordered = [...groups.values()].map(({ kind, target, members }) => ({ kind, target, members: [...members].sort((a, b) => a - b) }))
    .sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0));
  /** Last index that each lane is taken up to. */
  const taken: number[] = [];
  return ordered.map((group) => {
    const first = group.members[0] ?? 0;
    const free = taken.findIndex((last) => last < first);
    const lane = free >= 0 ? free : Math.min(taken.length, LANES - 1);
    taken[lane] = Math.max(taken[lane] ?? -1, group.members.at(-1) ?? first);
    return { ...group, lane };
  });
}

/** One bracket as an SVG path: a line along its lane, a rounded tick to every member. */
export function bracketPath(bracket: Bracket, yOf: (index: number) => number, width: number): string {
  const x = width - 5 - bracket.lane * 5;
  const edge = width;
  const ys = bracket.members.map(yOf);
  const first = ys[0] ?? 0;
  const last = ys.at(-1) ?? first;
  const bend = 4;
  const ticks = ys.slice(1, -1).map((y) => `M ${x} ${y} H ${edge}`).join(' ');
  return `M ${edge} ${first} H ${x + bend} Q ${x} ${first} ${x} ${first + bend} V ${last - bend} Q ${x} ${last} ${x + bend} ${last} H ${edge} ${ticks}`.trim();
}
