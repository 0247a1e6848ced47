// The capture doctor: what was observed of this machine and of one interface, and what is told of it. `doctor-checks.ts` judges.
import type { AppError, CapturerStatus } from './ipc';
import type { HealthFact } from './overview';

export const DOCTOR_CHECKS = [
  'capturer', 'permission', 'interface', 'traffic', 'promiscuous', 'drops', 'offload', 'checksums', 'one-sided', 'clock', 'disk', 'privilege',
] as const;
export type DoctorCheckId = (typeof DOCTOR_CHECKS)[number];

/** How long a trial captures, in seconds, and the choice of it. */
export const TRIAL_SECONDS = { least: 1, usual: 3, most: 60 } as const;

export type CheckState = 'ok' | 'problem' | 'unknown';

/** What helps: a sentence, and where there is one the exact command. */
export interface Remedy {
  text: string;
  command: string | null;
}

export interface DoctorCheck {
  id: DoctorCheckId;
  state: CheckState;
  /** What was found: one or two sentences. */
  finding: string;
  /** What was looked at to find it. */
  looked: string;
  remedies: Remedy[];
}

export interface Diagnosis {
  interface: string;
  /** Seconds that were captured; null when nothing was. */
  seconds: number | null;
  checks: DoctorCheck[];
}

export interface DoctorRequest {
  /** Empty: the first one that carries traffic. */
  interface: string;
  /** 0: nothing is captured. */
  seconds: number;
}

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
