// The contract between the window and the main process: commands, events, what they carry. Preload, handlers and bridge derive from it.
import type { AlertCounts, AlertNote, Alerts, MovedThresholds, WhatIfKind } from './alert-page';
import type { Diagnosis, DoctorRequest } from './doctor';
import type { HostsPage, HostsRequest, Overview, OverviewRequest } from './overview';
import type { ConnectionDetail, ExtraKey, Page, SortKey } from './snapshot';
import type { ReportRequest, ReportWritten } from './report';
import type { CapturerName, Settings } from './settings';
import type { Graph, GraphRequest, PacketDetail, TraceInfo, TraceRows } from './trace';

/** An error as it crosses the boundary: one sentence for the reader, the exact remedy, and where it happened. */
export interface AppError {
  /** Stable code, kebab-case: `no-permission`, `no-interface`, `interface-gone`, `capturer-killed`, `disk-full`, `bad-filter`, `not-a-capture`, `not-readable`, `damaged`, `bad-argument`, `internal`. */
  code: string;
  /** One sentence: what happened. */
  message: string;
  /** What to do: a sentence or an exact command; null when nothing can be done. */
  remedy: string | null;
  /** Byte offset in the file, where one applies. */
  offset: number | null;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: AppError };

export type { CapturerName };

/** One capturer as it was found on this machine by really opening a device. */
export interface CapturerStatus {
  name: CapturerName;
  usable: boolean;
  /** Why it cannot be used: one sentence; null when usable. */
  reason: string | null;
  /** The exact command that would make it usable; null when none is known. */
  remedy: string | null;
  /** What it cannot tell ("no drop counts", "no kernel time stamps"); empty for a full one. */
  limits: string[];
}

export interface InterfaceInfo {
  name: string;
  description: string | null;
  addresses: string[];
  up: boolean;
  loopback: boolean;
  /** Bytes a second in and out, newest last, at most 60 samples one second apart. */
  activity: number[];
}

export interface CaptureOptions {
  interface: string;
  /** BPF text; empty for all packets. */
  filter: string;
  /** null: the first usable one in the order dumpcap, cap, tcpdump. */
  capturer: CapturerName | null;
}

/** A part of a capture that could not be read. */
export interface Damage {
  /** Byte offset of the first unreadable byte (in the decompressed capture). */
  offset: number;
  reason: string;
  /** Bytes skipped until reading went on; -1 when it could not go on. */
  skipped: number;
}

export type Phase = 'empty' | 'loading' | 'live' | 'done' | 'failed';

/** The state of the one capture in the window; sent at most ten times a second. */
export interface SessionStatus {
  phase: Phase;
  /** File path or interface name; empty when `phase` is `empty`. */
  source: string;
  /** The capture's format, in words: `pcap, microseconds`, `pcapng`, `gzip of pcap`; empty until known. */
  format: string;
  linkTypes: string[];
  bytesRead: number;
  /** Size of the file on disk; null when it is not known (live, standard input). */
  bytesTotal: number | null;
  packets: number;
  /** Packets a second over the last second of wall-clock time. */
  packetsPerSecond: number;
  bytesPerSecond: number;
  connections: number;
  /** Rows dropped because the table's limit was reached. */
  evicted: number;
  /** Packets that no connection could be made of (not IP, malformed, encrypted). */
  undecoded: number;
  /** Packets the kernel or capturer dropped; null when the capturer cannot tell. */
  dropped: number | null;
  /** Bytes captured but not tracked yet. */
  lagBytes: number;
  /** Time of the first and last packet, microseconds since 1970; null before the first packet. */
  firstMicros: number | null;
  lastMicros: number | null;
  damages: Damage[];
  damageCount: number;
  capturer: CapturerStatus | null;
  filter: string;
  /** True while the display is paused: the capture goes on. */
  paused: boolean;
  /** True when the spool's oldest part was dropped at its limit. */
  spoolTrimmed: boolean;
  /** Time of the oldest packet that is kept, where older ones were dropped; null otherwise. */
  keptFromMicros: number | null;
  /** Bytes that were dropped before they were tracked: the tracker was further behind than the spool is long. */
  untrackedBytes: number;
  /** True for a live capture of an earlier run, found again. */
  recovered: boolean;
  /** How often the analysis of this capture broke down and was started again: the packets are read once more. */
  restarts: number;
  /** Alerts so far; what the user muted counts as suppressed. */
  alerts: AlertCounts;
  error: AppError | null;
}

/** What the table shows, chosen by the window. */
export interface View {
  sort: SortKey;
  descending: boolean;
  /** Text filter over addresses, ports, protocol and state; empty for all. Words are joined by "and". */
  filter: string;
}

export interface PageRequest extends View {
  offset: number;
  count: number;
  /** Keep the order as it is: rows are read anew but not arranged, and rows that came since are only counted. */
  hold?: boolean;
  /** Further columns wanted. */
  extras?: readonly ExtraKey[];
}

export interface Startup {
  version: string;
  platform: string;
  settings: Settings;
  recent: RecentFile[];
  status: SessionStatus;
  /** What went wrong before there was a window: said once. */
  notices: AppError[];
  /** True when the system asks for less motion or the display is dark is left to CSS; this is the window's number. */
  readOnly: boolean;
}

/** A live capture that an earlier run could not end: killed, or the machine was. Offered until it is saved or discarded. */
export interface Leftover {
  id: string;
  interface: string;
  bytes: number;
  /** When its last byte was written. */
  endedMillis: number;
}

export interface RecentFile {
  path: string;
  name: string;
  bytes: number | null;
  openedMillis: number;
}

/** What the window can save: pictures, tables, text. */
export const EXPORT_KINDS = ['png', 'svg', 'csv', 'txt'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];
export interface ExportFile {
  /** Without its ending; the user may choose another. */
  suggestedName: string;
  kind: ExportKind;
  data: string | Uint8Array;
}

/** Every command the window can ask for: argument and value. Each name is an IPC channel. */
export interface Commands {
  startup: [void, Startup];
  listInterfaces: [void, { interfaces: InterfaceInfo[]; capturers: CapturerStatus[] }];
  checkFilter: [{ interface: string; filter: string }, { valid: boolean; error: string | null }];
  openDialog: [void, { opened: boolean }];
  openFile: [{ path: string }, { opened: boolean }];
  cancelLoad: [void, void];
  startCapture: [CaptureOptions, void];
  stopCapture: [void, void];
  pauseDisplay: [{ paused: boolean }, void];
  saveCapture: [void, { path: string | null }];
  closeSession: [void, void];
  leftovers: [void, Leftover[]];
  openLeftover: [{ id: string }, void];
  /** Asks where; null when the user changed their mind. */
  saveLeftover: [{ id: string }, { path: string | null }];
  /** Asks first. */
  discardLeftover: [{ id: string }, { discarded: boolean }];
  page: [PageRequest, Page];
  connection: [{ id: number }, ConnectionDetail | null];
  /** The user's word on who is the originator: exchanged against what the packets say, or not any more. */
  overrideDirection: [{ id: number; swapped: boolean }, void];
  /** Index of a connection in the current view, or -1 when the filter hides it. */
  locate: [View & { id: number; hold?: boolean }, { index: number }];
  overview: [OverviewRequest, Overview];
  hosts: [HostsRequest, HostsPage];
  /** Begins to read a connection's packets back, or says how far that is; null when the connection is not in the table. */
  trace: [{ id: number }, TraceInfo | null];
  /** A part of the packets read back so far. */
  traceRows: [{ id: number; offset: number; count: number }, TraceRows];
  /** Index of the packet of that frame, else of the one nearest to it; -1 when there is none. */
  traceLocate: [{ id: number; frame: number }, { index: number }];
  /** Indices from `from` on of the packets read back so far that have a verdict, and how many were looked at. */
  traceVerdicts: [{ id: number; from: number }, { indices: Uint32Array; packets: number }];
  graph: [GraphRequest, Graph];
  /** One packet with its bytes; null when it cannot be read back. */
  packet: [{ id: number; index: number }, PacketDetail | null];
  alerts: [void, Alerts];
  /** What the user says of an alert, kept with the capture; gives all that was said of it. */
  noteAlert: [AlertNote & { alert: string }, Record<string, AlertNote>];
  /** Connection that a packet belongs to; null when it is of none, or cannot be read back. */
  frameConnection: [{ frame: number }, { id: number | null }];
  /** Alerts by kind as they are, and as they would be; reads the capture once more. */
  whatIf: [{ moved: MovedThresholds }, { kinds: WhatIfKind[] }];
  /** How much of that is done, 0 to 1; null when nothing is read. */
  whatIfProgress: [void, { share: number | null }];
  cancelWhatIf: [void, void];
  /** Asks where, then writes; null when the user changed their mind. */
  exportFile: [ExportFile, { path: string | null }];
  /** Asks for a folder, then writes the report into it; only one at a time. */
  report: [ReportRequest, ReportWritten];
  /** Stops the report that is being written; nothing of it stays. */
  cancelReport: [void, void];
  /** Shows the folder of the last report in the system's file manager. */
  showReport: [void, void];
  saveSettings: [Partial<Settings>, Settings];
  clearRecent: [void, void];
  /** Asks where; null when the user changed their mind. */
  exportSettings: [void, { path: string | null }];
  /** Asks which file; takes it whole or not at all. `unknown`: names of it that were left out. */
  importSettings: [void, { path: string | null; taken: number; unknown: string[] }];
  /** Examines what a capture needs on an interface; may capture for some seconds. One at a time. */
  doctor: [DoctorRequest, Diagnosis];
  /** For a report of a fault, as text without addresses and names. */
  diagnostics: [void, { text: string }];
  /** Shows the log in the system's file manager. */
  showLog: [void, void];
  /** A fault of the page, for the log. */
  logPageError: [{ text: string }, void];
}
export type CommandName = keyof Commands;
export type CommandArgument<N extends CommandName> = Commands[N][0];
export type CommandValue<N extends CommandName> = Commands[N][1];

/** Every event the main process sends. */
export interface Events {
  status: SessionStatus;
  /** Sent once a second while the start page is open. */
  interfaces: InterfaceInfo[];
  /** A command of the application menu or of a second instance, by name (`open`, `start-stop`, `save`, `theme`, …). */
  menu: { command: string };
  settings: Settings;
}
export type EventName = keyof Events;

/** `window.synoptic` as the preload script exposes it: nothing else crosses. */
export interface SynopticApi {
  invoke<N extends CommandName>(name: N, argument: CommandArgument<N>): Promise<Result<CommandValue<N>>>;
  on<N extends EventName>(name: N, listener: (value: Events[N]) => void): () => void;
  /** Path on disk of a file dropped on the window. */
  pathOfFile(file: unknown): string;
}
