// The thread's work: reads in slices of a few milliseconds and answers questions in between, so that rows show while a file loads.
import { performance } from 'node:perf_hooks';
import { randomBytes } from 'node:crypto';
import { Failure, toAppError } from '@shared/failure';
import type { AppError } from '@shared/ipc';
import type { Overview } from '@shared/overview';
import { DEFAULT_SETTINGS } from '@shared/settings';
import { compareKinds, type MovedThresholds, type WhatIfKind } from '@shared/alert-page';
import { thresholdsWith } from '@shared/thresholds';
import { Tracker } from '../tracker/tracker';
import { AlertCounter } from './alert-counter';
import type { CaptureBytes } from './capture-bytes';
import { Feeder } from './feeder';
import { FileSource } from './file-source';
import { readEvidence } from './evidence';
import { ownerOf } from './frame-owner';
import { Freshness } from './freshness';
import { inSlices } from './in-slices';
import { KeptAnswer } from './kept-answer';
import { FileInput, GzipInput, LiveInput, type Input } from './input';
import type { AlertRules, FromThread, Limits, Progress, QuestionName, Questions, ToThread } from './messages';
import { PacketClock } from './packet-clock';
import { PlainSpool } from './plain-spool';
import { reportFacts } from './report-facts';
import { Traces } from './traces';
import { WhatIf } from './what-if';

const SLICE_MILLIS = 10;
const PROGRESS_MILLIS = 100;
const TICK_MILLIS = 500;

/** Two trackers of one capture agree in everything only when their tables do. */
const HASH_KEY = randomBytes(4).readInt32LE();
/** State jumps kept: some for every connection of the table, so that a small table means little memory for as long as it is used. */
const transitionLimit = (connectionLimit: number): number => Math.min(8_000_000, Math.max(100_000, connectionLimit * 8));
const newTracker = (connectionLimit: number, moved: MovedThresholds, indexed = true): Tracker => new Tracker({ connectionLimit, hashKey: HASH_KEY, indexed, transitionLimit: transitionLimit(connectionLimit), thresholds: thresholdsWith(moved) });

type Reach = Omit<Progress, 'run' | 'state' | 'tracker' | 'alerts' | 'error'>;

const NOWHERE: Reach = { bytesRead: 0, bytesTotal: null, lagBytes: 0, gzip: false, spoolTrimmed: false, untrackedBytes: 0 };

const reach = (input: Input): Reach => ({
  bytesRead: input.bytesRead(), bytesTotal: input.bytesTotal(), lagBytes: input.lagBytes(), gzip: input.gzip, spoolTrimmed: input.spoolTrimmed, untrackedBytes: input.untrackedBytes,
});

export class Desk {
  readonly #post: (message: FromThread) => void;
  #tracker: Tracker;
  #input: Input | null = null;
  #state: Progress['state'] = 'idle';
  #error: AppError | null = null;
  #wake: (() => void) | null = null;
  #clock: NodeJS.Timeout | null = null;
  #lastProgress = 0;
  /** Number of the capture, as the session counts. */
  #capture = 0;
  #reached: Reach = NOWHERE;
  readonly #packetClock = new PacketClock();
  readonly #freshness = new Freshness();
  readonly #hostsFreshness = new Freshness();
  readonly #overview = new KeptAnswer<Overview>();
  #traces: Traces;
  #bytes: CaptureBytes | null = null;
  #rules: AlertRules = { mutes: [], thresholds: {} };
  #connectionLimit: number = DEFAULT_SETTINGS.connectionLimit;
  #alerts: AlertCounter;
  #whatIf: WhatIf | null = null;

  constructor(post: (message: FromThread) => void) {
    this.#post = post;
    this.#tracker = newTracker(DEFAULT_SETTINGS.connectionLimit, {});
    this.#alerts = new AlertCounter(this.#tracker, []);
    this.#traces = new Traces(this.#tracker, null);
  }

  receive(message: ToThread): void {
    switch (message.kind) {
      case 'ask': this.#answer(message.ticket, message.name, message.argument); return;
      case 'open':
        this.#begin(message.run, message.limits, () => {
          // Before the first byte: a small file is read to its end at once.
          this.#tracker.restoreOverrides(message.swapped);
          return this.#fileInput(message.path, message.limits);
        });
        return;
      case 'live': this.#begin(message.run, message.limits, () => new LiveInput(new Feeder(this.#tracker), message.limits.spoolLimitBytes)); break;
      case 'segment': this.#live((live) => { live.add(message.place); }); break;
      case 'pause': this.#live((live) => { live.paused = message.paused; }); break;
      case 'end': this.#live((live) => { live.end(); }); break;
      case 'cancel': if (this.#input !== null) this.#stop('done', null); break;
      case 'clear':
        this.#stop('idle', null);
        this.#tracker = newTracker(DEFAULT_SETTINGS.connectionLimit, {});
        this.#readBack(null);
        break;
      case 'grown': break;
      case 'alert-rules':
        this.#rules = message.rules;
        this.#alerts.mute(message.rules.mutes);
        if (this.#state === 'done') this.#progress(true);
        break;
    }
    this.#wake?.();
  }

  #fileInput(path: string, limits: Limits): Input {
    const source = new FileSource(path);
    try {
      if (!source.seekable) throw new Failure('not-readable', `${path}: this is not a file on disk.`, `Read it with “synoptic analyze ${path}”.`);
      const feeder = new Feeder(this.#tracker);
      if (!source.isGzip()) return new FileInput(source, feeder);
      return new GzipInput(source, feeder, new PlainSpool(limits.spoolFolder, limits.spoolLimitBytes));
    } catch (thrown) {
      source.close();
      throw thrown;
    }
  }

  #begin(run: number, limits: Limits, make: () => Input): void {
    this.#stop('idle', null);
    this.#capture = run;
    this.#reached = NOWHERE;
    this.#connectionLimit = limits.connectionLimit;
    this.#tracker = newTracker(limits.connectionLimit, this.#rules.thresholds);
    try {
      this.#input = make();
      this.#readBack(this.#input.bytes);
    } catch (thrown) {
      this.#readBack(null);
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

  /** Packets are read back from the capture that is open now. */
  #readBack(bytes: CaptureBytes | null): void {
    this.#whatIf?.cancel();
    this.#traces.close();
    this.#bytes = bytes;
    this.#traces = new Traces(this.#tracker, bytes);
    this.#alerts = new AlertCounter(this.#tracker, this.#rules.mutes);
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
    this.#traces.end();
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
    const { packets, lastMicros } = this.#tracker.status();
    this.#packetClock.note(packets, lastMicros, performance.now());
    const time = this.#packetClock.time(performance.now());
    if (input instanceof LiveInput && !input.paused && !input.ended && input.lagBytes() === 0 && time !== null) this.#tracker.advance(time);
    this.#wake?.();
    this.#progress(false);
  }

  #progress(always: boolean): void {
    const now = performance.now();
    if (!always && now - this.#lastProgress < PROGRESS_MILLIS) return;
    this.#lastProgress = now;
    this.#tracker.catchUpOverrides();
    if (this.#input !== null) this.#reached = reach(this.#input);
    this.#post({ kind: 'progress', progress: { run: this.#capture, state: this.#state, ...this.#reached, tracker: this.#tracker.status(), alerts: this.#alerts.counts(this.#state !== 'reading'), error: this.#error } });
  }

  #answer<N extends QuestionName>(ticket: number, name: N, argument: Questions[N][0]): void {
    try {
      const value = this.#ask(name, argument);
      if (!(value instanceof Promise)) this.#post({ kind: 'answer', ticket, value });
      else value.then((late: unknown) => { this.#post({ kind: 'answer', ticket, value: late }); }, (thrown: unknown) => { this.#post({ kind: 'refused', ticket, error: toAppError(thrown) }); });
    } catch (thrown) {
      this.#post({ kind: 'refused', ticket, error: toAppError(thrown) });
    }
  }

  #ask(name: QuestionName, argument: unknown): unknown {
    switch (name) {
      case 'page': return this.#freshness.serve(() => { this.#tracker.refreshView(); }, () => this.#tracker.page(argument as Questions['page'][0]));
      case 'override': {
        const { id, swapped } = argument as Questions['override'][0];
        return this.#tracker.override(id, swapped);
      }
      case 'connection': return this.#tracker.connection((argument as Questions['connection'][0]).id);
      case 'locate': {
        const { id, hold, ...view } = argument as Questions['locate'][0];
        return this.#tracker.locate(view, id, hold);
      }
      case 'overview': {
        const request = argument as Questions['overview'][0];
        return this.#overview.serve(`${this.#capture} ${JSON.stringify(request)}`, this.#state === 'reading', () => inSlices(this.#tracker.overviewSteps(request)));
      }
      case 'hosts': return this.#hostsFreshness.serve(() => { this.#tracker.refreshHosts(); }, () => inSlices(this.#tracker.hostsSteps(argument as Questions['hosts'][0])));
      case 'trace': return this.#traces.trace(argument as Questions['trace'][0]);
      case 'traceRows': return this.#traces.rows(argument as Questions['traceRows'][0]);
      case 'traceLocate': return this.#traces.locate(argument as Questions['traceLocate'][0]);
      case 'traceVerdicts': return this.#traces.verdicts(argument as Questions['traceVerdicts'][0]);
      case 'graph': return this.#traces.graph(argument as Questions['graph'][0]);
      case 'packet': return this.#traces.packet(argument as Questions['packet'][0]);
      case 'alerts': return { rows: [...this.#tracker.alerts()], dropped: this.#tracker.alertsDropped };
      case 'reportFacts': return reportFacts(this.#tracker, (argument as Questions['reportFacts'][0]).filter, this.#rules.mutes);
      case 'evidence': return readEvidence(this.#tracker, this.#bytes, (argument as Questions['evidence'][0]).filter, this.#rules.mutes);
      case 'frameConnection': return this.#bytes === null ? null : ownerOf(this.#tracker, this.#bytes, (argument as Questions['frameConnection'][0]).frame);
      case 'whatIf': return this.#tryOut((argument as Questions['whatIf'][0]).moved);
      case 'whatIfProgress': return { share: this.#whatIf?.share ?? null };
      case 'cancelWhatIf': this.#whatIf?.cancel(); return undefined;
    }
  }

  async #tryOut(moved: MovedThresholds): Promise<{ kinds: WhatIfKind[] }> {
    const bytes = this.#bytes;
    if (this.#state === 'reading' || bytes === null) throw new Failure('busy', 'The capture is still being read.', 'Thresholds can be tried out once it is complete: stop capturing first.');
    this.#whatIf?.cancel();
    const run = new WhatIf(newTracker(this.#connectionLimit, moved, false), bytes, this.#tracker.readTo);
    this.#whatIf = run;
    try {
      return { kinds: compareKinds(this.#tracker.alerts(), await run.run(), this.#rules.mutes) };
    } finally {
      if (this.#whatIf === run) this.#whatIf = null;
    }
  }
}
