// One connection of as many segments as wanted, as a capture file: what the graph is zoomed over.
import fs from 'node:fs';
import { acknowledge, synthesize } from './segment-frame';

const PAYLOAD = 60;
/** Segments between two acknowledgements; every so many is sent again. */
const EVERY = 2;
const REPEAT = 997;
const FRAMES_A_WRITE = 16_384;

/** @returns packets in the file */
export function writeLongConnection(file: string, segments: number): number {
  const out = fs.openSync(file, 'w');
  let packets = 0;
  try {
    const header = new DataView(new ArrayBuffer(24));
    header.setUint32(0, 0xa1b2c3d4, true);
    header.setUint16(4, 2, true);
    header.setUint16(6, 4, true);
    header.setUint32(16, 262_144, true);
    header.setUint32(20, 1, true);
    fs.writeSync(out, new Uint8Array(header.buffer));
    let waiting: Uint8Array[] = [];
    const put = (frame: (index: number) => Uint8Array): void => {
      waiting.push(frame(packets++));
      if (waiting.length < FRAMES_A_WRITE) return;
      fs.writeSync(out, Buffer.concat(waiting));
      waiting = [];
    };
    put((index) => synthesize(index, 0, 0, 0, 'syn', 0));
    put((index) => synthesize(index, 1, 0, 1, 'syn-ack', 0));
    put((index) => acknowledge(index, 0, 1, 1));
    for (let i = 0; i < segments; i++) {
      const seq = 1 + i * PAYLOAD;
      put((index) => synthesize(index, 0, seq, 1, 'data', PAYLOAD));
      if (i % REPEAT === REPEAT - 1) put((index) => synthesize(index, 0, seq, 1, 'data', PAYLOAD));
      if (i % EVERY === EVERY - 1) put((index) => acknowledge(index, 1, 1, seq + PAYLOAD));
    }
    fs.writeSync(out, Buffer.concat(waiting));
  } finally {
    fs.closeSync(out);
  }
  return packets;
}
