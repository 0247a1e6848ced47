// `synoptic report`: a capture read once for what is told of it, and again for the packets that prove its alerts.
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { toAppError } from '@shared/failure';
import { CONNECTION_PACKETS, EVIDENCE_BYTES, EVIDENCE_PACKETS, type Evidence, type ReportFacts } from '@shared/report';
import { SETTING_LIMITS } from '@shared/settings';
import { version } from '../../package.json';
import { ReportFolder } from '../report/folder';
import { reportModel } from '../report/model';
import { writeReport } from '../report/write-report';
import { FramePicker, Tracker, type TrackerStatus } from '../tracker/tracker';
import { evidenceFrames } from '../worker/evidence-frames';
import { reportFacts } from '../worker/report-facts';
import { errorText } from './error-text';
import type { ReportOrderWords } from './arguments';
import { DONE, IN_PART, UNREADABLE, WRONG_USE } from './exit-status';
import { printable, type Console } from './output';
import { progressLine } from './progress';
import { readMutes } from './report-mutes';
import { readCapture } from './read-capture';

const STANDARD_INPUT = '-';
/** Errors that another command line would avoid. */
const WRONG_USE_CODES = ['exists', 'bad-filter', 'bad-mutes'];

export async function report(order: ReportOrderWords, console: Console): Promise<number> {
  try {
    const mutes = order.mutes === null ? [] : readMutes(order.mutes);
    await ReportFolder.check(order.folder, order.force);
    const tracker = newTracker();
    const { error, gzip } = await read(order.file, tracker);
    const status = tracker.status();
    if (error !== null) console.error(errorText(error));
    else if (status.fatal !== null) console.error(`${nameOf(order)}: ${status.fatal}`);
    if (status.packets === 0 && (error !== null || status.fatal !== null)) return UNREADABLE;
    const facts = reportFacts(tracker, order.filter, mutes);
    await write(order, gzip ? { ...facts, format: `gzip of ${facts.format}` } : facts, console);
    return isWhole(status) && error === null ? DONE : IN_PART;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'internal') throw thrown;
    console.error(errorText(error));
    return WRONG_USE_CODES.includes(error.code) ? WRONG_USE : UNREADABLE;
  }
}

async function write(order: ReportOrderWords, facts: ReportFacts, console: Console): Promise<void> {
  const { file, formats, anonymise, key, folder, force, filter } = order;
  const name = nameOf(order);
  const model = reportModel(facts, {
    title: order.title ?? (anonymise ? 'Report on a capture' : `Report on ${name}`), author: order.author, createdMillis: Date.now(), generator: `Synoptic ${version}`,
    file: file === STANDARD_INPUT ? null : { name, bytes: fs.statSync(file).size, sha256: await hashOf(file) }, live: null,
  });
  const written = await writeReport(model, {
    formats, anonymise, folder, force, pdf: null, signal: null,
    key: key === null ? null : createHash('sha256').update(key).digest(),
    evidence: () => evidence(file, facts, order.connections),
  });
  for (const each of written.files) console.output.write(`${printable(path.join(folder, each))}\n`);
  if (written.missing > 0) console.error(`${written.missing} packets of the alerts are beyond the limit of the evidence file`);
  if (written.leftOut > 0) console.error(`${written.leftOut} packets of the alerts are left out: their link type cannot be anonymised`);
  if (filter.trim() !== '' && facts.overview.connections === 0) console.error('the filter lets no connection through');
}

async function evidence(file: string, facts: ReportFacts, connections: boolean): Promise<Evidence> {
  const frames = evidenceFrames(facts.alerts);
  if (connections) await addConnections(file, facts, frames);
  const wanted = [...frames].sort((a, b) => a - b);
  const picker = new FramePicker(wanted.slice(0, EVIDENCE_PACKETS), EVIDENCE_BYTES);
  if (wanted.length > 0) await read(file, picker);
  return { packets: picker.packets, missing: wanted.length - picker.packets.length };
}

/** Which packets a connection has is listed in a reading of its own: the same file gives the same numbers. */
async function addConnections(file: string, { alerts }: ReportFacts, frames: Set<number>): Promise<void> {
  const left = new Map<number, number>();
  for (const { connection, suppressed } of alerts) if (connection !== null && suppressed === null) left.set(connection, CONNECTION_PACKETS);
  await read(file, newTracker({
    packet: ({ frame, connection }) => {
      const more = connection === null ? 0 : (left.get(connection) ?? 0);
      if (connection === null || more === 0) return;
      left.set(connection, more - 1);
      frames.add(frame);
    },
  }));
}

const newTracker = (packetSink: ConstructorParameters<typeof Tracker>[0]['packetSink'] = null): Tracker =>
  new Tracker({ connectionLimit: SETTING_LIMITS.connectionLimit[1], hashKey: randomBytes(4).readInt32LE(), packetSink });

async function read(file: string, sink: Parameters<typeof readCapture>[1]): ReturnType<typeof readCapture> {
  const line = progressLine();
  try {
    return await readCapture(file, sink, (done, total) => { line.show(() => `${printable(path.basename(file))}: ${total === null || total === 0 ? `${Math.round(done / 1e6)} MB` : `${Math.floor((100 * done) / total)} %`}`); });
  } finally {
    line.clear();
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of fs.createReadStream(file, { highWaterMark: 1024 ** 2 })) hash.update(block as Buffer);
  return hash.digest('hex');
}

const nameOf = ({ file }: ReportOrderWords): string => (file === STANDARD_INPUT ? 'standard input' : path.basename(file));
const isWhole = (status: TrackerStatus): boolean => status.fatal === null && status.damageCount === 0;
