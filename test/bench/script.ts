// One conversation of a generated capture: who talks to whom, and its packets in order of time.
import { wordSum } from '../make/bytes';

/** 0: originator to responder; 1: the other way. */
export type Way = 0 | 1;
export const other = (way: Way): Way => (way === 0 ? 1 : 0);

export interface Planned {
  readonly micros: number;
  readonly way: Way;
  /** TCP flag bits; 0 for other protocols. */
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
  /** Bytes of payload, and where they stand in their message. */
  readonly length: number;
  readonly offset: number;
  /** First bytes of the message; the rest is bulk. */
  readonly head: Uint8Array | undefined;
  /** TCP options, a multiple of four bytes. */
  readonly options: Uint8Array | undefined;
}

/** The time stamp option as every segment after the handshake begins with it; the writer fills in value and echo by the clock. */
export const TIMESTAMPS = Uint8Array.of(1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0);
export const startsWithTimestamps = (options: Uint8Array): boolean => options[0] === 1 && options[2] === 8;

export interface Ends {
  readonly protocol: 1 | 6 | 17 | 58;
  /** Four or sixteen bytes each. */
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly vlan?: number;
}

export class Script {
  readonly ends: Ends;
  /** Frame up to the end of the IP header for each way; made when first needed. */
  readonly #templates: [Uint8Array?, Uint8Array?] = [];
  readonly ipAt: number;
  readonly headerBytes: number;
  /** Word sum of addresses and protocol: the constant part of the pseudo header. */
  readonly pseudoSum: number;
  /** Word sum of the constant part of the IPv4 header. */
  readonly headerSum: number;
  nextMicros = Infinity;
  /** Makes more packets when the planned ones are out; for conversations too long to plan at once. */
  refill: (() => boolean) | undefined;
  #planned: Planned[] = [];
  #cursor = 0;
  #ids: [number, number];

  constructor(ends: Ends, firstId: number) {
    this.ends = ends;
    this.ipAt = ends.vlan === undefined ? 14 : 18;
    this.headerBytes = this.ipAt + (ends.source.length === 4 ? 20 : 40);
    this.pseudoSum = wordSum(ends.destination, wordSum(ends.source, ends.protocol));
    this.headerSum = ends.source.length === 4 ? wordSum(this.template(0).subarray(this.ipAt, this.ipAt + 20)) : 0;
    this.#ids = [firstId & 0xffff, (firstId * 7) & 0xffff];
  }

  get current(): Planned {
    const packet = this.#planned[this.#cursor];
    if (!packet) throw new Error('a script was read past its end');
    return packet;
  }

  template(way: Way): Uint8Array { return (this.#templates[way] ??= this.#makeTemplate(way)); }

  nextId(way: Way): number {
    return (this.#ids[way] = (this.#ids[way] + 1) & 0xffff);
  }

  /** Takes packets in any order; `settle` sorts them. */
  plan(packet: Planned): void { this.#planned.push(packet); }

  /** To be called once the packets are planned. */
  settle(): this {
    const list = this.#planned;
    // Nearly sorted already: insertion sort, stable.
    for (let i = 1; i < list.length; i++) {
      const packet = list[i];
      if (!packet) break;
      let j = i - 1;
      for (let before = list[j]; before && before.micros > packet.micros; before = list[--j]) list[j + 1] = before;
      list[j + 1] = packet;
    }
    this.nextMicros = list[0]?.micros ?? Infinity;
    return this;
  }

  /** Goes to the next packet; false when there is none. */
  advance(): boolean {
    this.#cursor++;
    if (this.#cursor >= this.#planned.length) {
      this.#planned = [];
      this.#cursor = 0;
      if (!this.refill?.()) return false;
      this.settle();
    }
    this.nextMicros = this.current.micros;
    return true;
  }

  #makeTemplate(way: Way): Uint8Array {
    const { source, destination, protocol, vlan } = this.ends;
    const [from, to] = way === 0 ? [source, destination] : [destination, source];
    const v6 = source.length === 16;
    const bytes = new Uint8Array(this.headerBytes);
    const view = new DataView(bytes.buffer);
    bytes.set(way === 0 ? [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] : [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2]);
    if (vlan !== undefined) { view.setUint16(12, 0x8100); view.setUint16(14, vlan); }
    view.setUint16(this.ipAt - 2, v6 ? 0x86dd : 0x0800);
    if (v6) {
      bytes[this.ipAt] = 0x60;
      bytes[this.ipAt + 6] = protocol;
      bytes[this.ipAt + 7] = 64;
      bytes.set(from, this.ipAt + 8);
      bytes.set(to, this.ipAt + 24);
    } else {
      bytes[this.ipAt] = 0x45;
      view.setUint16(this.ipAt + 6, 0x4000);
      bytes[this.ipAt + 8] = 64;
      bytes[this.ipAt + 9] = protocol;
      bytes.set(from, this.ipAt + 12);
      bytes.set(to, this.ipAt + 16);
    }
    return bytes;
  }
}
