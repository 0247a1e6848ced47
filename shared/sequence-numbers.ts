// Sequence numbers as they are read: absolute as the packet carries them, or counted from the beginning of each end's numbers.
import type { PerEndpoint } from './snapshot';
import { FROM_ORIGINATOR } from './trace';

export interface Numbering {
  relative: boolean;
  /** Where each end's numbers begin; null where it is not known, and then its numbers stay absolute. */
  base: PerEndpoint<number | null>;
}

const CIRCLE = 2 ** 32;
/** A number this little below the base stands before it; any other is a stream longer than 2 GiB. */
const BEFORE_BASE = 2 ** 20;

/** A number of the sequence space that `from` writes. */
export function sequenceText(value: number, from: number, numbering: Numbering): string {
  const base = from === FROM_ORIGINATOR ? numbering.base.originator : numbering.base.responder;
  if (!numbering.relative || base === null) return String(value >>> 0);
  const relative = (value - base) >>> 0;
  return relative > CIRCLE - BEFORE_BASE ? `−${CIRCLE - relative}` : String(relative);
}

/** `40000 + 1460`, and ` − 2^32` where the counter begins again (RFC 9293 §3.4). */
export function sumText(value: number, from: number, added: string, bytes: number, numbering: Numbering): string {
  const first = sequenceText(value, from, numbering);
  const wraps = (numbering.relative ? Number(first) : value >>> 0) + bytes >= CIRCLE;
  return `${first} + ${added}${wraps ? ' − 2^32' : ''}`;
}
