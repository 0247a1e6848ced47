// When an answer is worked out anew while packets come in: at once where that is cheap, at most once a second where it is not.
import { performance } from 'node:perf_hooks';

const LEAST_MILLIS = 100;
const MOST_MILLIS = 1_000;
/** Arranging may take a twentieth of the thread's time. */
const SHARE = 20;

export class Freshness {
  #last = -Infinity;
  #pause = LEAST_MILLIS;

  /** @param refresh has the next answer worked out anew */
  serve<T>(refresh: () => void, answer: () => T): T {
    const began = performance.now();
    const due = began - this.#last >= this.#pause;
    if (due) refresh();
    const value = answer();
    if (due && value instanceof Promise) {
      this.#last = Infinity; // not again before this one is there
      const note = (): void => { this.#note(began); };
      value.then(note, note);
    } else if (due) this.#note(began);
    return value;
  }

  #note(began: number): void {
    this.#last = performance.now();
    this.#pause = Math.min(MOST_MILLIS, Math.max(LEAST_MILLIS, (this.#last - began) * SHARE));
  }
}
