// Addresses under a key: two that share n bits still share exactly n bits (Crypto-PAn, Xu, Fan, Ammar and Moon 2002), and what an address is
// for – private, multicast, link-local, broadcast – stays so.
import { createCipheriv, hkdfSync } from 'node:crypto';

const BLOCK = 16;

/** Beginnings that are kept, as bits: an address inside stays inside, one outside stays outside. */
const bitsOf = (bytes: readonly number[], length: number): string => bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('').slice(0, length);
const KEPT_V4 = [bitsOf([0], 8), bitsOf([10], 8), bitsOf([127], 8), bitsOf([169, 254], 16), bitsOf([172, 16], 12), bitsOf([192, 168], 16), bitsOf([0xe0], 4), bitsOf([0xf0], 4)];
/** Global unicast, unique local, link-local, multicast. */
const KEPT_V6 = [bitsOf([0x20], 3), bitsOf([0xfc], 7), bitsOf([0xfe, 0x80], 10), bitsOf([0xff, 0], 8)];

/** True where bit `at` of an address that begins with `prefix` is left as it is. */
type Keeps = (prefix: string) => boolean;
const within = (kept: readonly string[]): Keeps => (prefix) => kept.some((beginning) => beginning.length > prefix.length && beginning.startsWith(prefix));
const inV4 = within(KEPT_V4);
/** A last octet of all ones, the broadcast of most networks, stays one. */
const keepsV4: Keeps = (prefix) => inV4(prefix) || (prefix.length >= 24 && !prefix.slice(24).includes('0'));
/** Bits 6 and 7: local and group. */
const keepsMac: Keeps = (prefix) => prefix.length === 6 || prefix.length === 7;

const zero = (bytes: Uint8Array, from: number, to: number): boolean => bytes.subarray(from, to).every((byte) => byte === 0);
const begins = (bytes: Uint8Array, ...first: readonly number[]): boolean => first.every((byte, i) => bytes[i] === byte);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** One family of addresses under a key of its own. */
class Family {
  readonly #cipher: ReturnType<typeof createCipheriv>;
  readonly #pad: Uint8Array;
  readonly #keeps: Keeps;
  readonly #known = new Map<string, Uint8Array>();

  constructor(key: Uint8Array, name: string, keeps: Keeps) {
    const derived = Buffer.from(hkdfSync('sha256', key, '', `synoptic report ${name}`, 48));
    this.#cipher = createCipheriv('aes-256-ecb', derived.subarray(0, 32), null).setAutoPadding(false);
    this.#pad = derived.subarray(32, 48);
    this.#keeps = keeps;
  }

  /** @param from the bits before stay as they are */
  map(address: Uint8Array, from: number): Uint8Array {
    const name = textOf(address);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const mapped = this.#permute(address, from);
    this.#known.set(name, mapped);
    return mapped;
  }

  /** True when an address reads like another one that really occurs. */
  collides(): boolean {
    for (const mapped of this.#known.values()) if (this.#known.has(textOf(mapped))) return true;
    return false;
  }

  #permute(address: Uint8Array, from: number): Uint8Array {
    const length = address.length * 8;
    const bits = bitsOf([...address], length);
    const blocks = Buffer.alloc(BLOCK * (length - from));
    for (let bit = from; bit < length; bit++) {
      const at = (bit - from) * BLOCK;
      blocks.set(this.#pad, at);
      blocks.set(address.subarray(0, bit >> 3), at);
      const mask = 0xff00 >> (bit & 7) & 0xff;
      const whole = at + (bit >> 3);
      if ((bit & 7) !== 0) blocks[whole] = ((address[bit >> 3] ?? 0) & mask) | ((this.#pad[bit >> 3] ?? 0) & ~mask & 0xff);
    }
    const flips = this.#cipher.update(blocks);
    const mapped = address.slice();
    for (let bit = from; bit < length; bit++) {
      if (this.#keeps(bits.slice(0, bit)) || ((flips[(bit - from) * BLOCK] ?? 0) & 0x80) === 0) continue;
      mapped[bit >> 3] = (mapped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
    }
    return mapped;
  }
}

export class AddressCipher {
  readonly #v4: Family;
  readonly #v6: Family;
  readonly #mac: Family;

  /** @param key secret of the report, 32 bytes */
  constructor(key: Uint8Array) {
    this.#v4 = new Family(key, 'IPv4', keepsV4);
    this.#v6 = new Family(key, 'IPv6', within(KEPT_V6));
    this.#mac = new Family(key, 'MAC', keepsMac);
  }

  /** Four bytes for four. Loopback, the limited broadcast, 0.0.0.0 and the groups of one link (224.0.0.0/24) stay. */
  v4(address: Uint8Array): Uint8Array {
    if (begins(address, 127) || begins(address, 224, 0, 0) || zero(address, 0, 4) || address.every((byte) => byte === 255)) return address;
    return this.#v4.map(address, 0);
  }

  /** Sixteen bytes for sixteen. IPv4 addresses inside are mapped as such. */
  v6(address: Uint8Array): Uint8Array {
    if (zero(address, 0, 15) && (address[15] ?? 0) < 2) return address;
    if (zero(address, 0, 10) && address[10] === 255 && address[11] === 255) return this.#embedded(address, 12);
    if (begins(address, 0, 0x64, 0xff, 0x9b) && zero(address, 4, 12)) return this.#embedded(address, 12);
    if (begins(address, 0x20, 0x02)) return this.#embedded(this.#v6.map(address, 16), 2, address);
    if (begins(address, 0xff)) return this.#group(address);
    if (begins(address, 0xfe, 0x80) && zero(address, 2, 8)) return this.#v6.map(address, 64);
    return this.#v6.map(address, 0);
  }

  /** Six bytes for six; whether it is a group's and whether it was given locally stays. */
  mac(address: Uint8Array): Uint8Array {
    if (zero(address, 0, 6) || address.every((byte) => byte === 255)) return address;
    if (begins(address, 0x01, 0x80, 0xc2) || begins(address, 0x01, 0x00, 0x0c) || begins(address, 0x01, 0x00, 0x5e, 0, 0) || begins(address, 0x33, 0x33, 0)) return address;
    if (begins(address, 0x01, 0x00, 0x5e)) return this.#mac.map(address, 25);
    if (begins(address, 0x33, 0x33)) return this.#mac.map(address, address[2] === 255 ? 24 : 16);
    return this.#mac.map(address, 0);
  }

  /** True when a mapped address reads like one that really occurs: another key is to be taken. */
  get collides(): boolean { return this.#v4.collides() || this.#v6.collides() || this.#mac.collides(); }

  /** Well-known groups stay; of a solicited-node group (RFC 4291 §2.7.1) the bits of the address are mapped. */
  #group(address: Uint8Array): Uint8Array {
    if (zero(address, 2, 11) && address[11] === 1 && address[12] === 255) return this.#v6.map(address, 104);
    return zero(address, 2, 11) && (address[12] ?? 0) === 0 ? address : this.#v6.map(address, 16);
  }

  #embedded(address: Uint8Array, at: number, original = address): Uint8Array {
    const mapped = address.slice();
    mapped.set(this.v4(original.subarray(at, at + 4)), at);
    return mapped;
  }
}
