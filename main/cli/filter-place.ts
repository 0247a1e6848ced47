// The place of a fault in a filter, for a terminal: the filter, and carets under what is wrong.
import { printable } from './output';

const MOST_SHOWN = 100;

/** Two lines; of a long filter the part around the place. */
export function filterPlace(filter: string, from: number, to: number): string[] {
  const start = from > MOST_SHOWN - 20 ? from - (MOST_SHOWN - 40) : 0;
  const shown = filter.slice(start, start + MOST_SHOWN);
  const width = (text: string): number => [...printable(text)].length;
  const lead = start > 0 ? '… ' : '';
  const before = width(shown.slice(0, from - start));
  const marked = Math.max(1, width(shown.slice(from - start, to - start)));
  return [`  ${lead}${printable(shown)}${start + MOST_SHOWN < filter.length ? ' …' : ''}`, `  ${' '.repeat(lead.length + before)}${'^'.repeat(marked)}`];
}
