// What the window is told of a capture: pure, from what the thread and the capturer say.
import { NO_ALERTS } from '@shared/alert-page';
import { linkTypeName } from '@shared/link-types';
import type { AppError, CapturerStatus, Phase, SessionStatus } from '@shared/ipc';
import type { Progress } from './worker/messages';

export interface Source {
  /** File path or interface name. */
  name: string;
  live: boolean;
  filter: string;
  recovered?: boolean;
}

/** The part of a live or recovered capture that the status needs. */
export interface LiveFacts {
  readonly capturer: CapturerStatus | null;
  /** Offset of the oldest byte kept. */
  readonly start: number;
  /** Time of the oldest packet kept, where older ones were dropped. */
  readonly keptFromMicros: number | null;
  readonly dropped: number | null;
  readonly result: { error: AppError | null } | null;
  /** What is wrong while it goes on. */
  readonly notice?: AppError | null;
}

export interface StatusParts {
  source: Source;
  progress: Progress | null;
  live: LiveFacts | null;
  paused: boolean;
  rate: { packets: number; bytes: number };
  restarts: number;
}

export const EMPTY_STATUS: Readonly<SessionStatus> = {
  phase: 'empty', source: '', format: '', linkTypes: [], bytesRead: 0, bytesTotal: null, packets: 0, packetsPerSecond: 0, bytesPerSecond: 0,
  connections: 0, evicted: 0, undecoded: 0, dropped: null, lagBytes: 0, firstMicros: null, lastMicros: null, damages: [], damageCount: 0,
  capturer: null, filter: '', paused: false, spoolTrimmed: false, keptFromMicros: null, untrackedBytes: 0, recovered: false, restarts: 0, alerts: NO_ALERTS, error: null,
};

function phaseOf(source: Source, progress: Progress | null): Phase {
  if (progress?.state === 'done' || progress?.state === 'failed') return progress.state;
  return source.live ? 'live' : 'loading';
}

export function statusOf({ source, progress, live, paused, rate, restarts }: StatusParts): SessionStatus {
  const common = { ...EMPTY_STATUS, phase: phaseOf(source, progress), source: source.name, filter: source.filter, recovered: source.recovered ?? false, restarts, paused, capturer: live?.capturer ?? null };
  const ended = live?.result?.error ?? live?.notice ?? null;
  if (progress === null) return { ...common, error: ended };
  const { tracker } = progress;
  const busy = progress.state === 'reading';
  return {
    ...common,
    format: progress.gzip ? `gzip of ${tracker.format}` : tracker.format,
    linkTypes: tracker.linkTypes.map(linkTypeName),
    bytesRead: progress.bytesRead,
    bytesTotal: progress.bytesTotal,
    packets: tracker.packets,
    packetsPerSecond: busy ? rate.packets : 0,
    bytesPerSecond: busy ? rate.bytes : 0,
    connections: tracker.connections,
    evicted: tracker.evicted,
    undecoded: tracker.undecoded,
    dropped: live?.dropped ?? tracker.dropped,
    lagBytes: progress.lagBytes,
    firstMicros: tracker.firstMicros,
    lastMicros: tracker.lastMicros,
    damages: tracker.damages,
    damageCount: tracker.damageCount,
    spoolTrimmed: progress.spoolTrimmed || (live?.start ?? 0) > 0,
    keptFromMicros: live?.keptFromMicros ?? null,
    untrackedBytes: progress.untrackedBytes,
    alerts: progress.alerts,
    error: ended ?? progress.error,
  };
}
