// Runs work in slices of a few milliseconds, so that a short question asked meanwhile is answered between two of them.
import { performance } from 'node:perf_hooks';

const SLICE_MILLIS = 8;

/** @returns the value where the first slice was enough, else a promise of it */
export function inSlices<T>(steps: Generator<undefined, T, undefined>): T | Promise<T> {
  const first = slice(steps);
  return first.done === true ? first.value : rest(steps);
}

async function rest<T>(steps: Generator<undefined, T, undefined>): Promise<T> {
  for (;;) {
    await new Promise<void>((resolve) => { setImmediate(resolve); });
    const step = slice(steps);
    if (step.done === true) return step.value;
  }
}

function slice<T>(steps: Generator<undefined, T, undefined>): IteratorResult<undefined, T> {
  const until = performance.now() + SLICE_MILLIS;
  for (;;) {
    const step = steps.next();
    if (step.done === true || performance.now() >= until) return step;
  }
}
