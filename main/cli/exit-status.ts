// What the command line ends with.

export const DONE = 0;
export const UNREADABLE = 1;
export const WRONG_USE = 2;
export const IN_PART = 3;

/** A file that could not be read at all is worse than one read in part. */
const FROM_BEST_TO_WORST = [DONE, IN_PART, UNREADABLE, WRONG_USE];

export function worse(a: number, b: number): number {
  return FROM_BEST_TO_WORST.indexOf(a) >= FROM_BEST_TO_WORST.indexOf(b) ? a : b;
}
