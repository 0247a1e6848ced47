// `npm run e2e [-- playwright arguments]`: Playwright against the built application in the real Electron, on a virtual display where there is none.
import path from 'node:path';
import process from 'node:process';
import { hasDisplay, underXvfb } from './display.mjs';
import { electronEnvironment, start } from './launch.mjs';
import { ROOT } from './places.mjs';
import { provideApp, provideRuntime } from './setup.mjs';
import { fail } from './steps.mjs';

try {
  const electron = await provideRuntime();
  await provideApp();
  const playwright = [process.execPath, path.join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', ...process.argv.slice(2)];
  const [command = '', ...args] = hasDisplay() ? playwright : underXvfb(playwright);
  process.exitCode = await start(command, args, electronEnvironment(electron)).ended;
} catch (error) {
  fail(error);
}
