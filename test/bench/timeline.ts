// Interleaves scripts by time: a binary heap of scripts, keyed by the time of each one's next packet.
import type { Script } from './script';

/** The script that follows one which has ended, where there is one. */
export type Successor = (micros: number, ended: Script) => Script | undefined;

export class Timeline {
  readonly #heap: Script[] = [];

  get size(): number { return this.#heap.length; }

  /** Adds a script that has at least one packet. */
  add(script: Script): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push(script);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!above || above.nextMicros <= script.nextMicros) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = script;
  }

  /** Hands out every packet in order of time; `finished` may add another script for the one that ended. */
  run(write: (script: Script) => void, finished: Successor): void {
    const heap = this.#heap;
    for (let first = heap[0]; first; first = heap[0]) {
      const now = first.nextMicros;
      write(first);
      if (first.advance()) { this.#sink(first); continue; }
      const successor = finished(now, first) ?? heap.pop();
      if (!successor || successor === first || heap.length === 0) continue;
      this.#sink(successor);
    }
  }

  /** Puts a script in the place of the first and lets it sink to where it belongs. */
  #sink(script: Script): void {
    const heap = this.#heap;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      let below = heap[child];
      if (!below) break;
      const right = heap[child + 1];
      if (right && right.nextMicros < below.nextMicros) { child++; below = right; }
      if (below.nextMicros >= script.nextMicros) break;
      heap[i] = below;
      i = child;
    }
    heap[i] = script;
  }
}
