// Writes planned packets into a pcap file, through one buffer; lengths and checksums are right.
import { closeSync, openSync, writeSync } from 'node:fs';
import { bulk, bulkAt, bulkSum } from './payload';
import { type Planned, type Script, startsWithTimestamps } from './script';

const BUFFER_BYTES = 4 << 20;
const MOST_FRAME_BYTES = 2048;

/** 2026-01-01T00:00:00Z. */
export const EPOCH_SECONDS = 1_767_225_600;

export class PcapWriter {
  packets = 0;
  /** Bytes of all frames. */
  wireBytes = 0;
  fileBytes = 0;
  lastMicros = 0;
  readonly #file: number;
  readonly #out = Buffer.alloc(BUFFER_BYTES);
  readonly #view = new DataView(this.#out.buffer, this.#out.byteOffset, BUFFER_BYTES);
  #at = 24;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
    const view = this.#view;
    view.setUint32(0, 0xa1b2c3d4, true);
    view.setUint16(4, 2, true);
    view.setUint16(6, 4, true);
    view.setUint32(16, 262_144, true);
    view.setUint32(20, 1, true);
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  /** Writes the script's current packet; returns the bytes of the frame. */
  write(script: Script): number {
    if (this.#at > BUFFER_BYTES - MOST_FRAME_BYTES) this.#flush();
    const packet = script.current;
    const start = this.#at + 16;
    const ip = start + script.ipAt;
    this.#out.set(script.template(packet.way), start);
    const transport = start + script.headerBytes;
    const end = script.ends.protocol === 6 ? this.#tcp(script, packet, transport) : this.#datagram(script, packet, transport);
    this.#ipLengths(script, packet, ip, end);
    // A card sends no frame shorter than 60 bytes.
    const frame = Math.max(60, end - start);
    if (end - start < 60) this.#out.fill(0, end, start + 60);
    this.#recordHeader(packet.micros, frame);
    this.#at = start + frame;
    this.packets++;
    this.wireBytes += frame;
    return frame;
  }

  #recordHeader(micros: number, frame: number): void {
    const view = this.#view;
    const at = this.#at;
    const seconds = Math.floor(micros / 1e6);
    view.setUint32(at, EPOCH_SECONDS + seconds, true);
    view.setUint32(at + 4, Math.floor(micros - seconds * 1e6), true);
    view.setUint32(at + 8, frame, true);
    view.setUint32(at + 12, frame, true);
    this.lastMicros = micros;
  }

  #ipLengths(script: Script, packet: Planned, ip: number, end: number): void {
    const view = this.#view;
    if (script.ends.source.length === 16) { view.setUint16(ip + 4, end - ip - 40); return; }
    const id = script.nextId(packet.way);
    view.setUint16(ip + 2, end - ip);
    view.setUint16(ip + 4, id);
    view.setUint16(ip + 10, complement(script.headerSum + (end - ip) + id));
  }

  #tcp(script: Script, packet: Planned, at: number): number {
    const view = this.#view;
    const { ends } = script;
    const { options, length, micros } = packet;
    const optionBytes = options ? options.length : 0;
    const size = 20 + optionBytes + length;
    const word = ((5 + optionBytes / 4) << 12) | packet.flags;
    const from = packet.way === 0 ? ends.sourcePort : ends.destinationPort;
    const to = packet.way === 0 ? ends.destinationPort : ends.sourcePort;
    view.setUint16(at, from);
    view.setUint16(at + 2, to);
    view.setUint32(at + 4, packet.seq);
    view.setUint32(at + 8, packet.ack);
    view.setUint16(at + 12, word);
    view.setUint16(at + 14, packet.window);
    view.setUint32(at + 16, 0);
    if (options) {
      this.#out.set(options, at + 20);
      if (startsWithTimestamps(options)) {
        view.setUint32(at + 24, Math.floor(micros / 1000));
        view.setUint32(at + 28, Math.max(0, Math.floor(micros / 1000) - 20));
      }
    }
    let sum = script.pseudoSum + size;
    for (let i = at; i < at + 20 + optionBytes; i += 2) sum += view.getUint16(i);
    view.setUint16(at + 16, complement(sum + this.#payload(packet, at + 20 + optionBytes)));
    return at + size;
  }

  /** UDP, and ICMP queries (whose identifier is the source port here). */
  #datagram(script: Script, packet: Planned, at: number): number {
    const view = this.#view;
    const { protocol, sourcePort, destinationPort } = script.ends;
    const size = 8 + packet.length;
    if (protocol === 17) {
      view.setUint16(at, packet.way === 0 ? sourcePort : destinationPort);
      view.setUint16(at + 2, packet.way === 0 ? destinationPort : sourcePort);
      view.setUint16(at + 4, size);
      view.setUint16(at + 6, 0);
    } else {
      const type = protocol === 1 ? (packet.way === 0 ? 8 : 0) : 128 + packet.way;
      view.setUint32(at, type << 24);
      view.setUint16(at + 4, sourcePort);
      view.setUint16(at + 6, packet.seq);
    }
    let sum = protocol === 1 ? 0 : script.pseudoSum + size;
    for (let i = at; i < at + 8; i += 2) sum += view.getUint16(i);
    const checksum = complement(sum + this.#payload(packet, at + 8));
    view.setUint16(at + (protocol === 17 ? 6 : 2), protocol === 17 && checksum === 0 ? 0xffff : checksum);
    return at + size;
  }

  /** Copies the payload; returns its word sum. */
  #payload({ head, offset, length }: Planned, at: number): number {
    let done = 0;
    let sum = 0;
    if (head && offset < head.length) {
      done = Math.min(length, head.length - offset);
      for (let i = 0; i < done; i++) {
        const byte = head[offset + i] ?? 0;
        this.#out[at + i] = byte;
        sum += i & 1 ? byte : byte << 8;
      }
    }
    const rest = length - done;
    if (rest === 0) return sum;
    const from = bulkAt(offset + done);
    bulk.copy(this.#out, at + done, from, from + rest);
    return sum + bulkSum(from, rest);
  }

  #flush(): void {
    for (let done = 0; done < this.#at; ) done += writeSync(this.#file, this.#out, done, this.#at - done);
    this.fileBytes += this.#at;
    this.#at = 0;
  }
}

function complement(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 65536);
  return ~folded & 0xffff;
}
