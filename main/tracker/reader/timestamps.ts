// 64-bit pcapng timestamps of any resolution as whole seconds and nanoseconds, exact without BigInt: digits of 16 bits.

/** if_tsresol as the file says it: a power of ten, or of two when the highest bit is set. */
export interface Resolution {
  /** Ticks a second when that is a power of ten up to 10^9, else 0: the slow way. */
  ticks: number;
  exponent: number;
  binary: boolean;
}

const RESOLUTIONS: readonly Resolution[] = Array.from({ length: 256 }, (_, byte) => {
  const exponent = byte & 0x7f;
  const binary = (byte & 0x80) !== 0;
  return { ticks: !binary && exponent <= 9 ? 10 ** exponent : 0, exponent, binary };
});

/** The same object for the same byte: a file may describe many interfaces. */
export function resolutionOf(byte: number): Resolution { return RESOLUTIONS[byte & 0xff]; }

/** Digits of the number being divided or multiplied, the lowest first: 64 bits, and 32 more for a product. */
const digits = new Float64Array(6);
/** The answer of `split`: whole seconds, nanoseconds. */
export const splitTime = new Float64Array(2);

/** Splits a 64-bit tick count; the nanoseconds are rounded down. */
export function split(high: number, low: number, resolution: Resolution): void {
  const ticks = resolution.ticks;
  if (ticks > 0) {
    // Long division in three digits (32, 16, 16 bits): no part exceeds 2^46.
    const head = high % ticks;
    const first = (high - head) / ticks;
    const middle = head * 65_536 + (low >>> 16);
    const second = Math.floor(middle / ticks);
    const tail = (middle - second * ticks) * 65_536 + (low & 0xffff);
    const third = Math.floor(tail / ticks);
    splitTime[0] = first * 4_294_967_296 + second * 65_536 + third;
    splitTime[1] = (tail - third * ticks) * (1_000_000_000 / ticks);
    return;
  }
  digits[0] = low & 0xffff;
  digits[1] = low >>> 16;
  digits[2] = high & 0xffff;
  digits[3] = high >>> 16;
  digits[4] = 0;
  digits[5] = 0;
  if (resolution.binary) splitBinary(resolution.exponent);
  else splitDecimal(resolution.exponent);
}

/** Finer than a nanosecond: what is below goes first, then whole seconds are divided out. */
function splitDecimal(exponent: number): void {
  for (let left = exponent - 9; left > 0; left -= 11) divide(10 ** Math.min(left, 11));
  splitTime[1] = divide(1_000_000_000);
  splitTime[0] = whole(0);
}

function splitBinary(exponent: number): void {
  splitTime[0] = exponent >= 64 ? 0 : shifted(exponent);
  keepLow(exponent);
  let carry = 0;
  for (let i = 0; i < 6; i++) {
    const product = digits[i] * 1_000_000_000 + carry;
    carry = Math.floor(product / 65_536);
    digits[i] = product - carry * 65_536;
  }
  splitTime[1] = exponent >= 96 ? 0 : shifted(exponent);
}

/** Divides the digits by a number up to 10^11 and returns the remainder: 10^11 · 2^16 is still exact. */
function divide(by: number): number {
  let rest = 0;
  for (let i = 3; i >= 0; i--) {
    const value = rest * 65_536 + digits[i];
    const quotient = Math.floor(value / by);
    digits[i] = quotient;
    rest = value - quotient * by;
  }
  return rest;
}

/** The digits from one on as a number. */
function whole(from: number): number {
  let value = 0;
  for (let i = 5; i >= from; i--) value = value * 65_536 + digits[i];
  return value;
}

/** The digits shifted right. */
function shifted(bits: number): number {
  const from = bits >>> 4;
  const within = 2 ** (bits & 15);
  const low = Math.floor((digits[from] ?? 0) / within);
  return from >= 5 ? low : whole(from + 1) * (65_536 / within) + low;
}

/** Clears every bit from one on. */
function keepLow(bits: number): void {
  for (let i = 0; i < 6; i++) {
    const start = i * 16;
    if (start >= bits) digits[i] = 0;
    else if (bits - start < 16) digits[i] = digits[i] % 2 ** (bits - start);
  }
}
