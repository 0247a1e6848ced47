// Captures too long to hold: their records are made as they are read, and what the tracker keeps of them is measured.
import process from 'node:process';
import v8 from 'node:v8';
import vm from 'node:vm';
import { Tracker, type TrackerOptions } from '../../../main/tracker/tracker';
import { FIRST_MICROS, pcap } from '../../make/pcap';

const BLOCK_BYTES = 256 * 1024;
const RECORD_HEADER = 16;

export interface Flooded {
  tracker: Tracker;
  /** Bytes of heap and buffers that are held more than before. */
  held: number;
  /** Milliseconds of processor time. */
  millis: number;
}

/** Bytes in use once everything that nobody needs is gone. */
export function inUse(): number {
  v8.setFlagsFromString('--expose-gc');
  (vm.runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * Tracks a pcap of `count` frames a microsecond apart, or as `stepMicros` says.
 * @param frame makes frame i; it may return the same memory again
 */
export function flood(count: number, frame: (i: number) => Uint8Array, { stepMicros = 1, ...options }: Partial<TrackerOptions> & { stepMicros?: number } = {}): Flooded {
  const before = inUse();
  const tracker = new Tracker({ connectionLimit: 100_000, hashKey: 0x5eed_1e55 | 0, ...options });
  const block = new Uint8Array(BLOCK_BYTES + 128 * 1024);
  const view = new DataView(block.buffer);
  const header = pcap([]);
  block.set(header);
  let to = header.length;
  let offset = 0;
  let millis = 0;
  const push = (last: boolean): void => {
    const began = process.cpuUsage();
    const at = tracker.push(block, view, 0, to, offset, last);
    const { user, system } = process.cpuUsage(began);
    millis += (user + system) / 1000;
    block.copyWithin(0, at, to);
    to -= at;
    offset += at;
  };
  let micros = FIRST_MICROS;
  for (let i = 0; i < count; i++, micros += stepMicros) {
    const bytes = frame(i);
    const seconds = Math.floor(micros / 1e6);
    view.setUint32(to, seconds, true);
    view.setUint32(to + 4, Math.floor(micros - seconds * 1e6), true);
    view.setUint32(to + 8, bytes.length, true);
    view.setUint32(to + 12, bytes.length, true);
    block.set(bytes, to + RECORD_HEADER);
    to += RECORD_HEADER + bytes.length;
    if (to >= BLOCK_BYTES) push(false);
  }
  push(true);
  tracker.finish(to, offset);
  return { tracker, held: inUse() - before, millis };
}

/** The facts that say something is wrong or left out, by kind. */
export const told = ({ tracker }: Flooded): string[] => tracker.health().map(({ kind }) => kind);
/** Kinds of the alerts that are not held back. */
export const raised = ({ tracker }: Flooded): string[] => [...new Set([...tracker.alerts()].filter(({ suppressed }) => suppressed === null).map(({ kind }) => kind))];

export const MEBIBYTE = 1024 * 1024;
