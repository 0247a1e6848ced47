// `npm run package [-- --unpacked | --check | --installers | electron-builder arguments]`: what people install, from the runtime that is here.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { hasDisplay, underXvfb } from './display.mjs';
import { fallbackRuntime } from './electron-runtime.mjs';
import { electronEnvironment, start } from './launch.mjs';
import { writeLicences } from './licences.mjs';
import { layOutTree, makeDeb, makeRpm, makeTarball } from './linux-packages.mjs';
import { ROOT } from './places.mjs';
import { provideApp, provideRuntime } from './setup.mjs';
import { fail, run, step, StepError } from './steps.mjs';

const words = process.argv.slice(2);
const OWN = ['--unpacked', '--check', '--installers'];
const wants = (/** @type {string} */ option) => words.includes(option);
const forBuilder = words.filter((word) => !OWN.includes(word));

/** electron-builder copies all of the runtime: its loader must not come along, or it would start instead of the application. @param {string} folder */
function withoutLoader(folder) {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'synoptic-runtime-'));
  cpSync(folder, copy, { recursive: true });
  rmSync(path.join(copy, 'resources/app'), { recursive: true, force: true });
  return copy;
}

/** @param {string} electron @param {string[]} args */
async function builder(electron, args) {
  const status = await start(process.execPath, [path.join(ROOT, 'node_modules/electron-builder/cli.js'), '--publish', 'never', ...args], electronEnvironment(electron)).ended;
  if (status !== 0) throw new StepError('electron-builder failed.');
}

/** The builder compiles it for Electron in its place; the development tree runs it under Node. */
async function capForNode() {
  const { status } = await run('npm', ['rebuild', 'cap'], { cwd: ROOT });
  return { said: status === 0 ? 'built for Node again' : 'not built for Node: npm rebuild cap', value: undefined };
}

/** The checks of the finished packages: as an ordinary user, with the sandbox, installed and removed again. @param {string} electron */
async function check(electron) {
  const playwright = [process.execPath, path.join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', '--config', 'test/package/playwright.config.ts'];
  const [command = '', ...args] = hasDisplay() ? playwright : underXvfb(playwright);
  process.exitCode = await start(command, args, electronEnvironment(electron)).ended;
}

try {
  const electron = await provideRuntime();
  await provideApp();
  const fallback = fallbackRuntime();
  const fromFallback = path.dirname(electron) === fallback.folder && existsSync(fallback.folder);
  const runtime = fromFallback ? withoutLoader(fallback.folder) : null;
  const version = fromFallback ? fallback.version : String(JSON.parse(readFileSync(path.join(ROOT, 'node_modules/electron/package.json'), 'utf8')).version);
  await step('Licences', () => Promise.resolve(writeLicences({ version, folder: path.dirname(electron) })));
  if (fromFallback) console.log(`\nThis package holds Electron ${fallback.version}, which is out of support, and a cap that was not built for it: for trying only, never to be given away.\n`);
  try {
    const distribution = runtime === null
      // Younger than the fallback runtime, so it cannot stand in the file.
      ? ['-c.electronFuses.grantFileProtocolExtraPrivileges=false']
      // Where only the fallback can be reached, Electron's headers cannot either.
      : [`-c.electronDist=${runtime}`, `-c.electronVersion=${fallback.version}`, '-c.npmRebuild=false'];
    if (forBuilder.length > 0) {
      await builder(electron, [...forBuilder, ...distribution]);
    } else {
      if (process.platform === 'linux' || !wants('--installers')) await builder(electron, ['--dir', ...distribution]);
      if (process.platform === 'linux' && !wants('--unpacked')) {
        await step('tar.gz', makeTarball);
        await step('Tree', layOutTree);
        await step('deb', makeDeb);
        await step('rpm', makeRpm);
      }
      if (wants('--installers')) await builder(electron, distribution);
    }
  } finally {
    if (runtime !== null) rmSync(runtime, { recursive: true, force: true });
    else await step('cap', capForNode);
  }
  if (wants('--check')) await check(electron);
} catch (error) {
  fail(error);
}
