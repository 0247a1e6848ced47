// Named set-up steps on the terminal: what is being done, that it still moves, how long it took. Plain Node, no dependency.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';

/** A failure with a sentence for the reader; its stack would help nobody. */
export class StepError extends Error {}

const live = process.stdout.isTTY === true;
const HEARTBEAT_MILLIS = live ? 250 : 15_000;

/** @param {number} millis */
export function seconds(millis) {
  return millis < 60_000 ? `${(millis / 1000).toFixed(1)} s` : `${Math.floor(millis / 60_000)} min ${Math.round((millis % 60_000) / 1000)} s`;
}

/** Paths are hidden in nothing and lines never wrap: a status line that wraps cannot be rewritten. @param {string} line */
function fit(line) {
  const width = process.stdout.columns ?? 100;
  return line.length < width ? line : `${line.slice(0, width - 2)}…`;
}

/**
 * Runs one step. `work` gets `note`, to say what it does now, and returns what came of it in a few words.
 * @template T
 * @param {string} name
 * @param {(note: (text: string) => void) => Promise<{ said: string, value: T }>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const began = Date.now();
  let doing = '';
  const draw = () => {
    const line = `  … ${name}: ${doing}  ${seconds(Date.now() - began)}`;
    process.stdout.write(live ? `\r\x1b[K${fit(line)}` : `${line}\n`);
  };
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const note = (/** @type {string} */ text) => {
    const first = timer === undefined;
    doing = text;
    timer ??= setInterval(draw, HEARTBEAT_MILLIS);
    if (first || live) draw();
  };
  const end = (/** @type {string} */ mark, /** @type {string} */ said) => {
    clearInterval(timer);
    console.log(`${live ? '\r\x1b[K' : ''}  ${mark} ${name}: ${said}  (${seconds(Date.now() - began)})`);
  };
  try {
    const { said, value } = await work(note);
    end('✓', said);
    return value;
  } catch (error) {
    end('✗', 'failed');
    throw error;
  }
}

/**
 * Runs a program quietly; its last line feeds `note`, all of it is shown only when the program fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ note?: (text: string) => void, env?: NodeJS.ProcessEnv, cwd?: string, timeout?: number, input?: string }} [options]
 * @returns {Promise<{ status: number, output: string }>}
 */
export function run(command, args, { note, env, cwd, timeout, input } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: env ?? process.env, cwd, timeout, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    let output = '';
    const hear = (/** @type {Buffer} */ chunk) => {
      const text = chunk.toString('utf8');
      output += text;
      const last = stripVTControlCharacters(text).split(/[\r\n]+/).filter((line) => line.trim() !== '').at(-1);
      if (last !== undefined) note?.(last.trim().slice(0, 80));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.stdin?.end(input);
    child.on('error', (error) => resolve({ status: 127, output: `${output}${error.message}` }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/** Reports what stopped a command and ends with status 1. @param {unknown} error @returns {never} */
export function fail(error) {
  if (error instanceof StepError) console.error(`\n${error.message}`);
  else console.error(error);
  process.exit(1);
}
