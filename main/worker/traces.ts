// The packets of single connections, read back from the capture on request and in slices, so that other questions are answered in between.
// The last few stay ready.
import { performance } from 'node:perf_hooks';
import { Failure, toAppError } from '@shared/failure';
import type { CommandArgument, CommandValue } from '@shared/ipc';
import type { Trace, Tracker } from '../tracker/tracker';
import type { CaptureBytes } from './capture-bytes';

const SLICE_MILLIS = 6;
const LIMIT_BYTES = 192 * 1024 ** 2;
const LEAST_BLOCK = 640 * 1024;

export class Traces {
  readonly #tracker: Tracker;
  readonly #bytes: CaptureBytes | null;
  /** Newest last. */
  readonly #kept = new Map<number, Trace>();
  #block = new Uint8Array(0);
  #view = new DataView(this.#block.buffer);
  /** The trace being read. */
  #current: Trace | null = null;
  #scheduled = false;
  #ended = false;

  constructor(tracker: Tracker, bytes: CaptureBytes | null) {
    this.#tracker = tracker;
    this.#bytes = bytes;
  }

  /** Nothing more will be tracked. */
  end(): void { this.#ended = true; }

  /** Another capture takes the place of this one. */
  close(): void {
    this.#current = null;
    this.#kept.clear();
    this.#bytes?.close();
  }

  trace({ id }: CommandArgument<'trace'>): CommandValue<'trace'> {
    const trace = this.#open(id);
    if (trace === null) return null;
    this.#current = trace;
    this.#slice();
    return trace.info();
  }

  rows({ id, offset, count }: CommandArgument<'traceRows'>): CommandValue<'traceRows'> { return this.#ready(id).rows(offset, count); }

  locate({ id, frame }: CommandArgument<'traceLocate'>): CommandValue<'traceLocate'> { return { index: this.#open(id)?.locate(frame) ?? -1 }; }

  verdicts({ id, from }: CommandArgument<'traceVerdicts'>): CommandValue<'traceVerdicts'> { return this.#ready(id).verdicts(from); }

  graph(request: CommandArgument<'graph'>): CommandValue<'graph'> { return this.#ready(request.id).graph(request); }

  packet({ id, index }: CommandArgument<'packet'>): CommandValue<'packet'> {
    const trace = this.#open(id);
    const place = trace?.place(index) ?? null;
    if (trace === null || place === null || this.#bytes === null) return null;
    const bytes = new Uint8Array(place.bytes);
    if (this.#readAll(this.#bytes, bytes, bytes.length, place.offset) < bytes.length) return null;
    return trace.detail(index, bytes);
  }

  #ready(id: number): Trace {
    const trace = this.#open(id);
    if (trace === null) throw new Failure('no-connection', 'This connection is not in the table any more.', 'Select another one.');
    return trace;
  }

  #open(id: number): Trace | null {
    const kept = this.#kept.get(id);
    const trace = kept === undefined || kept.outdated ? this.#tracker.trace(id) : kept;
    if (trace === null) return null;
    if (this.#ended) trace.end();
    this.#kept.delete(id);
    this.#kept.set(id, trace);
    if (this.#current === null) this.#current = trace;
    this.#makeRoom(trace);
    return trace;
  }

  #makeRoom(newest: Trace): void {
    let bytes = 0;
    for (const trace of this.#kept.values()) bytes += trace.bytes;
    for (const [id, trace] of this.#kept) {
      if (bytes <= LIMIT_BYTES || trace === newest) return;
      bytes -= trace.bytes;
      this.#kept.delete(id);
      if (this.#current === trace) this.#current = null;
    }
  }

  /** Reads for some milliseconds, and goes on when everybody else had a turn. */
  #slice(): void {
    const deadline = performance.now() + SLICE_MILLIS;
    const trace = this.#current;
    let more = trace !== null;
    while (more && trace !== null && performance.now() < deadline) more = this.#step(trace);
    if (!more || this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#slice();
    });
  }

  /** Reads one part; false when there is none, for now. */
  #step(trace: Trace): boolean {
    const part = trace.next();
    if (part === null) return false;
    if (part === 'later') return true;
    const bytes = this.#bytes;
    if (bytes === null) {
      trace.miss('The capture is closed.');
      return true;
    }
    try {
      const wanted = part.look - part.from;
      if (this.#block.length < wanted) {
        this.#block = new Uint8Array(Math.max(LEAST_BLOCK, wanted));
        this.#view = new DataView(this.#block.buffer);
      }
      const got = this.#readAll(bytes, this.#block, wanted, part.from);
      if (got < part.to - part.from) trace.miss(bytes.reason(part.from));
      else trace.take(part, this.#block, this.#view, got);
    } catch (thrown) {
      trace.miss(toAppError(thrown).message);
    }
    return true;
  }

  #readAll(bytes: CaptureBytes, block: Uint8Array, length: number, offset: number): number {
    let got = 0;
    while (got < length) {
      const read = bytes.read(block, got, length - got, offset + got);
      if (read === 0) break;
      got += read;
    }
    return got;
  }
}
