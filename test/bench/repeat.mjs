// A capture of any size out of a small one: its packets again and again, each time later and between other hosts. Checksums stay right.
// @ts-check
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const BLOCK = 1 << 20;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MOST_RECORD = 1 << 17;
const VLAN = 0x8100;
const RETRY_MILLIS = 2;
/** More would carry an address over the edge of its 16-bit word. */
export const MOST_REPEATS = 2048;

/**
 * @param {string} file a pcap of the generator, little-endian with microseconds
 * @param {number} times
 * @param {number} to descriptor to write to
 * @param {number} spanSeconds how much later each repeat is than the one before
 */
export function repeat(file, times, to, spanSeconds) {
  if (!(times >= 1 && times <= MOST_REPEATS)) throw new RangeError(`a capture is repeated 1 to ${MOST_REPEATS} times`);
  const block = Buffer.alloc(BLOCK + MOST_RECORD);
  for (let turn = 0; turn < times; turn++) {
    const input = openSync(file, 'r');
    let kept = 0;
    // One header is enough.
    let position = turn === 0 ? 0 : FILE_HEADER;
    for (let got = readSync(input, block, 0, BLOCK, position); got > 0; got = readSync(input, block, kept, BLOCK, position)) {
      let at = position === 0 ? FILE_HEADER : 0;
      position += got;
      const size = kept + got;
      while (at + RECORD_HEADER <= size) {
        const next = at + RECORD_HEADER + block.readUInt32LE(at + 8);
        if (next > size) break;
        if (turn > 0) shift(block, at, turn, spanSeconds);
        at = next;
      }
      writeAll(to, block, at);
      block.copyWithin(0, at, size);
      kept = size - at;
    }
    closeSync(input);
  }
}

/**
 * The lower address goes up by `turn` in one 16-bit word, the higher one down by as much: no sum over both changes.
 * @param {Buffer} block @param {number} record @param {number} turn @param {number} spanSeconds
 */
function shift(block, record, turn, spanSeconds) {
  block.writeUInt32LE(block.readUInt32LE(record) + turn * spanSeconds, record);
  const frame = record + RECORD_HEADER;
  const ip = frame + (block.readUInt16BE(frame + 12) === VLAN ? 18 : 14);
  const six = block.readUInt8(ip) >> 4 === 6;
  const source = ip + (six ? 8 : 12);
  const destination = source + (six ? 16 : 4);
  const bytes = six ? 16 : 4;
  const [lower, higher] = block.compare(block, destination, destination + bytes, source, source + bytes) < 0 ? [source, destination] : [destination, source];
  // Of IPv6 the second word, which no prefix of the generator lets run over; both addresses share it, so the lower one changes in its third.
  const up = lower + (six ? 4 : 0);
  const down = higher + (six ? 2 : 0);
  block.writeUInt16BE(block.readUInt16BE(up) + turn, up);
  block.writeUInt16BE(block.readUInt16BE(down) - turn, down);
}

/** A reader that is slower than us is waited for. @param {number} to @param {Buffer} block @param {number} bytes */
function writeAll(to, block, bytes) {
  for (let done = 0; done < bytes;) {
    try {
      done += writeSync(to, block, done, bytes - done);
    } catch (thrown) {
      if (/** @type {NodeJS.ErrnoException} */ (thrown).code !== 'EAGAIN') throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MILLIS);
    }
  }
}
