// Tracks a capture that lies in memory and reads connections back from it, as the worker does with a file.
import { Tracker, type Trace, type TrackerOptions } from '../../../main/tracker/tracker';

export interface Tracked {
  tracker: Tracker;
  /** A connection's packets, read back to the end. */
  trace: (id: number) => Trace;
}

/** @param blockBytes most bytes pushed at once */
export function track(bytes: Uint8Array, options: Partial<TrackerOptions> & { blockBytes?: number } = {}): Tracked {
  const tracker = new Tracker({ connectionLimit: 1_000_000, hashKey: 1, indexed: true, ...options });
  const step = options.blockBytes ?? 256 * 1024;
  let from = 0;
  for (let to = 0; to < bytes.length;) {
    to = Math.min(bytes.length, Math.max(to, from) + step);
    const block = bytes.slice(from, to);
    from += tracker.push(block, new DataView(block.buffer), 0, block.length, from, to === bytes.length);
  }
  tracker.finish(bytes.length - from, from);
  return {
    tracker,
    trace(id) {
      const trace = tracker.trace(id);
      if (trace === null) throw new Error(`no connection ${id}`);
      trace.end();
      readBack(trace, bytes);
      return trace;
    },
  };
}

export function readBack(trace: Trace, bytes: Uint8Array): void {
  for (;;) {
    const part = trace.next();
    if (part === null) return;
    if (part === 'later') continue;
    const block = bytes.slice(part.from, part.look);
    trace.take(part, block, new DataView(block.buffer), block.length);
  }
}
