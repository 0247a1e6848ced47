// Bytes for tests: joining, number fields, addresses as text, and the Internet checksum (RFC 1071).

export type Bytes = Uint8Array<ArrayBuffer>;

/** The given pieces, one after the other. */
export function concat(...pieces: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

export const u8 = (...values: readonly number[]): Bytes => Uint8Array.from(values);

/** Big-endian 16-bit words. */
export function u16(...values: readonly number[]): Bytes {
  const out = new Uint8Array(values.length * 2);
  let at = 0;
  for (const value of values) {
    out[at++] = value >>> 8;
    out[at++] = value;
  }
  return out;
}

/** Big-endian 32-bit words. */
export function u32(...values: readonly number[]): Bytes {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => { view.setUint32(i * 4, value); });
  return new Uint8Array(view.buffer);
}

export const text = (value: string): Bytes => new Uint8Array(new TextEncoder().encode(value));

/** '0a ff' or '0aff' to bytes: for pieces that no builder knows. */
export function hex(value: string): Bytes {
  const digits = value.replace(/[^0-9a-f]/gi, '');
  return Uint8Array.from({ length: digits.length >> 1 }, (_, i) => parseInt(digits.slice(i * 2, i * 2 + 2), 16));
}

/** A payload whose bytes depend on their position in the stream, so that a wrong offset shows. */
export function pattern(length: number, from = 0): Bytes {
  return Uint8Array.from({ length }, (_, i) => 97 + (((from + i) * 31) % 26));
}

export const isIpv6 = (address: string): boolean => address.includes(':');

/** Four or sixteen bytes of an address written as text. */
export function addressBytes(address: string): Bytes {
  if (!isIpv6(address)) {
    const parts = address.split('.').map(Number);
    if (parts.length !== 4 || parts.some((p) => !(p >= 0 && p <= 255))) throw new Error(`not an IPv4 address: ${address}`);
    return Uint8Array.from(parts);
  }
  const [head = '', tail] = address.split('::');
  const words = (part: string): number[] => (part === '' ? [] : part.split(':').map((w) => parseInt(w, 16)));
  const left = words(head);
  const right = tail === undefined ? [] : words(tail);
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const all = [...left, ...new Array<number>(Math.max(0, zeros)).fill(0), ...right];
  if (all.length !== 8 || all.some((w) => !(w >= 0 && w <= 0xffff))) throw new Error(`not an IPv6 address: ${address}`);
  return u16(...all);
}

/** '02:00:00:00:00:01' to six bytes. */
export function macBytes(mac: string): Bytes {
  const out = hex(mac);
  if (out.length !== 6) throw new Error(`not a MAC address: ${mac}`);
  return out;
}

/** Sum of 16-bit words, not yet folded; an odd last byte counts as the high half. */
export function wordSum(bytes: Uint8Array, start = 0): number {
  let sum = start;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
  return sum;
}

/** One's complement of the folded sum: what stands in the checksum field. */
export function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}
