// Arithmetic on 32-bit sequence numbers that wrap around (RFC 9293 §3.4). No other file compares sequence numbers.

/** a < b, going round the circle the short way. */
export function lt(a: number, b: number): boolean { return ((a - b) | 0) < 0; }
/** a ≤ b */
export function le(a: number, b: number): boolean { return ((a - b) | 0) <= 0; }
/** a > b */
export function gt(a: number, b: number): boolean { return ((a - b) | 0) > 0; }
/** a ≥ b */
export function ge(a: number, b: number): boolean { return ((a - b) | 0) >= 0; }
/** Bytes from b forward to a; negative when a lies before b. */
export function distance(a: number, b: number): number { return (a - b) | 0; }
/** seq + n, kept as a signed 32-bit integer. */
export function advance(seq: number, n: number): number { return (seq + n) | 0; }
