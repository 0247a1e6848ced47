// The folder of a report: files are written aside and take their names when all are there, so that no half of a report stays behind.
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@shared/failure';
import { REPORT_FILES } from '@shared/report';

const PART = '.part';
const NAMES: readonly string[] = Object.values(REPORT_FILES);

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full', EDQUOT: 'your quota of the disk is used up', EACCES: 'you may not write there', EPERM: 'you may not write there', EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of the path is a file', ENOENT: 'the folder does not exist', EFBIG: 'the file system takes no file so large', EIO: 'the disk reports an error',
};
const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '');
const reasonOf = (thrown: unknown): string => reasons[codeOf(thrown)] ?? (thrown instanceof Error ? thrown.message : String(thrown));
const notWritten = (target: string, thrown: unknown): Failure => new Failure('not-writable', `${target} could not be written: ${reasonOf(thrown)}.`, 'Choose a folder that you may write, with enough space.');

export class ReportFolder {
  readonly path: string;
  readonly #written: string[] = [];
  readonly #sums: string[] = [];
  readonly #made: string | undefined;
  /** Files of the report that was here before. */
  readonly #before: readonly string[];

  private constructor(folder: string, made: string | undefined, before: readonly string[]) {
    this.path = folder;
    this.#before = before;
    this.#made = made;
  }

  /** @param force whether files of an earlier report may be replaced; what else is in the folder stays */
  static async open(folder: string, force: boolean): Promise<ReportFolder> {
    try {
      const made = await makeFolder(path.resolve(folder));
      const there = await fs.readdir(folder);
      const before = there.filter((name) => NAMES.includes(name));
      const [first] = before;
      if (first !== undefined && !force) throw new Failure('exists', `${path.join(folder, first)} is there already.`, 'Choose another folder, or replace the report in it with --force.');
      await fs.access(folder, fs.constants.W_OK);
      return new ReportFolder(folder, made, before);
    } catch (thrown) {
      if (thrown instanceof Failure) throw thrown;
      // mkdir of an existing file says EEXIST.
      if (codeOf(thrown) === 'EEXIST') throw new Failure('not-writable', `${folder} is a file, not a folder.`, 'Choose another folder.');
      throw notWritten(folder, thrown);
    }
  }

  async write(name: string, pieces: Iterable<string | Uint8Array>, signal: AbortSignal | null): Promise<void> {
    const part = path.join(this.path, name + PART);
    try {
      const file = await fs.open(part, 'w', 0o644);
      this.#written.push(name);
      const hash = createHash('sha256');
      try {
        for (const piece of gathered(pieces)) {
          signal?.throwIfAborted();
          hash.update(piece);
          for (let done = 0; done < piece.length;) done += (await file.write(piece, done)).bytesWritten;
        }
        await file.sync();
      } finally {
        await file.close();
      }
      this.#sums.push(`${hash.digest('hex')}  ${name}\n`);
    } catch (thrown) {
      await this.discard();
      throw signal?.aborted === true ? new Failure('cancelled', 'The report was cancelled.') : notWritten(path.join(this.path, name), thrown);
    }
  }

  /** Writes the sums and gives every file its name. @returns the names */
  async finish(): Promise<string[]> {
    await this.write(REPORT_FILES.sums, [this.#sums.join('')], null);
    for (const name of this.#written) {
      try {
        await fs.rename(path.join(this.path, name + PART), path.join(this.path, name));
      } catch (thrown) {
        await this.discard();
        throw notWritten(path.join(this.path, name), thrown);
      }
    }
    // What is left of the report before would pass for a part of this one; it may not be anonymised.
    for (const name of this.#before) if (!this.#written.includes(name)) await fs.rm(path.join(this.path, name), { force: true });
    return [...this.#written];
  }

  /** Whether a report can be written there, before the capture is read for it. @throws Failure */
  static async check(folder: string, force: boolean): Promise<void> { await (await ReportFolder.open(folder, force)).discard(); }

  /** Removes what was begun, and the folder when this report made it. */
  async discard(): Promise<void> {
    for (const name of this.#written) await fs.rm(path.join(this.path, name + PART), { force: true }).catch(() => undefined);
    if (this.#made !== undefined) await fs.rmdir(this.path).catch(() => undefined);
  }
}

/** Makes a folder and those above it. Not by `recursive`: Node tries for ever where a file system takes no folder, such as /proc. @returns the
 *  first one that was made */
async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    await fs.mkdir(folder);
    return folder;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST' && (await fs.stat(folder)).isDirectory()) return undefined;
    const above = path.dirname(folder);
    if (codeOf(thrown) !== 'ENOENT' || above === folder || (await isThere(above))) throw thrown;
    const made = await makeFolder(above);
    await fs.mkdir(folder);
    return made ?? folder;
  }
}

const isThere = (file: string): Promise<boolean> => fs.stat(file).then(() => true, () => false);

const GATHERED_BYTES = 1024 * 1024;

/** Small pieces together, so that a packet is not a system call. */
function* gathered(pieces: Iterable<string | Uint8Array>): Generator<Uint8Array> {
  let kept: Uint8Array[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    const own = typeof piece === 'string' ? Buffer.from(piece) : piece;
    kept.push(own);
    bytes += own.length;
    if (bytes < GATHERED_BYTES) continue;
    yield Buffer.concat(kept);
    kept = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(kept);
}
