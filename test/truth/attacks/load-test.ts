// A load test as a capture: thousands of short connections from one client to one server, none of which fails. Each segment is made once and
// copied; only its time and the client's port change.
import { text } from '../../make/bytes';
import { ethernet, ipv4, tcp } from '../../make/packet';
import { FIRST_MICROS, pcap } from '../../make/pcap';

const [CLIENT, SERVER] = ['10.0.0.1', '10.0.0.2'];
const FIRST_PORT = 1024;
const STEP_MICROS = 500;
const SEGMENT_MICROS = 30;
const RECORD = 16;
/** Where the ports stand in a frame. */
const SOURCE_PORT = 34;
const DESTINATION_PORT = 36;

function segment(own: boolean, flags: string, seq: number, ack: number, payload = ''): { own: boolean; bytes: Uint8Array } {
  const ends = own ? { src: CLIENT, dst: SERVER } : { src: SERVER, dst: CLIENT };
  const ports = own ? { srcPort: FIRST_PORT, dstPort: 80 } : { srcPort: 80, dstPort: FIRST_PORT };
  return { own, bytes: ethernet({}, ipv4(ends, tcp({ ...ports, flags, seq, ack }, text(payload)))) };
}

/** @param connections less than 64,000: no port twice */
export function loadTest(connections: number): Uint8Array {
  const talk = [
    segment(true, 'S', 100, 0), segment(false, 'SA', 900, 101), segment(true, 'A', 101, 901), segment(true, 'PA', 101, 901, 'GET /'),
    segment(false, 'A', 901, 106), segment(false, 'PA', 901, 106, 'fine'), segment(false, 'FA', 905, 106), segment(true, 'A', 106, 906),
    segment(true, 'FA', 106, 906), segment(false, 'A', 906, 107),
  ];
  const head = pcap([]);
  const bytes = new Uint8Array(head.length + connections * talk.reduce((sum, { bytes: frame }) => sum + RECORD + frame.length, 0));
  const view = new DataView(bytes.buffer);
  bytes.set(head);
  let at = head.length;
  for (let i = 0; i < connections; i++) {
    talk.forEach(({ own, bytes: frame }, n) => {
      const micros = FIRST_MICROS + i * STEP_MICROS + n * SEGMENT_MICROS;
      [Math.floor(micros / 1e6), micros % 1e6, frame.length, frame.length].forEach((word, w) => { view.setUint32(at + w * 4, word, true); });
      bytes.set(frame, at + RECORD);
      view.setUint16(at + RECORD + (own ? SOURCE_PORT : DESTINATION_PORT), FIRST_PORT + i);
      at += RECORD + frame.length;
    });
  }
  return bytes;
}
