// Finding the next packet record of a damaged pcap: nothing marks one, so a chain of headers that agree has to do.
import { DAMAGED, MODE_PCAP, MODE_PCAP_FIRST, NEED_MORE, SKIP } from './state';
import type { ReaderState } from './state';

/** Headers in a row that must be plausible. */
const CHAIN = 3;
/** Seconds that records in a row may lie apart, and that the first may lie from what was read before. */
const NEIGHBOUR_SECONDS = 86_400;
const DISTANCE_SECONDS = 30 * 86_400;
/** After so many bytes the time read before is no longer trusted: it may be what was damaged. */
const TRUST_TIME_BYTES = 1 << 20;
/** A longer record is not believed while searching, so that the wait for a chain stays short. */
const MOST_SEARCHED = 262_144;

const NO = -1;

/** Whether a record of about the same time stands at `next`: then an odd record in front of it is odd, not damaged. */
export function follows(r: ReaderState, view: DataView, at: number, next: number): boolean {
  const little = r.little;
  const captured = view.getUint32(next + 8, little);
  return captured <= r.capturedLimit && (captured > 0 || view.getUint32(next + 12, little) > 0)
    && view.getUint32(next + 4, little) < r.fractionLimit
    && Math.abs(view.getUint32(next, little) - view.getUint32(at, little)) <= NEIGHBOUR_SECONDS;
}

/** A header that could be one; its bytes are there. */
function plausibleRecord(r: ReaderState, view: DataView, at: number): boolean {
  const little = r.little;
  const captured = view.getUint32(at + 8, little);
  if (captured > r.capturedLimit) return false;
  const wire = view.getUint32(at + 12, little);
  return wire >= captured && wire > 0 && wire < 0x0100_0000 && view.getUint32(at + 4, little) < r.fractionLimit;
}

/** Bytes from `at` on that it takes to be sure, 0 when it is a record, NO when it is none. */
function chain(r: ReaderState, view: DataView, at: number, end: number): number {
  let place = at;
  let seconds = 0;
  for (let link = 0; link < CHAIN; link++) {
    if (place + r.headerLength > end) {
      if (!r.ended) return place + r.headerLength - at;
      return place === end ? 0 : NO;
    }
    const captured = view.getUint32(place + 8, r.little);
    if (captured === 0 || captured > MOST_SEARCHED || !plausibleRecord(r, view, place)) return NO;
    const own = view.getUint32(place, r.little);
    if (link > 0 && Math.abs(own - seconds) > NEIGHBOUR_SECONDS) return NO;
    seconds = own;
    place += r.headerLength + captured;
  }
  return 0;
}

function timeFits(r: ReaderState, view: DataView, at: number): boolean {
  if (!r.settled || r.searchedBytes(r.blockOffset + at) > TRUST_TIME_BYTES) return true;
  const seconds = view.getUint32(at, r.little);
  return Math.abs(seconds - r.lastSeconds) <= DISTANCE_SECONDS || Math.abs(seconds - r.baseSeconds) <= DISTANCE_SECONDS;
}

/** Looks for the next record from `at` on. What was looked at is given back as progress, so that nothing piles up. */
export function searchPcap(r: ReaderState, view: DataView, at: number, end: number): number {
  const last = end - r.headerLength;
  let place = at;
  for (; place <= last; place++) {
    if (!plausibleRecord(r, view, place) || !timeFits(r, view, place)) continue;
    const need = chain(r, view, place, end);
    if (need === NO) continue;
    r.damageReaches(r.blockOffset + place);
    r.nextAt = place;
    if (need === 0) {
      r.mode = r.settled ? MODE_PCAP : MODE_PCAP_FIRST;
      return DAMAGED;
    }
    if (place > at) return SKIP;
    r.need = need;
    return NEED_MORE;
  }
  r.damageReaches(r.blockOffset + Math.min(place, end));
  r.nextAt = Math.min(place, end);
  if (r.nextAt > at) return SKIP;
  r.need = r.headerLength;
  return NEED_MORE;
}
