// Judges edges, names and lengths by the rules; pure, so that the judge itself can be tried on made-up trees.
import { AREAS, ENTRY, FORBIDDEN_NAMES, MOST_LINES, TABLES } from './rules';
import type { Area } from './rules';
import type { Edge } from './imports';

const inside = (place: string, file: string): boolean => (place.endsWith('/') ? file.startsWith(place) : file === place);

/** The area a file belongs to: the longest place that fits. */
export function areaOf(file: string): Area | undefined {
  return AREAS.filter((area) => inside(area.at, file)).sort((a, b) => b.at.length - a.at.length)[0];
}

/** What is wrong with an edge, in a sentence; null when it is allowed. */
export function judgeEdge(edge: Edge): string | null {
  const area = areaOf(edge.from);
  if (area === undefined) return `${edge.from} belongs to no area of the table`;
  if (edge.package) return area.packages.includes(edge.to) ? null : `${edge.from} imports ${edge.to}: ${area.at} may not`;
  if (area.may.some((place) => inside(place, edge.to))) return null;
  const own = area.at.endsWith('/') && inside(area.at, edge.to);
  if (own && area.apart !== true) return null;
  return `${edge.from} imports ${edge.to}: ${own ? `files of ${area.at} keep apart` : `${area.at} may not`}`;
}

/** Groups of files that import each other in a circle (Tarjan's strongly connected components). */
export function cycles(edges: readonly Edge[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, package: outside } of edges) {
    if (!outside) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const lowOf = (file: string): number => low.get(file) ?? Infinity;
  const visit = (file: string): void => {
    const mine = order.size;
    order.set(file, mine);
    low.set(file, mine);
    stack.push(file);
    for (const target of next.get(file) ?? []) {
      if (!order.has(target)) visit(target);
      if (stack.includes(target)) low.set(file, Math.min(lowOf(file), lowOf(target)));
    }
    if (lowOf(file) !== mine) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1 || (next.get(file) ?? []).includes(file)) found.push(group.sort());
  };
  for (const file of next.keys()) if (!order.has(file)) visit(file);
  return found;
}

/** What is wrong with a path's names; null when nothing is. */
export function judgeName(file: string): string | null {
  const names = file.split('/').map((part) => part.replace(/\..*$/, ''));
  const bad = names.find((name) => FORBIDDEN_NAMES.includes(name.toLowerCase()));
  if (bad !== undefined) return `${file}: "${bad}" says nothing about what is inside`;
  if (/\/index\.(ts|mjs|vue)$/.test(`/${file}`) && file !== ENTRY) return `${file}: a barrel; import the file that holds the thing`;
  return null;
}

export function judgeLength(file: string, lines: number): string | null {
  return lines > MOST_LINES && !TABLES.includes(file) ? `${file} has ${lines} lines; the most is ${MOST_LINES}` : null;
}
