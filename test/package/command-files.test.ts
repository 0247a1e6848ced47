// The manual page, the completions and the launcher know what the command line knows: `synoptic --help` is the measure.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../main/app/command-line';
import { HELP } from '../../main/cli/help';

const file = (name: string): string => fs.readFileSync(path.resolve(import.meta.dirname, '../../assets/linux', name), 'utf8');
const options = [...new Set([...HELP.matchAll(/(?<![\w“-])(--?[a-z][a-z-]*)/g)].map((match) => match[1] ?? ''))];
const commands = [...new Set([...HELP.matchAll(/^ {2}synoptic ([a-z]+)/gm)].map((match) => match[1] ?? ''))];
const missing = (from: string, written: (option: string) => string | RegExp): string[] => options.filter((option) => {
  const form = written(option);
  return typeof form === 'string' ? !from.includes(form) : !form.test(from);
});
const bare = (option: string): string => option.replace(/^-+/, '');
const isShort = (option: string): boolean => !option.startsWith('--');

describe('what --help lists', () => {
  it('is read at all', () => {
    expect(commands).toEqual(expect.arrayContaining(['analyze', 'report', 'interfaces', 'capture']));
    expect(options).toEqual(expect.arrayContaining(['--jsonl', '--filter', '-i', '--version', '--connection-limit']));
  });
  it.each(['synoptic', 'synoptic.1', 'completion/synoptic.bash', 'completion/_synoptic', 'completion/synoptic.fish'])('has its commands in %s', (name) => {
    expect(commands.filter((command) => !new RegExp(`\\b${command}\\b`).test(file(name)))).toEqual([]);
  });
  it('has its options in the manual page and the completions', () => {
    expect(missing(file('synoptic.1'), (option) => new RegExp(`Fl ${option.slice(1)}\\b`))).toEqual([]);
    expect(missing(file('completion/synoptic.bash'), (option) => new RegExp(`[ '(]${option}[ ')]`))).toEqual([]);
    expect(missing(file('completion/_synoptic'), (option) => new RegExp(`['() ]${option}[\\[ )]`))).toEqual([]);
    expect(missing(file('completion/synoptic.fish'), (option) => ` -${isShort(option) ? 's' : 'l'} ${bare(option)} `)).toEqual([]);
  });
  it('is all that the completion offers', () => {
    const offered = [...file('completion/synoptic.bash').matchAll(/options='([^']*)'/g)].flatMap((match) => (match[1] ?? '').split(' ')).filter((option) => option !== '');
    expect(offered.filter((option) => !options.includes(option))).toEqual([]);
  });
});

describe('the words for the command line inside a package', () => {
  it('are those behind the launcher’s mark; Chromium’s own words before it are not', () => {
    expect(commandLine(['synoptic-window', '--no-sandbox', '--command-line', '--', 'analyze', '--', '-x'])).toEqual(['analyze', '--', '-x']);
    expect(commandLine(['synoptic-window', '--command-line', '--'])).toEqual([]);
  });
  it('are none for a window, whatever its files are called', () => {
    expect(commandLine(['synoptic-window', 'trace.pcap'])).toBeNull();
    expect(commandLine(['synoptic-window', '--', '--command-line'])).toBeNull();
    expect(commandLine(['synoptic-window', '--command-line', 'trace.pcap'])).toBeNull();
  });
});
