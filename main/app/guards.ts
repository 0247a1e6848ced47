// Checks every argument that the window sends before a handler sees it: the window shows hostile text, so it is not believed.
import { NOTE_LIMITS } from '@shared/alert-page';
import { areThresholds } from '@shared/thresholds';
import { TRIAL_SECONDS } from '@shared/doctor';
import { LONGEST_LOG_LINE } from '@shared/log';
import { EXPORT_KINDS } from '@shared/ipc';
import type { CommandArgument, CommandName } from '@shared/ipc';
import { HOST_SORT_KEYS, MOST_BINS } from '@shared/overview';
import { REPORT_FORMATS, REPORT_TEXT_LIMIT } from '@shared/report';
import { EXTRA_KEYS, SORT_KEYS } from '@shared/snapshot';
import { isSettingsPart } from './settings-guard';

const LONGEST_TEXT = 16_384;
const LONGEST_PATH = 4_096;
/** A page is what fits a tall screen, with some rows ready on both sides. */
const LONGEST_PAGE = 2_000;
/** A part of the ladder: the copy of a selection takes the longest one. */
const LONGEST_LADDER = 65_536;
/** Pixels across the widest screens there are. */
const WIDEST_GRAPH = 32_768;
const LONGEST_NAME = 256;
/** A table of a million rows; a picture is far smaller. */
const LARGEST_EXPORT = 256 * 1024 * 1024;
const CAPTURERS: readonly unknown[] = ['dumpcap', 'cap', 'tcpdump'];

type Guard<T> = (value: unknown) => value is T;
type Fields = Readonly<Record<string, (value: unknown) => boolean>>;

const nothing: Guard<void> = (value): value is void => value === undefined || value === null;
const text = (longest: number) => (value: unknown): value is string => typeof value === 'string' && value.length <= longest;
const flag = (value: unknown): value is boolean => typeof value === 'boolean';
const whole = (least: number, greatest: number) => (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= greatest;
const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const moment = (value: unknown): value is number | null => value === null || finite(value);
const oneOf = (known: readonly unknown[]) => (value: unknown): boolean => known.includes(value);

/** An object with exactly these fields; the optional ones may be missing. */
function record<T>(required: Fields, optional: Fields = {}): Guard<T> {
  return (value): value is T => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const given = value as Record<string, unknown>;
    return Object.keys(required).every((name) => Object.hasOwn(given, name))
      && Object.entries(given).every(([name, field]) => (Object.hasOwn(required, name) ? required[name] : Object.hasOwn(optional, name) ? optional[name] : undefined)?.(field) === true);
  };
}

const VIEW: Fields = { sort: oneOf(SORT_KEYS), descending: flag, filter: text(LONGEST_TEXT) };
const ID = whole(1, 0xffff_ffff);
const HOLD: Fields = { hold: flag };
const extras = (value: unknown): boolean => Array.isArray(value) && value.length <= EXTRA_KEYS.length && value.every(oneOf(EXTRA_KEYS));

/** Name of a folder that mkdtemp made: never a path. */
const leftoverId = (value: unknown): boolean => typeof value === 'string' && /^synoptic-spool-[A-Za-z0-9]{1,64}$/.test(value);

const GUARDS: { readonly [N in CommandName]: Guard<CommandArgument<N>> } = {
  startup: nothing,
  listInterfaces: nothing,
  checkFilter: record({ interface: text(LONGEST_NAME), filter: text(LONGEST_TEXT) }),
  openDialog: nothing,
  openFile: record({ path: (value) => text(LONGEST_PATH)(value) && value !== '' && !value.includes('\0') }),
  cancelLoad: nothing,
  startCapture: record({
    interface: (value) => text(LONGEST_NAME)(value) && value !== '',
    filter: text(LONGEST_TEXT),
    capturer: (value) => value === null || oneOf(CAPTURERS)(value),
  }),
  stopCapture: nothing,
  pauseDisplay: record({ paused: flag }),
  saveCapture: nothing,
  closeSession: nothing,
  leftovers: nothing,
  openLeftover: record({ id: leftoverId }),
  saveLeftover: record({ id: leftoverId }),
  discardLeftover: record({ id: leftoverId }),
  page: record({ ...VIEW, offset: whole(0, Number.MAX_SAFE_INTEGER), count: whole(0, LONGEST_PAGE) }, { ...HOLD, extras }),
  connection: record({ id: ID }),
  overrideDirection: record({ id: ID, swapped: flag }),
  locate: record({ ...VIEW, id: ID }, HOLD),
  overview: record({ filter: text(LONGEST_TEXT), bins: whole(1, MOST_BINS) }),
  hosts: record({
    by: oneOf(['host', 'pair']), filter: text(LONGEST_TEXT), sort: oneOf(HOST_SORT_KEYS), descending: flag,
    offset: whole(0, Number.MAX_SAFE_INTEGER), count: whole(0, LONGEST_PAGE),
  }),
  trace: record({ id: ID }),
  traceRows: record({ id: ID, offset: whole(0, Number.MAX_SAFE_INTEGER), count: whole(0, LONGEST_LADDER) }),
  traceLocate: record({ id: ID, frame: whole(0, 0xffff_ffff) }),
  traceVerdicts: record({ id: ID, from: whole(0, Number.MAX_SAFE_INTEGER) }),
  graph: record({ id: ID, fromMicros: moment, toMicros: moment, columns: whole(1, WIDEST_GRAPH), binMicros: (value) => value === null || (finite(value) && value >= 1) }),
  packet: record({ id: ID, index: whole(0, Number.MAX_SAFE_INTEGER) }),
  alerts: nothing,
  noteAlert: record({ alert: text(NOTE_LIMITS.keyCharacters), acknowledged: flag, text: text(NOTE_LIMITS.characters) }),
  frameConnection: record({ frame: ID }),
  whatIf: record({ moved: areThresholds }),
  whatIfProgress: nothing,
  cancelWhatIf: nothing,
  exportFile: record({
    suggestedName: (value) => text(LONGEST_NAME)(value) && value !== '',
    kind: oneOf(EXPORT_KINDS),
    data: (value) => text(LARGEST_EXPORT)(value) || (value instanceof Uint8Array && value.byteLength <= LARGEST_EXPORT),
  }),
  report: record({
    formats: (value) => Array.isArray(value) && value.length > 0 && value.length <= REPORT_FORMATS.length && new Set(value).size === value.length && value.every(oneOf(REPORT_FORMATS)),
    anonymise: flag, title: text(REPORT_TEXT_LIMIT), author: text(REPORT_TEXT_LIMIT), filter: text(LONGEST_TEXT),
  }),
  cancelReport: nothing,
  showReport: nothing,
  saveSettings: isSettingsPart,
  clearRecent: nothing,
  exportSettings: nothing,
  importSettings: nothing,
  doctor: record({ interface: text(LONGEST_NAME), seconds: (value) => value === 0 || whole(TRIAL_SECONDS.least, TRIAL_SECONDS.most)(value) }),
  diagnostics: nothing,
  showLog: nothing,
  logPageError: record({ text: text(LONGEST_LOG_LINE) }),
};

export function isArgument<N extends CommandName>(name: N, value: unknown): value is CommandArgument<N> {
  return GUARDS[name](value);
}
