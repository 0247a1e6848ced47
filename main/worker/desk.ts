// The thread's work: reads in slices of a few milliseconds and answers questions in between, so that rows show while a file loads.
import { performance } from 'node:perf_hooks';
import { randomBytes } from 'node:crypto';
import { Failure, toAppError } from '@shared/failure';
import type { AppError } from '@shared/ipc';
import { Tracker } from '../tracker/tracker';
import { Feeder } from './feeder';
import { FileSource } from './file-source';
import { FileInput, GzipInput, LiveInput, type Input } from './input';
import type { FromThread, Progress, QuestionName, Questions, ThreadSetup, ToThread } from './messages';
import { PlainSpool } from './plain-spool';

const SLICE_MILLIS = 10;
const PROGRESS_MILLIS = 100;
const TICK_MILLIS = 500;
/** Packets reach the spool late (a capturer flushes a few times a second): time runs this far behind the clock, so that none comes before it. */
const CLOCK_LAG_MICROS = 2_000_000;

type Reach = Omit<Progress, 'state' | 'tracker' | 'error'>;

const NOWHERE: Reach = { bytesRead: 0, bytesTotal: null, lagBytes: 0, gzip: false, spoolTrimmed: false };

const reach = (input: Input): Reach => ({
  bytesRead: input.bytesRead(), bytesTotal: input.bytesTotal(), lagBytes: input.lagBytes(), gzip: input.gzip, spoolTrimmed: input.spoolTrimmed,
});

export class Desk {
  readonly #setup: ThreadSetup;
  readonly #post: (message: FromThread) => void;
  #tracker: Tracker;
  #input: Input | null = null;
  #state: Progress['state'] = 'idle';
  #error: AppError | null = null;
  #wake: (() => void) | null = null;
  #clock: NodeJS.Timeout | null = null;
  #lastProgress = 0;
  #reached: Reach = NOWHERE;

  constructor(setup: ThreadSetup, post: (message: FromThread) => void) {
    this.#setup = setup;
    this.#post = post;
    this.#tracker = this.#newTracker();
  }

  receive(message: ToThread): void {
    switch (message.kind) {
      case 'ask': this.#answer(message.ticket, message.name, message.argument); return;
      case 'open': this.#begin(() => this.#fileInput(message.path)); return;
      case 'live': this.#begin(() => new LiveInput(new Feeder(this.#tracker))); break;
      case 'segment': this.#live((live) => { live.add(message.place); }); break;
      case 'pause': this.#live((live) => { live.paused = message.paused; }); break;
      case 'end': this.#live((live) => { live.end(); }); break;
      case 'cancel': if (this.#input !== null) this.#stop('done', null); break;
      case 'grown': break;
    }
    this.#wake?.();
  }

  /** Ends everything: the thread is about to be ended or reused. */
  close(): void {
    this.#stop('idle', null);
  }

  #newTracker(): Tracker {
    return new Tracker({ connectionLimit: this.#setup.connectionLimit, hashKey: randomBytes(4).readInt32LE() });
  }

  #fileInput(path: string): Input {
    const source = new FileSource(path);
    try {
      if (!source.seekable) throw new Failure('not-readable', `${path}: this is not a file on disk.`, `Read it with “synoptic analyze ${path}”.`);
      const feeder = new Feeder(this.#tracker);
      if (!source.isGzip()) return new FileInput(source, feeder);
      return new GzipInput(source, feeder, new PlainSpool(this.#setup.spoolFolder, this.#setup.spoolLimitBytes));
    } catch (thrown) {
      source.close();
      throw thrown;
    }
  }

  #begin(make: () => Input): void {
    this.#stop('idle', null);
    this.#reached = NOWHERE;
    this.#tracker = this.#newTracker();
    try {
      this.#input = make();
    } catch (thrown) {
      this.#stop('failed', toAppError(thrown));
      return;
    }
    this.#state = 'reading';
    if (this.#input instanceof LiveInput) this.#clock = setInterval(() => { this.#tick(); }, TICK_MILLIS);
    void this.#run(this.#input);
  }

  /** Reads until the input ends, is replaced or fails. */
  async #run(input: Input): Promise<void> {
    try {
      while (this.#input === input) {
        const pending = input.slice(performance.now() + SLICE_MILLIS);
        const outcome = typeof pending === 'string' ? pending : await pending;
        if (this.#input !== input) break;
        this.#checkFormat(input);
        if (outcome === 'end') {
          this.#stop('done', null);
          break;
        }
        if (outcome === 'wait') {
          this.#progress(false);
          await new Promise<void>((resolve) => { this.#wake = resolve; });
          this.#wake = null;
        } else {
          this.#progress(false);
          await new Promise<void>((resolve) => { setImmediate(resolve); });
        }
      }
    } catch (thrown) {
      if (this.#input === input) this.#stop(this.#tracker.status().packets > 0 ? 'done' : 'failed', toAppError(thrown));
    }
  }

  #checkFormat(input: Input): void {
    const fatal = this.#tracker.status().fatal;
    if (fatal === null || input instanceof LiveInput) return;
    throw new Failure('not-a-capture', fatal, 'Synoptic opens pcap and pcapng files, gzip-compressed or not.', 0);
  }

  /** Ends the reading, if there is one; the table stays. */
  #stop(state: Progress['state'], error: AppError | null): void {
    if (this.#clock !== null) clearInterval(this.#clock);
    this.#clock = null;
    const input = this.#input;
    this.#input = null;
    this.#state = state;
    this.#error = error;
    if (input !== null) this.#reached = reach(input);
    input?.close();
    if (state !== 'idle') this.#progress(true);
    this.#wake?.();
  }

  #live(act: (live: LiveInput) => void): void {
    if (!(this.#input instanceof LiveInput)) return;
    try {
      act(this.#input);
    } catch (thrown) {
      this.#stop('done', toAppError(thrown));
    }
  }

  /** While nothing arrives, time passes all the same: connections expire and TIME-WAIT ends. */
  #tick(): void {
    const input = this.#input;
    if (input instanceof LiveInput && !input.paused && input.lagBytes() === 0 && this.#tracker.status().packets > 0) {
      this.#tracker.advance(Date.now() * 1000 - CLOCK_LAG_MICROS);
    }
    this.#wake?.();
    this.#progress(false);
  }

  #progress(always: boolean): void {
    const now = performance.now();
    if (!always && now - this.#lastProgress < PROGRESS_MILLIS) return;
    this.#lastProgress = now;
    if (this.#input !== null) this.#reached = reach(this.#input);
    this.#post({ kind: 'progress', progress: { state: this.#state, ...this.#reached, tracker: this.#tracker.status(), error: this.#error } });
  }

  #answer<N extends QuestionName>(ticket: number, name: N, argument: Questions[N][0]): void {
    try {
      this.#post({ kind: 'answer', ticket, value: this.#ask(name, argument) });
    } catch (thrown) {
      this.#post({ kind: 'refused', ticket, error: toAppError(thrown) });
    }
  }

  #ask(name: QuestionName, argument: unknown): unknown {
    switch (name) {
      case 'page': return this.#tracker.page(argument as Questions['page'][0]);
      case 'connection': return this.#tracker.connection((argument as Questions['connection'][0]).id);
      case 'locate': {
        const { id, ...view } = argument as Questions['locate'][0];
        return this.#tracker.locate(view, id);
      }
    }
  }
}
