// The list of keys as it is shown: groups that hold what was searched for.
import { KEY_GROUPS } from '@shared/texts-help';
import { TEXTS } from '@shared/texts';
import { COMMANDS, keyCaps } from './commands';
import { search } from './text-search';

export interface KeyEntry { what: string; chords: readonly string[] }
export interface KeyGroup { title: string; keys: readonly KeyEntry[] }

const ALL: readonly KeyGroup[] = [
  { title: TEXTS.keys.everywhere, keys: COMMANDS.filter(({ keys }) => keys.length > 0).map(({ title, keys }) => ({ what: title, chords: keys })) },
  ...KEY_GROUPS.map(({ title, keys }) => ({ title, keys: keys.map(([what, ...chords]) => ({ what, chords })) })),
];

export function keyGroups(typed: string, mac: boolean): KeyGroup[] {
  const caps = (chord: string): string => keyCaps(chord, mac).join('+');
  return ALL
    .map(({ title, keys }) => ({ title, keys: search(keys, typed, ({ what, chords }) => [what, title, ...chords.map(caps)]) }))
    .filter(({ keys }) => keys.length > 0);
}
