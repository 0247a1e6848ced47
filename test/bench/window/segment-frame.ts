// A TCP segment as a record of a capture file, made for speed: fixed ends, no options, no checksums.

const FLAGS = { syn: 0x02, 'syn-ack': 0x12, ack: 0x10, data: 0x18 } as const;
const HEADERS = 54;
const START_SECONDS = 1_767_225_600;
const MICROS_APART = 20;

/** @param index place in the capture, which gives the time; sender: 0 who opened the connection, 1 the other */
export function synthesize(index: number, sender: 0 | 1, seq: number, ack: number, kind: keyof typeof FLAGS, payload: number): Uint8Array {
  const bytes = new Uint8Array(16 + HEADERS + payload);
  const view = new DataView(bytes.buffer);
  const micros = index * MICROS_APART;
  view.setUint32(0, START_SECONDS + Math.floor(micros / 1e6), true);
  view.setUint32(4, micros % 1e6, true);
  view.setUint32(8, HEADERS + payload, true);
  view.setUint32(12, HEADERS + payload, true);
  view.setUint16(28, 0x0800);
  view.setUint8(30, 0x45);
  view.setUint16(32, 40 + payload);
  view.setUint16(34, index & 0xffff);
  view.setUint8(38, 64);
  view.setUint8(39, 6);
  view.setUint32(42, sender === 0 ? 0x0a000001 : 0x0a000002);
  view.setUint32(46, sender === 0 ? 0x0a000002 : 0x0a000001);
  view.setUint16(50, sender === 0 ? 40_000 : 80);
  view.setUint16(52, sender === 0 ? 80 : 40_000);
  view.setUint32(54, seq >>> 0);
  view.setUint32(58, ack >>> 0);
  view.setUint8(62, 0x50);
  view.setUint8(63, FLAGS[kind]);
  view.setUint16(64, 0xffff);
  return bytes;
}

export const acknowledge = (index: number, sender: 0 | 1, seq: number, ack: number): Uint8Array => synthesize(index, sender, seq, ack, 'ack', 0);
