// Moments of packets as text: relative to the first packet, as time of day, and in full with date and zone.

const two = (value: number): string => String(value).padStart(2, '0');
const three = (value: number): string => String(value).padStart(3, '0');
/** Narrow no-break space: groups digits without letting a number wrap. */
const THIN = '\u202f';

/** Seconds since `startMicros` with microseconds in two groups: 0.000 000, 1,234.567 890. */
export function formatRelative(micros: number, startMicros: number): string {
  const delta = Math.round(micros - startMicros);
  const absolute = Math.abs(delta);
  const seconds = Math.floor(absolute / 1e6);
  const rest = absolute - seconds * 1e6;
  const sign = delta < 0 ? '−' : '';
  return `${sign}${seconds.toLocaleString('en-US')}.${three(Math.floor(rest / 1000))}${THIN}${three(rest % 1000)}`;
}

const sameDay = (a: Date, b: Date): boolean => a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Local time of day; with day and month in place of seconds when it is not the day of `referenceMicros`. */
export function formatTimeOfDay(micros: number, referenceMicros: number | null): string {
  const date = new Date(Math.floor(micros / 1000));
  const minutes = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const onTheDay = referenceMicros === null || sameDay(date, new Date(Math.floor(referenceMicros / 1000)));
  return onTheDay ? `${minutes}:${two(date.getSeconds())}.${three(date.getMilliseconds())}` : `${date.getDate()} ${MONTHS[date.getMonth()] ?? ''} ${minutes}`;
}

/** Date, time to the microsecond and zone: 2026-11-22 14:05:33.123 456 +01:00. */
export function formatMoment(micros: number): string {
  const date = new Date(Math.floor(micros / 1000));
  if (Number.isNaN(date.getTime())) return '?';
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${three(date.getMilliseconds())}`;
  const minutesEast = -date.getTimezoneOffset();
  const zone = `${minutesEast < 0 ? '−' : '+'}${two(Math.floor(Math.abs(minutesEast) / 60))}:${two(Math.abs(minutesEast) % 60)}`;
  return `${day} ${time}${THIN}${three(Math.floor(micros) % 1000)} ${zone}`;
}

/** How long ago, in the largest unit that fits: just now, 5 min ago, 3 h ago, then the date. */
export function formatAgo(millis: number, nowMillis: number): string {
  const minutes = Math.floor((nowMillis - millis) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  if (minutes < 7 * 24 * 60) return `${Math.floor(minutes / 1440)} d ago`;
  const date = new Date(millis);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
