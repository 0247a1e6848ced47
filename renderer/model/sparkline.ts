// The line of an interface's activity: newest sample at the right edge, scaled to its own highest value.

export const SPARK_SAMPLES = 60;

/** Below this many bytes a second a lone ARP packet would look like a storm. */
const LEAST_TOP = 2_000;

/** Points of an SVG polyline in a box of `width` by `height`; '' without samples. */
export function sparkPoints(samples: readonly number[], width: number, height: number): string {
  const shown = samples.slice(-SPARK_SAMPLES);
  if (shown.length === 0) return '';
  const top = Math.max(LEAST_TOP, ...shown);
  const step = width / (SPARK_SAMPLES - 1);
  const left = width - step * (shown.length - 1);
  return shown.map((value, i) => `${(left + i * step).toFixed(1)},${(height - 1 - (Math.max(0, value) / top) * (height - 2)).toFixed(1)}`).join(' ');
}

/** The same line closed along the base, for the faint fill under it. */
export function sparkArea(samples: readonly number[], width: number, height: number): string {
  const points = sparkPoints(samples, width, height);
  if (points === '') return '';
  const first = points.slice(0, points.indexOf(','));
  return `${first},${height} ${points} ${width},${height}`;
}
