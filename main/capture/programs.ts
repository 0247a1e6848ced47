// Finds and runs the programs that capture: by absolute path, never through a shell, in the C locale, bounded in time and output.
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** Folders that hold capturers but are often missing from a desktop session's PATH. */
const EXTRA_FOLDERS = process.platform === 'win32'
  ? ['C:\\Program Files\\Wireshark']
  : ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin', '/Applications/Wireshark.app/Contents/MacOS'];

export interface FoundProgram {
  path: string;
  /** False when it lies there but this user may not run it. */
  executable: boolean;
}

/** Looks along PATH (absolute entries only: a capture must not run what lies in the current folder), then in the usual folders. */
export function findProgram(name: string): FoundProgram | null {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  let forbidden: FoundProgram | null = null;
  for (const folder of [...folders, ...EXTRA_FOLDERS]) {
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

/** Runs a program to its end; it is killed when it takes too long. Never rejects: what could not be started has code 127. */
export function runProgram(file: string, args: readonly string[], timeoutMillis = 5000, env: NodeJS.ProcessEnv = capturerEnvironment()): Promise<ProgramRun> {
  return new Promise((resolve) => {
    const run: ProgramRun = { code: null, signal: null, stdout: '', stderr: '', timedOut: false };
    let child;
    try {
      child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env, windowsHide: true });
    } catch (error) {
      resolve({ ...run, code: 127, stderr: error instanceof Error ? error.message : String(error) });
      return;
    }
    const started = child;
    const timer = setTimeout(() => {
      run.timedOut = true;
      started.kill('SIGKILL');
    }, timeoutMillis);
    child.stdout.setEncoding('utf8').on('data', (text: string) => { if (run.stdout.length < MOST_OUTPUT) run.stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { if (run.stderr.length < MOST_OUTPUT) run.stderr += text; });
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
