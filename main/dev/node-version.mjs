// Stops with a sentence, instead of a stack trace, when Node is too old. Imports nothing and uses no new syntax, so that any Node can read it.
const LEAST_MAJOR = 20;
const LEAST_MINOR = 19;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < LEAST_MAJOR || (major === LEAST_MAJOR && minor < LEAST_MINOR)) {
  console.error(
    `Synoptic needs Node ${LEAST_MAJOR}.${LEAST_MINOR} or newer; this is ${process.versions.node}.\n`
    + 'Install a current one from https://nodejs.org or with your version manager (nvm install 20), then run the same command again.',
  );
  process.exit(1);
}
