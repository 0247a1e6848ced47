// Finds the connection that a packet belongs to, by the packet's number alone: the packet is read back, a tracker of its own says whose
// addresses and ports it carries, and of the connections between these the one that was open at its time is the owner.
import type { EvidencePacket } from '@shared/report';
import { FramePicker, Tracker } from '../tracker/tracker';
import type { CaptureBytes } from './capture-bytes';

const PCAP_HEADER = 24;
const RECORD_HEADER = 16;
const NANOSECOND_MAGIC = 0xa1b2_3c4d;
const LONGEST = 262_144;
/** Connections of one tuple that are looked at, the newest first. */
const MOST_TRIED = 256;

/** @returns id of the connection; null when the packet cannot be read, or is of none */
export function ownerOf(tracker: Tracker, bytes: CaptureBytes, frame: number): number | null {
  const packet = readBack(tracker, bytes, frame);
  if (packet === null) return null;
  const filter = filterOf(packet);
  if (filter === null) return null;
  const micros = packet.seconds * 1e6 + packet.nanoseconds / 1000;
  const ids = tracker.matchingIds(filter).sort().reverse();
  for (const id of ids.subarray(0, MOST_TRIED)) {
    const found = tracker.connection(id);
    if (found !== null && found.startMicros <= micros + 1 && found.endMicros >= micros - 1) return id;
  }
  return null;
}

function readBack(tracker: Tracker, bytes: CaptureBytes, frame: number): EvidencePacket | null {
  const picker = new FramePicker([frame], LONGEST);
  for (let part = tracker.nextPick(picker); part !== null; part = tracker.nextPick(picker)) {
    const block = new Uint8Array(part.look - part.from);
    const got = bytes.read(block, 0, block.length, part.from);
    picker.take(part, new DataView(block.buffer), got);
  }
  return picker.packets[0] ?? null;
}

/** The filter of the connections that a packet could belong to; null where it has no addresses. */
function filterOf(packet: EvidencePacket): string | null {
  const tracker = new Tracker({ connectionLimit: 1_000, hashKey: 0, detectors: false });
  const capture = capturedAlone(packet);
  tracker.push(capture, new DataView(capture.buffer), 0, capture.length, 0, true);
  for (const row of tracker.rows()) {
    const { originator, responder, proto } = row;
    const ends = [`address == ${originator.address}`, `address == ${responder.address}`];
    const ports = proto === 'tcp' || proto === 'udp' ? [`port == ${originator.port}`, `port == ${responder.port}`] : [];
    return [`proto == ${proto}`, ...ends, ...ports].join(' and ');
  }
  return null;
}

/** A capture of this one packet. */
function capturedAlone({ bytes, wire, linkType, seconds, nanoseconds }: EvidencePacket): Uint8Array<ArrayBuffer> {
  const capture = new Uint8Array(PCAP_HEADER + RECORD_HEADER + bytes.length);
  const view = new DataView(capture.buffer);
  view.setUint32(0, NANOSECOND_MAGIC, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, LONGEST, true);
  view.setUint32(20, linkType, true);
  [seconds, nanoseconds, bytes.length, wire].forEach((word, i) => { view.setUint32(PCAP_HEADER + i * 4, word, true); });
  capture.set(bytes, PCAP_HEADER + RECORD_HEADER);
  return capture;
}
