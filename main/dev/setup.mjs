// All the set-up of a fresh clone, in order; each step looks first and does nothing when there is nothing to do.
import { provideBuild } from './build.mjs';
import { checkLibraries } from './display.mjs';
import { provideElectron } from './electron-runtime.mjs';
import { provideNodeModules } from './node-modules.mjs';
import { step } from './steps.mjs';
import { CAP_BUILD_NEEDS, CAPTURE_NEEDS, mayBuildCap, provideSystemPackages, WINDOW_NEEDS } from './system-packages.mjs';

/** System packages come first: `cap` compiles during the install of the node modules. @param {{ window: boolean, more?: import('./system-packages.mjs').Need[] }} wanted */
export async function provideModules({ window, more = [] }) {
  await step('System packages', (note) => provideSystemPackages([...(window ? WINDOW_NEEDS : []), ...more, ...CAPTURE_NEEDS, ...CAP_BUILD_NEEDS], note));
  await step('Node modules', (note) => provideNodeModules(mayBuildCap(), note));
}

/** @returns {Promise<string>} the Electron binary */
export function provideRuntime() {
  return step('Electron', async (note) => {
    const found = await provideElectron(note);
    checkLibraries(found.value);
    return found;
  });
}

export const provideApp = () => step('Build', provideBuild);
