// Binds the table of commands to what runs them: keys and menu events end here.
import { inject, onScopeDispose } from 'vue';
import type { InjectionKey } from 'vue';
import { commandFor, commandHint, isCommandId } from '../model/commands';
import type { CommandId } from '../model/commands';
import { listen } from '../bridge';

export interface Action {
  run: () => unknown;
  /** Absent: always. */
  enabled?: () => boolean;
}
export type Actions = Readonly<Record<CommandId, Action>>;

export interface CommandKeys {
  mac: boolean;
  hint: (id: CommandId) => string;
  run: (id: CommandId) => void;
  enabled: (id: CommandId) => boolean;
}

export const COMMAND_KEYS: InjectionKey<CommandKeys> = Symbol('commands');

export function useCommands(): CommandKeys {
  const commands = inject(COMMAND_KEYS);
  if (commands === undefined) throw new Error('no commands are provided');
  return commands;
}

const typesText = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
/** Enter and Space belong to a focused control. */
const isControl = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.matches('button, a, summary, [role="option"], [role="separator"]');

export function createCommandKeys(actions: Actions, mac: boolean): CommandKeys {
  const enabled = (id: CommandId): boolean => actions[id].enabled?.() ?? true;
  const run = (id: CommandId): void => { if (enabled(id)) actions[id].run(); };
  const onKey = (event: KeyboardEvent): void => {
    // An open dialog has its own keys.
    if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
    const command = commandFor(event, typesText(event.target), mac);
    if (command === null || !enabled(command.id) || (event.key === 'Enter' && isControl(event.target))) return;
    event.preventDefault();
    actions[command.id].run();
  };
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => { window.removeEventListener('keydown', onKey); });
  onScopeDispose(listen('menu', ({ command }) => { if (isCommandId(command)) run(command); }));
  return { mac, hint: (id) => commandHint(id, mac), run, enabled };
}
