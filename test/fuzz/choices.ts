// Reads decisions out of a fuzzer's bytes, so that any bytes are a script: the fuzzer then mutates the script, not the checksums around it.

export class Choices {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) { this.#bytes = bytes; }

  /** True when every further decision is 0. */
  get over(): boolean { return this.#at >= this.#bytes.length; }

  byte(): number { return this.#bytes[this.#at++] ?? 0; }
  below(n: number): number { return this.byte() % n; }
  flag(): boolean { return (this.byte() & 1) === 1; }
  word(): number { return ((this.byte() << 24) | (this.byte() << 16) | (this.byte() << 8) | this.byte()) >>> 0; }
  of<T>(list: readonly [T, ...T[]]): T { return list[this.below(list.length)] ?? list[0]; }
  take(most: number): Uint8Array { const piece = this.#bytes.slice(this.#at, this.#at + most); this.#at += most; return piece; }
  rest(): Uint8Array { const piece = this.#bytes.slice(this.#at); this.#at = this.#bytes.length; return piece; }
}

/** A number made of all bytes, for decisions that no single one should make. */
export function digest(bytes: Uint8Array): number {
  let h = bytes.length ^ 0x9e3779b9;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
}
