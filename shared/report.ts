// What a report is made of before it is written: what the window asks for, what the tracker tells, and the packets that prove an alert.
import type { AlertRow } from './alerts';
import type { Overview } from './overview';

export const REPORT_FORMATS = ['html', 'pdf', 'json', 'csv', 'pcapng'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The name of each format's file in the folder of a report; the sums are of all the others. */
export const REPORT_FILES: Readonly<Record<ReportFormat | 'sums', string>> = {
  html: 'report.html', pdf: 'report.pdf', json: 'report.json', csv: 'alerts.csv', pcapng: 'evidence.pcapng', sums: 'SHA256SUMS',
};

/** Characters of a title or an author. */
export const REPORT_TEXT_LIMIT = 200;

export interface ReportRequest {
  formats: ReportFormat[];
  /** Addresses replaced, payload cut, names left out. */
  anonymise: boolean;
  title: string;
  author: string;
  /** Of shared/filter; '' for everything. */
  filter: string;
}

export interface ReportWritten {
  /** null when the user changed their mind. */
  folder: string | null;
  files: string[];
}

/** The ends of a connection that an alert names. */
export interface ReportConnection {
  id: number;
  protocol: string;
  originator: { address: string; port: number };
  responder: { address: string; port: number };
}

/** Everything the tracker tells for a report; addresses as they are. */
export interface ReportFacts {
  filter: string;
  format: string;
  linkTypes: string[];
  packets: number;
  wireBytes: number;
  connections: number;
  evicted: number;
  undecoded: number;
  /** Packets by why no connection could be made of them. */
  outcomes: Record<string, number>;
  dropped: number | null;
  firstMicros: number | null;
  lastMicros: number | null;
  damages: { offset: number; reason: string; skipped: number }[];
  damageCount: number;
  overview: Overview;
  verdicts: { verdict: string; segments: number; connections: number }[];
  census: { protocol: string; states: string; count: number }[];
  /** Of the filter, in the order in which they were raised. */
  alerts: AlertRow[];
  /** Those that alerts name. */
  named: ReportConnection[];
}

/** A packet as the capture holds it. */
export interface EvidencePacket {
  frame: number;
  linkType: number;
  /** Of the pcapng section; 0 in a pcap. */
  interfaceId: number;
  /** Since 1970. */
  seconds: number;
  nanoseconds: number;
  /** Bytes on the wire. */
  wire: number;
  bytes: Uint8Array;
}

export interface Evidence {
  packets: EvidencePacket[];
  /** Packets that were asked for and are not there: beyond the limit, or not in the capture any more. */
  missing: number;
}

/** Most packets and bytes of an evidence file. */
export const EVIDENCE_PACKETS = 100_000;
export const EVIDENCE_BYTES = 256 * 1024 ** 2;
/** Packets of an alert's connection that go with it, when they are asked for. */
export const CONNECTION_PACKETS = 200;
