// Runs a program in the foreground as a shell would: its output is ours, signals reach it, its exit status becomes ours.
import { spawn } from 'node:child_process';
import os from 'node:os';
import process from 'node:process';
import { ROOT } from './places.mjs';

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Environment of Electron and of what starts it. @param {string} electron @param {NodeJS.ProcessEnv} [more] */
export function electronEnvironment(electron, more = {}) {
  // SYNOPTIC_NODE: the child process that captures with `cap` needs a real Node, for which the module was compiled.
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, SYNOPTIC_ELECTRON: electron, SYNOPTIC_NODE: process.execPath, ...more };
  delete env.ELECTRON_RUN_AS_NODE; // set in the terminals of editors that are Electron themselves
  return env;
}

/** Chromium's sandbox refuses to start as root; for everyone else it stays on. */
export const sandboxArguments = () => (process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []);

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env */
export function start(command, args, env) {
  const child = spawn(command, args, { stdio: 'inherit', env, cwd: ROOT });
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  /** @type {Promise<number>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of SIGNALS) process.off(name, forward);
      resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]));
    });
  });
  return { child, ended };
}
