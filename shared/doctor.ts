// The capture doctor: what is asked of it, and what it tells.

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
