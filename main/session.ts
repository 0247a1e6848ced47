// The one capture of the window: a file or a live capture on its way through the tracker's thread, and its state in words and counts.
import fs from 'node:fs';
import type { AppError, CaptureOptions, PageRequest, SessionStatus } from '@shared/ipc';
import { Failure, toAppError } from '@shared/failure';
import type { Settings } from '@shared/settings';
import type { ConnectionDetail, Page } from '@shared/snapshot';
import { startCapture, type LiveCapture } from './capture/live';
import { RecoveredCapture } from './capture/recovered';
import { saveCapture } from './capture/save';
import { EMPTY_STATUS, statusOf, type Source } from './session-status';
import { RateMeter } from './rate-meter';
import { SwappedEnds } from './swapped-ends';
import { WorkerClient } from './worker/client';
import { readFailure } from './worker/file-source';
import type { Limits, Progress, QuestionName, Questions } from './worker/messages';

export interface SessionParts {
  /** Built entry of the tracker's thread. */
  threadEntry: string;
  /** Private folder for the decompressed copy of a compressed capture. */
  spoolFolder: string;
  /** Folder in which live captures get their private ones. */
  captureFolder: string;
  settings: () => Settings;
  /** At most some ten times a second. */
  onStatus: (status: SessionStatus) => void;
}

/** A capture that breaks the analysis each time it is read is given up. */
const MOST_RESTARTS = 3;

export class Session {
  readonly #parts: SessionParts;
  readonly #thread: WorkerClient;
  readonly #rate = new RateMeter();
  readonly #swapped = new SwappedEnds();
  #source: Source | null = null;
  #live: LiveCapture | RecoveredCapture | null = null;
  /** Segments that begin before this offset were told to the thread. */
  #nextSegment = 0;
  /** Number of the capture: words about an earlier one come late. */
  #run = 0;
  #paused = false;
  /** The live capture's bytes that a saved file holds. */
  #savedBytes = 0;
  #outside: AppError | null = null;
  #restarts = 0;
  #progress: Progress | null = null;
  #status: SessionStatus = EMPTY_STATUS;
  /** Commands that change the capture run one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#thread = new WorkerClient({
      entry: parts.threadEntry,
      onProgress: (progress) => { this.#advanced(progress); },
      onCrash: (failure) => { this.#crashed(failure); },
    });
    this.#thread.start();
  }

  get status(): SessionStatus { return this.#status; }

  /** Opens a capture in place of the one that is open; that one stays when the file cannot be read at all. */
  open(path: string): Promise<void> {
    return this.#inTurn(async () => {
      await checkReadable(path);
      await this.#leave();
      this.#begin({ name: path, live: false, filter: '' });
      this.#read();
    });
  }

  /** Opens a live capture that an earlier run left behind. */
  openLeftover(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const found = await RecoveredCapture.open(this.#parts.captureFolder, id);
      await this.#leave();
      this.#live = found;
      this.#begin({ name: found.interface, live: false, filter: found.filter, recovered: true });
      this.#read();
    });
  }

  cancelLoad(): void {
    if (this.#status.phase === 'loading') this.#thread.send({ kind: 'cancel' });
  }

  /** Resolves when packets are being captured; the capture that is open stays when that fails. */
  startCapture(options: CaptureOptions): Promise<void> {
    return this.#inTurn(async () => {
      const live = await startCapture({ ...options, limitBytes: this.#parts.settings().spoolLimitBytes, spoolBase: this.#parts.captureFolder });
      await this.#leave();
      this.#live = live;
      this.#begin({ name: options.interface, live: true, filter: options.filter });
      live.on('data', () => { this.#feed(live); });
      live.on('end', () => { this.#ended(live); });
      this.#read();
    });
  }

  /** Resolves when every packet that was captured is on disk; the table may still be catching up. */
  stopCapture(): Promise<void> {
    return this.#inTurn(async () => { await this.#live?.stop(); });
  }

  /** The capture goes on; its bytes wait on disk, so that the table can be read in peace. */
  pauseDisplay(paused: boolean): void {
    if (this.#status.phase !== 'live') return;
    this.#paused = paused;
    this.#thread.send({ kind: 'pause', paused });
    this.#publish();
  }

  /** True when there are packets that only the spool holds. */
  get canSave(): boolean { return this.#live !== null; }

  /** True when some of them were captured after the last save. */
  get unsaved(): boolean { return this.#live !== null && this.#source?.recovered !== true && this.#live.end > this.#savedBytes && this.#status.packets > 0; }

  async save(path: string): Promise<string> {
    const live = this.#live;
    if (live === null) throw new Failure('nothing-to-save', 'Only a live capture can be saved: this one is a file already.');
    const { end } = live;
    const saved = await saveCapture(live.segments, path);
    this.#savedBytes = end;
    return saved.path;
  }

  /** The computer was asleep: packets of that time were never there to be captured, and their absence is no loss. */
  woke(sleptMillis: number, nowMillis: number): void {
    if (this.#status.phase !== 'live') return;
    this.report(new Failure('slept', SLEPT(new Date(nowMillis - sleptMillis), new Date(nowMillis)), 'Connections that went on meanwhile show a hole there.'));
  }

  /** Shows what went wrong with something that was not asked for in the window: a file of the command line, a second instance. */
  report(thrown: unknown): void {
    this.#outside = toAppError(thrown);
    this.#publish();
  }

  /** Leaves the capture; what was not saved is removed. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#leave();
      this.#thread.send({ kind: 'clear' });
      this.#publish();
    });
  }

  /** Ends everything, for good. */
  async dispose(): Promise<void> {
    await this.#inTurn(() => this.#leave());
    await this.#thread.close();
  }

  page(request: PageRequest): Promise<Page> { return this.#thread.ask('page', request); }
  connection(id: number): Promise<ConnectionDetail | null> { return this.#thread.ask('connection', { id }); }

  /** The user's mutes hold at once, thresholds for the next capture. */
  alertRulesChanged(): void {
    const { alertMutes, thresholds } = this.#parts.settings();
    this.#thread.send({ kind: 'alert-rules', rules: { mutes: alertMutes, thresholds } });
  }

  /** Exchanges the ends of a connection, now and when its file is opened again. */
  async overrideDirection(id: number, swapped: boolean): Promise<void> {
    const source = this.#source;
    const identity = await this.#thread.ask('override', { id, swapped });
    if (identity === null || source === null || source !== this.#source) return;
    if (!source.live) this.#swapped.note(source.name, identity, swapped);
    this.#publish();
  }

  locate(request: Questions['locate'][0]): Promise<number> { return this.#thread.ask('locate', request); }
  ask<N extends QuestionName>(name: N, argument: Questions[N][0]): Promise<Questions[N][1]> { return this.#thread.ask(name, argument); }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #limits(): Limits {
    const { connectionLimit, spoolLimitBytes } = this.#parts.settings();
    return { connectionLimit, spoolLimitBytes, spoolFolder: this.#parts.spoolFolder };
  }

  async #leave(): Promise<void> {
    const live = this.#live;
    this.#live = null;
    this.#source = null;
    this.#progress = null;
    this.#paused = false;
    if (live instanceof RecoveredCapture) await live.leave(this.#savedBytes >= live.end);
    else await live?.discard();
  }

  #begin(source: Source): void {
    this.#source = source;
    this.#outside = null;
    this.#restarts = 0;
    this.#savedBytes = 0;
    this.#publish();
  }

  /** Has the thread read the capture from its start: for the first time, or once more. */
  #read(): void {
    const source = this.#source;
    const live = this.#live;
    if (source === null) return;
    this.#run++;
    this.#nextSegment = 0;
    this.#progress = null;
    this.#rate.reset();
    this.alertRulesChanged();
    if (live === null) {
      this.#thread.send({ kind: 'open', run: this.#run, path: source.name, limits: this.#limits(), swapped: this.#swapped.of(source.name) });
      return;
    }
    this.#thread.send({ kind: 'live', run: this.#run, limits: this.#limits() });
    this.#feed(live);
    if (live.result !== null) this.#ended(live); // it ended before, or while we were busy
  }

  /** Tells the thread of new segments, and that there is more to read. */
  #feed(live: LiveCapture | RecoveredCapture): void {
    if (live !== this.#live) return;
    for (const { path, startOffset, skip, bytes } of live.segments) {
      if (bytes === 0 || startOffset < this.#nextSegment) continue;
      this.#nextSegment = startOffset + 1;
      this.#thread.send({ kind: 'segment', place: { path, startOffset, skip } });
    }
    this.#thread.send({ kind: 'grown' });
  }

  #ended(live: LiveCapture | RecoveredCapture): void {
    if (live !== this.#live) return;
    this.#feed(live);
    this.#thread.send({ kind: 'end' });
    this.#paused = false;
    this.#publish();
  }

  #advanced(progress: Progress): void {
    if (this.#source === null || progress.run !== this.#run) return;
    this.#progress = progress;
    // The spool may drop what is oldest: reading goes on before it could drop what was not read.
    if (this.#paused && progress.lagBytes > this.#parts.settings().spoolLimitBytes / 2) this.pauseDisplay(false);
    this.#rate.add(performance.now(), progress.tracker.packets, this.#source.live ? progress.tracker.wireBytes : progress.bytesRead);
    this.#publish();
  }

  /** The thread died. Every packet is on disk: a new one reads them again, and capturing goes on meanwhile. */
  #crashed(failure: Failure): void {
    const source = this.#source;
    if (source !== null && this.#restarts < MOST_RESTARTS) {
      this.#restarts++;
      this.#paused = false;
      this.#outside = { ...toAppError(failure), code: 'analysis-restarted', message: `${failure.message} It was started again and reads the capture once more; ${(this.#live?.start ?? 0) > 0 ? 'what was dropped at the spool’s limit before is in the table no longer' : 'no packet is lost'}.`, remedy: null };
      this.#read();
      this.#publish();
      return;
    }
    void this.#inTurn(async () => { await this.#live?.stop(); });
    const error = toAppError(failure);
    this.#status = { ...this.#status, phase: 'failed', error, packetsPerSecond: 0, bytesPerSecond: 0 };
    this.#parts.onStatus(this.#status);
  }

  #publish(): void {
    const status = this.#source === null ? EMPTY_STATUS
      : statusOf({ source: this.#source, progress: this.#progress, live: this.#live, paused: this.#paused, rate: this.#rate.perSecond(), restarts: this.#restarts });
    this.#status = { ...status, error: this.#outside ?? status.error };
    this.#parts.onStatus(this.#status);
  }
}

const SLEPT = (from: Date, to: Date): string => `The computer slept from ${from.toLocaleTimeString('en-GB')} to ${to.toLocaleTimeString('en-GB')}: what passed in that time was not captured.`;

async function checkReadable(path: string): Promise<void> {
  try {
    const handle = await fs.promises.open(path, 'r');
    const isFolder = (await handle.stat()).isDirectory();
    await handle.close();
    if (isFolder) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  } catch (thrown) {
    throw readFailure(path, thrown);
  }
}
