// What dumpcap and tcpdump have in common: a program that compiles a filter on an opened device with `-d`, and so can be tried without capturing.
import type { CapturerStatus } from '@shared/ipc';
import { CaptureError, explainEnding, failure, filterReason } from './capture-error';
import { unusable, usable, type Capturer, type FilterCheck } from './capturer';
import { findProgram, runProgram } from './programs';
import { groupRemedy, installRemedy } from './remedies';

type ProgramName = 'dumpcap' | 'tcpdump';

/** The path of a program that may be run; a CaptureError says how to get there otherwise. */
export function requireProgram(name: ProgramName): string {
  const found = findProgram(name);
  if (found === null) throw new CaptureError(failure('no-permission', `${name} is not installed.`, installRemedy(name)));
  if (!found.executable) throw new CaptureError(failure('no-permission', `This user may not run ${found.path}.`, groupRemedy(found.path)));
  return found.path;
}

/** `-d` opens the device, compiles the filter for its link type, prints the program and ends: the quickest true test. */
export async function probeProgram(capturer: Capturer, name: ProgramName, device: string): Promise<CapturerStatus> {
  const problem = await tryCompile(name, device, '');
  return problem === null ? usable(capturer) : unusable(capturer, problem.error.message, problem.error.remedy);
}

export async function checkWithProgram(name: ProgramName, device: string, filter: string): Promise<FilterCheck> {
  const problem = await tryCompile(name, device, filter);
  if (problem === null) return { valid: true, error: null };
  if (problem.error.code === 'bad-filter') return { valid: false, error: problem.reason };
  return { valid: null, error: problem.error.message };
}

async function tryCompile(name: ProgramName, device: string, filter: string): Promise<{ error: ReturnType<typeof failure>; reason: string } | null> {
  let program;
  try {
    program = requireProgram(name);
  } catch (thrown) {
    if (thrown instanceof CaptureError) return { error: thrown.detail, reason: thrown.message };
    throw thrown;
  }
  // dumpcap takes the word after -f as it is; tcpdump takes what follows `--`: leading dashes stay part of the filter.
  const text = name === 'dumpcap' ? (filter === '' ? [] : ['-f', filter]) : ['--', filter];
  const run = await runProgram(program, ['-d', '-i', device, ...text]);
  if (run.timedOut) {
    const reason = filter === '' ? 'it did not answer within 5 seconds' : 'it took more than 5 seconds (a host name that cannot be resolved?)';
    return { error: failure(filter === '' ? 'capturer-error' : 'bad-filter', `${name}: ${reason}.`, null), reason };
  }
  // dumpcap ends with 0 even for a wrong filter: the printed program is the proof.
  if (/^\(000\) /m.test(run.stdout) || /^\(000\) /m.test(run.stderr)) return null;
  const error = explainEnding({ capturer: name, program, device, said: run.stderr, signal: run.signal, deviceExists: true, diskFull: false, started: false, spoolDirectory: '' });
  return { error, reason: filterReason(run.stderr) };
}
