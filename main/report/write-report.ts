// Writes a report in the formats that were asked for: anonymises where wanted, and leaves all files or none.
import { randomBytes } from 'node:crypto';
import { REPORT_FILES, type Evidence, type EvidencePacket, type ReportFormat } from '@shared/report';
import { AddressCipher } from './anonymise/address-cipher';
import { anonymiseModel } from './anonymise/model';
import { anonymisePacket } from './anonymise/packet';
import { reportCharts } from './charts';
import { alertsCsv } from './csv';
import { commentsOf, evidenceBlocks } from './evidence';
import { ReportFolder } from './folder';
import { reportHtml } from './html';
import { reportJson } from './json';
import type { ReportModel } from './shape';

export interface ReportOrder {
  formats: readonly ReportFormat[];
  anonymise: boolean;
  /** Secret of the addresses, 32 bytes; null: a new one. */
  key: Uint8Array | null;
  folder: string;
  force: boolean;
  /** The packets wanted; asked only for the format that needs them. */
  evidence: () => Promise<Evidence>;
  /** null where nothing can make a PDF. */
  pdf: ((html: string) => Promise<Uint8Array>) | null;
  signal: AbortSignal | null;
}

export interface ReportOutcome {
  files: string[];
  /** Packets in the evidence file, those that are not there, and those that could not be anonymised. */
  packets: number;
  missing: number;
  leftOut: number;
}

interface Contents { model: ReportModel; packets: EvidencePacket[]; notes: Map<number, string[]>; leftOut: number }

/** Keys tried until no replaced address reads like a real one: the first one nearly always does. */
const MOST_KEYS = 16;

export async function writeReport(model: ReportModel, order: ReportOrder): Promise<ReportOutcome> {
  const { formats, signal } = order;
  const folder = await ReportFolder.open(order.folder, order.force);
  try {
    const evidence = formats.includes('pcapng') ? await order.evidence() : { packets: [], missing: 0 };
    const contents = order.anonymise ? anonymised(model, evidence.packets, order.key) : { model, packets: evidence.packets, notes: new Map<number, string[]>(), leftOut: 0 };
    if (formats.includes('html') || formats.includes('pdf')) {
      const page = reportHtml(contents.model, await reportCharts(contents.model.series));
      if (formats.includes('html')) await folder.write(REPORT_FILES.html, [page], signal);
      if (formats.includes('pdf') && order.pdf !== null) await folder.write(REPORT_FILES.pdf, [await order.pdf(page)], signal);
    }
    if (formats.includes('json')) await folder.write(REPORT_FILES.json, [reportJson(contents.model)], signal);
    if (formats.includes('csv')) await folder.write(REPORT_FILES.csv, [alertsCsv(contents.model.alerts)], signal);
    if (formats.includes('pcapng')) {
      const comments = commentsOf(contents.model.alerts);
      const said = (frame: number): string[] => {
        const own = comments.get(frame) ?? [`Frame ${frame} of the capture, of the connection of an alert.`];
        const notes = contents.notes.get(frame);
        return notes === undefined ? own : [...own, `Anonymised; ${notes.join(', ')}.`];
      };
      await folder.write(REPORT_FILES.pcapng, evidenceBlocks(contents.packets, said, contents.model.generator), signal);
    }
    return { files: await folder.finish(), packets: contents.packets.length, missing: evidence.missing, leftOut: contents.leftOut };
  } catch (thrown) {
    await folder.discard();
    throw thrown;
  }
}

function anonymised(model: ReportModel, packets: readonly EvidencePacket[], key: Uint8Array | null): Contents {
  for (let tries = 1; ; tries++) {
    const cipher = new AddressCipher(key ?? randomBytes(32));
    const contents = under(model, packets, cipher);
    if (!cipher.collides || key !== null || tries === MOST_KEYS) return contents;
  }
}

function under(model: ReportModel, packets: readonly EvidencePacket[], cipher: AddressCipher): Contents {
  const kept: EvidencePacket[] = [];
  const notes = new Map<number, string[]>();
  for (const packet of packets) {
    const rewritten = anonymisePacket(packet, cipher);
    if (rewritten === null) continue;
    kept.push(rewritten.packet);
    if (rewritten.notes.length > 0) notes.set(packet.frame, rewritten.notes);
  }
  return { model: anonymiseModel(model, cipher), packets: kept, notes, leftOut: packets.length - kept.length };
}
