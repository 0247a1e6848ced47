// The visible graph in sentences, for those who hear it; and its packets as a table for a file.
import { VERDICTS, VERDICT_MASK, verdictConfidence, verdictName } from '@shared/analysis';
import type { PerEndpoint } from '@shared/snapshot';
import { FLAG_ACK, flagWords } from '@shared/tcp-flags';
import { GRAPH_TEXTS } from '@shared/texts-graph';
import { FROM_ORIGINATOR } from '@shared/trace';
import type { Graph, TraceRows } from '@shared/trace';
import { formatCount, formatSpan } from '../model/format';
import { timeText } from './axis-text';
import { endsOf } from './graph-layout';
import type { GraphDirectionChoice } from './graph-layout';
import { sequenceRange } from './graph-option';
import { countMarks } from './verdict-symbols';

export function graphSummary(graph: Graph, choice: GraphDirectionChoice, origin: number): string {
  const span = graph.toMicros - graph.fromMicros;
  const parts = [GRAPH_TEXTS.summary(formatCount(graph.packets), timeText(graph.fromMicros - origin, span), formatSpan(span))];
  for (const end of endsOf(choice)) {
    const direction = graph.directions[end];
    const range = sequenceRange(direction);
    const bytes = direction.segments.length === 0 ? 0 : Math.round(range.max - range.min);
    const marks = countMarks(direction.marks).map(({ symbol, count }) => `${formatCount(count)} ${symbol.word}`).join(', ');
    parts.push(GRAPH_TEXTS.summaryDirection(GRAPH_TEXTS.directions[end], formatCount(bytes), marks));
  }
  if (graph.reduced) parts.push(GRAPH_TEXTS.reduced);
  return parts.join(' ');
}

/** One packet as the table and the file list it. */
export function packetRow(rows: TraceRows, i: number, origin: number, base: PerEndpoint<number | null>): string[] {
  const from = rows.from[i] ?? 0;
  const [own, peer] = from === FROM_ORIGINATOR ? [base.originator, base.responder] : [base.responder, base.originator];
  const number = (value: number, start: number | null): string => String(start === null ? value : (value - start) >>> 0);
  const judged = rows.verdict[i] ?? 0;
  const verdict = (judged & VERDICT_MASK) < VERDICTS.length ? verdictName(judged) : null;
  return [
    String(rows.offset + i), String(rows.frame[i] ?? 0), (((rows.micros[i] ?? 0) - origin) / 1e6).toFixed(6), GRAPH_TEXTS.from[from] ?? '', flagWords(rows.flags[i] ?? 0),
    number(rows.seq[i] ?? 0, own), ((rows.flags[i] ?? 0) & FLAG_ACK) === 0 ? '' : number(rows.ack[i] ?? 0, peer), String(rows.length[i] ?? 0), String(rows.window[i] ?? 0), verdict === null ? '' : `${verdict} (${verdictConfidence(judged)})`,
  ];
}
