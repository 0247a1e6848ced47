// The two TCP options that conntrack reads, with its own tolerance for malformed ones: it stops where a length makes no sense, and keeps
// what came before (tcp_options, tcp_sack).
import { gt } from '../sequence/serial';
import { SACK_PERMITTED, SCALE_SHIFT, WINDOW_SCALE } from './netfilter-record';

/** NOP, NOP, time stamps: what nearly every segment of an open connection carries. */
export const PADDED_TIME_STAMPS = 0x0101_080a;
const MOST_SCALE = 14;

/** Flags of a side from the options of its SYN: WINDOW_SCALE, SACK_PERMITTED, and the scale above them. */
export function synFlags(view: DataView, from: number, length: number): number {
  const end = from + length;
  let flags = 0;
  for (let at = from; at < end;) {
    const kind = view.getUint8(at);
    if (kind === 0) break;
    if (kind === 1) { at++; continue; }
    const size = at + 1 < end ? view.getUint8(at + 1) : 0;
    if (size < 2 || at + size > end) break;
    if (kind === 4 && size === 2) flags |= SACK_PERMITTED;
    else if (kind === 3 && size === 3) {
      const scale = view.getUint8(at + 2);
      flags = (flags & 0xff) | WINDOW_SCALE | ((scale > MOST_SCALE ? MOST_SCALE : scale) << SCALE_SHIFT);
    }
    at += size;
  }
  return flags;
}

/** The highest right edge of a SACK block, or `ack` when none lies beyond it. */
export function sackEdge(view: DataView, from: number, length: number, ack: number): number {
  if (length === 12 && view.getInt32(from) === PADDED_TIME_STAMPS) return ack;
  const end = from + length;
  for (let at = from; at < end;) {
    const kind = view.getUint8(at);
    if (kind === 0) return ack;
    if (kind === 1) { at++; continue; }
    const size = at + 1 < end ? view.getUint8(at + 1) : 0;
    if (size < 2 || at + size > end) return ack;
    if (kind === 5 && size >= 10 && ((size - 2) & 7) === 0) {
      let edge = ack;
      for (let right = at + 6; right < at + size; right += 8) {
        const value = view.getInt32(right);
        if (gt(value, edge)) edge = value;
      }
      return edge;
    }
    at += size;
  }
  return ack;
}
