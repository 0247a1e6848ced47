// One packet of the ladder as text and marks: what stands on its arrow, at its left and right, and what it is joined to.
import { CAPTURE_DUPLICATE, DUPLICATE_ACK, GAP_BEFORE, KEEP_ALIVE, KEEP_ALIVE_ACK, NETWORK_DUPLICATE, REORDERED, VERDICT_MASK, WINDOW_UPDATE, ZERO_WINDOW_PROBE, ZERO_WINDOW_PROBE_ACK } from '@shared/analysis';
import { arithmetic } from '@shared/arithmetic';
import type { ArithmeticContext } from '@shared/arithmetic';
import { isIcmpError } from '@shared/icmp-names';
import { sequenceText } from '@shared/sequence-numbers';
import { FLAG_ACK, flagWords } from '@shared/tcp-flags';
import { LADDER_TEXTS } from '@shared/texts-ladder';
import { FROM_ORIGINATOR, FROM_OTHER, FROM_RESPONDER } from '@shared/trace';
import type { TraceRows } from '@shared/trace';
import { traceEntry } from '@shared/trace-entry';
import type { TraceEntry } from '@shared/trace-entry';
import { formatMoment, formatRelative, formatTimeOfDay } from './clock';
import { formatCount, formatSpan } from './format';
import { hasStatePerEnd, stateMark } from './state-mark';
import type { StateMark } from './state-mark';
import { verdictMark } from './verdict-mark';
import type { VerdictMark } from './verdict-mark';

export const TIME_MODES = ['relative', 'delta', 'absolute'] as const;
export type TimeMode = (typeof TIME_MODES)[number];

/** How a ladder is told; a new object means that every row is told again. */
export interface LadderContext extends ArithmeticContext {
  protocol: number;
  firstMicros: number;
  time: TimeMode;
}

/** A packet that another one repeats, answers again or fills. */
export interface LadderLink { index: number; text: string; kind: 'again' | 'echo' | 'hole' }

export interface LadderCells {
  index: number;
  frame: string;
  time: string;
  moment: string;
  /** Silence before this packet, where it is long; '' otherwise. */
  quiet: string;
  from: 'originator' | 'responder' | 'other';
  /** The end that the arrow points to. */
  toward: 'originator' | 'responder';
  /** What stands on the arrow, most telling first. */
  flags: string;
  parts: readonly { name: string; value: string }[];
  /** True for a packet that carries data: its arrow is drawn heavier. */
  heavy: boolean;
  verdict: VerdictMark | null;
  words: string;
  link: LadderLink | null;
  /** State of an end where this packet changed it; `both` where the pair has one. */
  originatorState: StateMark | null;
  responderState: StateMark | null;
}

/** Longer than a round trip across the world, so that a pause is the sender's own. */
const QUIET_MICROS = 1_000_000;

const FROM_NAME = { [FROM_ORIGINATOR]: 'originator', [FROM_RESPONDER]: 'responder', [FROM_OTHER]: 'other' } as const;

function timeText(entry: TraceEntry, context: LadderContext): string {
  switch (context.time) {
    case 'absolute': return formatTimeOfDay(entry.micros, context.firstMicros);
    case 'delta': return entry.sincePrevious === null ? '' : `+${formatSpan(entry.sincePrevious)}`;
    case 'relative': return formatRelative(entry.micros, context.firstMicros);
  }
}

const frameText = (frame: number): string => LADDER_TEXTS.frameNumber(formatCount(frame));

/** Where the bytes that a gap misses come after all, if the part holds it. */
function filler(rows: TraceRows, entry: TraceEntry): number {
  for (let j = entry.index - rows.offset + 1; j < rows.frame.length; j++) if (rows.from[j] === entry.from && rows.seq[j] === entry.expected && (rows.length[j] ?? 0) > 0) return j;
  return -1;
}

function linkOf(rows: TraceRows, entry: TraceEntry, context: LadderContext): LadderLink | null {
  const code = entry.verdict & VERDICT_MASK;
  if (code === GAP_BEFORE) {
    const at = filler(rows, entry);
    return at < 0 ? null : { index: rows.offset + at, text: LADDER_TEXTS.filledBy(frameText(rows.frame[at] ?? 0)), kind: 'hole' };
  }
  if (entry.related < 0) return null;
  const other = frameText(entry.relatedFrame);
  const link = (text: string, kind: LadderLink['kind']): LadderLink => ({ index: entry.related, text, kind });
  if (entry.kind === 'icmp') return isIcmpError(entry.seq >>> 8, context.version6) ? link(LADDER_TEXTS.about(other), 'echo') : null;
  switch (code) {
    // These go on from a packet, they do not repeat it.
    case 0: case WINDOW_UPDATE: case KEEP_ALIVE: case ZERO_WINDOW_PROBE: return null;
    case DUPLICATE_ACK: return link(LADDER_TEXTS.acknowledgesAgain(other), 'echo');
    case KEEP_ALIVE_ACK: case ZERO_WINDOW_PROBE_ACK: return link(LADDER_TEXTS.answers(other), 'echo');
    case NETWORK_DUPLICATE: case CAPTURE_DUPLICATE: return link(LADDER_TEXTS.copyOf(other), 'again');
    case REORDERED: return link(LADDER_TEXTS.lateFor(other), 'hole');
    default: return link(LADDER_TEXTS.repeats(other), 'again');
  }
}

function labels(entry: TraceEntry, context: LadderContext): Pick<LadderCells, 'flags' | 'parts'> {
  const length = { name: LADDER_TEXTS.lengthWord, value: String(entry.length) };
  if (entry.kind !== 'segment') return { flags: entry.kind === 'icmp' ? 'ICMP' : entry.kind, parts: [length] };
  const peer = entry.from === FROM_ORIGINATOR ? FROM_RESPONDER : FROM_ORIGINATOR;
  return {
    flags: flagWords(entry.flags),
    parts: [
      { name: 'seq', value: sequenceText(entry.seq, entry.from, context) },
      ...((entry.flags & FLAG_ACK) === 0 ? [] : [{ name: 'ack', value: sequenceText(entry.ack, peer, context) }]),
      ...(entry.length === 0 ? [] : [length]),
      { name: LADDER_TEXTS.windowWord, value: String(entry.window) },
    ],
  };
}

/** A third party tells the end whose packet it quotes. */
function toward(rows: TraceRows, entry: TraceEntry): LadderCells['toward'] {
  if (entry.from !== FROM_OTHER) return entry.from === FROM_ORIGINATOR ? 'responder' : 'originator';
  return rows.from[entry.related - rows.offset] === FROM_RESPONDER ? 'responder' : 'originator';
}

/** The states that packet `i` changed; before the first one every end is closed. */
function states(rows: TraceRows, i: number, context: LadderContext): Pick<LadderCells, 'originatorState' | 'responderState'> {
  const first = rows.offset + i === 0;
  const perEnd = hasStatePerEnd(context.protocol);
  const mark = (column: Uint8Array): StateMark | null => {
    const now = column[i] ?? 0;
    const before = i > 0 ? column[i - 1] : first ? (perEnd ? 0 : undefined) : now;
    return now === before ? null : stateMark(context.protocol, now, 0);
  };
  return { originatorState: mark(rows.originatorState), responderState: perEnd ? mark(rows.responderState) : null };
}

/** Packet `i` of a part. */
export function ladderCells(rows: TraceRows, i: number, context: LadderContext): LadderCells {
  const entry = traceEntry(rows, i);
  const quiet = entry.sincePrevious !== null && entry.sincePrevious >= QUIET_MICROS;
  return {
    index: entry.index,
    frame: formatCount(entry.frame),
    time: timeText(entry, context),
    moment: formatMoment(entry.micros),
    quiet: quiet ? formatSpan(entry.sincePrevious ?? 0) : '',
    from: FROM_NAME[entry.from as keyof typeof FROM_NAME] ?? 'other',
    toward: toward(rows, entry),
    ...labels(entry, context),
    heavy: entry.length > 0,
    verdict: verdictMark(entry.verdict),
    words: arithmetic(entry, context),
    link: linkOf(rows, entry, context),
    ...states(rows, i, context),
  };
}
