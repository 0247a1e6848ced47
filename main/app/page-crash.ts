// When a page that crashed is loaded again by itself: not for ever, or a page that crashes at once would flicker.
const MOST_CRASHES = 3;
const WITHIN_MILLIS = 60_000;

/** @param crashes times of all crashes, the newest last */
export function mayReload(crashes: readonly number[]): boolean {
  const newest = crashes.at(-1) ?? 0;
  return crashes.filter((millis) => newest - millis < WITHIN_MILLIS).length <= MOST_CRASHES;
}
