// IPv4 and IPv6 addresses, networks and ranges of them as text; the words are what records and tables hold.
import type { AddressRange } from './tree';

/** One word for IPv4, four for IPv6, unsigned; null for text that is no address. */
export function parseAddress(text: string): readonly number[] | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): readonly number[] | null {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (found === null) return null;
  const octets = found.slice(1).map(Number);
  if (octets.some((octet) => octet > 255)) return null;
  return [octets.reduce((word, octet) => word * 256 + octet, 0)];
}

function parseIpv6(text: string): readonly number[] | null {
  let plain = text.toLowerCase();
  const mapped = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  if (mapped !== null) {
    const word = parseIpv4(mapped[2] ?? '')?.[0];
    if (word === undefined) return null;
    plain = `${mapped[1] ?? ''}${(word >>> 16).toString(16)}:${(word & 0xffff).toString(16)}`;
  }
  const halves = plain.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail] = groups;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const all = tail === undefined ? head : [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!all.every((group) => /^[\da-f]{1,4}$/.test(group))) return null;
  const value = (i: number): number => parseInt(all[i] ?? '0', 16);
  return [0, 2, 4, 6].map((i) => value(i) * 65_536 + value(i + 1));
}

/** An address, or a network as `10.0.0.0/8`; null for neither. Bits below the prefix do not matter, as in Wireshark. */
export function parseNetwork(text: string): AddressRange | null {
  const [address = '', prefix, more] = text.split('/');
  const words = parseAddress(address);
  if (words === null || more !== undefined) return null;
  const v6 = words.length === 4;
  if (prefix === undefined) return { v6, least: words, most: words };
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > words.length * 32) return null;
  const masks = words.map((_, i) => {
    const bits = Math.min(32, Math.max(0, Number(prefix) - i * 32));
    return bits === 0 ? 0 : (-1 << (32 - bits)) >>> 0;
  });
  return {
    v6,
    least: words.map((word, i) => (word & (masks[i] ?? 0)) >>> 0),
    most: words.map((word, i) => (word | ~(masks[i] ?? 0)) >>> 0),
  };
}

export function compareWords(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
