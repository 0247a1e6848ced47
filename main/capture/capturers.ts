// The capturers in the order they are tried, each by really opening a device.
import os from 'node:os';
import type { CapturerName, CapturerStatus } from '@shared/ipc';
import { cap, NOT_LOADED } from './cap';
import type { Capturer } from './capturer';
import { dumpcap } from './dumpcap';
import { findProgram } from './programs';
import { tcpdump } from './tcpdump';

export const CAPTURERS: readonly Capturer[] = [dumpcap, cap, tcpdump];

export function capturerNamed(name: CapturerName): Capturer {
  const found = CAPTURERS.find((capturer) => capturer.name === name);
  if (found === undefined) throw new RangeError(`no capturer ${String(name)}`);
  return found;
}

/** Tries every capturer on a device; without one, on the loopback interface, which is always up. */
export function probeCapturers(device: string = loopbackName()): Promise<CapturerStatus[]> {
  return Promise.all(CAPTURERS.map((capturer) => capturer.probe(device)));
}

/** Whether what a capturer consists of is there at all, and whether this user may start it. */
export function capturerIsThere({ name, usable, reason }: CapturerStatus): { found: boolean; executable: boolean } {
  // The module has no file of its own to look for: only loading it tells.
  if (name === 'cap') return { found: usable || reason?.startsWith(NOT_LOADED) !== true, executable: true };
  const program = findProgram(name);
  return { found: program !== null, executable: program?.executable ?? false };
}

function loopbackName(): string {
  const loopback = Object.entries(os.networkInterfaces()).find(([, addresses]) => addresses?.some((address) => address.internal));
  return loopback?.[0] ?? (process.platform === 'darwin' ? 'lo0' : 'lo');
}
