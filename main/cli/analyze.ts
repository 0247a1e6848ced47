// `synoptic analyze`: each file a capture of its own; a file that cannot be read does not stop the others.
import { randomBytes } from 'node:crypto';
import { SETTING_LIMITS } from '@shared/settings';
import { Tracker } from '../tracker/tracker';
import type { RowKind } from './arguments';
import { errorText } from './error-text';
import { DONE, IN_PART, UNREADABLE, worse } from './exit-status';
import { printable, type Console } from './output';
import { progressLine } from './progress';
import { readCapture } from './read-capture';
import { RowWriter } from './rows';
import { summaryText } from './summary';

/** A script wants every row: memory is taken as rows come, and this is the most a table can hold. */
const CONNECTION_LIMIT: number = SETTING_LIMITS.connectionLimit[1];

/** @param filter of shared/filter, already checked; '' for everything */
export async function analyze(files: readonly string[], rows: RowKind | null, filter: string, console: Console, connectionLimit = CONNECTION_LIMIT): Promise<number> {
  let worst = DONE;
  for (const [index, file] of files.entries()) {
    if (index > 0 && rows === null) console.output.write('\n');
    const status = await analyzeOne(file, files.length > 1, rows, filter, console, connectionLimit);
    console.output.flush();
    worst = worse(worst, status);
  }
  return worst;
}

async function analyzeOne(file: string, several: boolean, kind: RowKind | null, filter: string, console: Console, connectionLimit: number): Promise<number> {
  const writer = kind === null ? null : new RowWriter(console.output, kind, several ? file : null);
  const tracker = new Tracker({ connectionLimit, hashKey: randomBytes(4).readInt32LE(), packetSink: writer?.sink(kind === 'packets' ? await chosen(file, filter, connectionLimit) : null) ?? null });
  const line = progressLine();
  const began = performance.now();
  const { error, gzip } = await readCapture(file, tracker, (read, total) => { line.show(() => progressText(file, read, total, began)); });
  line.clear();
  const status = tracker.status();
  const unreadable = status.packets === 0 && (error !== null || status.fatal !== null);
  if (error !== null) console.error(errorText(error));
  else if (status.fatal !== null) console.error(`${name(file)}: ${status.fatal}`);
  if (unreadable) return UNREADABLE;
  if (writer === null) console.output.write(summaryText(name(file), gzip, status, tracker.census(filter), { health: tracker.health(), verdicts: tracker.verdicts(filter), alerts: [...tracker.alerts()] }, filter));
  else writer.rest(tracker, filter);
  console.output.flush();
  for (const damage of status.damages) {
    console.error(`${name(file)}: damaged at offset ${damage.offset}: ${damage.reason}; ${damage.skipped < 0 ? 'reading ends there' : `${damage.skipped} bytes skipped`}`);
  }
  if (status.damageCount > status.damages.length) console.error(`${name(file)}: damaged in ${status.damageCount - status.damages.length} more places`);
  return error !== null || status.fatal !== null || status.damageCount > 0 ? IN_PART : DONE;
}

/**
 * Whether a connection matches is known when the capture is over, and its packets came before: so the packets of some connections are listed
 * in a second reading. The same file gives the same ids. null for all.
 */
async function chosen(file: string, filter: string, connectionLimit: number): Promise<ReadonlySet<number> | null> {
  if (filter.trim() === '') return null;
  const tracker = new Tracker({ connectionLimit, hashKey: randomBytes(4).readInt32LE() });
  const line = progressLine();
  const began = performance.now();
  await readCapture(file, tracker, (read, total) => { line.show(() => progressText(file, read, total, began)); });
  line.clear();
  return new Set(tracker.matchingIds(filter));
}

const name = (file: string): string => (file === '-' ? 'standard input' : file);

function progressText(file: string, read: number, total: number | null, began: number): string {
  const seconds = (performance.now() - began) / 1000;
  const rate = `${Math.round(read / 1e6 / Math.max(seconds, 0.001))} MB/s`;
  const share = total === null || total === 0 ? `${Math.round(read / 1e6)} MB` : `${Math.floor((100 * read) / total)} %`;
  return `${printable(name(file))}: ${share}, ${rate}`;
}
