// A small made-up capture pushed through a tracker of its own before the first real one: the first megabytes then run compiled.
import { Tracker } from '../tracker/tracker';
import { Feeder } from './feeder';

const CONNECTIONS = 600;
const SYN = 0x02;
const SYN_ACK = 0x12;
const PSH_ACK = 0x18;
const ACK = 0x10;
const FIN_ACK = 0x11;
const FIN = 0x01;

/** [from the originator, flags, payload bytes] of one ordinary connection. */
const CONVERSATION = [
  [true, SYN, 0], [false, SYN_ACK, 0], [true, ACK, 0], [true, PSH_ACK, 120], [false, ACK, 0],
  [false, ACK, 400], [false, ACK, 400], [true, ACK, 0], [false, PSH_ACK, 300], [true, ACK, 0],
  [true, PSH_ACK, 80], [false, PSH_ACK, 250], [true, ACK, 0],
  [true, FIN_ACK, 0], [false, ACK, 0], [false, FIN_ACK, 0], [true, ACK, 0],
] as const;

/** SEQ and ACK of each packet: numbers that fit, so that the way of ordinary segments is what runs. */
const NUMBERS: readonly (readonly [seq: number, ack: number])[] = (() => {
  const next = [1000, 9000];
  return CONVERSATION.map(([fromOriginator, flags, payload]) => {
    const from = fromOriginator ? 0 : 1;
    const seq = next[from] ?? 0;
    next[from] = seq + payload + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
    return [seq, (flags & ACK) === 0 ? 0 : next[1 - from] ?? 0] as const;
  });
})();

const PCAP_HEADER = 24;
const RECORD = 16 + 14 + 20 + 20;
const ETHERTYPE_IPV4 = 0x0800;

/** A pcap of `CONNECTIONS` conversations over Ethernet and IPv4, their packets interleaved. */
function madeUpCapture(): Uint8Array {
  const payload = CONVERSATION.reduce((sum, packet) => sum + packet[2], 0);
  const bytes = new Uint8Array(PCAP_HEADER + CONNECTIONS * (CONVERSATION.length * RECORD + payload));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xa1b2c3d4);
  view.setUint16(4, 2);
  view.setUint16(6, 4);
  view.setUint32(16, 65_535);
  view.setUint32(20, 1);
  let at = PCAP_HEADER;
  for (let step = 0; step < CONVERSATION.length; step++) {
    const packet = CONVERSATION[step];
    if (packet === undefined) break;
    for (let connection = 0; connection < CONNECTIONS; connection++) {
      at = writePacket(view, at, step * CONNECTIONS + connection, connection, packet, step);
    }
  }
  return bytes;
}

function writePacket(view: DataView, start: number, order: number, connection: number, packet: (typeof CONVERSATION)[number], step: number): number {
  const [fromOriginator, flags, payload] = packet;
  const length = 14 + 40 + payload;
  view.setUint32(start, 1);
  view.setUint32(start + 4, order);
  view.setUint32(start + 8, length);
  view.setUint32(start + 12, length);
  const ip = start + 16 + 14;
  view.setUint16(ip - 2, ETHERTYPE_IPV4);
  view.setUint8(ip, 0x45);
  view.setUint16(ip + 2, 40 + payload);
  view.setUint8(ip + 8, 64);
  view.setUint8(ip + 9, 6);
  const originator = 0x0a00_0000 | connection;
  const responder = 0x0a01_0001;
  view.setInt32(ip + 12, fromOriginator ? originator : responder);
  view.setInt32(ip + 16, fromOriginator ? responder : originator);
  const tcp = ip + 20;
  view.setUint16(tcp, fromOriginator ? 40_000 : 443);
  view.setUint16(tcp + 2, fromOriginator ? 443 : 40_000);
  const [seq, ack] = NUMBERS[step] ?? [0, 0];
  view.setUint32(tcp + 4, seq);
  view.setUint32(tcp + 8, ack);
  view.setUint8(tcp + 12, 5 << 4);
  view.setUint8(tcp + 13, flags);
  view.setUint16(tcp + 14, 64_000);
  return start + 16 + length;
}

export function warmUp(): void {
  const tracker = new Tracker({ connectionLimit: 10_000, hashKey: 1 });
  const feeder = new Feeder(tracker);
  const capture = madeUpCapture();
  feeder.take(capture);
  feeder.finish();
  tracker.page({ sort: 'lastSeen', descending: true, filter: '10.', offset: 0, count: 50 });
  tracker.page({ sort: 'id', descending: false, filter: '', offset: 0, count: 50 });
  tracker.connection(1);
}
