// Numbers as people read them: counts, bytes, rates, spans of time. Three significant digits, the unit in the text.

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** What stands where there is nothing to tell. */
export const NOTHING = '–';

export function formatCount(value: number): string {
  return COUNT.format(value);
}

/** Three significant digits, never in exponent form: 4.92, 49.2, 492. */
function threeDigits(value: number): string {
  if (value >= 99.95) return String(Math.round(value));
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes with decimal prefixes, as network rates are told: 812 B, 4.92 kB, 1.30 GB. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 would round to 1000 of the smaller unit: it is 1.00 of the next.
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) { value /= 1000; unit++; }
  return `${unit === 0 ? COUNT.format(value) : threeDigits(value)} ${BYTE_UNITS[unit] ?? 'B'}`;
}

export function formatByteRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** A span of time: 184 µs, 19.6 ms, 1.234 s, 2 min 05 s, 3 h 12 min, 2 d 04 h. Not a number: nothing was measured. */
export function formatSpan(micros: number): string {
  if (!Number.isFinite(micros)) return NOTHING;
  if (micros < 0) return `−${formatSpan(-micros)}`;
  if (micros === 0) return '0 s';
  if (micros < 999.5) return `${Math.round(micros)} µs`;
  if (micros < 999_500) return `${threeDigits(micros / 1000)} ms`;
  if (micros < 59_999_500) return `${(micros / 1e6).toFixed(3)} s`;
  const seconds = Math.round(micros / 1e6);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

/** Whole percent, but never 100 before the end and never 0 after the start. */
export function formatShare(part: number, whole: number): string {
  if (!(whole > 0)) return '0 %';
  const share = (part / whole) * 100;
  if (share >= 100) return '100 %';
  if (share <= 0) return '0 %';
  return `${Math.min(99, Math.max(1, Math.round(share)))} %`;
}

/** A byte offset in both bases: hex editors and error texts differ. */
export function formatOffset(offset: number): string {
  return `${COUNT.format(offset)} (0x${offset.toString(16)})`;
}
