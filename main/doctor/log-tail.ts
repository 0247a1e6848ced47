// The last lines of the log, read without loading all of it.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Enough for the lines that are shown, each at its longest. */
const MOST_BYTES = 256 * 1024;

/** At most `count` lines, oldest first; none where there is no log. */
export function lastLines(file: string, count: number): string[] {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(handle);
    const bytes = Buffer.alloc(Math.min(size, MOST_BYTES));
    const got = readSync(handle, bytes, 0, bytes.length, size - bytes.length);
    const lines = bytes.toString('utf8', 0, got).split(/\r?\n/).filter((line) => line !== '');
    // The first one may be cut.
    return lines.slice(size > bytes.length ? 1 : 0).slice(-count);
  } catch {
    return [];
  } finally {
    closeSync(handle);
  }
}
