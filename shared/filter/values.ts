// Numbers, byte counts, spans and times as people write them. Each gives null for text that is none.

/** Factors to bytes, as written; SI and IEC. */
export const BYTE_UNITS: Readonly<Record<string, number>> = {
  B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 1024, kiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4,
};
/** Factors to microseconds. */
export const TIME_UNITS: Readonly<Record<string, number>> = {
  ns: 1e-3, us: 1, µs: 1, μs: 1, ms: 1e3, s: 1e6, sec: 1e6, min: 60e6, h: 3600e6, d: 86_400e6,
};
const COUNT_UNITS: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, G: 1e9 };

const NUMBER = /^([+-]?(?:\d[\d_]*(?:\.\d+)?|\.\d+|0x[\da-f]+))([a-zµμ]*)$/i;

/** Number and unit of `1.5s`, `0x1f`, `1_000`. */
export function splitNumber(text: string): { value: number; unit: string } | null {
  if (/^0x[\da-f]+$/i.test(text)) return { value: Number(text), unit: '' };
  const found = NUMBER.exec(text);
  if (found === null) return null;
  const value = Number((found[1] ?? '').replaceAll('_', ''));
  return Number.isFinite(value) ? { value, unit: found[2] ?? '' } : null;
}

function withUnit(text: string, units: Readonly<Record<string, number>>, plain: number | null): number | null {
  const number = splitNumber(text);
  if (number === null) return null;
  if (number.unit === '') return plain === null && number.value !== 0 ? null : tidy(number.value * (plain ?? 1));
  const factor = Object.hasOwn(units, number.unit) ? units[number.unit] : undefined;
  return factor === undefined ? null : tidy(number.value * factor);
}

/** 0.1 + 0.2: what is meant is a whole number of the smallest unit, where it is that close. */
const tidy = (value: number): number => (Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : value);

export const parseCount = (text: string): number | null => withUnit(text, COUNT_UNITS, 1);
export const parseBytes = (text: string): number | null => withUnit(text, { ...COUNT_UNITS, ...BYTE_UNITS }, 1);
/** Microseconds. @param plain microseconds of a number without a unit; null when it needs one */
export const parseSpan = (text: string, plain: number | null): number | null => withUnit(text, TIME_UNITS, plain);

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|UTC)?$/i;

/** Microseconds since 1970 of `2026-01-31`, `2026-01-31T14:25:01.5` (UTC), or a number with or without a unit. */
export function parseTime(text: string, plain: number): number | null {
  const date = DATE.exec(text);
  if (date === null) return parseSpan(text, plain);
  const part = (i: number): number => Number(date[i] ?? 0);
  const millis = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6));
  const back = new Date(millis);
  if (back.getUTCDate() !== part(3) || back.getUTCMonth() !== part(2) - 1 || part(4) > 23 || part(5) > 59 || part(6) > 59) return null;
  return millis * 1000 + Math.floor(Number(`0.${date[7] ?? '0'}`) * 1e6 + 1e-6);
}

export const isUnit = (text: string): boolean => Object.hasOwn(BYTE_UNITS, text) || Object.hasOwn(TIME_UNITS, text);
