// The interfaces of a pcapng section: link type, snap length and clock of each, and the drops its statistics tell.
import { LINK_UNKNOWN } from './state';
import type { ReaderState } from './state';
import { resolutionOf } from './timestamps';
import type { Resolution } from './timestamps';

/** More of a section, or of all sections together, are ignored, so that a made-up file cannot grow without bound. */
const MOST_INTERFACES = 65_536;
const MOST_DESCRIBED = 524_288;

const OPTION_END = 0;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
const ISB_IFDROP = 5;
const ISB_OSDROP = 7;

const MICROSECONDS = resolutionOf(6);

export interface CaptureInterface {
  linkType: number;
  snapLength: number;
  resolution: Resolution;
  /** Seconds added to every time. */
  offset: number;
  drops: number;
}

export class Interfaces {
  private list: CaptureInterface[] = [];
  /** Drops of all sections: the newest statistics of each interface. Kept as a sum, or many statistics of many interfaces would take for ever. */
  private drops = 0;
  private described = 0;

  get count(): number {
    return this.list.length;
  }

  at(id: number): CaptureInterface {
    return this.list[id];
  }

  /** The interfaces known now: a list that only grows, and how long it is. */
  known(): readonly CaptureInterface[] { return this.list; }

  /** Goes on where only the first `count` of a list were known. */
  resume(list: readonly CaptureInterface[], count: number): void { this.list = list.slice(0, count); }

  newSection(): void {
    this.list = [];
  }

  /** An interface description block; the whole block is there. */
  describe(r: ReaderState, view: DataView, at: number, length: number): void {
    const little = r.little;
    const linkType = view.getUint16(at + 8, little);
    const made: CaptureInterface = {
      linkType, snapLength: view.getUint32(at + 12, little), resolution: MICROSECONDS, offset: 0, drops: 0,
    };
    eachOption(view, at + 16, at + length - 4, little, (code, place, size) => {
      if (code === IF_TSRESOL && size >= 1) made.resolution = resolutionOf(view.getUint8(place));
      if (code === IF_TSOFFSET && size >= 8) {
        const high = view.getInt32(place + (little ? 4 : 0), little);
        made.offset = high * 4_294_967_296 + view.getUint32(place + (little ? 0 : 4), little);
      }
    });
    this.add(made);
    r.seeLinkType(linkType);
  }

  /** Keeps the numbering of the interfaces after one whose description was damaged. */
  describeUnknown(): void {
    this.add({ linkType: LINK_UNKNOWN, snapLength: 0, resolution: MICROSECONDS, offset: 0, drops: 0 });
  }

  private add(made: CaptureInterface): void {
    if (this.list.length === MOST_INTERFACES || this.described === MOST_DESCRIBED) return;
    this.described++;
    this.list.push(made);
  }

  /** An interface statistics block: the newest of an interface replaces what the earlier ones said. */
  statistics(r: ReaderState, view: DataView, at: number, length: number): void {
    const little = r.little;
    const own = this.list[view.getUint32(at + 8, little)];
    if (own === undefined) return;
    let drops = 0;
    let told = false;
    eachOption(view, at + 20, at + length - 4, little, (code, place, size) => {
      if ((code !== ISB_IFDROP && code !== ISB_OSDROP) || size < 8) return;
      const high = view.getUint32(place + (little ? 4 : 0), little);
      // All ones means unknown; a count beyond 2^53 is no count.
      if (high >= 0x20_0000) return;
      drops += high * 4_294_967_296 + view.getUint32(place + (little ? 0 : 4), little);
      told = true;
    });
    if (!told) return;
    this.drops += drops - own.drops;
    own.drops = drops;
    r.interfaceDrops = this.drops;
  }
}

/** Walks an option list; stops where it makes no sense. */
function eachOption(view: DataView, from: number, to: number, little: boolean, take: (code: number, at: number, size: number) => void): void {
  for (let at = from; at + 4 <= to;) {
    const code = view.getUint16(at, little);
    const size = view.getUint16(at + 2, little);
    if (code === OPTION_END || at + 4 + size > to) return;
    take(code, at + 4, size);
    at += 4 + ((size + 3) & ~3);
  }
}
