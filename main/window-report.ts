// The report of the capture in the window: asks where, gathers what the thread tells, writes. One at a time.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Failure } from '@shared/failure';
import type { ReportRequest, ReportWritten } from '@shared/report';
import { ReportFolder } from './report/folder';
import { reportModel } from './report/model';
import { writeReport } from './report/write-report';
import type { Session } from './session';

export interface WindowReportParts {
  session: Session;
  version: string;
  chooseFolder: () => Promise<string | null>;
  confirmReplace: (folder: string) => Promise<boolean>;
  pdf: (html: string) => Promise<Uint8Array>;
  show: (file: string) => void;
}

const NOTHING: ReportWritten = { folder: null, files: [] };

export class WindowReport {
  readonly #parts: WindowReportParts;
  #running: AbortController | null = null;
  /** A file of the last report. */
  #last: string | null = null;

  constructor(parts: WindowReportParts) { this.#parts = parts; }

  async write(request: ReportRequest): Promise<ReportWritten> {
    if (this.#running !== null) throw new Failure('busy', 'A report is being written already.', 'Wait for it, or cancel it.');
    if (this.#parts.session.status.packets === 0) throw new Failure('nothing-to-report', 'There is no packet to report on.', 'Open a capture first.');
    const running = new AbortController();
    this.#running = running;
    try {
      return await this.#write(request, running.signal);
    } finally {
      this.#running = null;
    }
  }

  cancel(): void { this.#running?.abort(); }

  /** Only what a report wrote is ever shown: the window names no path. */
  showLast(): void {
    if (this.#last !== null) this.#parts.show(this.#last);
  }

  async #write({ formats, anonymise, title, author, filter }: ReportRequest, signal: AbortSignal): Promise<ReportWritten> {
    const { session, version, chooseFolder, confirmReplace, pdf } = this.#parts;
    const chosen = await chooseFolder();
    if (chosen === null || signal.aborted) return NOTHING;
    const force = await mayReplace(chosen, confirmReplace);
    if (force === null || signal.aborted) return NOTHING;
    const { source, capturer, filter: captureFilter, format } = session.status;
    const live = capturer !== null;
    const [facts, file] = await Promise.all([session.ask('reportFacts', { filter }), live ? null : fileFacts(source, signal)]);
    const name = live ? source : path.basename(source);
    const model = reportModel({ ...facts, format }, {
      title: title.trim() === '' ? (anonymise ? 'Report on a capture' : `Report on ${name}`) : title.trim(), author: author.trim(), createdMillis: Date.now(), generator: `Synoptic ${version}`,
      file, live: live ? { interface: name, filter: captureFilter } : null,
    });
    const { files } = await writeReport(model, { formats, anonymise, key: null, folder: chosen, force, pdf, signal, evidence: () => session.ask('evidence', { filter }) });
    this.#last = path.join(chosen, files[0] ?? '');
    return { folder: chosen, files };
  }
}

/** null: the user changed their mind. */
async function mayReplace(folder: string, confirm: (folder: string) => Promise<boolean>): Promise<boolean | null> {
  try {
    await ReportFolder.check(folder, false);
    return false;
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.detail.code !== 'exists') throw thrown;
    return (await confirm(folder)) ? true : null;
  }
}

async function fileFacts(file: string, signal: AbortSignal): Promise<{ name: string; bytes: number; sha256: string } | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const block of fs.createReadStream(file, { highWaterMark: 1024 ** 2, signal })) {
      hash.update(block as Buffer);
      bytes += (block as Buffer).length;
    }
  } catch (thrown) {
    if (signal.aborted) throw new Failure('cancelled', 'The report was cancelled.');
    throw new Failure('not-readable', `${path.basename(file)} cannot be read any more: ${thrown instanceof Error ? thrown.message : String(thrown)}.`, 'Put the file back where it was, or open it anew.');
  }
  return { name: path.basename(file), bytes, sha256: hash.digest('hex') };
}
