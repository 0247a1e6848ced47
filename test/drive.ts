// Runs the tracker over the bytes of a capture, in one piece or in blocks of any size, and gives the command line's rows.
import type { ConnectionRow, PacketRow, TransitionRow } from '../main/tracker/query/rows';
import { Tracker, type TrackerOptions, type TrackerStatus } from '../main/tracker/tracker';

export interface Analysis {
  connections: ConnectionRow[];
  transitions: TransitionRow[];
  packets: PacketRow[];
  status: TrackerStatus;
  tracker: Tracker;
}

/** @param blockBytes most bytes pushed at once; what a push leaves over is presented again, as every caller does */
export function analyzeBytes(bytes: Uint8Array, options: Partial<TrackerOptions> & { blockBytes?: number } = {}): Analysis {
  const packets: PacketRow[] = [];
  const tracker = new Tracker({ connectionLimit: 1_000_000, hashKey: 1, packetSink: { packet: (row) => packets.push(row) }, ...options });
  const step = options.blockBytes ?? bytes.length;
  let from = 0;
  let to = 0;
  while (to < bytes.length) {
    to = Math.min(bytes.length, Math.max(to, from) + step);
    const block = bytes.slice(from, to); // its own memory, as in a reused buffer: nothing may remember offsets between pushes
    from += tracker.push(block, new DataView(block.buffer, block.byteOffset, block.length), 0, block.length, from, to === bytes.length);
  }
  tracker.finish(bytes.length - from, from);
  return { connections: [...tracker.rows()], transitions: [...tracker.transitions()], packets, status: tracker.status(), tracker };
}
