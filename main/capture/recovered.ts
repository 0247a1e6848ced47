// A live capture that an earlier run could not end: its spool, taken over for as long as it is shown, and never lost by that.
import { Failure } from '@shared/failure';
import type { Leftover } from '@shared/ipc';
import path from 'node:path';
import { claimSpool, findAbandoned, releaseSpool, removeSpool, type AbandonedSpool } from './spool';
import { saveCapture } from './save';
import type { SpoolSegment } from './spool-segments';

const GONE = (): Failure => new Failure('leftover-gone', 'This capture is not there any more, or another Synoptic has just opened it.', 'Look at the start page again.');

/** What the window is told of it: its folder's name stands for it, and is looked for again when it comes back. */
const leftoverOf = (spool: AbandonedSpool): Leftover => ({ id: path.basename(spool.directory), interface: spool.device, bytes: spool.bytes, endedMillis: Math.round(spool.modifiedMillis) });

/** Captures left behind that hold anything, newest first. */
export async function listLeftovers(base: string): Promise<Leftover[]> {
  const found = await findAbandoned(base);
  return found.filter((spool) => spool.bytes > 0).map(leftoverOf).sort((a, b) => b.endedMillis - a.endedMillis);
}

async function take(base: string, id: string): Promise<AbandonedSpool> {
  // Only what is in the list can be named: the window's word is not a path.
  const listed = (await findAbandoned(base)).find((spool) => path.basename(spool.directory) === id);
  const claimed = listed === undefined ? null : await claimSpool(listed.directory);
  if (claimed === null) throw GONE();
  return claimed;
}

export async function saveLeftover(base: string, id: string, target: string): Promise<string> {
  const spool = await take(base, id);
  try {
    const saved = await saveCapture(spool.segments, target);
    await removeSpool(spool.directory);
    return saved.path;
  } catch (thrown) {
    await releaseSpool(spool.directory);
    throw thrown;
  }
}

export async function discardLeftover(base: string, id: string): Promise<void> {
  const spool = await take(base, id);
  await removeSpool(spool.directory);
}

export class RecoveredCapture {
  readonly #spool: AbandonedSpool;
  readonly capturer = null;
  readonly dropped = null;
  readonly start = 0;
  readonly keptFromMicros = null;
  readonly result = { error: null };

  private constructor(spool: AbandonedSpool) {
    this.#spool = spool;
  }

  static async open(base: string, id: string): Promise<RecoveredCapture> {
    return new RecoveredCapture(await take(base, id));
  }

  get interface(): string { return this.#spool.device; }
  get filter(): string { return this.#spool.filter; }
  get segments(): SpoolSegment[] { return this.#spool.segments; }
  get end(): number {
    const last = this.#spool.segments.at(-1);
    return last === undefined ? 0 : last.startOffset + last.bytes;
  }

  /** Nothing runs any more. */
  stop(): Promise<void> { return Promise.resolve(); }

  /** What was saved elsewhere is removed; everything else is offered again. */
  async leave(saved: boolean): Promise<void> {
    await (saved ? removeSpool(this.#spool.directory) : releaseSpool(this.#spool.directory));
  }
}
