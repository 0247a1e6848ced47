// `npm run dev [-- FILE…]`: the page from Vite's server with hot replacement; main, worker and preload rebuilt on change, Electron restarted after.
import './node-version.mjs';

const { watch } = await import('node:fs');
const { default: path } = await import('node:path');
const { electronEnvironment, sandboxArguments, start } = await import('./launch.mjs');
const { ROOT } = await import('./places.mjs');
const { provideModules, provideRuntime } = await import('./setup.mjs');
const { fail } = await import('./steps.mjs');

/** Editors save in bursts. */
const SETTLE_MILLIS = 150;

const typedIn = process.env.INIT_CWD ?? process.cwd();
const files = process.argv.slice(2).map((argument) => (argument.startsWith('-') ? argument : path.resolve(typedIn, argument)));

try {
  await provideModules({ window: true });
  const electron = await provideRuntime();
  const { createBuilder, createServer } = await import('vite'); // not before: a fresh clone has no modules yet

  const server = await createServer({ server: { host: '127.0.0.1' } });
  await server.listen();
  const page = server.resolvedUrls?.local[0] ?? '';

  /** @type {ReturnType<typeof start> | null} */
  let running = null;

  const build = async () => {
    const builder = await createBuilder({ logLevel: 'warn' });
    for (const name of ['main', 'preload', 'cli']) {
      const environment = builder.environments[name];
      if (environment !== undefined) await builder.build(environment);
    }
  };

  const launch = () => {
    const mine = start(electron, [...sandboxArguments(), ROOT, ...files], electronEnvironment(electron, { SYNOPTIC_DEV_SERVER: page }));
    running = mine;
    void mine.ended.then(async (status) => {
      if (running !== mine) return; // replaced by a newer one
      await server.close();
      process.exit(status);
    });
  };

  const restart = async () => {
    try {
      await build();
    } catch {
      return; // Vite has said what is wrong; the running application stays
    }
    const old = running;
    running = null;
    old?.child.kill();
    await old?.ended;
    launch();
  };

  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let queue = restart();
  for (const folder of ['main', 'shared']) {
    watch(path.join(ROOT, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        queue = queue.then(restart);
      }, SETTLE_MILLIS);
    });
  }
  await queue;
} catch (error) {
  fail(error);
}
