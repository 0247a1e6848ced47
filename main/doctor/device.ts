// What Linux tells of a network interface beyond its name: its limit on packets, its mode, what it counted and missed, what its card does.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram, runProgram } from '../capture/programs';
import { LINUX_INTERFACES, readLinuxByteCounters } from '../capture/linux-interfaces';

/** Interface flag of <linux/if.h>: a capturer asks for it, and the kernel sets it when the driver agrees. */
const IFF_PROMISC = 0x100;

function attribute(name: string, file: string, folder: string): string | null {
  // The name is one of the system's list; it is no path.
  if (name === '' || name.includes('/') || name.startsWith('.')) return null;
  try {
    return readFileSync(path.join(folder, name, file), 'utf8').trim();
  } catch {
    return null;
  }
}

export function mtuOf(name: string, folder = LINUX_INTERFACES): number | null {
  const mtu = Number(attribute(name, 'mtu', folder) ?? Number.NaN);
  return Number.isSafeInteger(mtu) && mtu > 0 ? mtu : null;
}

/** null where the system does not say. */
export function isPromiscuous(name: string, folder = LINUX_INTERFACES): boolean | null {
  const flags = Number.parseInt(attribute(name, 'flags', folder) ?? '', 16);
  return Number.isNaN(flags) ? null : (flags & IFF_PROMISC) !== 0;
}

/** Frames that the card could not hand over; null where it does not count them. */
export function missedFrames(name: string, folder = LINUX_INTERFACES): number | null {
  const counts = ['rx_missed_errors', 'rx_fifo_errors', 'rx_over_errors'].map((file) => attribute(name, `statistics/${file}`, folder));
  const known = counts.filter((text) => text !== null);
  return known.length === 0 ? null : known.reduce((sum, text) => sum + Number(text), 0);
}

export interface Counters { bytes: Map<string, number>; missed: number | null }

export const readCounters = (name: string): Counters => ({ bytes: readLinuxByteCounters(), missed: missedFrames(name) });

/** Settings of the card that are on; null when nothing can read them. Any user may ask. */
export async function offloadsOf(name: string): Promise<string[] | null> {
  const program = findProgram('ethtool');
  if (program?.executable !== true || name.startsWith('-')) return null;
  const { code, stdout } = await runProgram(program.path, ['-k', name]);
  return code === 0 ? parseOffloads(stdout) : null;
}

/** `ethtool -k`: `generic-receive-offload: on`, with indented parts below some. */
export function parseOffloads(text: string): string[] {
  return [...text.matchAll(/^([\w-]+): on\b/gm)].map((match) => match[1] ?? '');
}
