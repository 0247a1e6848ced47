// Part of a dotted IPv4 address as numbers, so that a million addresses are tested without writing one of them out.

/** Tables by octet: does its decimal text contain / begin with / end with the wanted digits, or equal them? */
interface OctetTests { contains: Uint8Array; begins: Uint8Array; ends: Uint8Array; equals: Uint8Array }

export class Ipv4Pattern {
  private readonly parts: OctetTests[];

  private constructor(parts: OctetTests[]) { this.parts = parts; }

  /** null when no IPv4 address can contain the text. */
  static compile(text: string): Ipv4Pattern | null {
    if (!/^[0-9.]+$/.test(text)) return null;
    const parts = text.split('.');
    if (parts.length > 4 || parts.slice(1, -1).some((part) => part === '')) return null;
    const tests = parts.map(octetTests);
    if (tests.length === 1 && !tests[0].contains.includes(1)) return null; // 443 is in no octet
    return new Ipv4Pattern(tests);
  }

  /** True when the address, written out, contains the text. */
  test(address: number): boolean {
    const { parts } = this;
    const n = parts.length;
    if (n === 1) {
      const { contains } = parts[0];
      return (contains[address >>> 24] | contains[(address >>> 16) & 255] | contains[(address >>> 8) & 255] | contains[address & 255]) !== 0;
    }
    for (let first = 0; first + n <= 4; first++) if (this.matchesAt(address, first)) return true;
    return false;
  }

  private matchesAt(address: number, first: number): boolean {
    const { parts } = this;
    const last = parts.length - 1;
    for (let i = 0; i <= last; i++) {
      const octet = (address >>> (24 - (first + i) * 8)) & 255;
      const table = i === 0 ? parts[i].ends : i === last ? parts[i].begins : parts[i].equals;
      if (table[octet] === 0) return false;
    }
    return true;
  }
}

function octetTests(digits: string): OctetTests {
  const table = (test: (text: string) => boolean): Uint8Array => Uint8Array.from({ length: 256 }, (_, octet) => (test(String(octet)) ? 1 : 0));
  return {
    contains: table((t) => t.includes(digits)), begins: table((t) => t.startsWith(digits)), ends: table((t) => t.endsWith(digits)), equals: table((t) => t === digits),
  };
}
