// The only file that touches window.synoptic: commands out, events in.
import type { AppError, CommandArgument, CommandName, CommandValue, EventName, Events, Result, SynopticApi } from '@shared/ipc';

declare global {
  interface Window { synoptic: SynopticApi }
}

const lost = (name: string, reason: unknown): AppError => ({
  code: 'internal',
  message: `The command “${name}” got no answer from the main process (${reason instanceof Error ? reason.message : String(reason)}).`,
  remedy: 'Try again; if it stays so, restart Synoptic. A running capture is kept on disk.',
  offset: null,
});

/** Runs a command. Never throws: a broken channel is an error like any other. */
export async function invoke<N extends CommandName>(name: N, argument: CommandArgument<N>): Promise<Result<CommandValue<N>>> {
  try {
    return await window.synoptic.invoke(name, argument);
  } catch (reason) {
    return { ok: false, error: lost(name, reason) };
  }
}

/** Listens to an event; the returned function ends it. */
export function listen<N extends EventName>(name: N, listener: (value: Events[N]) => void): () => void {
  return window.synoptic.on(name, listener);
}

/** Path on disk of a dropped file; '' for something that is not a file on disk. */
export function pathOfFile(file: File): string {
  try {
    return window.synoptic.pathOfFile(file);
  } catch {
    return '';
  }
}
