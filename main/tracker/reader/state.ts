// What the reader knows between two calls: the format, the last record, and the damage found so far.

/** What `next` answers. */
export const NEED_MORE = 0; // the record is not complete: keep the bytes from `at`, `need` says how many it takes
export const PACKET = 1; // the fields describe a packet; continue at nextAt
export const SKIP = 2; // a header, another block or part of a damaged region was consumed; continue at nextAt
export const DAMAGED = 3; // something was wrong; reading goes on at nextAt
export const FATAL = 4; // not a capture: fatalReason says why

/** How the bytes are being read. */
export const MODE_START = 0;
export const MODE_PCAP = 1;
export const MODE_PCAP_FIRST = 2; // the whole second of the first packet is still to be settled
export const MODE_PCAP_SEARCH = 3;
export const MODE_PCAPNG = 4;
export const MODE_PCAPNG_SEARCH = 5;
export const MODE_FATAL = 6;

/** No packet is longer: what Wireshark allows on common links is 256 KiB, with room for links that carry more. */
export const MOST_CAPTURED = 16 * 1024 * 1024;
/** Wire lengths are clamped here, so that they stay small integers in every engine. */
export const MOST_WIRE = 0x3fff_ffff;
const MOST_DAMAGES = 100;
const MOST_LINK_TYPES = 100;

export interface Damage {
  /** File offset of the first byte that made no sense. */
  offset: number;
  reason: string;
  /** Bytes from there that could not be read. */
  skipped: number;
}

/** The link type of a pcapng interface whose description was damaged: no decoder knows it. */
export const LINK_UNKNOWN = -1;

export class ReaderState {
  /** Set by the caller before each call: the file offset of index 0 of the view. -0, as a double from the start: it outgrows small integers. */
  blockOffset = -0;
  /** Set by the caller when no byte will follow `end`: what is incomplete then is damage, and is searched for whole records. */
  ended = false;

  /** Where to continue; never beyond `end`. */
  nextAt = 0;
  /** After NEED_MORE: bytes it takes from `at` on. */
  need = 0;

  /** The packet record. */
  recordAt = 0;
  dataAt = 0;
  captured = 0;
  wire = 0;
  linkType = 0;
  interfaceId = 0;
  /** Integer nanoseconds since baseSeconds, exact within 104 days of it. */
  readonly time = new Float64Array(1);
  /** Whole second of the first packet that has a time. */
  baseSeconds = 0;

  format = '';
  linkTypesSeen: number[] = [];
  /** Packets dropped before they reached the file, as the newest statistics of each interface say; null: nothing says so. */
  interfaceDrops: number | null = null;
  fatalReason = '';
  /** The first 100; damageCount counts all. */
  damages: Damage[] = [];
  damageCount = 0;

  mode = MODE_START;
  little = true;
  settled = false;

  /** pcap: bytes of a record header, the longest record believed, and the part of the second. */
  headerLength = 16;
  capturedLimit = 262_144;
  fractionLimit = 1_000_000;
  fractionScale = 1_000;

  /** pcapng: bytes left of a block that is skipped without keeping it, its length and its file offset. */
  skipLeft = 0;
  skipLength = 0;
  skipFrom = 0;

  /** The damage being skipped. */
  private open: Damage | null = null;
  private openOffset = 0;

  get lastSeconds(): number {
    return this.baseSeconds + Math.floor(this.time[0] / 1e9);
  }

  setTime(seconds: number, nanoseconds: number): void {
    if (!this.settled) {
      this.settled = true;
      this.baseSeconds = seconds;
    }
    this.time[0] = (seconds - this.baseSeconds) * 1e9 + nanoseconds;
  }

  seeLinkType(linkType: number): void {
    if (this.linkTypesSeen.length < MOST_LINK_TYPES && !this.linkTypesSeen.includes(linkType)) this.linkTypesSeen.push(linkType);
  }

  /** Damage of a known extent. */
  noteDamage(offset: number, reason: string, skipped: number): void {
    this.damageCount++;
    if (this.damages.length < MOST_DAMAGES) this.damages.push({ offset, reason, skipped });
  }

  /** Damage whose end has to be searched. */
  beginDamage(offset: number, reason: string): void {
    const kept = this.damages.length < MOST_DAMAGES;
    this.noteDamage(offset, reason, 0);
    this.open = kept ? (this.damages[this.damages.length - 1] ?? null) : null;
    this.openOffset = offset;
  }

  /** How far the search has come, in file offsets. */
  damageReaches(offset: number): void {
    if (this.open !== null) this.open.skipped = offset - this.openOffset;
  }

  searchedBytes(offset: number): number {
    return offset - this.openOffset;
  }
}
