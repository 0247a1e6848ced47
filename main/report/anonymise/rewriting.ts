// The frame being rewritten: its bytes before and after, the addresses under the key, and the checksums that follow from both.
import type { AddressCipher } from './address-cipher';

export const LAYER = { ethernet: 0, etherType: 1, ipv4: 2, ipv6: 3, ppp: 4 } as const;
export type Layer = (typeof LAYER)[keyof typeof LAYER];

/** What the pseudo header of a transport takes from the IP header around it. */
export interface Carrier {
  /** Where the source address and the one of the final destination stand, and their length. */
  source: number;
  destination: number;
  bytes: number;
  protocol: number;
  /** End of the transport as the IP header declares it; Infinity where it does not, or where a fragment holds only a part. */
  declared: number;
  /** Inside an ICMP error: a piece of a packet, whose checksum covers what is not there. */
  quoted: boolean;
}

/** Goes on with a layer; returns how many bytes of the frame are kept. */
export type Follow = (frame: Rewriting, layer: Layer, at: number, end: number, etherType: number) => number;

const MOST_LAYERS = 16;

export class Rewriting {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly view: DataView;
  readonly cipher: AddressCipher;
  /** What the reader of the packet should know. */
  readonly notes: string[] = [];
  /** True within what an ICMP error quotes. */
  quoted = false;
  readonly #follow: Follow;
  #layers = 0;

  constructor(bytes: Uint8Array, cipher: AddressCipher, follow: Follow) {
    this.before = bytes;
    this.after = bytes.slice();
    this.view = new DataView(this.after.buffer);
    this.cipher = cipher;
    this.#follow = follow;
  }

  follow(layer: Layer, at: number, end: number, etherType = 0): number {
    return ++this.#layers > MOST_LAYERS ? at : this.#follow(this, layer, at, end, etherType);
  }

  u8(at: number): number { return this.before[at] ?? 0; }
  u16(at: number): number { return (this.u8(at) << 8) | this.u8(at + 1); }

  v4(at: number): void { this.after.set(this.cipher.v4(this.before.slice(at, at + 4)), at); }
  v6(at: number): void { this.after.set(this.cipher.v6(this.before.slice(at, at + 16)), at); }
  mac(at: number): void { this.after.set(this.cipher.mac(this.before.slice(at, at + 6)), at); }
  zero(from: number, to: number): void { this.after.fill(0, from, to); }

  /**
   * Mends the checksum at `at` of what stands in [from, declared), of which [from, kept) is kept: anew where that is all of it, else by the
   * difference (RFC 1624), so that with the rest of the packet it would be what it was, right or wrong.
   */
  mend(name: string, at: number, from: number, kept: number, declared: number, carrier: Carrier | null): void {
    if (at + 2 > kept) return;
    const whole = kept >= declared && carrier?.quoted !== true;
    const old = this.u16(at);
    const pseudo = (bytes: Uint8Array): number => (carrier === null ? 0 : sum(bytes, carrier.source, carrier.source + carrier.bytes, -1) + sum(bytes, carrier.destination, carrier.destination + carrier.bytes, -1));
    let mended: number;
    if (whole) {
      const rest = carrier === null ? 0 : carrier.protocol + (declared - from);
      const right = fold(sum(this.before, from, declared, at) + pseudo(this.before) + rest) ^ 0xffff;
      // Zero and all ones are the same number there.
      if (right !== old && right + old !== 0xffff) this.notes.push(`the ${name} checksum was wrong, or left to the network card`);
      mended = fold(sum(this.after, from, declared, at) + pseudo(this.after) + rest) ^ 0xffff;
    } else {
      const removed = fold(sum(this.before, from, kept, at) + pseudo(this.before)) ^ 0xffff;
      mended = fold((old ^ 0xffff) + removed + fold(sum(this.after, from, kept, at) + pseudo(this.after))) ^ 0xffff;
    }
    this.view.setUint16(at, name === 'UDP' && mended === 0 ? 0xffff : mended);
  }
}

/** Sum of the 16-bit words of [from, to), but for the one at `except`. */
function sum(bytes: Uint8Array, from: number, to: number, except: number): number {
  let total = 0;
  for (let i = from; i < to; i += 2) {
    if (i !== except) total += ((bytes[i] ?? 0) << 8) | (i + 1 < to ? (bytes[i + 1] ?? 0) : 0);
  }
  return total;
}

function fold(total: number): number {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 65_536);
  return folded;
}
