// The marks of verdicts in the graph: the figure and word that the ladder shows, in a token's colour.
import { VERDICTS, VERDICT_MASK } from '@shared/analysis';
import { verdictFigure } from '../model/verdict-figures';
import type { Tone } from '../model/verdict-figures';
import { verdictWord } from '../model/verdict-mark';
import type { TokenName } from './chart-tokens';

export interface VerdictSymbol {
  code: number;
  word: string;
  meaning: string;
  /** Path in a box of 10 by 10, for the chart and the legend alike. */
  path: string;
  /** Drawn by its outline alone. */
  hollow: boolean;
  tone: Extract<TokenName, 'bad' | 'warn' | 'dim'>;
}

const TOKENS: Readonly<Record<Tone, VerdictSymbol['tone']>> = { bad: 'bad', warn: 'warn', note: 'dim' };

export function verdictSymbol(judged: number): VerdictSymbol {
  const code = judged & VERDICT_MASK;
  const info = VERDICTS[code];
  const { path, hollow, tone } = verdictFigure(code);
  return { code, word: verdictWord(info?.name ?? '?'), meaning: info?.meaning ?? '', path, hollow, tone: TOKENS[tone] };
}

/** How many marks of each verdict, the most frequent first. */
export function countMarks(...marks: readonly Float64Array[]): { symbol: VerdictSymbol; count: number }[] {
  const counts = new Map<number, number>();
  for (const of of marks) for (let i = 3; i < of.length; i += 5) { const code = (of[i] ?? 0) & VERDICT_MASK; counts.set(code, (counts.get(code) ?? 0) + 1); }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([code, count]) => ({ symbol: verdictSymbol(code), count }));
}
