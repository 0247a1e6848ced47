// The one table of commands: id, title, keys. Toolbar, menu events, key handling and the key list all read it.
import { TEXTS } from '@shared/texts';

export type CommandId = keyof typeof TEXTS.commands;

export interface Command {
  id: CommandId;
  title: string;
  /** Keys that run it, the first one is shown; none for what the menu and the palette are enough for. `Mod` is Ctrl, or Command on a Mac. */
  keys: readonly string[];
  /** Also while typing in a field: plain characters must not be. */
  inFields: boolean;
}

const command = (id: CommandId, keys: readonly string[], inFields: boolean): Command => ({ id, title: TEXTS.commands[id], keys, inFields });

export const COMMANDS: readonly Command[] = [
  command('open', ['Mod+O'], true),
  command('start-stop', ['Mod+E'], true),
  command('pause', ['Mod+P'], true),
  command('save', ['Mod+S'], true),
  command('report', ['Mod+R'], true),
  command('close', ['Mod+Shift+W'], true),
  command('cancel-load', ['Mod+.'], true),
  command('filter', ['Mod+F', '/'], true),
  command('catch-up', ['N'], false),
  command('page-connections', ['Mod+1'], true),
  command('page-hosts', ['Mod+2'], true),
  command('page-overview', ['Mod+3'], true),
  command('page-alerts', ['Mod+4'], true),
  command('detail', ['Enter'], false),
  command('back', ['Escape'], true),
  command('tab-story', ['Alt+1'], true),
  command('tab-ladder', ['Alt+2'], true),
  command('tab-graph', ['Alt+3'], true),
  command('tab-packet', ['Alt+4'], true),
  command('maximise-detail', ['Mod+Shift+M'], true),
  command('next-pane', ['F6'], true),
  command('previous-pane', ['Shift+F6'], true),
  command('theme', ['Mod+Shift+L'], true),
  command('density', ['Mod+Shift+D'], true),
  command('swap-ends', ['Mod+Shift+X'], true),
  command('palette', ['Mod+K', 'Mod+Shift+P'], true),
  command('help', ['F1'], true),
  command('keys', ['?'], true),
  command('doctor', [], true),
  command('settings', ['Mod+,'], true),
  command('export-settings', [], true),
  command('import-settings', [], true),
  command('show-log', [], true),
  command('copy-diagnostics', [], true),
  command('about', [], true),
];

export const isCommandId = (text: string): text is CommandId => Object.hasOwn(TEXTS.commands, text);

/** What a key event looks like to us; a KeyboardEvent is one. */
export interface KeyPress { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean; code?: string }

/** Whether a press is the chord written as `Mod+Shift+W`, `F6`, `?`. */
export function matchesKeys(press: KeyPress, chord: string, mac: boolean): boolean {
  const parts = chord.split('+');
  const key = parts.pop() ?? '';
  const mod = mac ? press.metaKey : press.ctrlKey;
  const otherMod = mac ? press.ctrlKey : press.metaKey;
  if (mod !== parts.includes('Mod') || otherMod || press.altKey !== parts.includes('Alt')) return false;
  // Alt with a digit types another character on a Mac: the key itself counts.
  if (press.altKey && press.code === `Digit${key}`) return !press.shiftKey;
  // A printed character such as ? already implies the shift that its layout needs.
  const printed = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!printed && press.shiftKey !== parts.includes('Shift')) return false;
  return press.key.toLowerCase() === key.toLowerCase();
}

/** The command a press runs; single characters stay characters while a field has the focus. */
export function commandFor(press: KeyPress, typing: boolean, mac: boolean): Command | null {
  for (const candidate of COMMANDS) {
    if (typing && !candidate.inFields) continue;
    for (const chord of candidate.keys) {
      if (typing && chord.length === 1) continue;
      if (matchesKeys(press, chord, mac)) return candidate;
    }
  }
  return null;
}

/** A chord as it is printed on the keys: Ctrl+O, ⌘O. */
export function keyCaps(chord: string, mac: boolean): string[] {
  // The plus itself is a key, too.
  return chord.split(/\+(?=.)/).map((part) => (part === 'Mod' ? (mac ? '⌘' : 'Ctrl') : part === 'Escape' ? 'Esc' : part));
}

/** Title with its first key, for tooltips: `Open a capture (Ctrl+O)`. */
export function commandHint(id: CommandId, mac: boolean): string {
  const found = COMMANDS.find((entry) => entry.id === id);
  const chord = found?.keys[0];
  return chord === undefined ? TEXTS.commands[id] : `${TEXTS.commands[id]} (${keyCaps(chord, mac).join('+')})`;
}
