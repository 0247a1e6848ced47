// Whether there is a screen to draw on, and the virtual one that takes its place.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { StepError } from './steps.mjs';

export const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** The same command under Xvfb. @param {string[]} command */
export const underXvfb = (command) => ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24', ...command];

/** What the loader does not find, asked of the binary itself: the list of packages is a guess, this is not. @param {string} electron */
export function checkLibraries(electron) {
  if (process.platform !== 'linux') return;
  const listing = spawnSync('ldd', [electron], { encoding: 'utf8' }).stdout ?? '';
  const missing = [...listing.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  if (missing.length > 0) {
    throw new StepError(`Electron does not find these libraries: ${missing.join(' ')}\nInstall the packages that hold them (Debian and Ubuntu: apt-file search NAME).`);
  }
}
