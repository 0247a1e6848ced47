// The spool of one capture as a stream: files that follow one another, each growing until the next one appears.
//
// Why segments and not one file: a file can only be shortened at its front by punching holes, which few systems offer. All three
// capturers can start a new file by themselves without losing a packet, and each of their files is a complete capture. So the
// capturer rotates, and the spool removes the oldest files when the limit is reached. Offsets stay absolute: they count the bytes
// of the logical stream from the start of the capture, whether its oldest part is still there or not. A later segment of pcapng
// is one more section of the stream; a later segment of pcap repeats the file header, and `skip` says how much to leave out.
import { readdir, rm, stat, chmod } from 'node:fs/promises';
import path from 'node:path';

export interface SpoolSegment {
  readonly path: string;
  /** Offset of the segment's first byte in the logical stream. */
  readonly startOffset: number;
  /** Bytes of the logical stream in this segment, so far; its file is `skip` bytes longer. */
  readonly bytes: number;
  /** True when no more bytes will come. */
  readonly complete: boolean;
  /** Bytes at the start of the file that are not part of the stream: the repeated header of a pcap file. */
  readonly skip: number;
}

type Growing = { -readonly [K in keyof SpoolSegment]: SpoolSegment[K] } & { number: number };

export interface SegmentRules {
  directory: string;
  limitBytes: number;
  segmentBytes: number;
  repeatedHeader: number;
  segmentNumber: (fileName: string) => number | null;
}

/** dumpcap counts its files modulo 100,000: after a jump this far back the count has begun anew. */
const NUMBER_WRAP = 50_000;

export class SpoolSegments {
  readonly #rules: SegmentRules;
  readonly #seen = new Set<string>();
  readonly #kept: Growing[] = [];

  constructor(rules: SegmentRules) {
    this.#rules = rules;
  }

  /** The segments that are kept, oldest first. The array is new, the objects are not to be changed. */
  get list(): SpoolSegment[] {
    return this.#kept.map(({ path: file, startOffset, bytes, complete, skip }) => ({ path: file, startOffset, bytes, complete, skip }));
  }

  /** Offset of the first byte that is kept. */
  get start(): number {
    return this.#kept[0]?.startOffset ?? 0;
  }

  /** Offset after the last byte that is there. */
  get end(): number {
    const last = this.#kept.at(-1);
    return last === undefined ? 0 : last.startOffset + last.bytes;
  }

  /** Takes notice of new files and of growth, and removes the oldest segments beyond the limit. */
  async scan(): Promise<void> {
    const { directory, segmentNumber, repeatedHeader } = this.#rules;
    const names = await readdir(directory);
    const fresh = names.flatMap((name) => {
      const number = this.#seen.has(name) ? null : segmentNumber(name);
      return number === null ? [] : [{ name, number }];
    });
    await this.#measureLast();
    fresh.sort((a, b) => (Math.abs(a.number - b.number) > NUMBER_WRAP ? b.number - a.number : a.number - b.number));
    for (const { name, number } of fresh) {
      const last = this.#kept.at(-1);
      if (last !== undefined) last.complete = true;
      const file = path.join(directory, name);
      // tcpdump creates its files as the umask says; the folder is private already, the files shall be as well.
      await chmod(file, 0o600);
      this.#seen.add(name);
      this.#kept.push({ path: file, startOffset: this.end, bytes: 0, complete: false, skip: last === undefined ? 0 : repeatedHeader, number });
      await this.#measureLast();
    }
    await this.#trim();
  }

  /** Says that nothing more will come. */
  async finish(): Promise<void> {
    await this.scan();
    const last = this.#kept.at(-1);
    if (last !== undefined) last.complete = true;
  }

  async #measureLast(): Promise<void> {
    const last = this.#kept.at(-1);
    if (last === undefined || last.complete) return;
    last.bytes = Math.max(last.bytes, (await stat(last.path)).size - last.skip);
  }

  async #trim(): Promise<void> {
    const { limitBytes, segmentBytes } = this.#rules;
    // Room for the segment that grows is kept free, so that the limit holds between two looks.
    let bytes = this.#kept.slice(0, -1).reduce((sum, segment) => sum + segment.bytes + segment.skip, segmentBytes);
    while (this.#kept.length > 1 && bytes > limitBytes) {
      const oldest = this.#kept.shift();
      if (oldest === undefined) return;
      bytes -= oldest.bytes + oldest.skip;
      this.#seen.delete(path.basename(oldest.path));
      await rm(oldest.path, { force: true });
    }
  }
}
