// The figure of each verdict and its tone: the same in the ladder, the graph, its legend and the help.
import {
  ACK_OF_UNSEEN, CAPTURE_DUPLICATE, DUPLICATE_ACK, GAP_BEFORE, KEEP_ALIVE, KEEP_ALIVE_ACK, NETWORK_DUPLICATE, OUT_OF_WINDOW, OVERLAP_CONFLICT, REORDERED, RETRANSMISSION,
  SPURIOUS_RETRANSMISSION, STALE, VERDICT_MASK, WINDOW_FULL, WINDOW_UPDATE, ZERO_WINDOW, ZERO_WINDOW_PROBE, ZERO_WINDOW_PROBE_ACK,
} from '@shared/analysis';

export type Tone = 'bad' | 'warn' | 'note';

export interface VerdictFigure {
  /** A path in a box of 10 by 10. */
  path: string;
  /** Drawn by its outline alone. */
  hollow: boolean;
  tone: Tone;
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

const solid = (path: string, tone: Tone): VerdictFigure => ({ path, hollow: false, tone });
const outline = (path: string, tone: Tone): VerdictFigure => ({ path, hollow: true, tone });

const FIGURES: Readonly<Record<number, VerdictFigure>> = {
  [RETRANSMISSION]: solid(UP, 'bad'),
  [SPURIOUS_RETRANSMISSION]: outline(UP, 'warn'),
  [REORDERED]: solid(LEFT, 'warn'),
  [NETWORK_DUPLICATE]: outline(SQUARE, 'warn'),
  [CAPTURE_DUPLICATE]: solid(SQUARE, 'note'),
  [GAP_BEFORE]: solid(CROSS, 'bad'),
  [DUPLICATE_ACK]: outline(DISC, 'warn'),
  [KEEP_ALIVE]: solid(PLUS, 'note'),
  [KEEP_ALIVE_ACK]: outline(PLUS, 'note'),
  [ZERO_WINDOW]: solid(BAR, 'bad'),
  [ZERO_WINDOW_PROBE]: solid(PILLAR, 'warn'),
  [ZERO_WINDOW_PROBE_ACK]: outline(PILLAR, 'warn'),
  [WINDOW_FULL]: solid(DOWN, 'warn'),
  [WINDOW_UPDATE]: outline(DOWN, 'note'),
  [ACK_OF_UNSEEN]: outline(CROSS, 'warn'),
  [STALE]: outline(LEFT, 'note'),
  [OUT_OF_WINDOW]: solid(DIAMOND, 'bad'),
  [OVERLAP_CONFLICT]: outline(DIAMOND, 'bad'),
};
const ORDINARY_FIGURE = solid(DISC, 'note');
const UNKNOWN = outline(RIGHT, 'note');

export function verdictFigure(judged: number): VerdictFigure {
  const code = judged & VERDICT_MASK;
  return code === 0 ? ORDINARY_FIGURE : FIGURES[code] ?? UNKNOWN;
}
