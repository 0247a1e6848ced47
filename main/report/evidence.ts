// The packets of the alerts as a pcapng: link types, interfaces, lengths and times as they were, a comment on each packet that says why it is here
// (draft-ietf-opsawg-pcapng §4).
import type { AlertRow } from '@shared/alerts';
import type { EvidencePacket } from '@shared/report';
import { interfaceDescription, padded, sectionHeader } from '../capture/pcapng-blocks';

const ENHANCED_PACKET = 6;
const COMMENT = 1;
const MOST_COMMENTS = 10;
/** Any record that was read fits. */
const SNAP_LENGTH = 0;
const NANOSECONDS = 9;

/** Frames of the alerts that are shown, each with what is said of it. */
export function commentsOf(alerts: readonly AlertRow[]): Map<number, string[]> {
  const comments = new Map<number, string[]>();
  for (const alert of alerts) {
    if (alert.suppressed !== null) continue;
    for (const frame of alert.frames) {
      const own = comments.get(frame) ?? [];
      comments.set(frame, own);
      if (own.length < MOST_COMMENTS) own.push(`Frame ${frame} of the capture. Alert ${alert.id}: ${alert.title} (${alert.kind}), severity ${alert.severity}, confidence ${alert.confidence}.`);
    }
  }
  return comments;
}

/** One piece for the header, one for each interface when it first occurs, one a packet. */
export function* evidenceBlocks(packets: Iterable<EvidencePacket>, comments: (frame: number) => readonly string[], generator: string): Generator<Uint8Array> {
  yield sectionHeader(generator);
  const interfaces = new Map<string, number>();
  for (const packet of packets) {
    const key = `${packet.linkType} ${packet.interfaceId}`;
    let id = interfaces.get(key);
    if (id === undefined) {
      id = interfaces.size;
      interfaces.set(key, id);
      yield interfaceDescription({ linkType: packet.linkType, snapLength: SNAP_LENGTH, name: '', filter: '', digits: NANOSECONDS });
    }
    yield packetBlock(packet, id, comments(packet.frame));
  }
}

function packetBlock(packet: EvidencePacket, id: number, comments: readonly string[]): Uint8Array {
  const texts = comments.map((comment) => Buffer.from(comment));
  const options = texts.length === 0 ? 0 : texts.reduce((bytes, text) => bytes + 4 + padded(text.length), 4);
  const length = padded(packet.bytes.length);
  const block = Buffer.alloc(32 + length + options);
  const time = BigInt(packet.seconds) * 1_000_000_000n + BigInt(Math.round(packet.nanoseconds));
  block.writeUInt32LE(ENHANCED_PACKET, 0);
  block.writeUInt32LE(block.length, 4);
  block.writeUInt32LE(id, 8);
  block.writeUInt32LE(Number((time >> 32n) & 0xffff_ffffn), 12);
  block.writeUInt32LE(Number(time & 0xffff_ffffn), 16);
  block.writeUInt32LE(packet.bytes.length, 20);
  block.writeUInt32LE(packet.wire, 24);
  block.set(packet.bytes, 28);
  let at = 28 + length;
  for (const text of texts) {
    block.writeUInt16LE(COMMENT, at);
    block.writeUInt16LE(text.length, at + 2);
    text.copy(block, at + 4);
    at += 4 + padded(text.length);
  }
  block.writeUInt32LE(block.length, block.length - 4);
  return block;
}
