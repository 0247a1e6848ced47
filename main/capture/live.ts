// A live capture: a capturer that writes the spool, watched until it ends. Emits growth, never packets.
import { EventEmitter } from 'node:events';
import { toAppError } from '@shared/failure';
import type { AppError, CaptureOptions, CapturerStatus } from '@shared/ipc';
import { ANY_DEVICE } from './activity';
import { CaptureError, badFilter, explainEnding, failure, isDown, noInterface, reasonOf } from './capture-error';
import { capturerNamed, CAPTURERS } from './capturers';
import { usable, type Capturer, type Launch } from './capturer';
import { CapturerProcess } from './capturer-process';
import { filterTrouble } from './check-filter';
import { firstPacketMicros } from './first-packet';
import { deviceIsDown, deviceIsThere, interfaceExists } from './interfaces';
import { createSpool, defaultSpoolBase, DISK_RESERVE_BYTES, freeBytes, removeSpool, segmentBytesFor } from './spool';
import { SpoolSegments, type SpoolSegment } from './spool-segments';

/** How often the spool is looked at: a stat and a readdir of a handful of names. */
const POLL_MILLIS = 40;
/** How often the device and the disk are looked at. */
const HEALTH_MILLIS = 250;
const STATISTICS_MILLIS = 1000;
/** A capturer that has not opened its device by then does not answer at all. */
const START_MILLIS = 10_000;

export interface LiveOptions extends CaptureOptions {
  /** Folder in which the private one is made. */
  spoolBase?: string;
  /** The most bytes that the spool may take. */
  limitBytes: number;
}

export const END_REASONS = ['stopped', 'interface-gone', 'capturer-killed', 'disk-full', 'capturer-error'] as const;
export type EndReason = (typeof END_REASONS)[number];

export interface CaptureEnd {
  reason: EndReason;
  /** null when it was stopped on request. */
  error: AppError | null;
}

interface LiveEvents {
  /** Bytes of the stream up to this offset are there. */
  data: [end: number];
  /** The oldest part was removed: the stream now begins at this offset. */
  trimmed: [start: number];
  /** The capture has ended, all its bytes are there. Sent once. */
  end: [end: CaptureEnd];
}

export class LiveCapture extends EventEmitter<LiveEvents> {
  /** The capturer in use, with what it cannot tell. */
  readonly capturer: CapturerStatus;
  readonly interface: string;
  readonly filter: string;
  readonly directory: string;
  readonly #capturer: Capturer;
  readonly #launch: Launch;
  readonly #process: CapturerProcess;
  readonly #segments: SpoolSegments;
  #stopping = false;
  #diskFull = false;
  #notice: AppError | null = null;
  #keptFromMicros: number | null = null;
  #result: CaptureEnd | null = null;
  readonly #finished: Promise<CaptureEnd>;

  constructor(parts: { capturer: Capturer; launch: Launch; process: CapturerProcess; segments: SpoolSegments; directory: string; options: LiveOptions }) {
    super();
    this.#capturer = parts.capturer;
    this.#launch = parts.launch;
    this.#process = parts.process;
    this.#segments = parts.segments;
    this.capturer = usable(parts.capturer);
    this.interface = parts.options.interface;
    this.filter = parts.options.filter;
    this.directory = parts.directory;
    this.#finished = this.#watch();
  }

  /** What is kept, oldest first; together one logical stream. */
  get segments(): SpoolSegment[] {
    return this.#segments.list;
  }

  /** Offset of the first byte that is kept; above 0 once the limit was reached. */
  get start(): number {
    return this.#segments.start;
  }

  /** Time of the first packet that is kept, once older ones were dropped at the limit. */
  get keptFromMicros(): number | null {
    return this.#keptFromMicros;
  }

  /** Offset after the last byte that is there. */
  get end(): number {
    return this.#segments.end;
  }

  /** Packets that the kernel or the capturer dropped; null when the capturer has not said. */
  get dropped(): number | null {
    return this.#launch.dropped(this.#process.words);
  }

  /** Process number of the capturer. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** What is wrong while it goes on. */
  get notice(): AppError | null {
    return this.#result === null ? this.#notice : null;
  }

  /** How it ended; null while it runs. */
  get result(): CaptureEnd | null {
    return this.#result;
  }

  /** Ends the capture; resolves when every byte is in the spool. */
  async stop(): Promise<CaptureEnd> {
    if (!this.#process.ended) {
      this.#stopping = true;
      await this.#process.stop();
    }
    return this.#finished;
  }

  /** Ends the capture and removes what it captured. */
  async discard(): Promise<void> {
    await this.stop();
    await removeSpool(this.directory);
  }

  async #watch(): Promise<CaptureEnd> {
    let exited = false;
    const exit = this.#process.exited.then((value) => {
      exited = true;
      return value;
    });
    let health = performance.now();
    let statistics = health;
    let trouble: AppError | null = null;
    while (!exited) {
      await Promise.race([exit, pause(POLL_MILLIS)]);
      try {
        await this.#look();
        const now = performance.now();
        if (now - health >= HEALTH_MILLIS) {
          health = now;
          await this.#checkHealth();
        }
        if (now - statistics >= STATISTICS_MILLIS) {
          statistics = now;
          this.#process.askForStatistics();
        }
      } catch (thrown) {
        // The folder was removed or cannot be read any more: nothing can be kept.
        trouble ??= failure('capturer-error', `The spool can no longer be read: ${reasonOf(thrown)}.`, 'Start the capture again.');
        this.#process.signal('SIGTERM');
      }
    }
    const { signal } = await exit;
    await this.#look(true).catch(() => { /* told above */ });
    this.#result = trouble === null ? await this.#explain(signal) : { reason: 'capturer-error', error: trouble };
    this.emit('end', this.#result);
    return this.#result;
  }

  async #look(last = false): Promise<void> {
    const { start, end } = this.#segments;
    await (last ? this.#segments.finish() : this.#segments.scan());
    if (this.#segments.start > start) {
      const [oldest] = this.#segments.list;
      if (oldest !== undefined) this.#keptFromMicros = await firstPacketMicros(oldest.path);
      this.emit('trimmed', this.#segments.start);
    }
    if (this.#segments.end > end) this.emit('data', this.#segments.end);
  }

  async #checkHealth(): Promise<void> {
    this.#notice = deviceIsDown(this.interface) ? isDown(this.interface) : null;
    if (!this.#stopping && !deviceIsThere(this.interface) && !this.#process.ended) {
      // It was told above all others; dumpcap and tcpdump notice by themselves, `cap` would wait for ever.
      await pause(HEALTH_MILLIS);
      if (!this.#process.ended) void this.#process.stop();
    }
    // tcpdump goes on without a word when nothing more can be written.
    if (!this.#diskFull && await freeBytes(this.directory) < DISK_RESERVE_BYTES) {
      this.#diskFull = true;
      void this.#process.stop();
    }
  }

  async #explain(signal: string | null): Promise<CaptureEnd> {
    if (this.#stopping && !this.#diskFull) return { reason: 'stopped', error: null };
    const deviceExists = this.interface === ANY_DEVICE || deviceIsThere(this.interface) || (process.platform !== 'linux' && await interfaceExists(this.interface));
    const error = explainEnding({
      capturer: this.#capturer.name, program: this.#capturer.program(), device: this.interface, said: saidBy(this.#process), signal,
      deviceExists, deviceDown: deviceIsDown(this.interface), diskFull: this.#diskFull, started: true, spoolDirectory: this.directory,
    });
    return { reason: END_REASONS.find((reason) => reason === error.code) ?? 'capturer-error', error };
  }
}

/** Starts a capture; resolves when packets are being captured, rejects with a CaptureError that says what to do. */
export async function startCapture(options: LiveOptions): Promise<LiveCapture> {
  const trouble = filterTrouble(options.filter);
  if (trouble !== null) throw new CaptureError(badFilter(trouble));
  if (!(await interfaceExists(options.interface))) throw new CaptureError(noInterface(options.interface));
  const directory = await createSpool(options.spoolBase ?? defaultSpoolBase(), options.interface, options.filter);
  try {
    return await startFirst(options, directory);
  } catch (thrown) {
    await removeSpool(directory);
    throw thrown;
  }
}

/** Errors that another capturer would run into as well. */
const FINAL = new Set(['bad-filter', 'no-interface', 'disk-full']);

async function startFirst(options: LiveOptions, directory: string): Promise<LiveCapture> {
  const candidates = options.capturer === null ? CAPTURERS : [capturerNamed(options.capturer)];
  let first: unknown = null;
  for (const capturer of candidates) {
    try {
      return await startWith(capturer, options, directory);
    } catch (thrown) {
      if (FINAL.has(toAppError(thrown).code)) throw thrown;
      first ??= thrown; // the preferred capturer's remedy is the one to follow
    }
  }
  throw first;
}

async function startWith(capturer: Capturer, options: LiveOptions, directory: string): Promise<LiveCapture> {
  const segmentBytes = segmentBytesFor(options.limitBytes);
  const launch = capturer.launch({ device: options.interface, filter: options.filter.trim(), directory, segmentBytes });
  const child = new CapturerProcess(launch, directory);
  const segments = new SpoolSegments({ directory, limitBytes: options.limitBytes, segmentBytes, repeatedHeader: launch.repeatedHeader, segmentNumber: launch.segmentNumber });
  const deadline = performance.now() + START_MILLIS;
  // The first bytes of the file are written after the device was opened and the filter set: from here on packets are captured.
  while (segments.end === 0 && !child.ended) {
    if (performance.now() > deadline) {
      await child.stop();
      throw new CaptureError(failure('capturer-error', `${capturer.name} did not begin to capture within ${String(START_MILLIS / 1000)} seconds.`, 'Choose another capturer in the settings.'));
    }
    await pause(10);
    await segments.scan();
  }
  if (child.ended && segments.end === 0) {
    const { signal } = await child.exited;
    throw new CaptureError(explainEnding({
      capturer: capturer.name, program: capturer.program(), device: options.interface, said: saidBy(child), signal,
      deviceExists: await interfaceExists(options.interface), diskFull: await freeBytes(directory) < DISK_RESERVE_BYTES, started: false, spoolDirectory: directory,
    }));
  }
  return new LiveCapture({ capturer, launch, process: child, segments, directory, options });
}

/** All that a capturer said: `cap`'s child tells its errors as messages on standard output. */
function saidBy(child: CapturerProcess): string {
  const messages = [...child.answers.matchAll(/"message":"((?:[^"\\]|\\.)*)"/g)].map((match) => `cap: ${JSON.parse(`"${match[1] ?? ''}"`) as string}`);
  return [child.words, ...messages].join('\n');
}

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, millis); });
}
