// The same packets in other clothes: a pcapng and a gzip twin of a pcap, with the same truth.
// @ts-check
import { closeSync, createReadStream, createWriteStream, existsSync, openSync, readFileSync, readSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const BLOCK = 1 << 20;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MOST_RECORD = 1 << 17;

/** @typedef {import('./truth').Truth} Truth */

/** @param {string} file a pcap of the generator @param {'pcapng' | 'gz'} kind @returns {Promise<string>} */
export async function twin(file, kind) {
  const made = kind === 'gz' ? `${file}.gz` : file.replace(/\.pcap$/, '.pcapng');
  /** @type {Truth} */
  const truth = JSON.parse(readFileSync(`${file}.truth.json`, 'utf8'));
  if (fresh(made, truth)) return made;
  if (kind === 'gz') await pipeline(createReadStream(file, { highWaterMark: BLOCK }), createGzip({ level: 1 }), createWriteStream(made));
  else toPcapng(file, made);
  writeFileSync(`${made}.truth.json`, `${JSON.stringify({ ...truth, twinOf: truth.fileBytes, fileBytes: statSync(made).size }, null, 2)}\n`);
  return made;
}

/** @param {string} made @param {Truth} truth */
function fresh(made, truth) {
  if (!existsSync(made) || !existsSync(`${made}.truth.json`)) return false;
  /** @type {Truth & { twinOf: number }} */
  const own = JSON.parse(readFileSync(`${made}.truth.json`, 'utf8'));
  return own.twinOf === truth.fileBytes && own.version === truth.version && own.seed === truth.seed && own.fileBytes === statSync(made).size;
}

/** @param {string} from @param {string} to */
function toPcapng(from, to) {
  const input = openSync(from, 'r');
  const output = openSync(to, 'w');
  const block = Buffer.alloc(BLOCK + MOST_RECORD);
  const out = Buffer.alloc(2 * block.length);
  let end = head(out);
  let kept = 0;
  let position = FILE_HEADER;
  for (let got = readSync(input, block, 0, BLOCK, position); got > 0; got = readSync(input, block, kept, BLOCK, position)) {
    position += got;
    const size = kept + got;
    let at = 0;
    while (at + RECORD_HEADER <= size) {
      const captured = block.readUInt32LE(at + 8);
      if (at + RECORD_HEADER + captured > size) break;
      end = enhancedPacket(block, at, captured, out, end);
      at += RECORD_HEADER + captured;
    }
    writeSync(output, out, 0, end);
    end = 0;
    block.copyWithin(0, at, size);
    kept = size - at;
  }
  closeSync(input);
  closeSync(output);
}

/** Section header and one Ethernet interface with microseconds, the default. @param {Buffer} out */
function head(out) {
  const words = [0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff, 28, 1, 20, 1, 262_144, 20];
  words.forEach((word, i) => { out.writeUInt32LE(word, 4 * i); });
  return 4 * words.length;
}

/** @param {Buffer} block @param {number} at @param {number} captured @param {Buffer} out @param {number} start */
function enhancedPacket(block, at, captured, out, start) {
  const padded = (captured + 3) & ~3;
  const length = 32 + padded;
  const micros = block.readUInt32LE(at) * 1e6 + block.readUInt32LE(at + 4);
  const high = Math.floor(micros / 2 ** 32);
  [6, length, 0, high, micros - high * 2 ** 32, captured, block.readUInt32LE(at + 12)].forEach((word, i) => { out.writeUInt32LE(word, start + 4 * i); });
  block.copy(out, start + 28, at + RECORD_HEADER, at + RECORD_HEADER + captured);
  out.fill(0, start + 28 + captured, start + 28 + padded);
  out.writeUInt32LE(length, start + 28 + padded);
  return start + length;
}
