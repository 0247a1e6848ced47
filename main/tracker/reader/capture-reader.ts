// Walks the records of a pcap or pcapng that is pushed to it block by block. Bytes in, fields out: no file, no clock.
import { Interfaces, type CaptureInterface } from './interfaces';
import { FILE_HEADER, firstPcap, isPcapMagic, nextPcap, readPcapHeader } from './pcap';
import { searchPcap } from './pcap-resync';
import { nextPcapng } from './pcapng';
import { isSectionHeader } from './pcapng-blocks';
import { searchPcapng } from './pcapng-resync';
import { otherFormat } from './other-formats';
import {
  FATAL, MODE_FATAL, MODE_PCAP, MODE_PCAPNG, MODE_PCAPNG_SEARCH, MODE_PCAP_FIRST, MODE_PCAP_SEARCH, MODE_START, NEED_MORE, ReaderState,
} from './state';

export { DAMAGED, FATAL, NEED_MORE, PACKET, SKIP } from './state';
export type { Damage } from './state';

/** What reading a capture from the middle takes: all that is known between two records, but for time and place. */
export interface ReaderMark {
  readonly mode: number;
  readonly little: boolean;
  readonly headerLength: number;
  readonly capturedLimit: number;
  readonly fractionLimit: number;
  readonly fractionScale: number;
  readonly linkType: number;
  readonly baseSeconds: number;
  readonly interfaces: readonly CaptureInterface[];
  readonly interfaceCount: number;
}

/**
 * The caller gives a view, and the part [at, end) of it that has not been read; blockOffset says where in the file index 0 lies.
 * nextAt is never beyond end, and every answer but NEED_MORE and FATAL makes progress, so a loop over `next` always ends.
 * After NEED_MORE the bytes from `at` on are to be given again with more behind them: at most 17 MiB are ever asked for.
 */
export class CaptureReader extends ReaderState {
  private interfaces = new Interfaces();

  next(view: DataView, at: number, end: number): number {
    // Small enough to be inlined by the caller: a switch over every mode here costs half as much again a packet.
    if (this.mode === MODE_PCAP) return nextPcap(this, view, at, end);
    if (this.mode === MODE_PCAPNG) return nextPcapng(this, this.interfaces, view, at, end);
    return this.rareMode(view, at, end);
  }

  private rareMode(view: DataView, at: number, end: number): number {
    switch (this.mode) {
      case MODE_PCAP_FIRST: return firstPcap(this, view, at, end);
      case MODE_PCAP_SEARCH: return searchPcap(this, view, at, end);
      case MODE_PCAPNG_SEARCH: return searchPcapng(this, view, at, end);
      case MODE_FATAL: return FATAL;
      default: return this.start(view, at, end);
    }
  }

  private start(view: DataView, at: number, end: number): number {
    const have = end - at;
    if (have >= 4 && isPcapMagic(view, at)) {
      if (have >= FILE_HEADER) return readPcapHeader(this, view, at);
      this.need = FILE_HEADER;
      return NEED_MORE;
    }
    if (have < 12) {
      this.need = 12;
      return NEED_MORE;
    }
    if (isSectionHeader(view, at)) {
      this.mode = MODE_PCAPNG;
      return nextPcapng(this, this.interfaces, view, at, end);
    }
    this.mode = MODE_FATAL;
    this.fatalReason = otherFormat(view, at);
    return FATAL;
  }

  /** The end of the input: `leftover` bytes from `fileOffset` on were never read. What is incomplete is damage. */
  finish(leftover: number, fileOffset: number): void {
    const end = fileOffset + leftover;
    if (this.mode === MODE_START) {
      this.mode = MODE_FATAL;
      this.fatalReason = leftover === 0 ? 'the capture is empty' : `the capture ends after ${String(leftover)} bytes, inside its file header`;
    } else if (this.mode === MODE_PCAP_SEARCH || this.mode === MODE_PCAPNG_SEARCH) {
      this.damageReaches(end);
    } else if (this.skipLeft > 0) {
      this.noteDamage(this.skipFrom, 'the capture ends inside a block', end - this.skipFrom);
      this.skipLeft = 0;
    } else if (leftover > 0 && this.mode !== MODE_FATAL) {
      this.noteDamage(fileOffset, `the capture ends inside a ${this.mode === MODE_PCAPNG ? 'block' : 'packet record'}`, leftover);
    }
  }

  /** What it takes to go on from the last record; the same object while nothing has changed. */
  mark(last: ReaderMark | null): ReaderMark {
    const { mode, little, headerLength, capturedLimit, fractionLimit, fractionScale, linkType, baseSeconds } = this;
    const interfaces = this.interfaces.known();
    // The link type of a pcapng packet is that of its interface.
    const link = mode === MODE_PCAPNG ? 0 : linkType;
    if (last !== null && last.mode === mode && last.little === little && last.headerLength === headerLength && last.capturedLimit === capturedLimit
      && last.fractionLimit === fractionLimit && last.fractionScale === fractionScale && last.linkType === link && last.interfaces === interfaces
      && last.interfaceCount === interfaces.length) return last;
    return { mode, little, headerLength, capturedLimit, fractionLimit, fractionScale, linkType: link, baseSeconds, interfaces, interfaceCount: interfaces.length };
  }

  /** Goes on from a mark. @param ns time of the packet before, for packets that have none */
  resume(mark: ReaderMark, ns: number): void {
    const { interfaces, interfaceCount, ...state } = mark;
    Object.assign(this, state);
    this.interfaces.resume(interfaces, interfaceCount);
    this.settled = true;
    this.skipLeft = 0;
    this.time[0] = ns;
  }

  /** Ready for another capture. */
  reset(): void {
    this.time[0] = 0;
    Object.assign(this, new ReaderState(), { time: this.time });
    this.interfaces = new Interfaces();
  }
}
