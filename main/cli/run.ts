// Runs one command of the command line; what each needs loads when it is asked for.
import { version } from '../../package.json';
import type { Invocation } from './arguments';
import { DONE, WRONG_USE } from './exit-status';
import { HELP } from './help';
import type { Console } from './output';

export async function run(invocation: Invocation, console: Console): Promise<number> {
  switch (invocation.command) {
    case 'help': console.output.write(HELP); return DONE;
    case 'version': console.output.write(`synoptic ${version}\n`); return DONE;
    case 'wrong':
      console.error(invocation.lines === undefined ? `${invocation.reason} (“synoptic --help” lists what there is)` : invocation.reason);
      invocation.lines?.forEach((line) => { console.error(line); });
      return WRONG_USE;
    case 'analyze': return (await import('./analyze')).analyze(invocation.files, invocation.rows, invocation.filter, console, invocation.connectionLimit);
    case 'report': return (await import('./report')).report(invocation.order, console);
    case 'interfaces': return (await import('./interfaces')).interfaces(invocation.json, console);
    case 'capture': return (await import('./capture')).capture(invocation.request, console);
    case 'doctor': return (await import('./doctor')).doctor(invocation.order, console);
    case 'diagnostics': return (await import('./diagnostics')).diagnostics(version, console);
  }
}
