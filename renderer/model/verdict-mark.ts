// The mark of a verdict: its figure, a tone by how much it matters, then the word.
import { ORDINARY, VERDICTS, VERDICT_MASK, verdictConfidence } from '@shared/analysis';
import type { Confidence } from '@shared/analysis';
import { verdictFigure } from './verdict-figures';
import type { VerdictFigure } from './verdict-figures';

export interface VerdictMark extends VerdictFigure {
  /** As the command line prints it. */
  name: string;
  word: string;
  meaning: string;
  confidence: Confidence;
}

/** A verdict's name in words: `gap before`. */
export const verdictWord = (name: string): string => name.replaceAll('-', ' ');

/** The mark of a judged packet; null for an ordinary one. */
export function verdictMark(judged: number): VerdictMark | null {
  const code = judged & VERDICT_MASK;
  const info = VERDICTS[code];
  if (code === ORDINARY || info === undefined || info.name === null) return null;
  return { ...verdictFigure(code), name: info.name, word: verdictWord(info.name), meaning: info.meaning, confidence: verdictConfidence(judged) };
}

/** The mark of a verdict known by name only, as a packet's detail gives it. */
export function namedVerdictMark(name: string): VerdictMark | null { return verdictMark(VERDICTS.findIndex((info) => info.name === name)); }
