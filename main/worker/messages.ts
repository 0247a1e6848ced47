// What crosses between the session and the tracker's thread. Rows never cross unasked: only counts do.
import type { AppError, CommandArgument, CommandValue, PageRequest, View } from '@shared/ipc';
import type { AlertMute } from '@shared/alert-mutes';
import type { AlertCounts, MovedThresholds, WhatIfKind } from '@shared/alert-page';
import type { AlertRow } from '@shared/alerts';
import type { ConnectionIdentity } from '@shared/flow';
import type { Evidence, ReportFacts } from '@shared/report';
import type { ConnectionDetail, Page } from '@shared/snapshot';
import type { TrackerStatus } from '../tracker/tracker';
import type { SegmentPlace } from './capture-bytes';

/** What a capture may take up. */
export interface Limits {
  connectionLimit: number;
  /** Bytes of a compressed capture that may be kept decompressed on disk. */
  spoolLimitBytes: number;
  /** Private folder for them. */
  spoolFolder: string;
}

/** What the user chose of the detectors. */
export interface AlertRules {
  mutes: readonly AlertMute[];
  /** Of the next capture. */
  thresholds: MovedThresholds;
}

export interface Questions {
  page: [PageRequest, Page];
  connection: [{ id: number }, ConnectionDetail | null];
  /** What identifies the connection in its capture; null when it is not in the table. */
  override: [{ id: number; swapped: boolean }, ConnectionIdentity | null];
  locate: [View & { id: number; hold?: boolean }, number];
  overview: [CommandArgument<'overview'>, CommandValue<'overview'>];
  hosts: [CommandArgument<'hosts'>, CommandValue<'hosts'>];
  trace: [CommandArgument<'trace'>, CommandValue<'trace'>];
  traceRows: [CommandArgument<'traceRows'>, CommandValue<'traceRows'>];
  traceLocate: [CommandArgument<'traceLocate'>, CommandValue<'traceLocate'>];
  traceVerdicts: [CommandArgument<'traceVerdicts'>, CommandValue<'traceVerdicts'>];
  graph: [CommandArgument<'graph'>, CommandValue<'graph'>];
  packet: [CommandArgument<'packet'>, CommandValue<'packet'>];
  reportFacts: [{ filter: string }, ReportFacts];
  /** The packets that prove the alerts of a filter. */
  evidence: [{ filter: string }, Evidence];
  alerts: [void, { rows: AlertRow[]; dropped: number }];
  /** Connection of a packet; null when there is none, or it cannot be read back. */
  frameConnection: [{ frame: number }, number | null];
  whatIf: [{ moved: MovedThresholds }, { kinds: WhatIfKind[] }];
  whatIfProgress: [void, { share: number | null }];
  cancelWhatIf: [void, void];
}
export type QuestionName = keyof Questions;

export type ToThread =
  /** Holds from now on; thresholds from the next capture on. */
  | { kind: 'alert-rules'; rules: AlertRules }
  /** `swapped`: connections whose ends the user exchanged when this capture was open before. */
  | { kind: 'open'; run: number; path: string; limits: Limits; swapped: readonly ConnectionIdentity[] }
  /** A live capture begins: segments follow. */
  | { kind: 'live'; run: number; limits: Limits }
  /** The capture goes on in this file, after its first `skip` bytes; the one before is complete. */
  | { kind: 'segment'; place: SegmentPlace }
  /** There are more bytes on disk. */
  | { kind: 'grown' }
  /** Paused: bytes wait on disk. */
  | { kind: 'pause'; paused: boolean }
  /** The live capture has ended: read what is there, then finish. */
  | { kind: 'end' }
  /** Stop reading; what was read stays. */
  | { kind: 'cancel' }
  /** Forget the capture. */
  | { kind: 'clear' }
  | { [N in QuestionName]: { kind: 'ask'; ticket: number; name: N; argument: Questions[N][0] } }[QuestionName];

/** How far the thread is. */
export interface Progress {
  /** Number of the capture it is about. */
  run: number;
  state: 'idle' | 'reading' | 'done' | 'failed';
  bytesRead: number;
  bytesTotal: number | null;
  lagBytes: number;
  gzip: boolean;
  /** True when the decompressed copy of a compressed capture stopped at its limit. */
  spoolTrimmed: boolean;
  /** Bytes of a live capture that were gone before they were read. */
  untrackedBytes: number;
  tracker: TrackerStatus;
  alerts: AlertCounts;
  error: AppError | null;
}

export type FromThread =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'answer'; ticket: number; value: unknown }
  | { kind: 'refused'; ticket: number; error: AppError };
