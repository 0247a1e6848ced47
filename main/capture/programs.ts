// Finds and runs the programs that capture: by absolute path, never through a shell, in the C locale, bounded in time and output.
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** Where a package of Synoptic keeps a dumpcap that may capture, for the members of its group alone. */
export const GRANTED_FOLDER = '/usr/libexec/synoptic';

/** Folders that hold capturers but are often missing from a desktop session's PATH. */
const EXTRA_FOLDERS = process.platform === 'win32'
  ? ['C:\\Program Files\\Wireshark']
  : ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin', '/Applications/Wireshark.app/Contents/MacOS'];

export interface FoundProgram {
  path: string;
  /** False when it lies there but this user may not run it. */
  executable: boolean;
}

/** Looks where the right to capture was granted, along PATH (absolute entries only: a capture must not run what lies in the current folder), then in the usual folders. */
export function findProgram(name: string): FoundProgram | null {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  let forbidden: FoundProgram | null = null;
  for (const folder of [GRANTED_FOLDER, ...folders, ...EXTRA_FOLDERS]) {
    const candidate = path.join(folder, file);
    try {
      if (!statSync(candidate).isFile()) continue;
      accessSync(candidate, constants.X_OK);
      return { path: candidate, executable: true };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EACCES') forbidden ??= { path: candidate, executable: false };
    }
  }
  return forbidden;
}

/** The environment of a capturer: messages in English, so that they can be understood by this program. */
export function capturerEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', LANGUAGE: 'C' };
}

export interface ProgramRun {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

const MOST_OUTPUT = 1024 * 1024;

/** What is used of a running capturer: a child process, or Electron's utility process in the same clothes. */
export interface RunningChild {
  readonly pid?: number | undefined;
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  kill(signal?: NodeJS.Signals): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'close', listener: (code: number | null, signal: NodeJS.Signals | null) => void): unknown;
}

/** Runs a program to its end; it is killed when it takes too long. Never rejects: what could not be started has code 127. */
export function runProgram(file: string, args: readonly string[], timeoutMillis = 5000, env: NodeJS.ProcessEnv = capturerEnvironment()): Promise<ProgramRun> {
  return runChild(() => spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env, windowsHide: true }), timeoutMillis);
}

export function runChild(start: () => RunningChild, timeoutMillis: number): Promise<ProgramRun> {
  return new Promise((resolve) => {
    const run: ProgramRun = { code: null, signal: null, stdout: '', stderr: '', timedOut: false };
    let child: RunningChild;
    try {
      child = start();
    } catch (error) {
      resolve({ ...run, code: 127, stderr: error instanceof Error ? error.message : String(error) });
      return;
    }
    const started = child;
    const timer = setTimeout(() => {
      run.timedOut = true;
      started.kill('SIGKILL');
    }, timeoutMillis);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => { if (run.stdout.length < MOST_OUTPUT) run.stdout += text; });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => { if (run.stderr.length < MOST_OUTPUT) run.stderr += text; });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ...run, code: 127, stderr: error.message });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ ...run, code, signal });
    });
  });
}
