// Installs the node modules when what is installed is not what package-lock.json names, and says when `cap` could not be built.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { run, StepError } from './steps.mjs';
import { ROOT } from './places.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} Locked */

/** @param {string} file @returns {Record<string, Locked> | null} */
function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** npm's own record of what it installed is the stamp: it is right also when someone ran `npm ci` by hand. @param {string} root */
export function modulesAreFresh(root) {
  const wanted = lockedPackages(path.join(root, 'package-lock.json'));
  const installed = lockedPackages(path.join(root, 'node_modules/.package-lock.json'));
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(([where, entry]) => {
    if (where === '') return true;
    const have = installed[where];
    // Optional ones may be missing: packages of other platforms, and `cap` where it could not be compiled.
    if (have === undefined) return entry.optional === true || entry.devOptional === true;
    return have.version === entry.version && have.integrity === entry.integrity;
  });
}

const capIsBuilt = () => existsSync(path.join(ROOT, 'node_modules/cap/build/Release/cap.node'));

/** Left behind by an install that could not compile `cap` although it had everything: it is not tried again at every start. */
const CAP_FAILED = path.join(ROOT, 'node_modules/.cap-not-built');

/**
 * @param {boolean} mayBuildCap whether a compiler and libpcap's headers are there
 * @param {(text: string) => void} note
 */
export async function provideNodeModules(mayBuildCap, note) {
  const capMissing = mayBuildCap && !capIsBuilt() && !existsSync(CAP_FAILED);
  if (modulesAreFresh(ROOT) && !capMissing) return { said: `up to date${capLoss()}`, value: undefined };

  // node-gyp downloads Node's headers from nodejs.org unless it is told where they are; many installs have them beside the program.
  const prefix = path.resolve(process.execPath, '../..');
  const headers = existsSync(path.join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
  const env = { ...process.env, npm_config_audit: 'false', npm_config_fund: 'false', ...headers };
  note('npm ci, about half a minute');
  const result = await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-progress', '--loglevel=error'], { cwd: ROOT, env });
  if (result.status !== 0) {
    throw new StepError(`${result.output.trim()}\n\n\`npm ci\` failed. It needs the npm registry; behind a proxy: npm config set proxy URL`);
  }
  if (mayBuildCap && !capIsBuilt()) writeFileSync(CAP_FAILED, '');
  const count = Object.keys(lockedPackages(path.join(ROOT, 'node_modules/.package-lock.json')) ?? {}).length;
  return { said: `${count} packages installed${capLoss()}`, value: undefined };
}

function capLoss() {
  return capIsBuilt() ? '' : ', without `cap`: live capture needs dumpcap or tcpdump instead, everything else works';
}
