// Answers one message of the window: checks who sends, what is asked and with what, then runs the handler.
import { isCommandName } from '@shared/channels';
import { Failure, toAppError } from '@shared/failure';
import type { CommandArgument, CommandName, CommandValue, Result } from '@shared/ipc';
import { isArgument } from './guards';
import { isOurPage } from './page-path';

/** One handler for each command; checked against the contract by the compiler. */
export type Handlers = { readonly [N in CommandName]: (argument: CommandArgument<N>) => CommandValue<N> | Promise<CommandValue<N>> };

export async function dispatch(handlers: Handlers, senderUrl: string | null, name: unknown, argument: unknown): Promise<Result<unknown>> {
  try {
    if (senderUrl === null || !isOurPage(senderUrl)) throw new Failure('bad-argument', 'This page may not send commands.');
    if (!isCommandName(name)) throw new Failure('bad-argument', 'There is no such command.');
    return { ok: true, value: await run(handlers, name, argument) };
  } catch (thrown) {
    return { ok: false, error: toAppError(thrown) };
  }
}

function run<N extends CommandName>(handlers: Handlers, name: N, argument: unknown): CommandValue<N> | Promise<CommandValue<N>> {
  if (!isArgument(name, argument)) throw new Failure('bad-argument', `The command “${name}” does not take this argument.`);
  return handlers[name](argument);
}
