// The packets of single connections, read back from the capture on request; the last few stay ready.
import { Failure } from '@shared/failure';
import type { CommandArgument, CommandValue } from '@shared/ipc';

const gone = (): Failure => new Failure('no-trace', 'The packets of this connection are not read back.', 'Select the connection again.');

export class Traces {
  trace(_: CommandArgument<'trace'>): CommandValue<'trace'> { return null; }
  rows(_: CommandArgument<'traceRows'>): CommandValue<'traceRows'> { throw gone(); }
  locate(_: CommandArgument<'traceLocate'>): CommandValue<'traceLocate'> { return { index: -1 }; }
  graph(_: CommandArgument<'graph'>): CommandValue<'graph'> { throw gone(); }
  packet(_: CommandArgument<'packet'>): CommandValue<'packet'> { return null; }
}
