// The columns of a page that are worked out only when somebody asks for them.
import { VERDICTS } from '@shared/analysis';
import type { ExtraKey } from '@shared/snapshot';
import type { RowReader } from './row-reader';
import type { Views } from './view-reader';

const REPEATS = ['retransmission', 'spurious-retransmission'];

/** Reads the views of one connection, however it is kept. */
export type ViewsOf = (slot: number) => Views;

export function extraColumns(slots: readonly number[], wanted: readonly ExtraKey[], read: RowReader, viewsOf: ViewsOf, alertsOf: ((slot: number) => readonly number[]) | null): Partial<Record<ExtraKey, readonly string[] | Float64Array>> {
  if (wanted.length === 0) return {};
  const views = slots.map(viewsOf);
  const number = (of: (slot: number, views: Views) => number): Float64Array => Float64Array.from(slots, (slot, i) => of(slot, views[i]));
  const text = (of: (views: Views) => string | null): readonly string[] => views.map((v) => of(v) ?? '');
  const columns: { readonly [K in ExtraKey]: () => readonly string[] | Float64Array } = {
    connState: () => text((v) => v.connState),
    history: () => text((v) => v.history),
    netfilter: () => text((v) => v.netfilter),
    verdicts: () => text(verdictText),
    rtt: () => number(rttOf),
    retransmissions: () => number((_, v) => (v.verdicts === null ? NaN : REPEATS.reduce((sum, name) => sum + both(v.verdicts?.[name]), 0))),
    payload: () => number((slot) => read.payloadBytes(slot, 0) + read.payloadBytes(slot, 1)),
    goodput: () => number((slot, v) => goodputOf(slot, v, read)),
    missed: () => number(missedOf),
    icmpErrors: () => number((slot) => read.icmpErrors(slot)),
    alerts: () => number((slot) => alertsOf?.(slot).length ?? 0),
  };
  return Object.fromEntries(wanted.map((key) => [key, columns[key]()]));
}

const both = (pair: { originator: number; responder: number } | null | undefined): number => (pair == null ? 0 : pair.originator + pair.responder);

export function rttOf(_slot: number, views: Views): number { return views.rttMicros?.mean ?? NaN; }

export function missedOf(_slot: number, views: Views): number { return views.missedBytes === null ? NaN : both(views.missedBytes); }

/** Payload bytes a second that count once; NaN where no time passed. */
export function goodputOf(slot: number, views: Views, read: RowReader): number {
  const ns = read.lastNs(slot) - read.firstNs(slot);
  return views.sequenceBytes === null || !(ns > 0) ? NaN : (Math.max(0, both(views.sequenceBytes) - both(views.missedBytes)) / ns) * 1e9;
}

/** The verdicts that occurred, in the order of their table: `retransmission 3, gap-before 1`. */
function verdictText(views: Views): string | null {
  const { verdicts } = views;
  if (verdicts === null) return null;
  return VERDICTS.filter((v) => v.name !== null && verdicts[v.name] !== undefined).map((v) => `${v.name ?? ''} ${both(verdicts[v.name ?? ''])}`).join(', ');
}
