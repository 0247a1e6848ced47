// The command line's words into what is to be done: pure, so that every wrong use is a test.

/** Rows that `--jsonl` can print; alerts come with the detectors. */
export const ROW_KINDS = ['connections', 'packets', 'transitions'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export type Invocation =
  | { command: 'help' }
  | { command: 'version' }
  | { command: 'analyze'; files: string[]; rows: RowKind | null }
  | { command: 'interfaces'; json: boolean }
  | { command: 'capture'; interface: string; filter: string; file: string | null; seconds: number | null; rows: RowKind | null }
  | { command: 'wrong'; reason: string };

interface OptionSpec {
  /** The long name first, then its short forms. */
  names: readonly string[];
  takesValue: boolean;
}

const JSONL: OptionSpec = { names: ['--jsonl'], takesValue: true };
const OPTIONS = {
  analyze: [JSONL],
  interfaces: [{ names: ['--json'], takesValue: false }],
  capture: [
    JSONL,
    { names: ['--interface', '-i'], takesValue: true },
    { names: ['--filter', '-f'], takesValue: true },
    { names: ['--write', '-w'], takesValue: true },
    { names: ['--seconds'], takesValue: true },
  ],
} as const satisfies Record<string, readonly OptionSpec[]>;

class WrongUse extends Error {}

interface Words {
  options: Map<string, string>;
  rest: string[];
}

/** Options in any place, `--name value` or `--name=value`; after `--` nothing is an option. */
function split(words: readonly string[], specs: readonly OptionSpec[]): Words {
  const options = new Map<string, string>();
  const rest: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return { options, rest: [...rest, ...words.slice(i + 1)] };
    if (!word.startsWith('-') || word === '-') {
      rest.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    const spec = specs.find((candidate) => candidate.names.includes(name));
    const long = spec?.names[0];
    if (spec === undefined || long === undefined) throw new WrongUse(`there is no option ${name} here`);
    if (options.has(long)) throw new WrongUse(`${name} is given twice`);
    if (!spec.takesValue && equals >= 0) throw new WrongUse(`${name} takes no value`);
    let value = equals < 0 ? '' : word.slice(equals + 1);
    if (spec.takesValue && equals < 0) {
      const next = words[++i];
      if (next === undefined) throw new WrongUse(`${name} wants a value`);
      value = next;
    }
    options.set(long, value);
  }
  return { options, rest };
}

function rowKind(text: string | undefined): RowKind | null {
  if (text === undefined) return null;
  const kind = ROW_KINDS.find((known) => known === text);
  if (kind === undefined) throw new WrongUse(`--jsonl prints ${ROW_KINDS.join(', ')}, not ${text === '' ? 'nothing' : text}`);
  return kind;
}

function secondsOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || seconds <= 0 || seconds > 1e7) throw new WrongUse(`--seconds wants a number above 0, not ${text}`);
  return seconds;
}

function analyze(words: readonly string[]): Invocation {
  const { options, rest } = split(words, OPTIONS.analyze);
  const rows = rowKind(options.get('--jsonl'));
  if (rest.length === 0) throw new WrongUse('analyze wants a capture file, or - for standard input');
  if (rest.filter((file) => file === '-').length > 1) throw new WrongUse('standard input can be read only once');
  return { command: 'analyze', files: rest, rows };
}

function interfaces(words: readonly string[]): Invocation {
  const { options, rest } = split(words, OPTIONS.interfaces);
  if (rest.length > 0) throw new WrongUse(`interfaces takes no ${rest[0] ?? ''}`);
  return { command: 'interfaces', json: options.has('--json') };
}

function capture(words: readonly string[]): Invocation {
  const { options, rest } = split(words, OPTIONS.capture);
  const device = options.get('--interface') ?? '';
  if (device === '') throw new WrongUse('capture wants an interface: -i NAME (“synoptic interfaces” lists them)');
  if (rest.length > 0) throw new WrongUse(`capture takes no ${rest[0] ?? ''}; a filter goes in quotes after -f`);
  return {
    command: 'capture', interface: device, filter: options.get('--filter') ?? '', file: options.get('--write') ?? null,
    seconds: secondsOf(options.get('--seconds')), rows: rowKind(options.get('--jsonl')),
  };
}

export function parseArguments(words: readonly string[]): Invocation {
  const [command, ...rest] = words;
  if (command === undefined) return { command: 'wrong', reason: 'what is to be done?' };
  const before = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (command === '--help' || command === '-h' || command === 'help' || before.includes('--help')) return { command: 'help' };
  if (command === '--version' || command === '-V') return { command: 'version' };
  try {
    switch (command) {
      case 'analyze': return analyze(rest);
      case 'interfaces': return interfaces(rest);
      case 'capture': return capture(rest);
      default: return { command: 'wrong', reason: `there is no command ${command}` };
    }
  } catch (thrown) {
    if (thrown instanceof WrongUse) return { command: 'wrong', reason: thrown.message };
    throw thrown;
  }
}
