// `cap`, seen from this side: a child process under a Node that can load it. Never loaded here: an undefined symbol in it would end the whole program.
import { existsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CapturerStatus } from '@shared/ipc';
import { isCapMessage, STOP_FILE, type CapMessage, type CapOrder } from './cap-messages';
import { CaptureError, explainEnding, failure, filterReason } from './capture-error';
import { unusable, usable, type Capturer, type FilterCheck } from './capturer';
import { capturerEnvironment, findProgram, runChild, runProgram, type RunningChild } from './programs';
import { installRemedy } from './remedies';

/** What runs the child. */
export interface CapRuntime {
  /** A Node that can load it. */
  executable: string;
  childScript: string;
  /** Starts the script where there is no such Node: Electron runs it in a utility process, since its binary never acts as Node. */
  start?: (script: string, words: readonly string[], options: { env: NodeJS.ProcessEnv; cwd?: string }) => RunningChild;
}

/** Its slots have a fixed 64 KiB, so a ring of 256 MiB holds about 4,000 packets; less loses bursts in silence. */
const RING_BYTES = 256 * 1024 * 1024;
const LEAST_RING_BYTES = 32 * 1024 * 1024;
const PROBE_MILLIS = 8000;

function ringBytes(): number {
  // The process takes twice the ring; a small machine gets a smaller one.
  return Math.max(LEAST_RING_BYTES, Math.min(RING_BYTES, Math.floor(os.totalmem() / 8)));
}

/** How the reason begins where the module is not there. */
export const NOT_LOADED = 'cap could not be loaded';

let chosen: CapRuntime | null = null;

/** Sets what runs the child, where the default does not fit (an unusual packaging, a test). */
export function setCapRuntime(runtime: CapRuntime | null): void {
  chosen = runtime;
}

/** The script that runs in the child, for whoever starts it in another way. */
export const capChildScript = (): string => findChildScript();

/**
 * The Node that started the app (SYNOPTIC_NODE), else this process's own binary when it is Node; an Electron of the development tree
 * cannot load `cap`, so there it is `node` on PATH. Never Electron's own binary: it would start a second application.
 */
export function capRuntime(): CapRuntime {
  if (chosen !== null) return chosen;
  const childScript = findChildScript();
  const named = process.env['SYNOPTIC_NODE'];
  if (named !== undefined && named !== '') return { executable: named, childScript };
  if (process.versions['electron'] === undefined) return { executable: process.execPath, childScript };
  return { executable: findProgram('node')?.path ?? 'node', childScript };
}

/** Beside this file in a build of the command line, in the neighbouring folder in a build of the app, in dist/ from source. */
function findChildScript(): string {
  const here = import.meta.dirname;
  const places = ['cap-child.cjs', '../cli/cap-child.cjs', '../../dist/cli/cap-child.cjs'].map((place) => path.join(here, place));
  // Out of the archive where it was unpacked: a plain Node cannot read inside.
  const unpacked = places.map((place) => place.replace(`app.asar${path.sep}`, `app.asar.unpacked${path.sep}`));
  return [...unpacked, ...places].find((place) => existsSync(place)) ?? path.join(here, 'cap-child.cjs');
}

const isPackaged = (runtime: CapRuntime): boolean => runtime.childScript.includes(`app.asar${path.sep}`);

/** Why the child cannot be started at all, or null. */
function missingPart(runtime: CapRuntime): string | null {
  if (!existsSync(runtime.childScript)) return 'the child program is missing';
  // Only Electron reads inside its archive, and without a window there is no utility process.
  if (runtime.start === undefined && isPackaged(runtime)) return 'the command line of a package has nothing to run it with';
  return null;
}

function environment(): NodeJS.ProcessEnv {
  const env = capturerEnvironment();
  delete env['NODE_OPTIONS'];
  return env;
}

export const cap: Capturer = {
  name: 'cap',
  limits: ['no kernel time stamps', 'no drop counts', 'bursts may be lost unseen', 'packets cut at 65,535 bytes', `takes ${String(Math.round((ringBytes() * 2.2) / 1e6))} MB of memory`],
  program: () => capRuntime().executable,
  probe: async (device) => {
    const answer = await ask('probe', device, '');
    if (answer.type === 'opened') return usable(cap);
    return refusal(answer, device);
  },
  checkFilter: async (device, filter): Promise<FilterCheck> => {
    const answer = await ask('check', device, filter);
    if (answer.type === 'opened') return { valid: true, error: null };
    if (answer.code === 'filter') return { valid: false, error: filterReason(answer.message) };
    return { valid: null, error: refusal(answer, device).reason };
  },
  launch: (plan) => {
    const runtime = capRuntime();
    const missing = missingPart(runtime);
    if (missing !== null) throw new CaptureError(failure('capturer-error', `cap cannot be run: ${missing}.`, installRemedy('dumpcap')));
    const order: CapOrder = { mode: 'capture', ...plan, ringBytes: ringBytes() };
    const { start } = runtime;
    return {
      ...(start === undefined ? {} : { start: (cwd: string) => start(runtime.childScript, [JSON.stringify(order)], { env: environment(), cwd }) }),
      file: runtime.executable,
      args: [runtime.childScript, JSON.stringify(order)],
      env: environment(),
      settleMillis: 0,
      endsWithParent: true,
      repeatedHeader: 0,
      segmentNumber: (name) => {
        const match = /^cap-(\d{6,})\.pcapng$/.exec(name);
        return match === null ? null : Number(match[1]);
      },
      askToStop: () => { writeFileSync(path.join(plan.directory, STOP_FILE), '', { mode: 0o600 }); },
      askForStatistics: null,
      dropped: () => null,
    };
  },
};

async function ask(mode: 'probe' | 'check', device: string, filter: string): Promise<CapMessage> {
  const runtime = capRuntime();
  const missing = missingPart(runtime);
  if (missing !== null) return { type: 'error', code: 'not-built', message: missing };
  const order: CapOrder = { mode, device, filter, directory: '', segmentBytes: 0, ringBytes: LEAST_RING_BYTES };
  const words = [JSON.stringify(order)];
  const { start } = runtime;
  const run = await (start === undefined
    ? runProgram(runtime.executable, [runtime.childScript, ...words], PROBE_MILLIS, environment())
    : runChild(() => start(runtime.childScript, words, { env: environment() }), PROBE_MILLIS));
  const message = lastCapMessage(run.stdout);
  if (message !== null) return message;
  const how = run.timedOut ? 'it did not answer within 8 seconds' : run.signal === null ? run.stderr.trim().split('\n')[0] ?? '' : `it was ended by ${run.signal}`;
  return { type: 'error', code: run.code === 127 ? 'not-built' : 'open', message: how === '' ? 'it ended without a word' : how };
}

/** The last message among the lines that the child wrote. */
export function lastCapMessage(stdout: string): CapMessage | null {
  for (const line of stdout.split('\n').reverse()) {
    try {
      const value: unknown = JSON.parse(line);
      if (isCapMessage(value)) return value;
    } catch {
      // Not one of ours.
    }
  }
  return null;
}

function refusal(answer: CapMessage & { type: 'error' }, device: string): CapturerStatus {
  if (answer.code === 'not-built') return unusable(cap, `${NOT_LOADED}: ${answer.message}.`, installRemedy(isPackaged(capRuntime()) ? 'dumpcap' : 'cap'));
  const error = explainEnding({ capturer: 'cap', program: capRuntime().executable, device, said: `cap: ${answer.message}`, signal: null, deviceExists: true, diskFull: false, started: false, spoolDirectory: '' });
  return unusable(cap, error.message, error.remedy);
}
