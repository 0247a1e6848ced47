// The command line front end: parses, runs one command, and ends with its exit status.
import fs from 'node:fs';
import process from 'node:process';
import { toAppError } from '@shared/failure';
import { version } from '../../package.json';
import { parseArguments } from './arguments';
import { errorText } from './error-text';
import { DONE, UNREADABLE, WRONG_USE } from './exit-status';
import { HELP } from './help';
import { Output, OutputClosed, printable, type Console } from './output';

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;

function printError(text: string): void {
  try {
    fs.writeSync(STANDARD_ERROR, `synoptic: ${printable(text)}\n`);
  } catch {
    // Nobody reads standard error: the exit status still tells.
  }
}

async function run(words: readonly string[], console: Console): Promise<number> {
  const invocation = parseArguments(words);
  switch (invocation.command) {
    case 'help': console.output.write(HELP); return DONE;
    case 'version': console.output.write(`synoptic ${version}\n`); return DONE;
    case 'wrong':
      console.error(invocation.lines === undefined ? `${invocation.reason} (“synoptic --help” lists what there is)` : invocation.reason);
      invocation.lines?.forEach((line) => { console.error(line); });
      return WRONG_USE;
    // Each loads when it is asked for: what a report needs is more than what an analysis does.
    case 'analyze': return (await import('./analyze')).analyze(invocation.files, invocation.rows, invocation.filter, console, invocation.connectionLimit);
    case 'report': return (await import('./report')).report(invocation.order, console);
    case 'interfaces': return (await import('./interfaces')).interfaces(invocation.json, console);
    case 'capture': return (await import('./capture')).capture(invocation.request, console);
  }
}

async function main(): Promise<number> {
  const output = new Output(STANDARD_OUTPUT);
  try {
    const status = await run(process.argv.slice(2), { output, error: printError });
    output.flush();
    return status;
  } catch (thrown) {
    if (thrown instanceof OutputClosed) return DONE;
    printError(errorText(toAppError(thrown)));
    return UNREADABLE;
  }
}

// Not process.exitCode: a compressed standard input that was not read to its end would keep the process alive.
void main().then((status) => process.exit(status));
