// The command line's front door: answers what is quick at once, has everything else run, and ends with its exit status.
import fs from 'node:fs';
import process from 'node:process';
import { toAppError } from '@shared/failure';
import { version } from '../../package.json';
import { errorText } from './error-text';
import { DONE, UNREADABLE } from './exit-status';
import { HELP } from './help';
import { Output, OutputClosed, printable } from './output';

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;

function printError(text: string): void {
  try {
    fs.writeSync(STANDARD_ERROR, `synoptic: ${printable(text)}\n`);
  } catch {
    // Nobody reads standard error: the exit status still tells.
  }
}

/** The grammar of filters and the tracker take longer to load than to say a version. */
async function answer(words: readonly string[], output: Output): Promise<number> {
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    output.write(`synoptic ${version}\n`);
    return DONE;
  }
  if (words.length === 1 && (words[0] === '--help' || words[0] === '-h')) {
    output.write(HELP);
    return DONE;
  }
  const [{ parseArguments }, { run }] = await Promise.all([import('./arguments'), import('./run')]);
  return run(parseArguments(words), { output, error: printError });
}

async function main(): Promise<number> {
  const output = new Output(STANDARD_OUTPUT);
  try {
    const status = await answer(process.argv.slice(2), output);
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
