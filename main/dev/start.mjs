// `npm start [-- FILE…]`: sets up whatever is missing, then opens the window on the files.
import './node-version.mjs';

const { default: path } = await import('node:path');
const { fail } = await import('./steps.mjs');
const { provideApp, provideModules, provideRuntime } = await import('./setup.mjs');
const { hasDisplay } = await import('./display.mjs');
const { electronEnvironment, sandboxArguments, start } = await import('./launch.mjs');
const { ROOT } = await import('./places.mjs');

// npm changes to the project's folder; a file is meant relative to where the command was typed.
const typedIn = process.env.INIT_CWD ?? process.cwd();
const files = process.argv.slice(2).map((argument) => (argument.startsWith('-') ? argument : path.resolve(typedIn, argument)));

const NO_DISPLAY = `
There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.
The command line works without one:   node dist/cli/synoptic.cjs analyze FILE
The window on a virtual display:      xvfb-run -a npm start   (Debian packages xvfb and xauth)`;

try {
  const window = hasDisplay();
  console.log(window ? 'Synoptic: set-up' : 'Synoptic: set-up of the command line (no display here)');
  await provideModules({ window });
  const electron = window ? await provideRuntime() : null;
  await provideApp();
  if (electron === null) {
    console.error(NO_DISPLAY);
    process.exitCode = 1;
  } else {
    const { ended } = start(electron, [...sandboxArguments(), ROOT, ...files], electronEnvironment(electron));
    process.exitCode = await ended;
  }
} catch (error) {
  fail(error);
}
