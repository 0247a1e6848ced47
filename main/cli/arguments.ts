// The command line's words into what is to be done: pure, so that every wrong use is a test.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { CapturerName, CaptureOptions } from '@shared/ipc';
import { parseFilter } from '@shared/filter/parse';
import { REPORT_FORMATS, REPORT_TEXT_LIMIT, type ReportFormat } from '@shared/report';
import { DEFAULT_SETTINGS, SETTING_LIMITS } from '@shared/settings';
import { TRIAL_SECONDS } from '@shared/doctor';
import type { DoctorOrder } from './doctor';
import { filterPlace } from './filter-place';

/** Rows that `--jsonl` can print. */
export const ROW_KINDS = ['connections', 'packets', 'transitions', 'alerts'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export interface CaptureRequest extends CaptureOptions {
  /** Where the capture is saved when it ends; null to forget it. */
  file: string | null;
  /** When it ends by itself; null until interrupted. */
  seconds: number | null;
  rows: RowKind | null;
  limitBytes: number;
}

export interface ReportOrderWords {
  file: string;
  folder: string;
  formats: ReportFormat[];
  anonymise: boolean;
  /** Secret that the addresses are replaced under; null for a new one. */
  key: string | null;
  title: string | null;
  author: string;
  filter: string;
  /** Whether an earlier report in the folder may be replaced. */
  force: boolean;
  /** Whether the connection of an alert goes with its packets. */
  connections: boolean;
  /** File that says which alerts are muted; null for none. */
  mutes: string | null;
}

export type Invocation =
  | { command: 'help' }
  | { command: 'version' }
  /** `connectionLimit`: most connections kept, where it is given. */
  | { command: 'analyze'; files: string[]; rows: RowKind | null; filter: string; connectionLimit?: number }
  | { command: 'report'; order: ReportOrderWords }
  | { command: 'interfaces'; json: boolean }
  | { command: 'doctor'; order: DoctorOrder }
  | { command: 'diagnostics' }
  | { command: 'capture'; request: CaptureRequest }
  /** `lines` show the place, where there is one. */
  | { command: 'wrong'; reason: string; lines?: readonly string[] };

const CAPTURER_NAMES: readonly CapturerName[] = ['dumpcap', 'cap', 'tcpdump'];
const LONGEST_SECONDS = 30 * 24 * 3600;
const MEBIBYTE = 1024 ** 2;

class WrongUse extends Error {
  readonly lines: readonly string[];
  constructor(reason: string, lines: readonly string[] = []) {
    super(reason);
    this.lines = lines;
  }
}

/** Options in any place; each at most once, or the last would win in silence. */
function parse<const O extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: O, allowPositionals: boolean) {
  try {
    const { values, positionals, tokens } = parseArgs({ args, options, allowPositionals, tokens: true });
    const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) throw new WrongUse(`--${twice} is given twice`);
    const rest: readonly string[] = positionals;
    return { values, positionals: rest };
  } catch (thrown) {
    throw thrown instanceof WrongUse ? thrown : new WrongUse(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function oneOf<T extends string>(option: string, known: readonly T[], text: string | undefined): T | null {
  if (text === undefined) return null;
  const found = known.find((name) => name === text);
  if (found === undefined) throw new WrongUse(`--${option} takes ${known.join(', ')}, not “${text}”`);
  return found;
}

/** Plain decimals only: Number() alone would take '', '0x10' and ' 5 '. */
function decimal(option: string, text: string, least: number, most: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new WrongUse(`--${option} takes a number from ${least} to ${most}, not “${text}”`);
  return value;
}

function readable(filter: string): string {
  const parsed = parseFilter(filter);
  if (!parsed.ok) throw new WrongUse(`the filter cannot be read: ${parsed.message}`, filterPlace(filter, parsed.from, parsed.to));
  return filter;
}

const LEAST_KEY = 16;

function report(words: string[]): Invocation {
  const { values, positionals } = parse(words, {
    out: { type: 'string' }, format: { type: 'string' }, anonymise: { type: 'boolean' }, key: { type: 'string' }, title: { type: 'string' }, author: { type: 'string' },
    filter: { type: 'string' }, force: { type: 'boolean' }, connections: { type: 'boolean' }, mutes: { type: 'string' },
  }, true);
  const [file, more] = positionals;
  if (file === undefined || file === '') throw new WrongUse('report wants a capture file, or - for standard input');
  if (more !== undefined) throw new WrongUse(`report takes one capture, not also “${more}”`);
  const { out = '', anonymise = false, key = null, title = null, author = '', mutes = null } = values;
  if (out === '') throw new WrongUse('report wants a folder: --out DIR');
  if (mutes === '') throw new WrongUse('--mutes takes a file');
  const piped = file === '-';
  const formats = values.format === undefined ? REPORT_FORMATS.filter((format) => format !== 'pdf' && !(piped && format === 'pcapng'))
    : [...new Set(values.format.split(',').map((name) => oneOf('format', REPORT_FORMATS, name.trim())))].filter((format) => format !== null);
  if (formats.includes('pdf')) throw new WrongUse('a PDF is made by the window: here there is nothing that prints; ask for html and print that, or export it from the window');
  if (piped && (formats.includes('pcapng') || values.connections === true)) throw new WrongUse('the packets of the alerts are taken in a second reading, which standard input does not allow');
  if (key !== null && !anonymise) throw new WrongUse('--key goes with --anonymise');
  if (key !== null && key.length < LEAST_KEY) throw new WrongUse(`--key takes at least ${LEAST_KEY} characters`);
  for (const [name, text] of [['title', title ?? ''], ['author', author]] as const) {
    if (text.length > REPORT_TEXT_LIMIT) throw new WrongUse(`--${name} takes at most ${REPORT_TEXT_LIMIT} characters`);
  }
  return {
    command: 'report',
    order: { file, folder: out, formats, anonymise, key, title, author, filter: readable(values.filter ?? ''), force: values.force ?? false, connections: values.connections ?? false, mutes },
  };
}

function analyze(words: string[]): Invocation {
  const { values, positionals: files } = parse(words, { jsonl: { type: 'string' }, filter: { type: 'string' }, 'connection-limit': { type: 'string' } }, true);
  const rows = oneOf('jsonl', ROW_KINDS, values.jsonl);
  if (files.length === 0) throw new WrongUse('analyze wants a capture file, or - for standard input');
  if (files.includes('')) throw new WrongUse('the name of a file is empty');
  if (files.filter((file) => file === '-').length > 1) throw new WrongUse('standard input can be read only once');
  const filter = readable(values.filter ?? '');
  if (filter.trim() !== '' && rows === 'packets' && files.includes('-')) throw new WrongUse('--filter with --jsonl packets reads a capture twice, which standard input does not allow');
  const limit = values['connection-limit'];
  return { command: 'analyze', files: [...files], rows, filter, ...(limit === undefined ? {} : { connectionLimit: Math.floor(decimal('connection-limit', limit, ...SETTING_LIMITS.connectionLimit)) }) };
}

function interfaces(words: string[]): Invocation {
  return { command: 'interfaces', json: parse(words, { json: { type: 'boolean' } }, false).values.json ?? false };
}

function doctor(words: string[]): Invocation {
  const { values, positionals } = parse(words, { json: { type: 'boolean' }, seconds: { type: 'string' }, 'no-capture': { type: 'boolean' } }, true);
  const [device = '', more] = positionals;
  if (more !== undefined) throw new WrongUse(`doctor takes one interface, not also “${more}”`);
  if (values['no-capture'] === true && values.seconds !== undefined) throw new WrongUse('--seconds and --no-capture contradict each other');
  const seconds = values['no-capture'] === true ? 0 : values.seconds === undefined ? TRIAL_SECONDS.usual : decimal('seconds', values.seconds, TRIAL_SECONDS.least, TRIAL_SECONDS.most);
  return { command: 'doctor', order: { interface: device, seconds, json: values.json ?? false } };
}

function capture(words: string[]): Invocation {
  const { values } = parse(words, {
    interface: { type: 'string', short: 'i' }, filter: { type: 'string', short: 'f' }, write: { type: 'string', short: 'w' },
    seconds: { type: 'string' }, jsonl: { type: 'string' }, capturer: { type: 'string' }, limit: { type: 'string' },
  }, false);
  const { interface: device = '', filter = '', write = null, seconds, limit } = values;
  if (device === '') throw new WrongUse('capture wants an interface: -i NAME; “synoptic interfaces” lists them');
  if (write === '') throw new WrongUse('-w takes the name of a file');
  const [least, most] = SETTING_LIMITS.spoolLimitBytes;
  return {
    command: 'capture',
    request: {
      interface: device, filter, file: write,
      capturer: oneOf('capturer', CAPTURER_NAMES, values.capturer),
      seconds: seconds === undefined ? null : decimal('seconds', seconds, 0.1, LONGEST_SECONDS),
      rows: oneOf('jsonl', ROW_KINDS, values.jsonl),
      limitBytes: limit === undefined ? DEFAULT_SETTINGS.spoolLimitBytes : Math.round(decimal('limit', limit, least / MEBIBYTE, most / MEBIBYTE) * MEBIBYTE),
    },
  };
}

export function parseArguments(words: readonly string[]): Invocation {
  const [command, ...rest] = words;
  const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (command === '--help' || command === '-h' || command === 'help' || options.includes('--help')) return { command: 'help' };
  try {
    switch (command) {
      case undefined: return { command: 'wrong', reason: 'what is to be done?' };
      case '--version': case '-V': return { command: 'version' };
      case 'analyze': return analyze(rest);
      case 'report': return report(rest);
      case 'interfaces': return interfaces(rest);
      case 'capture': return capture(rest);
      case 'doctor': return doctor(rest);
      case 'diagnostics': parse(rest, {}, false); return { command: 'diagnostics' };
      default: return { command: 'wrong', reason: `there is no command “${command}”` };
    }
  } catch (thrown) {
    if (thrown instanceof WrongUse) return { command: 'wrong', reason: thrown.message, ...(thrown.lines.length > 0 ? { lines: thrown.lines } : {}) };
    throw thrown;
  }
}
