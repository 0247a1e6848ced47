// The record walker for pcap (draft-ietf-opsawg-pcap): the hot path reads one record header and nothing else.
import {
  MODE_PCAP, MODE_PCAP_FIRST, MODE_PCAP_SEARCH, MOST_CAPTURED, MOST_WIRE, NEED_MORE, PACKET, SKIP,
} from './state';
import type { ReaderState } from './state';
import { follows, searchPcap } from './pcap-resync';

const MICROSECONDS = 0xa1b2_c3d4;
const NANOSECONDS = 0xa1b2_3c4d;
const MODIFIED = 0xa1b2_cd34; // Kuznetzov's patch: 8 more bytes in each record header
export const FILE_HEADER = 24;
/** In typed memory, so that times are doubles from the first packet on: code made for smaller numbers would be thrown away after two seconds. */
const SECOND = new Float64Array([1e9]);

/** Whether a pcap file header of either byte order starts here; needs 4 bytes. */
export function isPcapMagic(view: DataView, at: number): boolean {
  return isMagic(view.getUint32(at, true)) || isMagic(view.getUint32(at, false));
}

function isMagic(value: number): boolean {
  return value === MICROSECONDS || value === NANOSECONDS || value === MODIFIED;
}

/** Reads the file header; 24 bytes are there and the magic was checked. */
export function readPcapHeader(r: ReaderState, view: DataView, at: number): number {
  const little = isMagic(view.getUint32(at, true));
  const magic = view.getUint32(at, little);
  r.little = little;
  r.headerLength = magic === MODIFIED ? 24 : 16;
  r.fractionLimit = magic === NANOSECONDS ? 1_000_000_000 : 1_000_000;
  r.fractionScale = magic === NANOSECONDS ? 1 : 1_000;
  const major = view.getUint16(at + 4, little);
  if (major !== 2) r.noteDamage(r.blockOffset + at + 4, `the file header says pcap version ${String(major)}; read as version 2`, 0);
  // A snap length is often 0, or the greatest number there is: 262,144 bytes are believed in any case, 16 MiB at most.
  r.capturedLimit = Math.min(Math.max(view.getUint32(at + 16, little), 262_144), MOST_CAPTURED);
  // The upper bits say how long the frame check sequence is.
  r.linkType = view.getUint32(at + 20, little) & 0xffff;
  r.interfaceId = 0;
  r.seeLinkType(r.linkType);
  if (r.format === '') {
    r.format = `pcap, ${magic === NANOSECONDS ? 'nanoseconds' : 'microseconds'}${little ? '' : ', big-endian'}`;
  }
  r.mode = r.settled ? MODE_PCAP : MODE_PCAP_FIRST;
  r.nextAt = at + FILE_HEADER;
  return SKIP;
}

/** One record: a handful of reads. Whatever is not plainly right goes to `doubtful`. */
export function nextPcap(r: ReaderState, view: DataView, at: number, end: number): number {
  const dataAt = at + r.headerLength;
  if (dataAt > end) return incomplete(r, view, at, end, r.headerLength);
  const little = r.little;
  const captured = view.getUint32(at + 8, little);
  const wire = view.getUint32(at + 12, little);
  const fraction = view.getUint32(at + 4, little);
  if (captured === 0 || captured > r.capturedLimit || wire < captured || wire > MOST_WIRE || fraction >= r.fractionLimit) {
    return doubtful(r, view, at, end);
  }
  const nextAt = dataAt + captured;
  if (nextAt > end) return incomplete(r, view, at, end, nextAt - at);
  r.recordAt = at;
  r.dataAt = dataAt;
  r.nextAt = nextAt;
  r.captured = captured;
  r.wire = wire;
  r.time[0] = (view.getUint32(at, little) - r.baseSeconds) * SECOND[0] + fraction * r.fractionScale;
  return PACKET;
}

/** Settles the whole second that times are relative to: that of the first packet. */
export function firstPcap(r: ReaderState, view: DataView, at: number, end: number): number {
  if (at + r.headerLength <= end) r.baseSeconds = view.getUint32(at, r.little);
  const status = nextPcap(r, view, at, end);
  if (status === PACKET) {
    r.settled = true;
    r.mode = MODE_PCAP;
  }
  return status;
}

function incomplete(r: ReaderState, view: DataView, at: number, end: number, need: number): number {
  if (!r.ended || at === end) {
    r.need = need;
    return NEED_MORE;
  }
  return damaged(r, view, at, end, 'the capture ends inside a packet record');
}

/**
 * A header that is not plainly right: another file's header (captures joined by `cat`), a harmless oddity
 * (an empty packet, a wire length below the captured one) when a record follows where it should, or damage.
 */
function doubtful(r: ReaderState, view: DataView, at: number, end: number): number {
  if (isPcapMagic(view, at)) {
    if (at + FILE_HEADER > end) return incomplete(r, view, at, end, FILE_HEADER);
    if (isFileHeader(view, at)) return readPcapHeader(r, view, at);
  }
  const little = r.little;
  const captured = view.getUint32(at + 8, little);
  const wire = view.getUint32(at + 12, little);
  const fraction = view.getUint32(at + 4, little);
  if (captured > r.capturedLimit) return damaged(r, view, at, end, `a packet record claims ${String(captured)} captured bytes`);

  const dataAt = at + r.headerLength;
  const nextAt = dataAt + captured;
  const last = r.ended && nextAt === end;
  if (!last && nextAt + r.headerLength > end) return incomplete(r, view, at, end, nextAt + r.headerLength - at);
  if (!last && !follows(r, view, at, nextAt) && !isPcapMagic(view, nextAt)) {
    return damaged(r, view, at, end, `a packet record claims ${String(captured)} captured of ${String(wire)} bytes and no record follows it`);
  }
  r.recordAt = at;
  r.dataAt = dataAt;
  r.nextAt = nextAt;
  r.captured = captured;
  r.wire = Math.min(Math.max(wire, captured), MOST_WIRE);
  r.setTime(view.getUint32(at, little), Math.min(fraction, r.fractionLimit - 1) * r.fractionScale);
  return PACKET;
}

/** Version 2 and a zone of less than a day: enough to tell a file header from a packet of the year 2055. */
function isFileHeader(view: DataView, at: number): boolean {
  const little = isMagic(view.getUint32(at, true));
  return view.getUint16(at + 4, little) === 2 && view.getUint32(at + 12, little) === 0 && Math.abs(view.getInt32(at + 8, little)) < 86_400;
}

function damaged(r: ReaderState, view: DataView, at: number, end: number, reason: string): number {
  r.beginDamage(r.blockOffset + at, reason);
  r.mode = MODE_PCAP_SEARCH;
  const status = searchPcap(r, view, at + 1, end);
  if (status !== NEED_MORE) return status;
  // This record is given up for good: it must not be looked at again, or the search could find it.
  r.nextAt = at + 1;
  return SKIP;
}
