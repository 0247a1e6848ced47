// What a curve of samples says: whether it is flat at its end, and where it was.
export interface Flatness {
  first: number;
  middle: number;
  last: number;
  /** Growth a minute over the last third, by least squares. */
  slope: number;
  flat: boolean;
}

/** Less than this a minute is no leak that could be told from noise in ten minutes. */
const LEAST_SLOPE = 1;
const SHARE_A_MINUTE = 0.01;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** @param seconds of each value */
export function flatness(seconds: readonly number[], values: readonly number[]): Flatness {
  const third = Math.max(1, Math.floor(values.length / 3));
  const from = values.length - third;
  const [x, y] = [seconds.slice(from), values.slice(from)];
  const mean = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0) / Math.max(1, all.length);
  const [mx, my] = [mean(x), mean(y)];
  const spread = x.reduce((sum, each) => sum + (each - mx) ** 2, 0);
  const slope = spread === 0 ? 0 : (60 * x.reduce((sum, each, i) => sum + (each - mx) * ((y[i] ?? 0) - my), 0)) / spread;
  return {
    first: median(values.slice(0, third)), middle: median(values.slice(third, 2 * third)), last: median(y), slope,
    flat: slope < Math.max(LEAST_SLOPE, my * SHARE_A_MINUTE),
  };
}
