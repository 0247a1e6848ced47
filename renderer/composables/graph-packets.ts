// The packets behind the graph: the one at a time, the ones in sight, and where the selected one stands.
import { invoke } from '../bridge';
import type { Endpoint } from '@shared/flow';
import { FROM_ORIGINATOR } from '@shared/trace';
import type { TraceRows } from '@shared/trace';
import type { TimeWindow } from '../model/time-window';

async function rowsAt(id: number, offset: number, count: number): Promise<TraceRows | null> {
  const result = await invoke('traceRows', { id, offset, count });
  return result.ok ? result.value : null;
}

/** Index of the first packet at or after a time: packets are in the order of time, but for a few. */
export async function indexAtTime(id: number, packets: number, micros: number): Promise<number> {
  let low = 0;
  let high = packets;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const at = (await rowsAt(id, middle, 1))?.micros[0];
    if (at === undefined) return low;
    if (at < micros) low = middle + 1;
    else high = middle;
  }
  return low;
}

const AROUND = 96;

/** Index of the packet nearest to a point of the graph: by time first, then by what it carries; -1 for none. */
export async function packetNear(id: number, packets: number, micros: number, end: Endpoint | null, microsPerPixel: number): Promise<number> {
  const middle = await indexAtTime(id, packets, micros);
  const rows = await rowsAt(id, Math.max(0, middle - AROUND / 2), AROUND);
  if (rows === null) return -1;
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < rows.micros.length; i++) {
    const isEnd = end === null || (rows.from[i] === FROM_ORIGINATOR) === (end === 'originator');
    // Another direction's packet counts as eight pixels further away.
    const distance = Math.abs((rows.micros[i] ?? 0) - micros) + (isEnd ? 0 : 8 * microsPerPixel);
    if (distance < least) { least = distance; best = rows.offset + i; }
  }
  return best;
}

export interface PacketPlace { micros: number; end: Endpoint; low: number; high: number }

/** Where a packet stands in the graph; numbers are relative. */
export async function placeOfPacket(id: number, index: number, base: { originator: number | null; responder: number | null }): Promise<PacketPlace | null> {
  const rows = await rowsAt(id, index, 1);
  const micros = rows?.micros[0];
  if (rows === null || micros === undefined) return null;
  const sender: Endpoint = rows.from[0] === FROM_ORIGINATOR ? 'originator' : 'responder';
  const length = rows.length[0] ?? 0;
  // A pure acknowledgement stands on the staircase of what it acknowledges.
  const bare = length === 0 && ((rows.flags[0] ?? 0) & 3) === 0;
  const end: Endpoint = bare ? (sender === 'originator' ? 'responder' : 'originator') : sender;
  const number = bare ? rows.ack[0] ?? 0 : rows.seq[0] ?? 0;
  const low = (number - (base[end] ?? number)) >>> 0;
  return { micros, end, low, high: low + length };
}

const PAGE = 20_000;

/** All packets of a part of the time axis, page by page, up to a limit. */
export async function eachPage(id: number, packets: number, part: TimeWindow, most: number, take: (rows: TraceRows, count: number) => void): Promise<number> {
  const first = await indexAtTime(id, packets, part.from);
  const end = await indexAtTime(id, packets, part.to + 1);
  for (let offset = first; offset < Math.min(end, first + most); offset += PAGE) {
    const count = Math.min(PAGE, end - offset, first + most - offset);
    const rows = await rowsAt(id, offset, count);
    if (rows === null) break;
    take(rows, Math.min(count, rows.micros.length));
  }
  return end - first;
}
