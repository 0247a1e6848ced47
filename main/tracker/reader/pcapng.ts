// The block walker for pcapng: sections, interfaces, the three kinds of packet block, statistics; other blocks are skipped.
import type { Interfaces } from './interfaces';
import {
  ENHANCED_PACKET, INTERFACE_DESCRIPTION, INTERFACE_STATISTICS, MOST_BLOCK, MOST_KEPT, OBSOLETE_PACKET, PACKET_FRAME, PACKET_HEAD,
  PACKET_OPTIONS, SECTION_HEADER, SIMPLE_PACKET, headLength, isSectionHeader, leastLength, mayBeSkipped, plausibleLength,
} from './pcapng-blocks';
import { searchPcapng } from './pcapng-resync';
import { DAMAGED, MODE_PCAPNG, MODE_PCAPNG_SEARCH, MOST_WIRE, NEED_MORE, PACKET, SKIP } from './state';
import type { ReaderState } from './state';
import { split, splitTime } from './timestamps';

export function nextPcapng(r: ReaderState, interfaces: Interfaces, view: DataView, at: number, end: number): number {
  if (r.skipLeft > 0) return skipOn(r, view, at, end);
  if (at + PACKET_HEAD <= end && view.getUint32(at, r.little) === ENHANCED_PACKET) {
    const little = r.little;
    const length = view.getUint32(at + 4, little);
    const captured = view.getUint32(at + 20, little);
    const id = view.getUint32(at + 8, little);
    // The common case: everything agrees and the block is here.
    if ((length & 3) === 0 && length >= PACKET_FRAME && at + length <= end && length <= MOST_BLOCK
      && captured <= length - PACKET_FRAME && length - captured <= PACKET_FRAME + PACKET_OPTIONS
      && id < interfaces.count && view.getUint32(at + length - 4, little) === length) {
      return packet(r, interfaces, view, at, length, id, captured);
    }
  }
  return otherBlock(r, interfaces, view, at, end);
}

/** An enhanced or obsolete packet block: the fields from the time on lie at the same places. */
function packet(r: ReaderState, interfaces: Interfaces, view: DataView, at: number, length: number, id: number, captured: number): number {
  const little = r.little;
  const own = interfaces.at(id);
  const wire = view.getUint32(at + 24, little);
  split(view.getUint32(at + 12, little), view.getUint32(at + 16, little), own.resolution);
  r.setTime(splitTime[0] + own.offset, splitTime[1]);
  return fill(r, at, length, id, own.linkType, at + PACKET_HEAD, captured, wire);
}

function fill(r: ReaderState, at: number, length: number, id: number, linkType: number, dataAt: number, captured: number, wire: number): number {
  r.recordAt = at;
  r.nextAt = at + length;
  r.dataAt = dataAt;
  r.captured = captured;
  r.wire = wire < captured ? captured : wire > MOST_WIRE ? MOST_WIRE : wire;
  r.linkType = linkType;
  r.interfaceId = id;
  return PACKET;
}

function otherBlock(r: ReaderState, interfaces: Interfaces, view: DataView, at: number, end: number): number {
  if (at + 12 > end) return incomplete(r, interfaces, view, at, end, 12);
  if (view.getUint32(at, true) === SECTION_HEADER) {
    if (!isSectionHeader(view, at)) return damaged(r, interfaces, view, at, end, 'a section header without a byte-order magic');
    return section(r, interfaces, view, at, end);
  }
  const little = r.little;
  const type = view.getUint32(at, little);
  const length = view.getUint32(at + 4, little);
  if (at + headLength(type) > end) return incomplete(r, interfaces, view, at, end, headLength(type));
  if (length > MOST_KEPT && !isPacketType(type)) {
    if (mayBeSkipped(type, length)) return startSkip(r, view, at, end, length);
    return damaged(r, interfaces, view, at, end, `a block of type 0x${type.toString(16)} claims ${String(length)} bytes`);
  }
  if (!plausibleLength(view, at, little)) {
    return damaged(r, interfaces, view, at, end, `the lengths of a block of type 0x${type.toString(16)} contradict each other`);
  }
  if (at + length > end) return incomplete(r, interfaces, view, at, end, length);
  if (view.getUint32(at + length - 4, little) !== length) {
    return damaged(r, interfaces, view, at, end, `a block of type 0x${type.toString(16)} does not end with its length of ${String(length)}`);
  }
  r.nextAt = at + length;
  switch (type) {
    case INTERFACE_DESCRIPTION:
      interfaces.describe(r, view, at, length);
      return SKIP;
    case INTERFACE_STATISTICS:
      interfaces.statistics(r, view, at, length);
      return SKIP;
    case ENHANCED_PACKET:
      return unknownInterface(r, at, length, view.getUint32(at + 8, little));
    case OBSOLETE_PACKET: {
      const id = view.getUint16(at + 8, little);
      if (id >= interfaces.count) return unknownInterface(r, at, length, id);
      return packet(r, interfaces, view, at, length, id, view.getUint32(at + 20, little));
    }
    case SIMPLE_PACKET:
      return simplePacket(r, interfaces, view, at, length);
    default:
      return SKIP;
  }
}

/** A simple packet belongs to the first interface and has no time of its own: it keeps the last one. */
function simplePacket(r: ReaderState, interfaces: Interfaces, view: DataView, at: number, length: number): number {
  if (interfaces.count === 0) return unknownInterface(r, at, length, 0);
  const own = interfaces.at(0);
  const wire = view.getUint32(at + 8, r.little);
  const room = Math.min(wire, length - 16);
  const captured = own.snapLength === 0 ? room : Math.min(room, own.snapLength);
  return fill(r, at, length, 0, own.linkType, at + 12, captured, wire);
}

function unknownInterface(r: ReaderState, at: number, length: number, id: number): number {
  r.noteDamage(r.blockOffset + at, `a packet of interface ${String(id)}, which the capture does not describe`, length);
  return DAMAGED;
}

/** A section header: its own byte order, and interfaces numbered from 0 again. */
function section(r: ReaderState, interfaces: Interfaces, view: DataView, at: number, end: number): number {
  const little = view.getUint8(at + 8) === 0x4d;
  const length = view.getUint32(at + 4, little);
  const wrong = length < leastLength(SECTION_HEADER) || length > MOST_KEPT || (length & 3) !== 0;
  if (!wrong && at + length > end) return incomplete(r, interfaces, view, at, end, length);
  // The byte order holds even when the lengths contradict each other.
  r.little = little;
  interfaces.newSection();
  if (r.format === '') r.format = little ? 'pcapng' : 'pcapng, big-endian';
  if (wrong || view.getUint32(at + length - 4, little) !== length) {
    return damaged(r, interfaces, view, at, end, `a section header claims ${String(length)} bytes`);
  }
  r.nextAt = at + length;
  return SKIP;
}

function isPacketType(type: number): boolean {
  return type === ENHANCED_PACKET || type === OBSOLETE_PACKET || type === SIMPLE_PACKET;
}

/** A long block that means nothing here: its bytes are let go as they come, and its length is checked at its end. */
function startSkip(r: ReaderState, view: DataView, at: number, end: number, length: number): number {
  r.skipLeft = length;
  r.skipLength = length;
  r.skipFrom = r.blockOffset + at;
  return skipOn(r, view, at, end);
}

function skipOn(r: ReaderState, view: DataView, at: number, end: number): number {
  if (r.skipLeft > 4) {
    const step = Math.min(r.skipLeft - 4, end - at);
    if (step === 0) {
      r.need = 1;
      return NEED_MORE;
    }
    r.skipLeft -= step;
    r.nextAt = at + step;
    return SKIP;
  }
  if (end - at < 4) {
    r.need = 4;
    return NEED_MORE;
  }
  r.skipLeft = 0;
  if (view.getUint32(at, r.little) === r.skipLength) {
    r.nextAt = at + 4;
    return SKIP;
  }
  r.beginDamage(r.skipFrom, `a block does not end with its length of ${String(r.skipLength)}`);
  r.mode = MODE_PCAPNG_SEARCH;
  r.nextAt = at;
  return SKIP;
}

function incomplete(r: ReaderState, interfaces: Interfaces, view: DataView, at: number, end: number, need: number): number {
  if (!r.ended || at === end) {
    r.need = need;
    return NEED_MORE;
  }
  return damaged(r, interfaces, view, at, end, 'the capture ends inside a block');
}

function damaged(r: ReaderState, interfaces: Interfaces, view: DataView, at: number, end: number, reason: string): number {
  if (at + 12 <= end && view.getUint32(at, r.little) === INTERFACE_DESCRIPTION) interfaces.describeUnknown();
  r.beginDamage(r.blockOffset + at, reason);
  r.mode = MODE_PCAPNG_SEARCH;
  const status = searchPcapng(r, view, at + 1, end);
  if (status === DAMAGED) r.mode = MODE_PCAPNG;
  if (status !== NEED_MORE) return status;
  r.nextAt = at + 1;
  return SKIP;
}
