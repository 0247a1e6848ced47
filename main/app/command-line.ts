// The command line inside the packaged application: its binary never acts as Node, so the command runs in a thread before any window exists.
import process from 'node:process';
import vm from 'node:vm';
import { Worker } from 'node:worker_threads';

/** What the launcher puts before the user's words; Chromium reads no further than the `--` behind it. */
const MARK = '--command-line';
/** 128 + SIGINT. */
const INTERRUPTED = 130;

/** The words after the mark; null when a window is asked for. */
export function commandLine(argv: readonly string[]): string[] | null {
  const at = argv.indexOf(MARK);
  return at > 0 && argv[at + 1] === '--' ? argv.slice(at + 2) : null;
}

/**
 * Runs the command and ends with its exit status. This thread waits without returning: as soon as it did, Electron would look for a
 * display. The wait is broken by Ctrl-C alone, which is passed on.
 */
export function runCommandLine(threadEntry: string, words: readonly string[]): never {
  /** 0 while it runs, then its exit status + 1. */
  const ended = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const thread = new Worker(threadEntry, { argv: [...words], workerData: ended.buffer });
  const context = vm.createContext({ ended, Atomics });
  while (Atomics.load(ended, 0) === 0) {
    try {
      vm.runInContext('Atomics.wait(ended, 0, 0)', context, { breakOnSigint: true });
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw thrown;
      // A capture is ended in order; the others are cut off, as they are by the signal itself.
      if (words[0] !== 'capture') process.exit(INTERRUPTED);
      thread.postMessage('interrupt');
    }
  }
  process.exit(Atomics.load(ended, 0) - 1);
}
