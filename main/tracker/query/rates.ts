// Packets and bytes by protocol over time, counted as packets come: two additions each. When the capture outgrows the bins, neighbours merge
// and all become twice as wide, so that a capture of any length has between half and all of them in use.

/** Classes of protocols that are told apart. */
export const RATE_CLASSES = ['tcp', 'udp', 'icmp', 'icmp6', 'other'] as const;
const OTHER = 4;

/** A power of two. */
const BINS = 2048;
/** Doubles of a bin: packets and bytes of each class, filled up so that the place of a bin is a shift. */
const WIDTH_SHIFT = 4;
/** Nanoseconds: a second halved ten times, so that widths are 1, 2, 4 … seconds from there on. */
const LEAST_NS = 1e9 / 1024;
/** One packet that is further ahead than this is believed when another one follows it there. */
const JUMP_NS = 3600e9;
/** Nobody captured for that long: what came before was a clock that had not been set. */
const UNBELIEVABLE_NS = 3650 * 86_400e9;

/** Class of every IP protocol number. */
const CLASS_OF = new Uint8Array(256).fill(OTHER);
CLASS_OF[6] = 0;
CLASS_OF[17] = 1;
CLASS_OF[1] = 2;
CLASS_OF[58] = 3;

/** Index in RATE_CLASSES of an IP protocol number. */
export function rateClass(protocol: number): number { return CLASS_OF[protocol]; }

export class Rates {
  /** Packets whose time lies outside of what the others say; they are counted in the nearest bin. */
  strays = 0;
  /** Nanoseconds: begin of the first bin, and the width of all. NaN before the first packet. */
  startNs = NaN;
  widthNs = LEAST_NS;
  private perNs = 1 / LEAST_NS;
  private readonly cells = new Float64Array(BINS << WIDTH_SHIFT);
  /** Bins in use. */
  private used = 0;
  /** The jump that waits for a second packet, NaN for none. */
  private suspect = NaN;

  /** @param protocol IP protocol number, -1 where a packet could not be decoded */
  add(protocol: number, ns: number, wire: number): void {
    // A bin that is not one – before the first, after the last, or NaN – fails the comparison.
    const bin = (ns - this.startNs) * this.perNs;
    const place = bin >= 0 && bin < BINS ? bin | 0 : this.outside(ns);
    if (place >= this.used) this.used = place + 1;
    const cell = (place << WIDTH_SHIFT) + (protocol < 0 ? OTHER : CLASS_OF[protocol]) * 2;
    this.cells[cell]++;
    this.cells[cell + 1] += wire;
  }

  /** Bins in use and the values of one class, 0 for packets and 1 for bytes; `merge` neighbouring bins become one. */
  series(kind: number, what: 0 | 1, merge: number): Float64Array {
    const out = new Float64Array(Math.ceil(this.used / merge));
    for (let bin = 0; bin < this.used; bin++) out[Math.floor(bin / merge)] += this.cells[(bin << WIDTH_SHIFT) + kind * 2 + what];
    return out;
  }

  get bins(): number { return this.used; }

  /** How many bins have to be merged so that at most `most` remain: a power of two. */
  mergeFor(most: number): number {
    let merge = 1;
    while (Math.ceil(this.used / merge) > most) merge *= 2;
    return merge;
  }

  get bytes(): number { return this.cells.byteLength; }

  /** Rare: the first packet, one before it, and one beyond the last bin. */
  private outside(ns: number): number {
    if (Number.isNaN(this.startNs)) {
      this.startNs = ns;
      return 0;
    }
    if (!(ns >= this.startNs)) {
      this.strays++;
      return 0;
    }
    const end = this.startNs + this.used * this.widthNs;
    if (ns - end > JUMP_NS) {
      // One broken time must not make all others one bin: it takes two that agree.
      const confirmed = Math.abs(ns - this.suspect) < JUMP_NS;
      this.suspect = ns;
      if (!confirmed) {
        this.strays++;
        return this.used - 1;
      }
      if (ns - end > UNBELIEVABLE_NS) return this.restart(ns);
    }
    this.suspect = NaN;
    while (ns - this.startNs >= BINS * this.widthNs) this.halve();
    return Math.floor((ns - this.startNs) * this.perNs);
  }

  private halve(): void {
    const { cells } = this;
    const row = 1 << WIDTH_SHIFT;
    for (let bin = 0; bin < BINS / 2; bin++) {
      const to = bin << WIDTH_SHIFT;
      const from = bin << (WIDTH_SHIFT + 1);
      for (let i = 0; i < row; i++) cells[to + i] = cells[from + i] + cells[from + row + i];
    }
    cells.fill(0, (BINS / 2) << WIDTH_SHIFT);
    this.used = (this.used + 1) >> 1;
    this.widthNs *= 2;
    this.perNs /= 2;
  }

  private restart(ns: number): number {
    for (let i = 0; i < this.cells.length; i += 2) this.strays += this.cells[i];
    this.cells.fill(0);
    this.used = 0;
    this.startNs = ns;
    this.widthNs = LEAST_NS;
    this.perNs = 1 / LEAST_NS;
    this.suspect = NaN;
    return 0;
  }
}
