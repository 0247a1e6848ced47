// A capturer as a running process: started without a shell, its words kept, stopped in steps, never outliving this program.
import { spawn, type ChildProcess } from 'node:child_process';
import { isMainThread } from 'node:worker_threads';
import type { Launch } from './capturer';
import type { RunningChild } from './programs';

/** How long a capturer has to flush and end before it is told more firmly. */
const PATIENCE_MILLIS = 2000;
const MOST_WORDS = 64 * 1024;

export interface Exit { code: number | null; signal: string | null }

const running = new Set<CapturerProcess>();
process.on('exit', () => { for (const capturer of running) capturer.signal('SIGTERM'); });

export class CapturerProcess {
  readonly exited: Promise<Exit>;
  readonly #launch: Launch;
  readonly #child: RunningChild;
  readonly #watchdog: ChildProcess | null;
  #stdout = '';
  #stderr = '';
  #ended = false;

  constructor(launch: Launch, directory: string) {
    this.#launch = launch;
    // Detached: a Ctrl+C in the terminal reaches this program alone, which then stops the capturer in order.
    this.#child = withPrivateFiles(() => launch.start?.(directory) ?? spawn(launch.file, launch.args, { stdio: ['pipe', 'pipe', 'pipe'], env: launch.env, cwd: directory, detached: process.platform !== 'win32', windowsHide: true }));
    this.#watchdog = launch.endsWithParent || this.#child.pid === undefined ? null : startWatchdog(this.#child.pid);
    running.add(this);
    this.#child.stdin?.on('error', () => { /* the child is gone; its exit tells */ });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => { this.#stdout = (this.#stdout + text).slice(-MOST_WORDS); });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => { this.#stderr = (this.#stderr + text).slice(-MOST_WORDS); });
    this.exited = new Promise((resolve) => {
      const done = (exit: Exit): void => {
        this.#ended = true;
        running.delete(this);
        this.#watchdog?.kill('SIGKILL');
        resolve(exit);
      };
      this.#child.on('error', (error) => {
        this.#stderr += error.message;
        if (this.#child.pid === undefined) done({ code: 127, signal: null });
      });
      this.#child.on('close', (code, signal) => { done({ code, signal }); });
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The last 64 KiB of its standard error. */
  get words(): string {
    return this.#stderr;
  }

  /** The last 64 KiB of its standard output. */
  get answers(): string {
    return this.#stdout;
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.#ended) this.#child.kill(signal);
  }

  askForStatistics(): void {
    const pid = this.#child.pid;
    if (this.#ended || pid === undefined) return;
    attempt(() => this.#launch.askForStatistics?.(pid));
  }

  /** Asks it to flush and end, then tells it to, then makes it. */
  async stop(): Promise<Exit> {
    const pid = this.#child.pid;
    let settled: NodeJS.Timeout | undefined;
    await Promise.race([this.exited, new Promise((resolve) => { settled = setTimeout(resolve, this.#launch.settleMillis); })]);
    clearTimeout(settled);
    if (!this.#ended && pid !== undefined) attempt(() => { this.#launch.askToStop(pid); });
    const timers = [
      setTimeout(() => { this.signal('SIGTERM'); }, PATIENCE_MILLIS),
      setTimeout(() => { this.signal('SIGKILL'); }, 2 * PATIENCE_MILLIS),
    ];
    const exit = await this.exited;
    for (const timer of timers) clearTimeout(timer);
    return exit;
  }
}

/** A process that ended a moment ago cannot be signalled: that is no error. */
function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ESRCH' && code !== 'ENOENT') throw error;
  }
}

/** Files that the capturer makes are readable by this user alone. A worker thread may not set the umask; there the spool's scan does. */
function withPrivateFiles<T>(start: () => T): T {
  if (!isMainThread || process.platform === 'win32') return start();
  const before = process.umask(0o077);
  try {
    return start();
  } finally {
    process.umask(before);
  }
}

/**
 * dumpcap and tcpdump go on for ever when their parent is killed. A shell of a megabyte waits for the end of its standard input,
 * which comes when this program is gone for whatever reason, and ends the capturer. (Linux's parent-death signal would be
 * simpler, but is cleared when a program with file capabilities is started: just the usual case.)
 */
function startWatchdog(pid: number): ChildProcess | null {
  if (process.platform === 'win32') return null;
  const script = 'read -r line; kill -INT "$1" && sleep 2 && kill -KILL "$1"';
  const watchdog = spawn('/bin/sh', ['-c', script, 'sh', String(pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watchdog.on('error', () => { /* no shell: the capturer then ends when its standard error is closed */ });
  watchdog.stdin?.on('error', () => { /* it was ended */ });
  watchdog.unref();
  return watchdog;
}
