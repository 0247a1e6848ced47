// `npm run package [-- electron-builder arguments]`: an unpacked application in release/, from the runtime that is here.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fallbackRuntime } from './electron-runtime.mjs';
import { electronEnvironment, start } from './launch.mjs';
import { ROOT } from './places.mjs';
import { provideApp, provideRuntime } from './setup.mjs';
import { fail } from './steps.mjs';

const wanted = process.argv.slice(2);

/** electron-builder copies all of the runtime: its loader must not come along, or it would start instead of the application. @param {string} folder */
function withoutLoader(folder) {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'synoptic-runtime-'));
  cpSync(folder, copy, { recursive: true });
  rmSync(path.join(copy, 'resources/app'), { recursive: true, force: true });
  return copy;
}

try {
  const electron = await provideRuntime();
  await provideApp();
  const fallback = fallbackRuntime();
  const fromFallback = path.dirname(electron) === fallback.folder && existsSync(fallback.folder);
  const runtime = fromFallback ? withoutLoader(fallback.folder) : null;
  if (fromFallback) console.log(`\nThis package holds Electron ${fallback.version}, which is out of support: for trying only, never to be given away.\n`);
  try {
    const distribution = runtime === null ? [] : [`-c.electronDist=${runtime}`, `-c.electronVersion=${fallback.version}`];
    const args = [path.join(ROOT, 'node_modules/electron-builder/cli.js'), ...(wanted.length > 0 ? wanted : ['--linux', 'dir']), ...distribution];
    process.exitCode = await start(process.execPath, args, electronEnvironment(electron)).ended;
  } finally {
    if (runtime !== null) rmSync(runtime, { recursive: true, force: true });
  }
} catch (error) {
  fail(error);
}
