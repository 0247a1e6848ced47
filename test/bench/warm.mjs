// The parent's end of a process that holds the worker thread.
// @ts-check
import { fork } from 'node:child_process';

/** @typedef {import('./warm-process.mjs').Job} Job */
/** @typedef {import('./warm-process.mjs').Loaded} Loaded */

export class WarmWorker {
  #child;

  /** @param {string} entry the built worker */
  constructor(entry) {
    this.#child = fork(new URL('./warm-process.mjs', import.meta.url), [entry], { serialization: 'advanced' });
  }

  /** @param {string} file @param {boolean} [live] @returns {Promise<Loaded>} */
  async load(file, live = false) {
    return /** @type {Loaded} */ (await this.#tell({ job: 'load', file, live }));
  }

  /** @param {string} name @param {unknown} argument @returns {Promise<{ millis: number, value: unknown }>} */
  async ask(name, argument) {
    return /** @type {{ millis: number, value: unknown }} */ (await this.#tell({ job: 'ask', name, argument }));
  }

  close() { this.#child.kill(); }

  /** @param {Job} job @returns {Promise<unknown>} */
  #tell(job) {
    return new Promise((resolve, reject) => {
      const child = this.#child;
      const gone = () => { reject(new Error('the worker\'s process ended')); };
      child.once('exit', gone);
      child.once('message', (/** @type {{ value: unknown, error?: string }} */ { value, error }) => {
        child.off('exit', gone);
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      });
      child.send(job);
    });
  }
}
