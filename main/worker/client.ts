// The session's end of the tracker's thread: questions with answers, and a new thread when one dies.
import { Worker } from 'node:worker_threads';
import { Failure } from '@shared/failure';
import type { FromThread, Progress, QuestionName, Questions, ToThread } from './messages';

interface Waiting {
  resolve: (value: never) => void;
  reject: (reason: Failure) => void;
}

export interface WorkerClientOptions {
  /** The built entry of the thread. */
  entry: string;
  onProgress: (progress: Progress) => void;
  /** The thread died: what it held is gone, the next message starts another one. */
  onCrash: (failure: Failure) => void;
}

export class WorkerClient {
  readonly #options: WorkerClientOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #ticket = 0;

  constructor(options: WorkerClientOptions) {
    this.#options = options;
  }

  /** Starts the thread before it is needed, so that it is warm when it is. */
  start(): void {
    this.#worker ??= this.#spawn();
  }

  send(message: Exclude<ToThread, { kind: 'ask' }>): void {
    this.start();
    this.#worker?.postMessage(message);
  }

  ask<N extends QuestionName>(name: N, argument: Questions[N][0]): Promise<Questions[N][1]> {
    this.start();
    const ticket = ++this.#ticket;
    return new Promise((resolve, reject) => {
      this.#waiting.set(ticket, { resolve, reject });
      this.#worker?.postMessage({ kind: 'ask', ticket, name, argument });
    });
  }

  /** Ends the thread and forgets its capture; questions still open are refused. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#refuseAll(new Failure('internal', 'The capture was closed.'));
    await worker?.terminate();
  }

  #spawn(): Worker {
    const worker = new Worker(this.#options.entry);
    worker.on('message', (message: FromThread) => { if (this.#worker === worker) this.#receive(message); });
    worker.on('error', (thrown) => { this.#died(worker, thrown); });
    worker.on('exit', () => { this.#died(worker, new Error('the thread ended')); });
    return worker;
  }

  #receive(message: FromThread): void {
    if (message.kind === 'progress') {
      this.#options.onProgress(message.progress);
      return;
    }
    const waiting = this.#waiting.get(message.ticket);
    this.#waiting.delete(message.ticket);
    if (message.kind === 'answer') waiting?.resolve(message.value as never);
    else waiting?.reject(new Failure(message.error.code, message.error.message, message.error.remedy, message.error.offset));
  }

  #died(worker: Worker, thrown: unknown): void {
    if (this.#worker !== worker) return; // ended on purpose, or told of already
    this.#worker = null;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const failure = new Failure('internal', `The analysis stopped unexpectedly (${message.replace(/\.$/, '')}).`, 'Open the capture again; the file itself is untouched.');
    this.#refuseAll(failure);
    this.#options.onCrash(failure);
  }

  #refuseAll(failure: Failure): void {
    for (const waiting of this.#waiting.values()) waiting.reject(failure);
    this.#waiting.clear();
  }
}
