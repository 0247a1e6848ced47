// The visible part of a time axis: zooming about a point, moving, and never leaving what there is.

export interface TimeWindow { from: number; to: number }

/** A microsecond across a screen: nothing can be told apart below. */
export const LEAST_SPAN = 10;

/** Moved, and if need be narrowed, until it lies within all there is. */
export function within({ from, to }: TimeWindow, all: TimeWindow): TimeWindow {
  const whole = Math.max(LEAST_SPAN, all.to - all.from);
  const span = Math.min(whole, Math.max(LEAST_SPAN, to - from));
  const begin = Math.min(Math.max(all.from, (from + to - span) / 2), all.from + whole - span);
  return { from: begin, to: begin + span };
}

/** `factor` below 1 zooms in; the time at `about` keeps its place on the screen. */
export function zoomed({ from, to }: TimeWindow, about: number, factor: number, all: TimeWindow): TimeWindow {
  const span = Math.min(Math.max(LEAST_SPAN, (to - from) * factor), Math.max(LEAST_SPAN, all.to - all.from));
  const share = to > from ? (about - from) / (to - from) : 0.5;
  return within({ from: about - share * span, to: about + (1 - share) * span }, all);
}

export const moved = ({ from, to }: TimeWindow, by: number, all: TimeWindow): TimeWindow => within({ from: from + by, to: to + by }, all);
