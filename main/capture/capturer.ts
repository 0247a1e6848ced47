// What every capturer can do: be found, be tried, check a filter, and say how it is to be started.
import type { CapturerName, CapturerStatus } from '@shared/ipc';
import type { RunningChild } from './programs';

/** What a capture asks of a capturer. */
export interface SpoolPlan {
  device: string;
  /** BPF text; empty for all packets. */
  filter: string;
  /** Private folder that the segments go to. */
  directory: string;
  /** A segment ends when it has grown beyond this; a multiple of 1,000,000, the unit of tcpdump's -C. */
  segmentBytes: number;
}

/** How a capturer is started, how its segments are named, how it is stopped. */
export interface Launch {
  /** Starts it where it is not a program of its own. */
  start?: (directory: string) => RunningChild;
  file: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /**
   * How long the kernel may hold a packet back from the program: its block is handed over when full or after this time, and is
   * lost with the program's end. So stopping waits for it.
   */
  settleMillis: number;
  /** True when the program ends by itself when its parent has died. */
  endsWithParent: boolean;
  /** Bytes of file header that a later segment repeats: 24 for pcap, 0 for pcapng, where each segment is a section. */
  repeatedHeader: number;
  /** A segment's number from its file name, ascending from the first; null for any other file. */
  segmentNumber: (fileName: string) => number | null;
  /** Asks it to flush and end. */
  askToStop: (pid: number) => void;
  /** Asks for statistics on standard error; null when it has none while it runs. */
  askForStatistics: ((pid: number) => void) | null;
  /** Packets dropped, from all that it said; null when it has not said. */
  dropped: (said: string) => number | null;
}

export interface FilterCheck {
  /** null when this capturer could not check it (no permission, not installed). */
  valid: boolean | null;
  /** Why the filter is wrong, or why it could not be checked. */
  error: string | null;
}

export interface Capturer {
  name: CapturerName;
  limits: readonly string[];
  /** Path of the program that opens the device; its name when it is not there. */
  program(): string;
  /** Opens the device for a moment. */
  probe(device: string): Promise<CapturerStatus>;
  checkFilter(device: string, filter: string): Promise<FilterCheck>;
  /** Throws a CaptureError when the program is not there. */
  launch(plan: SpoolPlan): Launch;
}

export function usable(capturer: Capturer): CapturerStatus {
  return { name: capturer.name, usable: true, reason: null, remedy: null, limits: [...capturer.limits] };
}

export function unusable(capturer: Capturer, reason: string, remedy: string | null): CapturerStatus {
  return { name: capturer.name, usable: false, reason, remedy, limits: [...capturer.limits] };
}
