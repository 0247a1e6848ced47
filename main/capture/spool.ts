// The private folder of a live capture: made, locked, bounded, and found again after a crash.
import { existsSync, readFileSync } from 'node:fs';
import { lstat, mkdtemp, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CaptureError, diskFull, failure } from './capture-error';
import type { SpoolSegment } from './spool-segments';

const PREFIX = 'synoptic-spool-';
const LOCK_FILE = 'owner.json';
/** A folder without a lock is being made right now, unless it is older than this. */
const YOUNG_MILLIS = 60_000;

/** The unit in which the spool is given back: sixteen of them fill it, so that reaching the limit costs a sixteenth. */
const SEGMENTS_OF_A_SPOOL = 16;
const MEGABYTE = 1_000_000;
const MOST_SEGMENT_BYTES = 256 * MEGABYTE;

/** A capture is not begun, and is ended, with less room than this: some writers would go on and lose packets in silence. */
export const DISK_RESERVE_BYTES = 2 * MEGABYTE;

/** Process 0 owns a spool that was given back. */
interface Owner { pid: number; started: string | null; device: string; filter: string }

/** A folder left by a run that ended without removing it. */
export interface AbandonedSpool {
  directory: string;
  device: string;
  filter: string;
  bytes: number;
  /** When the last byte was written. */
  modifiedMillis: number;
  segments: SpoolSegment[];
}

export function segmentBytesFor(limitBytes: number): number {
  const share = Math.floor(limitBytes / SEGMENTS_OF_A_SPOOL / MEGABYTE) * MEGABYTE;
  return Math.min(MOST_SEGMENT_BYTES, Math.max(MEGABYTE, share));
}

/** /var/tmp is on a disk where /tmp and XDG_RUNTIME_DIR are often memory. */
export function defaultSpoolBase(): string {
  return process.platform === 'linux' && existsSync('/var/tmp') ? '/var/tmp' : os.tmpdir();
}

/** Makes a folder (0700, an unpredictable name) and locks it for this process. */
export async function createSpool(base: string, device: string, filter: string): Promise<string> {
  let directory;
  try {
    if (await freeBytes(base) < DISK_RESERVE_BYTES) throw new CaptureError(diskFull(path.join(base, PREFIX)));
    directory = await mkdtemp(path.join(base, PREFIX));
    await lock(directory, device, filter);
    return directory;
  } catch (thrown) {
    if (directory !== undefined) await removeSpool(directory);
    if (thrown instanceof CaptureError) throw thrown;
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new CaptureError(diskFull(path.join(base, PREFIX)));
    throw new CaptureError(failure('not-writable', `The folder for captures, ${base}, cannot be written: ${code ?? String(thrown)}.`, `Make ${base} a folder that this user may write.`));
  }
}

async function lock(directory: string, device: string, filter: string, pid = process.pid): Promise<void> {
  const owner: Owner = { pid, started: pid === 0 ? null : processStart(pid), device, filter };
  await writeFile(path.join(directory, LOCK_FILE), JSON.stringify(owner), { mode: 0o600, flag: 'wx' });
}

/** Takes an abandoned spool for this process; null when another one was faster, or its owner lives. */
export async function claimSpool(directory: string): Promise<AbandonedSpool | null> {
  const spool = await inspect(directory).catch(() => null);
  if (spool === null) return null;
  const file = path.join(directory, LOCK_FILE);
  try {
    // Of several programs that take the old lock away only one succeeds; where there is none, only one makes the new one.
    const before = await readOwner(directory);
    await rename(file, path.join(directory, `${LOCK_FILE}.${String(process.pid)}`)).catch((thrown: unknown) => {
      if (before !== null) throw thrown;
    });
    await lock(directory, spool.device, spool.filter);
    return spool;
  } catch {
    return null;
  }
}

/** Leaves a claimed spool to be found again. */
export async function releaseSpool(directory: string): Promise<void> {
  const owner = await readOwner(directory);
  if (owner === null) return;
  await rm(path.join(directory, LOCK_FILE));
  await lock(directory, owner.device, owner.filter, 0);
}

export async function removeSpool(directory: string): Promise<void> {
  if (!path.basename(directory).startsWith(PREFIX)) throw new RangeError(`${directory} is not a spool`);
  await rm(directory, { recursive: true, force: true });
}

/** Bytes that this user may still write on the file system of a folder; infinite when it cannot be told. */
export async function freeBytes(directory: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    return Number.POSITIVE_INFINITY;
  }
}

/** Spools of this user whose process is gone: to be saved or removed. Those of running programs are not touched. */
export async function findAbandoned(base: string = defaultSpoolBase()): Promise<AbandonedSpool[]> {
  const found: AbandonedSpool[] = [];
  const names = (await readdir(base).catch(() => [])).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const directory = path.join(base, name);
    // Gone, another user's or unreadable: not ours to list.
    const spool = await inspect(directory).catch(() => null);
    if (spool !== null) found.push(spool);
  }
  return found;
}

async function inspect(directory: string): Promise<AbandonedSpool | null> {
  // lstat: a link planted in a shared folder must not lead elsewhere.
  const info = await lstat(directory);
  if (!info.isDirectory() || (process.getuid !== undefined && info.uid !== process.getuid())) return null;
  const owner = await readOwner(directory);
  if (owner === null ? Date.now() - info.mtimeMs < YOUNG_MILLIS : isAlive(owner)) return null;
  const segments = await leftoverSegments(directory);
  return {
    directory,
    device: owner?.device ?? '',
    filter: owner?.filter ?? '',
    bytes: segments.reduce((sum, segment) => sum + segment.bytes + segment.skip, 0),
    modifiedMillis: await lastWrite(segments, info.mtimeMs),
    segments,
  };
}

async function readOwner(directory: string): Promise<Owner | null> {
  try {
    const value = JSON.parse(await readFile(path.join(directory, LOCK_FILE), 'utf8')) as Partial<Owner>;
    if (typeof value.pid !== 'number' || !Number.isSafeInteger(value.pid) || value.pid < 0) return null;
    return { pid: value.pid, started: typeof value.started === 'string' ? value.started : null, device: String(value.device ?? ''), filter: String(value.filter ?? '') };
  } catch {
    return null;
  }
}

/** The number of a process may be given to another one: its start time tells them apart where the system shows it. */
function isAlive(owner: Owner): boolean {
  if (owner.pid === 0) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = processStart(owner.pid);
  return owner.started === null || started === null || started === owner.started;
}

/** Clock ticks since boot at which a process began (field 22 of /proc/PID/stat; the name before it may hold anything). */
function processStart(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

async function lastWrite(segments: readonly SpoolSegment[], otherwise: number): Promise<number> {
  const last = segments.at(-1);
  return last === undefined ? otherwise : (await stat(last.path)).mtimeMs;
}

async function leftoverSegments(directory: string): Promise<SpoolSegment[]> {
  const names = (await readdir(directory)).filter((name) => /\.pcap(ng|\d*)$/.test(name));
  const order = new Intl.Collator('en', { numeric: true });
  names.sort((a, b) => order.compare(a, b));
  const segments: SpoolSegment[] = [];
  let startOffset = 0;
  for (const name of names) {
    const file = path.join(directory, name);
    const skip = segments.length > 0 && !name.endsWith('.pcapng') ? 24 : 0;
    const bytes = Math.max(0, (await stat(file)).size - skip);
    segments.push({ path: file, startOffset, bytes, complete: true, skip });
    startOffset += bytes;
  }
  return segments;
}
