// Payloads that look like what they claim to be: TLS 1.3, HTTP/1.1 and DNS heads, and a bulk buffer whose checksum is known in advance.
import { type Bytes, concat, text, u16, u32, u8 } from '../make/bytes';
import { random } from './random';

const BULK_BYTES = 65536;

/** Pseudo-random bytes; bulk payload is a slice of it. */
export const bulk: Buffer = (() => {
  const source = random(7);
  return Buffer.from(Uint8Array.from({ length: BULK_BYTES }, () => source.word() & 255));
})();

/** Sums of the 16-bit words before each even offset, so that a slice's checksum costs two look-ups. */
const wordSums: Uint32Array = (() => {
  const sums = new Uint32Array(BULK_BYTES / 2 + 1);
  for (let i = 0; i < BULK_BYTES / 2; i++) sums[i + 1] = (sums[i] ?? 0) + bulk.readUInt16BE(i * 2);
  return sums;
})();

/** Where in the bulk buffer the byte `offset` of a message stands: the same for a retransmission, even for even offsets. */
export const bulkAt = (offset: number): number => (offset % 60000) & ~1;

/** Word sum of `length` bulk bytes from an even position. */
export function bulkSum(at: number, length: number): number {
  const whole = (wordSums[(at + length) >> 1] ?? 0) - (wordSums[at >> 1] ?? 0);
  return length & 1 ? whole + ((bulk[at + length - 1] ?? 0) << 8) : whole;
}

/** Heads have an even length, so that what follows them stays aligned to words. */
const even = (bytes: Bytes): Bytes => (bytes.length & 1 ? concat(bytes, u8(0)) : bytes);

const extensionBlock = (type: number, body: Uint8Array): Bytes => concat(u16(type, body.length), body);

const hellos = new Map<string, Bytes>();

/** A ClientHello of 517 bytes with server name and padding, as browsers send it; the same for every connection to a host. */
export function clientHello(host: string): Bytes {
  const known = hellos.get(host) ?? makeClientHello(host);
  hellos.set(host, known);
  return known;
}

function makeClientHello(host: string): Bytes {
  const name = text(host);
  const serverName = extensionBlock(0, concat(u16(name.length + 3), u8(0), u16(name.length), name));
  const versions = extensionBlock(43, u8(2, 3, 4));
  const fixed = concat(u16(0x0303), bulk.subarray(0, 32), u8(32), bulk.subarray(32, 64), u16(6, 0x1301, 0x1302, 0x1303), u8(1, 0));
  const room = 508 - fixed.length - 2 - serverName.length - versions.length - 4;
  const extensions = concat(serverName, versions, extensionBlock(21, new Uint8Array(room)));
  const hello = concat(fixed, u16(extensions.length), extensions);
  return concat(u8(22), u16(0x0301, hello.length + 4), u8(1, 0), u16(hello.length), hello);
}

const greeting = ((): Bytes => {
  const hello = concat(u16(0x0303), bulk.subarray(64, 96), u8(32), bulk.subarray(96, 128), u16(0x1301), u8(0), u16(6, 43, 2, 0x0304));
  return concat(u8(22), u16(0x0303, hello.length + 4), u8(2, 0), u16(hello.length), hello, u8(20), u16(0x0303, 1), u8(1));
})();

/** ServerHello, change of cipher, and the record header of the encrypted rest. */
export const serverHello = (restBytes: number): Bytes => even(concat(greeting, tlsRecord(restBytes)));

/** Header of an encrypted record; the record holds at most 16 KiB. */
export const tlsRecord = (bytes: number): Bytes => concat(u8(23), u16(0x0303, Math.min(bytes, 16384)));

/** The same with one byte of content, so that the length is even. */
export const tlsHead = (bytes: number): Bytes => concat(tlsRecord(bytes - 5), u8(0x5a));

export const httpRequest = (host: string, path: string): Bytes => {
  const head = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: bench\r\nAccept: */*\r\n`;
  return text(`${head}${head.length & 1 ? 'X-Pad: 1' : 'X-Pad: 12'}\r\n\r\n`);
};

/** Head of a response that takes so many bytes with its body; its number is padded so that the head is even. */
export function httpResponse(bytes: number): Bytes {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ';
  const size = head.length + 9 + 4;
  return text(`${head}${String(Math.max(0, bytes - size)).padStart(9, '0')}\r\n\r\n`);
}

function dnsName(host: string): Bytes {
  return concat(...host.split('.').map((label) => concat(u8(label.length), text(label))), u8(0));
}

export const dnsQuery = (id: number, host: string): Bytes => concat(u16(id, 0x0100, 1, 0, 0, 0), dnsName(host), u16(1, 1));

export const dnsAnswer = (id: number, host: string): Bytes =>
  concat(u16(id, 0x8180, 1, 1, 0, 0), dnsName(host), u16(1, 1), u16(0xc00c, 1, 1), u32(300), u16(4), u8(198, 18, 0, 1));
