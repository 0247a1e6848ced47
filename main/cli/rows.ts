// Rows as lines: one JSON object each, with the file's name in front when several files are read.
import type { PacketSink, Tracker } from '../tracker/tracker';
import type { RowKind } from './arguments';
import { printableJson, type Output } from './output';

export class RowWriter {
  readonly #output: Output;
  readonly #kind: RowKind;
  /** The beginning of every object: `{` or `{"file":"…",`. */
  readonly #opening: string;

  constructor(output: Output, kind: RowKind, file: string | null) {
    this.#output = output;
    this.#kind = kind;
    this.#opening = file === null ? '{' : `{"file":${printableJson(file)},`;
  }

  /**
   * Packets are printed as they pass; everything else when the capture is over.
   * @param only ids of the connections whose packets are printed; null for every packet, also those of no connection
   */
  sink(only: ReadonlySet<number> | null = null): PacketSink | null {
    if (this.#kind !== 'packets') return null;
    return { packet: (row) => { if (only === null || (row.connection !== null && only.has(row.connection))) this.#row(row); } };
  }

  /** True when a row says what Zeek, netfilter and the SEQ/ACK analysis found. */
  get showsViews(): boolean { return this.#kind !== 'transitions'; }

  rest(tracker: Tracker, filter = ''): void {
    if (this.#kind === 'connections') for (const row of tracker.rows(filter)) this.#row(row);
    if (this.#kind === 'alerts') {
      const only = filter.trim() === '' ? null : new Set(tracker.matchingIds(filter));
      for (const row of tracker.alerts()) if (only === null || (row.connection !== null && only.has(row.connection))) this.#row(row);
    }
    if (this.#kind === 'transitions') for (const row of tracker.transitions(filter)) this.#row(row);
  }

  #row(row: object): void {
    this.#output.write(`${this.#opening}${JSON.stringify(row).slice(1)}\n`);
  }
}
