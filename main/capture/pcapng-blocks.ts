// Writes the four pcapng blocks a capture needs (draft-ietf-opsawg-pcapng §4): little endian, into buffers.

export const PCAPNG_SECTION = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;

const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
const OPTION_END = 0;
const OPTION_APPLICATION = 4; // shb_userappl
const OPTION_NAME = 2; // if_name
const OPTION_RESOLUTION = 9; // if_tsresol
const OPTION_FILTER = 11; // if_filter
const FILTER_IS_TEXT = 0; // first byte of if_filter: libpcap filter text follows

/** Bytes of an enhanced packet block around its packet, padding not counted. */
export const ENHANCED_PACKET_FRAME = 32;

export function padded(bytes: number): number {
  return (bytes + 3) & ~3;
}

export function sectionHeader(application: string): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(BYTE_ORDER_MAGIC, 0);
  body.writeUInt16LE(1, 4); // version 1.0
  body.writeBigInt64LE(-1n, 8); // length of the section: unknown while it grows
  return block(PCAPNG_SECTION, Buffer.concat([body, option(OPTION_APPLICATION, Buffer.from(application)), option(OPTION_END, Buffer.alloc(0))]));
}

export interface InterfaceDescription {
  linkType: number;
  snapLength: number;
  /** Interface name, '' when not known. */
  name: string;
  filter: string;
  /** Time stamps count 10^-digits seconds: 6 or 9. */
  digits: number;
}

export function interfaceDescription(description: InterfaceDescription): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16LE(description.linkType, 0);
  body.writeUInt32LE(description.snapLength, 4);
  const options = [option(OPTION_RESOLUTION, Buffer.from([description.digits]))];
  if (description.name !== '') options.push(option(OPTION_NAME, Buffer.from(description.name)));
  if (description.filter !== '') options.push(option(OPTION_FILTER, Buffer.concat([Buffer.from([FILTER_IS_TEXT]), Buffer.from(description.filter)])));
  return block(INTERFACE_DESCRIPTION, Buffer.concat([body, ...options, option(OPTION_END, Buffer.alloc(0))]));
}

/**
 * Writes an enhanced packet block of interface 0 at `at` and returns the offset after it. The packet's bytes are copied from `packet`.
 * The caller has made room for ENHANCED_PACKET_FRAME + padded(captured) bytes.
 */
export function writeEnhancedPacket(target: Buffer, at: number, ticksHigh: number, ticksLow: number, wire: number, packet: Uint8Array, captured: number): number {
  const total = ENHANCED_PACKET_FRAME + padded(captured);
  target.writeUInt32LE(ENHANCED_PACKET, at);
  target.writeUInt32LE(total, at + 4);
  target.writeUInt32LE(0, at + 8);
  target.writeUInt32LE(ticksHigh, at + 12);
  target.writeUInt32LE(ticksLow, at + 16);
  target.writeUInt32LE(captured, at + 20);
  target.writeUInt32LE(wire, at + 24);
  target.set(captured === packet.length ? packet : packet.subarray(0, captured), at + 28);
  target.fill(0, at + 28 + captured, at + 28 + padded(captured));
  target.writeUInt32LE(total, at + total - 4);
  return at + total;
}

function option(code: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt16LE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

function block(type: number, body: Buffer): Buffer {
  const total = 12 + body.length;
  const bytes = Buffer.alloc(total);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(total, 4);
  body.copy(bytes, 8);
  bytes.writeUInt32LE(total, total - 4);
  return bytes;
}
