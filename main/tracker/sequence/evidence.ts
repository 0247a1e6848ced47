// What a packet carries that tells a repeat from a copy: its IP identification in the order of its sender's, and digests of its payload.
import { IDENTIFIED, IDS_AT, IDS_ONE, IDS_SURE, L_FLAGS, L_IDENT, L_IDS } from './record';

/** How a packet's identification stands to those captured of its sender. */
export const ID_UNKNOWN = 0; // none, or the sender's identifications follow no order (RFC 6864 allows that)
export const ID_NEW = 1; // sent after every packet captured so far
export const ID_SEEN = 2; // this identification was captured: the same packet
export const ID_LATE = 3; // between captured ones, and not captured itself: sent earlier, delivered late
export const ID_SAME = 4; // equal to the last one of a sender without order

/** A step that a sender's counter may take between two of its packets: segments of one offload buffer, other connections of a host. */
const LARGEST_STEP = 256;
/** As far back as a late packet is believed. */
const LARGEST_DELAY = 4096;
/** Of the FNV hashes, 32 bits. */
const PRIME = 0x01000193;

/** Judges an identification; changes nothing. */
export function identify(ints: Int32Array, line: number, id: number): number {
  const flags = ints[line + L_FLAGS];
  if (id === 0 || (flags & IDENTIFIED) === 0) return ID_UNKNOWN;
  const step = (id - ints[line + L_IDENT]) & 0xffff;
  const back = 0x10000 - step;
  if ((flags & IDS_SURE) !== IDS_SURE) {
    if (step === 0) return ID_SAME;
    // Equal to one captured a moment ago: no accident, whatever the order.
    return back < 32 && (ints[line + L_IDS] >>> back & 1) !== 0 ? ID_SEEN : ID_UNKNOWN;
  }
  if (step === 0) return ID_SEEN;
  if (step <= 0x7fff) return ID_NEW;
  if (back < 32) return (ints[line + L_IDS] >>> back & 1) !== 0 ? ID_SEEN : ID_LATE;
  return back < LARGEST_DELAY ? ID_LATE : ID_UNKNOWN;
}

/** Remembers a packet's identification. Where it runs against the order of sending, the order is no longer trusted. */
export function remember(ints: Int32Array, line: number, id: number, contradicts: boolean): void {
  if (id === 0) return;
  const flags = ints[line + L_FLAGS];
  const step = (id - ints[line + L_IDENT]) & 0xffff;
  if ((flags & IDENTIFIED) === 0 || contradicts) {
    ints[line + L_FLAGS] = (flags & ~IDS_SURE) | IDENTIFIED;
    ints[line + L_IDS] = 1;
  } else if (step > 0 && step <= LARGEST_STEP) {
    ints[line + L_IDS] = step < 32 ? (ints[line + L_IDS] << step) | 1 : 1;
    if ((flags & IDS_SURE) !== IDS_SURE) ints[line + L_FLAGS] = flags + IDS_ONE;
  } else if ((flags & IDS_SURE) === IDS_SURE && step > 0x7fff && 0x10000 - step < LARGEST_DELAY) {
    if (0x10000 - step < 32) ints[line + L_IDS] |= 1 << (0x10000 - step);
    return; // a late packet: the newest stays
  } else if (step !== 0) {
    const sure = (flags >>> IDS_AT) & 3;
    ints[line + L_FLAGS] = (flags & ~IDS_SURE) | ((sure > 0 ? sure - 1 : 0) << IDS_AT);
    ints[line + L_IDS] = 1;
  }
  ints[line + L_IDENT] = (ints[line + L_IDENT] & ~0xffff) | id;
}

/**
 * Digest of a payload's first and last eight bytes, cheap enough for every data segment: they share their cache lines with this packet's
 * header and the next one's. The whole payload was captured.
 */
export function sampleDigest(view: DataView, at: number, length: number): number {
  if (length < 16) return wholeDigest(view, at, length);
  let digest = view.getInt32(at);
  digest = Math.imul(digest, 31) + view.getInt32(at + 4) | 0;
  digest = Math.imul(digest, 31) + view.getInt32(at + length - 8) | 0;
  return Math.imul(digest, 31) + view.getInt32(at + length - 4) | 0;
}

/** Digest of a whole payload. Four strands that do not wait for each other: a quarter of the time. */
export function wholeDigest(view: DataView, at: number, length: number): number {
  let digest = length;
  let i = 0;
  if (length >= 16) {
    let b = 1;
    let c = 2;
    let d = 3;
    for (; i + 16 <= length; i += 16) {
      digest = Math.imul(digest ^ view.getInt32(at + i), PRIME) ^ (digest >>> 15);
      b = Math.imul(b ^ view.getInt32(at + i + 4), PRIME) ^ (b >>> 15);
      c = Math.imul(c ^ view.getInt32(at + i + 8), PRIME) ^ (c >>> 15);
      d = Math.imul(d ^ view.getInt32(at + i + 12), PRIME) ^ (d >>> 15);
    }
    digest = strand(strand(strand(digest, b), c), d);
  }
  for (; i + 4 <= length; i += 4) digest = strand(digest, view.getInt32(at + i));
  for (; i < length; i++) digest = Math.imul(digest ^ view.getUint8(at + i), PRIME);
  return digest;
}

function strand(digest: number, word: number): number { return Math.imul(digest ^ word, PRIME) ^ (digest >>> 15); }
