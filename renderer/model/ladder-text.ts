// Packets of the ladder as text for other programs: lines, the article's table, a packet script.
import { arithmetic } from '@shared/arithmetic';
import { verdictName } from '@shared/analysis';
import { icmpName } from '@shared/icmp-names';
import { sequenceText } from '@shared/sequence-numbers';
import { FLAG_ACK, FLAG_FIN, FLAG_PSH, FLAG_RST, FLAG_SYN, FLAG_URG, flagWords } from '@shared/tcp-flags';
import { LADDER_TEXTS } from '@shared/texts-ladder';
import { FROM_ORIGINATOR, FROM_OTHER, FROM_RESPONDER } from '@shared/trace';
import type { TraceRows } from '@shared/trace';
import { traceEntry } from '@shared/trace-entry';
import type { TraceEntry } from '@shared/trace-entry';
import type { LadderContext } from './ladder-cells';

export const COPY_FORMS = ['text', 'table', 'script'] as const;
export type CopyForm = (typeof COPY_FORMS)[number];

/** Names of both ends as `address:port`. */
export interface LadderEnds { originator: string; responder: string }

/** Most packets in one copy: some megabytes of text. */
export const MOST_COPIED = 20_000;

const peerOf = (from: number): number => (from === FROM_ORIGINATOR ? FROM_RESPONDER : FROM_ORIGINATOR);
const entries = (rows: TraceRows, from: number, to: number): TraceEntry[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, k) => traceEntry(rows, from + k));
const seconds = (micros: number): string => (micros / 1e6).toFixed(6);
const nameOf = (from: number): 'originator' | 'responder' | 'other' => (from === FROM_ORIGINATOR ? 'originator' : from === FROM_RESPONDER ? 'responder' : 'other');

function wayOf(from: number, ends: LadderEnds): string {
  if (from === FROM_OTHER) return LADDER_TEXTS.ends.other;
  return from === FROM_ORIGINATOR ? `${ends.originator} → ${ends.responder}` : `${ends.responder} → ${ends.originator}`;
}

/** The acknowledgement as the article prints it: 0 in a SYN that acknowledges nothing. */
const ackText = (entry: TraceEntry, context: LadderContext): string => ((entry.flags & FLAG_ACK) === 0 ? String(entry.ack) : sequenceText(entry.ack, peerOf(entry.from), context));

function textLine(entry: TraceEntry, context: LadderContext, ends: LadderEnds): string {
  const numbers = entry.kind === 'segment'
    ? `${flagWords(entry.flags)} seq=${sequenceText(entry.seq, entry.from, context)} ack=${ackText(entry, context)} len=${entry.length} win=${entry.window}`
    : `${entry.kind} len=${entry.length}`;
  const verdict = verdictName(entry.verdict);
  return [String(entry.frame), seconds(entry.micros - context.firstMicros), wayOf(entry.from, ends), numbers, ...(verdict === null ? [] : [`[${verdict}]`]), arithmetic(entry, context)].join('  ').trimEnd();
}

/** Columns of one width, parted by bars: reads as text, and as a table where text is marked up. */
function table(head: readonly string[], rows: readonly (readonly string[])[], numeric: ReadonlySet<number>): string {
  const widths = head.map((title, c) => Math.max(title.length, ...rows.map((row) => row[c]?.length ?? 0)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, c) => (numeric.has(c) ? cell.padStart(widths[c] ?? 0) : cell.padEnd(widths[c] ?? 0))).join(' | ')} |`;
  return [line(head), `|${widths.map((width, c) => `${'-'.repeat(width + 1)}${numeric.has(c) ? ':' : '-'}`).join('|')}|`, ...rows.map(line)].join('\n');
}

function articleTable(all: readonly TraceEntry[], context: LadderContext): string {
  const words = LADDER_TEXTS.table;
  const head = [words.frame, words.direction, words.flags, words.seq, words.ack, words.wire, words.length, words.words];
  const rows = all.map((entry) => {
    const segment = entry.kind === 'segment';
    const way = entry.from === FROM_OTHER ? LADDER_TEXTS.ends.other : `${LADDER_TEXTS.ends[nameOf(entry.from)]} → ${LADDER_TEXTS.ends[nameOf(peerOf(entry.from))]}`;
    return [
      String(entry.frame), way, segment ? flagWords(entry.flags).replaceAll(' ', '+') : entry.kind,
      segment ? sequenceText(entry.seq, entry.from, context) : '', segment ? ackText(entry, context) : '', String(entry.wire), String(entry.length), arithmetic(entry, context),
    ];
  });
  return table(head, rows, new Set([0, 3, 4, 5, 6]));
}

/** Letters of packetdrill, which are those of tcpdump. */
function scriptFlags(flags: number): string {
  const letters = ([['S', FLAG_SYN], ['F', FLAG_FIN], ['R', FLAG_RST], ['P', FLAG_PSH], ['U', FLAG_URG], ['.', FLAG_ACK]] as const).filter(([, bit]) => (flags & bit) !== 0).map(([letter]) => letter);
  return letters.length === 0 ? '-' : letters.join('');
}

/** One line of a packetdrill script; `>` leaves the originator, `<` comes to it. */
function scriptLine(entry: TraceEntry, context: LadderContext): string {
  const way = entry.from === FROM_ORIGINATOR ? '>' : '<';
  const at = `+${seconds(entry.sincePrevious ?? 0)}`;
  const verdict = verdictName(entry.verdict);
  const remark = verdict === null ? '' : ` // ${verdict}`;
  if (entry.kind === 'datagram') return `${at} ${way} udp (${entry.length})${remark}`;
  if (entry.kind === 'icmp') return `${at} ${way} icmp ${icmpName(entry.seq >>> 8, entry.seq & 0xff, context.version6)}${remark}`;
  if (entry.kind === 'fragment') return `// ${at} ${way} a fragment of ${entry.wire} bytes`;
  const first = sequenceText(entry.seq, entry.from, context);
  const end = sequenceText((entry.seq + entry.length) >>> 0, entry.from, context);
  const ack = (entry.flags & FLAG_ACK) === 0 ? '' : ` ack ${ackText(entry, context)}`;
  const sacks = entry.sacks.map(([left, right]) => `${sequenceText(left, peerOf(entry.from), context)}:${sequenceText(right, peerOf(entry.from), context)}`).join(' ');
  return `${at} ${way} ${scriptFlags(entry.flags)} ${first}:${end}(${entry.length})${ack} win ${entry.window}${sacks === '' ? '' : ` <sack ${sacks}>`}${remark}`;
}

/** Packets [from, to) of a part. */
export function ladderText(form: CopyForm, rows: TraceRows, from: number, to: number, context: LadderContext, ends: LadderEnds): string {
  const all = entries(rows, from, to);
  switch (form) {
    case 'text': return all.map((entry) => textLine(entry, context, ends)).join('\n');
    case 'table': return articleTable(all, context);
    case 'script': return [`// > ${ends.originator}`, `// < ${ends.responder}`, ...all.map((entry) => scriptLine(entry, context))].join('\n');
  }
}
