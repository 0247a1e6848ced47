// Work that takes longer than its turn, as steps: whoever runs them may do something else in between.

/** Rows looked at in one step: a few milliseconds. */
export const ROWS_A_STEP = 8192;
/** So often it begins anew; then it is done in one go. */
const MOST_TRIES = 3;

export type Steps<T> = Generator<undefined, T, undefined>;

/** All steps at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Begins anew when `version` changes between two steps: then what was read so far belongs to nobody any more. */
export function* whileSame<T>(version: () => number, begin: () => Steps<T>): Steps<T> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const at = version();
    const steps = begin();
    while (version() === at) {
      const step = steps.next();
      if (step.done === true) return step.value;
      yield undefined;
    }
  }
  return finished(begin());
}
