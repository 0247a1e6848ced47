// Rows as lines: one JSON object each, with the file's name in front when several files are read.
import type { PacketSink, Tracker } from '../tracker/tracker';
import type { RowKind } from './arguments';
import type { Output } from './output';

export class RowWriter {
  readonly #output: Output;
  readonly #kind: RowKind;
  /** The beginning of every object: `{` or `{"file":"…",`. */
  readonly #opening: string;

  constructor(output: Output, kind: RowKind, file: string | null) {
    this.#output = output;
    this.#kind = kind;
    this.#opening = file === null ? '{' : `{"file":${JSON.stringify(file)},`;
  }

  /** Packets are printed as they pass; everything else when the capture is over. */
  sink(): PacketSink | null {
    return this.#kind === 'packets' ? { packet: (row) => { this.#row(row); } } : null;
  }

  /** True when a row says what Zeek, netfilter and the SEQ/ACK analysis found. */
  get showsViews(): boolean { return this.#kind !== 'transitions'; }

  rest(tracker: Tracker): void {
    if (this.#kind === 'connections') for (const row of tracker.rows()) this.#row(row);
    if (this.#kind === 'alerts') for (const row of tracker.alerts()) this.#row(row);
    if (this.#kind === 'transitions') for (const row of tracker.transitions()) this.#row(row);
  }

  #row(row: object): void {
    this.#output.write(`${this.#opening}${JSON.stringify(row).slice(1)}\n`);
  }
}
