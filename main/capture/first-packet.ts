// When the first packet of a spool's segment was captured: told where the oldest segments were dropped.
import { open } from 'node:fs/promises';
import { PCAPNG_SECTION } from './pcapng-blocks';

const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const OPTION_RESOLUTION = 9; // if_tsresol
/** The blocks in front of the first packet are some hundred bytes. */
const LOOK_BYTES = 64 * 1024;
const PCAP_HEADER = 24;
const PCAP_NANOSECONDS = 0xa1b2_3c4d;

/** Microseconds since 1970; null while the segment holds no packet, or is no capture of this machine's byte order. */
export async function firstPacketMicros(file: string): Promise<number | null> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LOOK_BYTES), 0, LOOK_BYTES, 0);
    if (bytesRead < PCAP_HEADER) return null;
    const head = buffer.subarray(0, bytesRead);
    return head.readUInt32LE(0) === PCAPNG_SECTION ? firstOfBlocks(head) : firstOfRecords(head);
  } finally {
    await handle.close();
  }
}

function firstOfRecords(head: Buffer): number | null {
  if (head.length < PCAP_HEADER + 8) return null;
  const perMicro = head.readUInt32LE(0) === PCAP_NANOSECONDS ? 1000 : 1;
  return head.readUInt32LE(PCAP_HEADER) * 1e6 + Math.floor(head.readUInt32LE(PCAP_HEADER + 4) / perMicro);
}

function firstOfBlocks(head: Buffer): number | null {
  let unitsPerSecond = 1e6;
  for (let at = 0; at + 20 <= head.length;) {
    const length = head.readUInt32LE(at + 4);
    if (length < 12) return null;
    const type = head.readUInt32LE(at);
    if (type === INTERFACE_DESCRIPTION) unitsPerSecond = resolution(head.subarray(at, at + length));
    if (type === ENHANCED_PACKET) return Math.floor((head.readUInt32LE(at + 12) * 2 ** 32 + head.readUInt32LE(at + 16)) / (unitsPerSecond / 1e6));
    at += length;
  }
  return null;
}

/** Units of a time stamp in a second: a power of ten, or of two where the highest bit is set. */
function resolution(block: Buffer): number {
  for (let at = 16; at + 4 < block.length - 4;) {
    const length = block.readUInt16LE(at + 2);
    const exponent = block[at + 4] ?? 0;
    if (block.readUInt16LE(at) === OPTION_RESOLUTION && length === 1) return exponent < 128 ? 10 ** exponent : 2 ** (exponent - 128);
    at += 4 + ((length + 3) & ~3);
  }
  return 1e6;
}
