// When a page is filtered and sorted anew while packets come in: at once where that is cheap, at most once a second where it is not.
import { performance } from 'node:perf_hooks';
import type { PageRequest } from '@shared/ipc';
import type { Page } from '@shared/snapshot';

/** The part of the tracker that arranges rows. */
export interface Arranger {
  refreshView(): void;
  page(request: PageRequest): Page;
}

const LEAST_MILLIS = 100;
const MOST_MILLIS = 1_000;
/** Arranging may take a twentieth of the thread's time. */
const SHARE = 20;

export class Freshness {
  #last = -Infinity;
  #pause = LEAST_MILLIS;

  serve(tracker: Arranger, request: PageRequest): Page {
    const began = performance.now();
    const due = began - this.#last >= this.#pause;
    if (due) tracker.refreshView();
    const page = tracker.page(request);
    if (due) {
      this.#last = performance.now();
      this.#pause = Math.min(MOST_MILLIS, Math.max(LEAST_MILLIS, (this.#last - began) * SHARE));
    }
    return page;
  }
}
