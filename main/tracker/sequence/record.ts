// Layout of what the SEQ/ACK analysis keeps of every TCP connection: 38 of 50 words; those between are its owner's. A line of 16 for each
// direction, all that an ordinary segment touches of it, should fill a cache line: the block is to begin at a multiple of 16. Constants are
// literals, for the hot path.
import { gt } from './serial';

export const S_WORDS = 50;
export const S_LINE_O = 0; // the originator's line
export const S_LINE_R = 16; // the responder's line
export const S_LINE = 16;
export const S_RTT_SUM = 32; // float64 each: sum of the originator's RTT samples in 100 ns, of the responder's
export const S_TROUBLE = 36; // 1 + index of the block of a connection in trouble (trouble.ts); 0 while it has none
export const S_UPDATES = 48; // window updates: originator's in the low half, responder's in the high half, up to 65535 each

export const L_NEXT = 0; // one past the highest number that a captured segment of this side carried
export const L_ACK = 1; // highest acknowledgement sent, valid with ACKED
export const L_TSVAL = 2; // highest time stamp sent (RFC 7323), valid with STAMPED
export const L_IDENT = 3; // newest IP identification (without IDENTIFIED: checksum of the last packet) | payload bytes of the last new data segment << 16
export const L_IDS = 4; // bit n: the identification n before the newest was captured
export const L_FLAGS = 5;
export const L_WINDOW = 6; // last window, unscaled | largest one << 16 (of segments without SYN)
export const L_LAST_AT = 7; // this side's last packet, 10 µs, modulo 2³²
export const L_FLIGHT = 8; // most bytes in flight
export const L_SILENCE = 9; // longest time between two packets of this side, 10 µs
export const L_RTT_MIN = 10; // 100 ns
export const L_RTT_MAX = 11;
export const L_RTT_SAMPLES = 12;
export const L_DIGEST = 13; // of the last new data segment's payload (evidence.ts), valid with DIGESTED
export const L_TIMED_END = 14; // the segment being timed ends here, valid with TIMING
export const L_TIMED_AT = 15; // when it passed, 100 ns, modulo 2³²

/** L_FLAGS */
export const KNOWN = 1; // L_NEXT holds
export const ACKED = 2;
export const STAMPED = 4;
export const TIMING = 8;
export const SYN_WINDOW = 16; // the last window came with a SYN: it is never scaled (RFC 7323 §2.2)
export const SHIFT_KNOWN = 32; // both SYNs were captured
export const SHIFT_AT = 6; // 4 bits: window scale
export const IDS_AT = 10; // 2 bits: how often in a row the identification took a small step; 3: it tells the order of sending
export const IDS_ONE = 1 << 10;
export const IDS_SURE = 3 << 10;
export const IDENTIFIED = 1 << 12; // L_IDENT holds an identification
export const DIGESTED = 1 << 13;
export const SYN_SEEN = 1 << 14;
export const SCALES = 1 << 15; // its SYN offered a window scale
export const TTL_AT = 16; // 8 bits: TTL of the last packet
export const SENT_KEEP_ALIVE = 1 << 24; // the last packet of this side was one
export const SENT_PROBE = 1 << 25;
export const SENT_PROBE_BYTE = 1 << 26; // that probe carried a byte above L_NEXT
export const FINISHED = 1 << 27; // its FIN is part of L_NEXT
export const LATE = 1 << 28; // its segments are captured after their acknowledgements
export const TROUBLED = 1 << 29; // on both lines: the connection has a block
export const CUT = 1 << 30; // the snap length cut the payload of one of its segments
export const LAST_SENT = SENT_KEEP_ALIVE | SENT_PROBE | SENT_PROBE_BYTE;

/** Bytes of the window that this side announced last. */
export function announced(ints: Int32Array, line: number): number {
  const flags = ints[line + L_FLAGS];
  const shift = (flags & (SHIFT_KNOWN | SYN_WINDOW)) === SHIFT_KNOWN ? (flags >>> SHIFT_AT) & 15 : 0;
  return (ints[line + L_WINDOW] & 0xffff) * 2 ** shift;
}

/** Bytes of the largest window that this side announced. */
export function largest(ints: Int32Array, line: number): number {
  const flags = ints[line + L_FLAGS];
  const shift = (flags & SHIFT_KNOWN) === 0 ? 0 : (flags >>> SHIFT_AT) & 15;
  return Math.max((ints[line + L_WINDOW] >>> 16) * 2 ** shift, announced(ints, line));
}

/** An acknowledgement that covers the timed segment ends its timing: one sample a flight (RFC 6298 §3, Karn's rule in judge.ts). */
export function takeSample(ints: Int32Array, floats: Float64Array, at: number, line: number, ack: number, ns: number): void {
  if (gt(ints[line + L_TIMED_END], ack)) return;
  ints[line + L_FLAGS] &= ~TIMING;
  addSample(ints, floats, at, line, ((ns / 100) | 0) - ints[line + L_TIMED_AT] | 0);
}

export function addSample(ints: Int32Array, floats: Float64Array, at: number, line: number, sample: number): void {
  if (sample < 0) return; // the clock of the capture went back
  floats[(at + S_RTT_SUM + (line === at ? 0 : 2)) >> 1] += sample;
  if (ints[line + L_RTT_SAMPLES] === 0 || sample < ints[line + L_RTT_MIN]) ints[line + L_RTT_MIN] = sample;
  if (sample > ints[line + L_RTT_MAX]) ints[line + L_RTT_MAX] = sample;
  ints[line + L_RTT_SAMPLES]++;
}
