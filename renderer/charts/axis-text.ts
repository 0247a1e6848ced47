// How the axes of the graph write their values: the unit follows the visible span, so that neighbours never read the same.

/** A time since the first packet; `span` is what is visible, `greatest` the last time on the same axis: one axis has one unit. */
export function timeText(micros: number, span: number, greatest = Math.abs(micros)): string {
  const sign = micros < 0 ? '−' : '';
  const value = Math.abs(micros);
  if (greatest >= 600e6 && span >= 60e6) {
    const seconds = Math.round(value / 1e6);
    const two = (part: number): string => String(part).padStart(2, '0');
    return seconds >= 3600 ? `${sign}${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` : `${sign}${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  }
  // Six digits across the visible part are enough to tell ticks apart.
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(Math.max(1, span) / 1e6)) + 1));
  if (greatest < 1e3) return `${sign}${trim(value, decimals - 6)} µs`;
  if (greatest < 1e6) return `${sign}${trim(value / 1e3, decimals - 3)} ms`;
  return `${sign}${(value / 1e6).toFixed(decimals)} s`;
}

const trim = (value: number, decimals: number): string => value.toFixed(Math.max(0, decimals));

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A relative number as it is; an absolute one wraps at 2³². */
export function sequenceText(number: number, base: number | null): string {
  return COUNT.format(base === null ? number : (((base + number) % 2 ** 32) + 2 ** 32) % 2 ** 32);
}

const UNITS = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, '']] as const;

/** Bytes or bytes a second with a decimal prefix chosen by the axis' greatest value: 0, 50 kB, 100 kB. */
export function bytesText(value: number, greatest: number, unit: string): string {
  if (value === 0) return '0';
  const [factor, prefix] = UNITS.find(([least]) => greatest >= least) ?? [1, ''];
  const scaled = value / factor;
  return `${Number(scaled.toPrecision(3))} ${prefix}${unit}`;
}
