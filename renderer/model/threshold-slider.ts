// A slider over limits that lie far apart: even steps of the logarithm, whole numbers.
export const STEPS = 200;

interface Limits { least: number; most: number }

/** Limits may begin at 0: the logarithm is of one more. */
const scale = ({ least, most }: Limits): number => Math.log((most + 1) / (least + 1));

export const sliderOf = (value: number, limits: Limits): number => Math.round((Math.log((value + 1) / (limits.least + 1)) / scale(limits)) * STEPS);

export function valueOf(step: number, limits: Limits): number {
  const value = (limits.least + 1) * Math.exp((step / STEPS) * scale(limits)) - 1;
  return Math.min(limits.most, Math.max(limits.least, rounded(value)));
}

/** Two digits are as fine as a slider is. */
function rounded(value: number): number {
  if (value < 100) return Math.round(value);
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}
