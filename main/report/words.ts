// Numbers and times as a report writes them.

const INTEGER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

export const count = (value: number): string => INTEGER.format(value);
export const many = (value: number, one: string, more = `${one}s`): string => `${count(value)} ${value === 1 ? one : more}`;

export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) { value /= 1000; unit++; }
  return unit === 0 ? many(bytes, 'byte') : `${value >= 99.95 ? Math.round(value) : value.toFixed(value >= 9.995 ? 1 : 2)} ${UNITS[unit] ?? ''}`;
}

/** `2026-01-31 14:25:01.123456`, UTC; microseconds where wanted. */
export function timeText(micros: number, exact = true): string {
  const seconds = Math.floor(micros / 1e6);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${micros} µs`;
  const fraction = String(Math.floor(micros - seconds * 1e6)).padStart(6, '0');
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}${exact ? `.${fraction}` : ''}`;
}

export function spanText(micros: number): string {
  const seconds = micros / 1e6;
  if (seconds < 0.001) return `${Math.round(micros)} µs`;
  if (seconds < 1) return `${(seconds * 1000).toFixed(1)} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} hours` : `${(seconds / 86_400).toFixed(1)} days`;
}
