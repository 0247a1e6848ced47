// A dear answer is given again while it is young: the window asks once a second, and adding up a million rows takes longer than its share.
// Who asks while it is being worked out waits for the same.
import { performance } from 'node:perf_hooks';

/** Answering may take a tenth of the thread's time. */
const SHARE = 10;

export class KeptAnswer<T> {
  #key = '';
  #value: T | Promise<T> | null = null;
  #made = 0;
  #pause = 0;
  #changing = true;

  /** @param key the question; changing: the table still changes, so that an answer ages */
  serve(key: string, changing: boolean, make: () => T | Promise<T>): T | Promise<T> {
    const now = performance.now();
    const young = this.#changing ? changing && now - this.#made < this.#pause : !changing;
    if (this.#value !== null && key === this.#key && (young || this.#value instanceof Promise)) return this.#value;
    const value = make();
    this.#key = key;
    this.#changing = changing;
    this.#value = value;
    if (value instanceof Promise) value.then((late) => { this.#note(value, late, now); }, () => { this.#note(value, null, now); });
    else this.#note(value, value, now);
    return value;
  }

  #note(asked: T | Promise<T>, value: T | null, began: number): void {
    if (this.#value !== asked) return;
    this.#value = value;
    this.#made = performance.now();
    this.#pause = (this.#made - began) * SHARE;
  }
}
