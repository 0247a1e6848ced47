// Where things are: the project, what is kept between runs, what a build leaves.
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const DIST = path.join(ROOT, 'dist');
/** Results and stamps of this checkout; ignored by git. */
export const SCRATCH = path.join(ROOT, '.cache');
export const CLI = path.join(DIST, 'cli/synoptic.cjs');

/** The runtime and stamps that several checkouts share. */
export function cacheDir() {
  if (process.env.SYNOPTIC_CACHE) return path.resolve(process.env.SYNOPTIC_CACHE);
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'synoptic');
}
