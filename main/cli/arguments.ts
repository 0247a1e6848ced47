// The command line's words into what is to be done: pure, so that every wrong use is a test.
import { parseArgs } from 'node:util';

/** Rows that `--jsonl` can print so far; alerts come with the detectors. */
export const ROW_KINDS = ['connections', 'packets', 'transitions'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export type Invocation =
  | { command: 'help' }
  | { command: 'version' }
  | { command: 'analyze'; files: string[]; rows: RowKind | null }
  | { command: 'interfaces' | 'capture'; words: string[] }
  | { command: 'wrong'; reason: string };

const wrong = (reason: string): Invocation => ({ command: 'wrong', reason });

export function isRowKind(text: string): text is RowKind {
  return ROW_KINDS.some((kind) => kind === text);
}

function analyze(words: string[]): Invocation {
  let parsed;
  try {
    parsed = parseArgs({ args: words, allowPositionals: true, options: { jsonl: { type: 'string', multiple: true } } });
  } catch (thrown) {
    return wrong(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const { values: { jsonl = [] }, positionals: files } = parsed;
  const [rows, another] = jsonl;
  if (another !== undefined) return wrong('--jsonl can be given once');
  if (rows !== undefined && !isRowKind(rows)) return wrong(`--jsonl prints ${ROW_KINDS.join(', ')}, not “${rows}”`);
  if (files.length === 0) return wrong('analyze wants a capture file, or - for standard input');
  if (files.includes('')) return wrong('the name of a file is empty');
  if (files.filter((file) => file === '-').length > 1) return wrong('standard input can be read only once');
  return { command: 'analyze', files, rows: rows ?? null };
}

export function parseArguments(words: readonly string[]): Invocation {
  const [command, ...rest] = words;
  const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (command === '--help' || command === '-h' || command === 'help' || options.includes('--help')) return { command: 'help' };
  switch (command) {
    case undefined: return wrong('what is to be done?');
    case '--version': case '-V': return { command: 'version' };
    case 'analyze': return analyze(rest);
    case 'interfaces': case 'capture': return { command, words: rest };
    default: return wrong(`there is no command “${command}”`);
  }
}
