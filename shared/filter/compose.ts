// Filters made of filters: what the menu of a cell puts together.
import { parseFilter } from './parse';

export type Addition = 'only' | 'exclude' | 'and' | 'or';

/** @param now the filter that is there; one that cannot be read is replaced */
export function withTest(now: string, test: string, addition: Addition): string {
  const parsed = parseFilter(now);
  const there = parsed.ok && parsed.tree.kind !== 'all' ? now.trim() : '';
  if (addition === 'only') return test;
  const added = addition === 'exclude' ? `not (${test})` : test;
  if (there === '' || !parsed.ok) return simplified(added);
  const loose = addition === 'or' ? parsed.tree.kind === 'and' : parsed.tree.kind === 'or';
  return `${loose ? `(${there})` : there} ${addition === 'or' ? 'or' : 'and'} ${simplified(added)}`;
}

/** `not (a == b)` is said shorter. */
const simplified = (test: string): string => test.replace(/^not \((\S+) == ("[^"]*"|[^\s()]+)\)$/, '$1 != $2');
