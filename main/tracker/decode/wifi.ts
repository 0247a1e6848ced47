// IEEE 802.11 data frames, bare or behind the capture headers radiotap, Prism, AVS and PPI.
import type { Decoding } from './decoding';
import { llc } from './ethernet';
import { CUT, ENCRYPTED, MALFORMED, NOT_IP, UNSUPPORTED_LINK } from './packet';

const TO_DS = 0x01;
const FROM_DS = 0x02;
const PROTECTED = 0x40;
const ORDER = 0x80;

const TYPE_DATA = 2;
const SUBTYPE_NO_DATA = 4;
const SUBTYPE_QOS = 8;
const AGGREGATED = 0x80;

const AVS_VERSION = 0x8021_1001;

/** `padded`: the capturing driver aligned the frame body to four bytes. */
export function wifi(d: Decoding, view: DataView, at: number, end: number, wireEnd: number, padded = false): number {
  if (at + 24 > end) return at + 24 > wireEnd ? NOT_IP : CUT; // acknowledgements are shorter, and never data
  const control = view.getUint8(at);
  const flags = view.getUint8(at + 1);
  const subtype = control >>> 4;
  if (((control >>> 2) & 3) !== TYPE_DATA || (control & 3) !== 0 || (subtype & SUBTYPE_NO_DATA) !== 0) return NOT_IP;
  if ((flags & PROTECTED) !== 0) return ENCRYPTED;
  let header = (flags & (TO_DS | FROM_DS)) === (TO_DS | FROM_DS) ? 30 : 24;
  if ((subtype & SUBTYPE_QOS) !== 0) {
    if (at + header + 2 > end) return CUT;
    // Several frames in one: only its first could be read, so none is.
    if ((view.getUint8(at + header) & AGGREGATED) !== 0) return UNSUPPORTED_LINK;
    header += (flags & ORDER) === 0 ? 2 : 6; // HT control
  }
  // The number of a fragment is in the low bits of the sequence control; later ones hold no header.
  if ((view.getUint8(at + 22) & 0x0f) !== 0) return NOT_IP;
  if (padded) header = (header + 3) & ~3;
  return llc(d, view, at + header, end, wireEnd);
}

export function radiotap(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 8 > end) return at + 8 > wireEnd ? MALFORMED : CUT;
  const length = view.getUint16(at + 2, true);
  if (view.getUint8(at) !== 0 || length < 8 || at + length > wireEnd) return MALFORMED;
  if (at + length > end) return CUT;
  return wifi(d, view, at + length, end, wireEnd, hasPadding(view, at, length));
}

/** The flags field is the second of the fields, behind an aligned time stamp of 8 bytes where there is one. */
function hasPadding(view: DataView, at: number, length: number): boolean {
  const present = view.getInt32(at + 4, true);
  if ((present & 2) === 0) return false;
  let field = 8;
  for (let word = present; word < 0 && field + 4 <= length; field += 4) word = view.getInt32(at + field, true);
  if ((present & 1) !== 0) field = ((field + 7) & ~7) + 8;
  return field < length && (view.getUint8(at + field) & 0x20) !== 0;
}

/** Prism headers carry their length in the byte order of the host; AVS ones are announced by their version. */
export function prism(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 8 > end) return at + 8 > wireEnd ? MALFORMED : CUT;
  if (view.getUint32(at) === AVS_VERSION) return avs(d, view, at, end, wireEnd);
  const little = view.getUint32(at + 4, true);
  const length = little <= 0xffff ? little : view.getUint32(at + 4);
  return behind(d, view, at, length, 8, end, wireEnd);
}

export function avs(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 8 > end) return at + 8 > wireEnd ? MALFORMED : CUT;
  return behind(d, view, at, view.getUint32(at + 4), 8, end, wireEnd);
}

function behind(d: Decoding, view: DataView, at: number, length: number, least: number, end: number, wireEnd: number): number {
  if (length < least || length > 0xffff || at + length > wireEnd) return MALFORMED;
  return at + length > end ? CUT : wifi(d, view, at + length, end, wireEnd);
}

/** PPI names the link type of what follows; only 802.11 was ever common. */
export function ppi(d: Decoding, view: DataView, at: number, end: number, wireEnd: number): number {
  if (at + 8 > end) return at + 8 > wireEnd ? MALFORMED : CUT;
  if (view.getUint32(at + 4, true) !== 105) return UNSUPPORTED_LINK;
  return behind(d, view, at, view.getUint16(at + 2, true), 8, end, wireEnd);
}
