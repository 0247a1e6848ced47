// Builds when what dist/ was made from has changed: sources are compared by content, so a checkout or a touched file costs nothing.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { CLI, DIST, ROOT } from './places.mjs';
import { run, step, StepError } from './steps.mjs';

const SOURCES = ['main', 'renderer', 'shared', 'assets/public', 'vite.config.ts', 'package.json', 'package-lock.json'];
const STAMP = path.join(DIST, '.built-from');
const OUTPUTS = [CLI, path.join(DIST, 'main/index.cjs'), path.join(DIST, 'main/worker.cjs'), path.join(DIST, 'preload/preload.cjs'), path.join(DIST, 'renderer/index.html')];

/** @param {string} at @returns {string[]} */
function filesUnder(at) {
  const full = path.join(ROOT, at);
  if (!existsSync(full)) return [];
  if (path.extname(at) !== '') return [at];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => path.join(at, entry.name) !== path.join('main', 'dev'))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(path.join(at, entry.name)) : [path.join(at, entry.name)]));
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesUnder).sort()) hash.update(`${file}\0`).update(readFileSync(path.join(ROOT, file))).update('\0');
  return hash.digest('hex');
}

export function buildIsFresh() {
  return OUTPUTS.every((file) => existsSync(file)) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourcesHash();
}

/** @param {(text: string) => void} note */
export async function provideBuild(note) {
  if (buildIsFresh()) return { said: 'up to date', value: undefined };
  note('vite build');
  const hash = sourcesHash(); // before: what is saved during the build counts as a change
  rmSync(STAMP, { force: true });
  const { status, output } = await run(process.execPath, [path.join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--app'], { cwd: ROOT });
  if (status !== 0) throw new StepError(`${output.trim()}\n\nThe build failed.`);
  mkdirSync(DIST, { recursive: true });
  writeFileSync(STAMP, hash);
  return { said: 'built', value: undefined };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { fail } = await import('./steps.mjs');
  await step('Build', provideBuild).catch(fail);
}
