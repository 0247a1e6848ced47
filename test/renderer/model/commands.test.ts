// The table of commands: keys that never clash, characters that stay characters in a field.
import { describe, expect, it } from 'vitest';
import { COMMANDS, commandFor, commandHint, isCommandId, keyCaps } from '../../../renderer/model/commands';
import type { KeyPress } from '../../../renderer/model/commands';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });
const CTRL = { ctrlKey: true };

it('gives every chord to one command only', () => {
  const chords = COMMANDS.flatMap((command) => command.keys);
  expect(new Set(chords).size).toBe(chords.length);
  expect(COMMANDS.filter((command) => command.title === '' || command.keys.includes(''))).toEqual([]);
  // The rare ones are in the menu and in the palette.
  expect(COMMANDS.filter((command) => command.keys.length === 0).map(({ id }) => id)).toEqual(['doctor', 'export-settings', 'import-settings', 'show-log', 'copy-diagnostics', 'about']);
});

describe('a key press', () => {
  it.each([
    ['o', CTRL, 'open'], ['O', CTRL, 'open'], ['e', CTRL, 'start-stop'], ['s', CTRL, 'save'], ['f', CTRL, 'filter'], ['/', {}, 'filter'],
    ['F6', {}, 'next-pane'], ['F6', { shiftKey: true }, 'previous-pane'], ['?', { shiftKey: true }, 'keys'], ['Escape', {}, 'back'], ['L', { ctrlKey: true, shiftKey: true }, 'theme'],
    ['3', { altKey: true }, 'tab-graph'], ['£', { altKey: true, code: 'Digit3' }, 'tab-graph'],
  ] as const)('%s with %o runs %s', (key, held, id) => { expect(commandFor(press(key, held), false, false)?.id).toBe(id); });

  it('is nothing with a modifier too many or too few', () => {
    expect(commandFor(press('o'), false, false)).toBeNull();
    expect(commandFor(press('o', { ctrlKey: true, shiftKey: true }), false, false)).toBeNull();
    expect(commandFor(press('o', { ctrlKey: true, altKey: true }), false, false)).toBeNull();
  });
  it('is a character while typing, unless a modifier is held', () => {
    expect(commandFor(press('/'), true, false)).toBeNull();
    expect(commandFor(press('?', { shiftKey: true }), true, false)).toBeNull();
    expect(commandFor(press('Enter'), true, false)).toBeNull();
    expect(commandFor(press('o', CTRL), true, false)?.id).toBe('open');
  });
  it('uses Command in place of Ctrl on a Mac', () => {
    expect(commandFor(press('o', { metaKey: true }), false, true)?.id).toBe('open');
    expect(commandFor(press('o', CTRL), false, true)).toBeNull();
    expect([keyCaps('Mod+O', true), keyCaps('Mod+O', false)]).toEqual([['⌘', 'O'], ['Ctrl', 'O']]);
  });
});

it('shows the key beside the title', () => { expect(commandHint('open', false)).toBe('Open a capture (Ctrl+O)'); });
it('knows its own names from any other text', () => { expect([isCommandId('open'), isCommandId('toString'), isCommandId('')]).toEqual([true, false, false]); });
