// What was observed of this machine and of one interface, for the doctor to judge in `doctor-checks.ts`.
import type { AppError, CapturerStatus } from './ipc';
import type { HealthFact } from './overview';

/** A capturer as it answered, and whether its program is there at all. */
export interface ObservedCapturer {
  status: CapturerStatus;
  found: boolean;
  /** False where this user may not even start it. */
  executable: boolean;
}

export interface ObservedDevice {
  name: string;
  /** As a shell takes it. */
  word: string;
  exists: boolean;
  up: boolean;
  loopback: boolean;
  /** The pseudo-device of all interfaces. */
  all: boolean;
  mtu: number | null;
}

/** What one interface counted while it was looked at. */
export interface ObservedTraffic { bytes: number; missed: number | null }

export interface ObservedTrial {
  capturer: string;
  seconds: number;
  packets: number;
  tcpConnections: number;
  /** null: the capturer does not say. */
  dropped: number | null;
  /** Whether the interface took every frame while it was captured; null when the system does not say. */
  promiscuous: boolean | null;
  health: HealthFact[];
  /** How far the clock was set while it ran, milliseconds. */
  clockStepMillis: number;
  /** True for the capture that is running in the window: nothing was captured for the diagnosis. */
  running: boolean;
}

export interface DoctorFacts {
  platform: string;
  /** The user of Synoptic is the system's administrator. */
  root: boolean;
  window: boolean;
  /** What stands between a capturer and the network: npcap, BPF devices. */
  driver: { state: 'there' | 'missing' | 'forbidden' | 'unknown'; looked: string };
  capturers: ObservedCapturer[];
  installCommand: string;
  groupCommand: string;
  device: ObservedDevice | null;
  upCommand: string;
  /** Of the interface, and of the others by name; empty where the system counts for administrators only. */
  traffic: ObservedTraffic | null;
  others: { name: string; bytes: number }[];
  watchedSeconds: number;
  /** Offload settings of the card that are on; null when they could not be read. */
  offloads: string[] | null;
  trial: ObservedTrial | null;
  trialError: AppError | null;
  disk: { folder: string; freeBytes: number; limitBytes: number; spaceCommand: string };
}
