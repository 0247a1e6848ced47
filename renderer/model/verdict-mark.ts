// The mark of a verdict: a shape by what kind of thing happened, a tone by how much it matters, then the word.
import {
  ACK_OF_UNSEEN, CAPTURE_DUPLICATE, DUPLICATE_ACK, GAP_BEFORE, KEEP_ALIVE, KEEP_ALIVE_ACK, NETWORK_DUPLICATE, ORDINARY, OUT_OF_WINDOW, OVERLAP_CONFLICT, REORDERED, RETRANSMISSION, SPURIOUS_RETRANSMISSION, STALE,
  VERDICTS, VERDICT_MASK, WINDOW_FULL, WINDOW_UPDATE, ZERO_WINDOW, ZERO_WINDOW_PROBE, ZERO_WINDOW_PROBE_ACK, verdictConfidence,
} from '@shared/analysis';
import type { Confidence } from '@shared/analysis';

/** What a mark looks like: each one is a figure of its own. */
export type VerdictShape = 'again' | 'order' | 'copy' | 'hole' | 'echo' | 'alive' | 'closed' | 'room' | 'old' | 'fault';
export type Tone = 'bad' | 'warn' | 'note';

export interface VerdictMark {
  shape: VerdictShape;
  tone: Tone;
  word: string;
  meaning: string;
  confidence: Confidence;
}

const LOOKS: Readonly<Record<number, readonly [VerdictShape, Tone]>> = {
  [RETRANSMISSION]: ['again', 'bad'],
  [SPURIOUS_RETRANSMISSION]: ['again', 'warn'],
  [REORDERED]: ['order', 'warn'],
  [NETWORK_DUPLICATE]: ['copy', 'warn'],
  [CAPTURE_DUPLICATE]: ['copy', 'note'],
  [GAP_BEFORE]: ['hole', 'bad'],
  [DUPLICATE_ACK]: ['echo', 'warn'],
  [KEEP_ALIVE]: ['alive', 'note'],
  [KEEP_ALIVE_ACK]: ['alive', 'note'],
  [ZERO_WINDOW]: ['closed', 'bad'],
  [ZERO_WINDOW_PROBE]: ['closed', 'warn'],
  [ZERO_WINDOW_PROBE_ACK]: ['closed', 'warn'],
  [WINDOW_FULL]: ['closed', 'warn'],
  [WINDOW_UPDATE]: ['room', 'note'],
  [ACK_OF_UNSEEN]: ['hole', 'warn'],
  [STALE]: ['old', 'note'],
  [OUT_OF_WINDOW]: ['fault', 'bad'],
  [OVERLAP_CONFLICT]: ['fault', 'bad'],
};

/** The mark of a judged packet; null for an ordinary one. */
export function verdictMark(judged: number): VerdictMark | null {
  const code = judged & VERDICT_MASK;
  const info = VERDICTS[code];
  const look = LOOKS[code];
  if (code === ORDINARY || info === undefined || info.name === null || look === undefined) return null;
  return { shape: look[0], tone: look[1], word: info.name.replaceAll('-', ' '), meaning: info.meaning, confidence: verdictConfidence(judged) };
}

/** The mark of a verdict known by name only, as a packet's detail gives it. */
export function namedVerdictMark(name: string): VerdictMark | null { return verdictMark(VERDICTS.findIndex((info) => info.name === name)); }
