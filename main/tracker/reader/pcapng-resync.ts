// Finding the next block of a damaged pcapng: a known type whose length is repeated where it should be.
import { SECTION_HEADER, headLength, isKnownType, isSectionHeader, plausibleLength } from './pcapng-blocks';
import { DAMAGED, MODE_PCAPNG, NEED_MORE, SKIP } from './state';
import type { ReaderState } from './state';

/** A longer block is not believed while searching, so that the wait for its end stays short. */
const MOST_SEARCHED = 1 << 19;
const NO = -1;

/** Bytes from `at` on that it takes to be sure, 0 when it is a block, NO when it is none. */
function candidate(r: ReaderState, view: DataView, at: number, end: number): number {
  let little = r.little;
  const type = view.getUint32(at, little);
  if (!isKnownType(type)) return NO;
  if (type === SECTION_HEADER) {
    if (!isSectionHeader(view, at)) return NO;
    little = view.getUint8(at + 8) === 0x4d;
  }
  const length = view.getUint32(at + 4, little);
  if (length > MOST_SEARCHED || length < 12) return NO;
  const head = headLength(type);
  if (at + head > end) return head;
  if (!plausibleLength(view, at, little)) return NO;
  if (at + length > end) return length;
  return view.getUint32(at + length - 4, little) === length ? 0 : NO;
}

/** Looks for the next block from `at` on. What was looked at is given back as progress, so that nothing piles up. */
export function searchPcapng(r: ReaderState, view: DataView, at: number, end: number): number {
  const last = end - 12;
  let place = at;
  for (; place <= last; place++) {
    const need = candidate(r, view, place, end);
    if (need === NO || (need > 0 && r.ended)) continue;
    r.damageReaches(r.blockOffset + place);
    r.nextAt = place;
    if (need === 0) {
      r.mode = MODE_PCAPNG;
      return DAMAGED;
    }
    if (place > at) return SKIP;
    r.need = need;
    return NEED_MORE;
  }
  if (r.ended) place = end;
  r.damageReaches(r.blockOffset + Math.min(place, end));
  r.nextAt = Math.min(place, end);
  if (r.nextAt > at) return SKIP;
  r.need = 12;
  return NEED_MORE;
}
