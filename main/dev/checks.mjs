// The checks `npm test` is made of: each runs a tool, shows its output, and returns counts and time.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { hasDisplay, underXvfb } from './display.mjs';
import { electronEnvironment } from './launch.mjs';
import { ROOT, SCRATCH } from './places.mjs';
import { seconds } from './steps.mjs';

/** @typedef {{ name: string, passed: number, failed: number, skipped: number, millis: number, ok: boolean }} Outcome */
/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: unknown[] }[] }} VitestReport */
/** @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} PlaywrightReport */

/** @param {string} script below node_modules @param {string[]} args */
export const nodeTool = (script, ...args) => [process.execPath, path.join(ROOT, 'node_modules', script), ...args];

/** @param {string[]} command @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
function runShown([command = '', ...args], env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on('close', (status) => resolve(status ?? 1));
  });
}

/** @param {string[]} command @returns {Promise<{ status: number, output: string }>} */
function runHeld([command = '', ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (/** @type {string} */ text) => { output += text; };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => resolve({ status: 127, output: `${command}: ${error.message}\n` }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/**
 * A check that either passes or fails, beside others: its output is shown when it has ended. It counts no tests; a failing one counts as one
 * failure, so that the last line never hides it.
 * @param {string} name @param {string[]} command @returns {Promise<Outcome>}
 */
export async function check(name, command) {
  console.log(`▸ ${name}`);
  const began = Date.now();
  const { status, output } = await runHeld(command);
  const millis = Date.now() - began;
  process.stdout.write(`${output.trim() === '' ? '' : `${output.trimEnd()}\n`}${status === 0 ? '✓' : '✗'} ${name}  (${seconds(millis)})\n`);
  return { name, passed: 0, failed: status === 0 ? 0 : 1, skipped: 0, millis, ok: status === 0 };
}

/** @param {string} name @param {string[]} command @param {NodeJS.ProcessEnv} [env] */
async function shown(name, command, env = process.env) {
  console.log(`\n▸ ${name}`);
  const began = Date.now();
  const status = await runShown(command, env);
  const millis = Date.now() - began;
  console.log(`${status === 0 ? '✓' : '✗'} ${name}  (${seconds(millis)})`);
  return { status, millis };
}

/**
 * Runs a test runner that leaves a JSON report. One that ends badly without a failed test (it crashed, or found no tests) counts one failure.
 * @param {string} name @param {string} report @param {string[]} command @param {NodeJS.ProcessEnv} env @param {(json: never) => Counts} read @returns {Promise<Outcome>}
 */
async function counted(name, report, command, env, read) {
  mkdirSync(SCRATCH, { recursive: true });
  rmSync(report, { force: true });
  const { status, millis } = await shown(name, command, env);
  /** @type {Counts} */
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = read(/** @type {never} */ (JSON.parse(readFileSync(report, 'utf8'))));
  } catch (error) {
    console.error(`${name}: no report to count tests from (${error instanceof Error ? error.message : String(error)})`);
  }
  const ok = status === 0 && counts.failed === 0 && counts.passed > 0;
  return { name, ...counts, failed: ok ? 0 : Math.max(1, counts.failed), millis, ok };
}

/** @param {string} name @param {string[]} args */
export function vitest(name, args) {
  const report = path.join(SCRATCH, `vitest-${name.replaceAll(' ', '-')}.json`);
  const command = nodeTool('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args);
  return counted(name, report, command, process.env, vitestCounts);
}

/** @param {string} name @param {string} electron */
export function playwright(name, electron) {
  const report = path.join(SCRATCH, 'playwright.json');
  const command = nodeTool('@playwright/test/cli.js', 'test', '--reporter=list,json');
  const env = electronEnvironment(electron, { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  return counted(name, report, hasDisplay() ? command : underXvfb(command), env, playwrightCounts);
}

/** A test file that does not load has no tests to fail: it counts as one. @param {VitestReport} json @returns {Counts} */
export function vitestCounts(json) {
  const unloaded = json.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return { passed: json.numPassedTests, failed: json.numFailedTests + unloaded, skipped: json.numPendingTests + json.numTodoTests };
}

/** @param {PlaywrightReport} json @returns {Counts} */
export function playwrightCounts(json) {
  const { expected, unexpected, flaky, skipped } = json.stats;
  return { passed: expected, failed: unexpected + flaky + json.errors.length, skipped };
}
