// A window without a main process for component tests: commands answered from a table, events sent by hand.
import type { CommandArgument, CommandName, CommandValue, EventName, Events, Result, SynopticApi } from '@shared/ipc';

type Answers = { [N in CommandName]?: (argument: CommandArgument<N>) => CommandValue<N> | Promise<CommandValue<N>> };

export interface StandIn {
  /** Every command that was run, in order. */
  asked: { name: CommandName; argument: unknown }[];
  send: <N extends EventName>(name: N, value: Events[N]) => void;
}

/** Puts `window.synoptic` in place; a command without an answer is an error, as an unknown channel would be. */
export function standIn(answers: Answers): StandIn {
  const asked: StandIn['asked'] = [];
  const listeners = new Map<string, ((value: unknown) => void)[]>();
  const api: SynopticApi = {
    async invoke<N extends CommandName>(name: N, argument: CommandArgument<N>): Promise<Result<CommandValue<N>>> {
      asked.push({ name, argument });
      const answer = answers[name] as ((argument: CommandArgument<N>) => CommandValue<N> | Promise<CommandValue<N>>) | undefined;
      await Promise.resolve();
      if (answer === undefined) return { ok: false, error: { code: 'internal', message: `no answer to ${name}`, remedy: null, offset: null } };
      return { ok: true, value: await answer(argument) };
    },
    on(name, listener) {
      const all = listeners.get(name) ?? [];
      listeners.set(name, [...all, listener as (value: unknown) => void]);
      return () => { listeners.set(name, (listeners.get(name) ?? []).filter((known) => known !== listener)); };
    },
    pathOfFile: () => '/dropped/file.pcap',
  };
  window.synoptic = api;
  return { asked, send: (name, value) => { for (const listener of listeners.get(name) ?? []) listener(value); } };
}

/** Lets pending answers, watchers and frames pass. */
export async function settle(millis = 60): Promise<void> {
  await new Promise((resolve) => { setTimeout(resolve, millis); });
}
