// The mark of each verdict in the graph: a figure of its own, then a tone, then its word in the legend.
import { VERDICTS, VERDICT_MASK } from '@shared/analysis';
import type { TokenName } from './graph-tokens';

export interface VerdictSymbol {
  code: number;
  word: string;
  meaning: string;
  /** Path in a box of 10 by 10, for the chart and the legend alike. */
  path: string;
  /** Drawn by its outline alone. */
  hollow: boolean;
  tone: Extract<TokenName, 'bad' | 'warn' | 'accent' | 'dim' | 'state-diamond' | 'state-square'>;
}

const UP = 'M5 0L10 9H0Z';
const DOWN = 'M0 1H10L5 10Z';
const DIAMOND = 'M5 0L10 5L5 10L0 5Z';
const SQUARE = 'M1 1H9V9H1Z';
const DISC = 'M5 0.5A4.5 4.5 0 1 1 4.99 0.5Z';
const CROSS = 'M0 2L2 0L5 3L8 0L10 2L7 5L10 8L8 10L5 7L2 10L0 8L3 5Z';
const PLUS = 'M3.5 0H6.5V3.5H10V6.5H6.5V10H3.5V6.5H0V3.5H3.5Z';
const BAR = 'M0 3.5H10V6.5H0Z';
const PILLAR = 'M3.5 0H6.5V10H3.5Z';
const LEFT = 'M10 0V10L1 5Z';
const RIGHT = 'M0 0V10L9 5Z';

type Look = readonly [path: string, hollow: boolean, tone: VerdictSymbol['tone']];
/** In the order of the verdicts' codes. */
const LOOKS: readonly Look[] = [
  [DISC, false, 'dim'], [UP, false, 'bad'], [UP, true, 'warn'], [LEFT, false, 'warn'], [SQUARE, true, 'state-square'], [SQUARE, false, 'dim'],
  [CROSS, false, 'bad'], [DISC, true, 'warn'], [PLUS, false, 'state-square'], [PLUS, true, 'state-square'], [BAR, false, 'bad'], [PILLAR, false, 'warn'],
  [PILLAR, true, 'warn'], [DOWN, false, 'warn'], [DOWN, true, 'accent'], [CROSS, true, 'warn'], [LEFT, true, 'dim'], [DIAMOND, false, 'bad'], [DIAMOND, true, 'bad'],
];
const UNKNOWN: Look = [RIGHT, true, 'dim'];

export function verdictSymbol(judged: number): VerdictSymbol {
  const code = judged & VERDICT_MASK;
  const info = VERDICTS[code];
  const [path, hollow, tone] = LOOKS[code] ?? UNKNOWN;
  return { code, word: info?.name ?? '?', meaning: info?.meaning ?? '', path, hollow, tone };
}

/** How many marks of each verdict, the most frequent first. */
export function countMarks(...marks: readonly Float64Array[]): { symbol: VerdictSymbol; count: number }[] {
  const counts = new Map<number, number>();
  for (const of of marks) for (let i = 3; i < of.length; i += 5) { const code = (of[i] ?? 0) & VERDICT_MASK; counts.set(code, (counts.get(code) ?? 0) + 1); }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([code, count]) => ({ symbol: verdictSymbol(code), count }));
}
