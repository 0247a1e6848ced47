// A script of the application as a process of its own, in the clothes of a child process: the packaged binary never acts as Node.
import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { utilityProcess, type UtilityProcess } from 'electron';

/** How long its last words may take after it has ended. */
const LAST_WORDS_MILLIS = 500;

class ForkedChild extends EventEmitter {
  readonly stdin = null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly #process: UtilityProcess;

  constructor(forked: UtilityProcess) {
    super();
    this.#process = forked;
    this.stdout = forked.stdout as Readable | null;
    this.stderr = forked.stderr as Readable | null;
    forked.on('exit', (code) => {
      const streams = [this.stdout, this.stderr].filter((stream) => stream !== null && !stream.readableEnded) as Readable[];
      const ends = Promise.all(streams.map((stream) => new Promise((resolve) => { stream.once('end', resolve).once('close', resolve); })));
      const patience = new Promise((resolve) => { setTimeout(resolve, LAST_WORDS_MILLIS); });
      void Promise.race([ends, patience]).then(() => this.emit('close', code, null));
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** There is one way to end it, whatever the signal. */
  kill(): boolean {
    return this.#process.kill();
  }
}

export function forkChild(script: string, words: readonly string[], { env, cwd }: { env: NodeJS.ProcessEnv; cwd?: string }): ForkedChild {
  return new ForkedChild(utilityProcess.fork(script, [...words], { env, ...(cwd === undefined ? {} : { cwd }), stdio: ['ignore', 'pipe', 'pipe'], serviceName: 'Capture with cap' }));
}
