// `synoptic capture`: a live capture without a window, tracked while it grows; rows or the summary, and the packets as a file.
import process from 'node:process';
import { randomBytes } from 'node:crypto';
import { toAppError } from '@shared/failure';
import { DEFAULT_SETTINGS } from '@shared/settings';
import { startCapture, type LiveCapture } from '../capture/live';
import { saveCapture } from '../capture/save';
import { Tracker } from '../tracker/tracker';
import { Feeder } from '../worker/feeder';
import { LiveInput } from '../worker/input';
import { errorText } from './error-text';
import type { CaptureRequest } from './arguments';
import { DONE, IN_PART, UNREADABLE, WRONG_USE } from './exit-status';
import { OutputClosed, printable, type Console } from './output';
import { progressLine } from './progress';
import { RowWriter } from './rows';
import { summaryText } from './summary';

const SLICE_MILLIS = 50;
/** Errors that another command line would avoid. */
const WRONG_USE_CODES = ['bad-filter', 'no-interface'];

export async function capture(request: CaptureRequest, console: Console): Promise<number> {
  let live: LiveCapture;
  try {
    live = await startCapture(request);
  } catch (thrown) {
    const error = toAppError(thrown);
    console.error(errorText(error));
    return WRONG_USE_CODES.includes(error.code) ? WRONG_USE : UNREADABLE;
  }
  const writer = request.rows === null ? null : new RowWriter(console.output, request.rows, null);
  const tracker = new Tracker({ connectionLimit: DEFAULT_SETTINGS.connectionLimit, hashKey: randomBytes(4).readInt32LE(), packetSink: writer?.sink() ?? null });
  try {
    const failed = await follow(live, tracker, request, console);
    const saved = await save(live, request.file, console);
    writer?.rest(tracker);
    if (writer === null) console.output.write(summaryText(`${request.interface}, by ${live.capturer.name}`, false, { ...tracker.status(), dropped: live.dropped }, tracker.census(), { health: tracker.health(), verdicts: tracker.verdicts(), alerts: [...tracker.alerts()] }));
    console.output.flush();
    if (!saved) return UNREADABLE;
    return failed ? IN_PART : DONE;
  } finally {
    await live.discard();
  }
}

/** Tracks until the capture ends, by itself, by the clock or by Ctrl-C. True when it was cut short by an error. */
async function follow(live: LiveCapture, tracker: Tracker, request: CaptureRequest, console: Console): Promise<boolean> {
  const input = new LiveInput(new Feeder(tracker));
  const line = progressLine();
  let nextSegment = 0;
  const read = (): void => {
    for (const { path, startOffset, skip, bytes } of live.segments) {
      if (bytes === 0 || startOffset < nextSegment) continue;
      nextSegment = startOffset + 1;
      input.add({ path, startOffset, skip });
    }
    while (input.slice(performance.now() + SLICE_MILLIS) === 'more') { /* until all that is there was read */ }
    console.output.flush();
    line.show(() => `${printable(request.interface)}: ${tracker.status().packets} packets, ${tracker.status().connections} connections; Ctrl-C ends`);
  };
  let closed = false;
  const stop = (): void => { void live.stop(); };
  const readOrStop = (): void => {
    try {
      read();
    } catch (thrown) {
      if (!(thrown instanceof OutputClosed)) throw thrown;
      closed = true; // nobody reads the rows: the capture has no purpose any more
      stop();
    }
  };
  const timer = request.seconds === null ? null : setTimeout(stop, request.seconds * 1000);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  live.on('data', readOrStop);
  try {
    const end = live.result ?? await new Promise<NonNullable<LiveCapture['result']>>((resolve) => { live.once('end', resolve); readOrStop(); });
    live.off('data', readOrStop);
    line.clear();
    if (closed) throw new OutputClosed();
    input.end();
    read();
    if (end.error !== null) console.error(errorText(end.error));
    return end.error !== null;
  } finally {
    if (timer !== null) clearTimeout(timer);
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    input.close();
  }
}

async function save(live: LiveCapture, file: string | null, console: Console): Promise<boolean> {
  if (file === null) return true;
  try {
    await saveCapture(live.segments, file);
    return true;
  } catch (thrown) {
    console.error(errorText(toAppError(thrown)));
    return false;
  }
}
