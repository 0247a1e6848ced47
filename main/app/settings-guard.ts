// What a settings value may be: the same check for the file on disk and for what the window sends.
import { isAlertMute, MUTE_LIMITS } from '@shared/alert-mutes';
import { areThresholds } from '@shared/thresholds';
import { DETAIL_TABS, PAGE_NAMES, SETTING_LIMITS, type Settings } from '@shared/settings';

const MOST_FILTERS = 200;
const LONGEST_FILTER = 16_384;
const CAPTURERS: readonly unknown[] = [null, 'dumpcap', 'cap', 'tcpdump'];

const within = ([least, greatest]: readonly [number, number], integer: boolean) => (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= least && value <= greatest && (!integer || Number.isInteger(value));

function filters(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= MOST_FILTERS && entries.every(([name, filter]) => name.length <= 256 && typeof filter === 'string' && filter.length <= LONGEST_FILTER);
}

const MOST_COLUMNS = 64;
function columns(value: unknown): boolean {
  return Array.isArray(value) && value.length <= MOST_COLUMNS && value.every((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return false;
    const { key, width, ...rest } = entry as Record<string, unknown>;
    return typeof key === 'string' && key.length <= 64 && (width === null || within([8, 4_000], true)(width)) && Object.keys(rest).length === 0;
  });
}

const text = ([least, most]: readonly [number, number]) => (value: unknown): boolean => typeof value === 'string' && value.length >= least && value.length <= most;
const listOf = (most: number, each: (value: unknown) => boolean) => (value: unknown): boolean => Array.isArray(value) && value.length <= most && value.every(each);
const isFilter = text(SETTING_LIMITS.filterCharacters);
const isName = text(SETTING_LIMITS.filterNameCharacters);

/** Exactly a name and a filter. What the filter says is checked where it is used: what is wrong with it is shown there. */
function isSavedFilter(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  return 'name' in value && isName(value.name) && 'filter' in value && isFilter(value.filter);
}

const CHECKS: { readonly [K in keyof Settings]: (value: unknown) => boolean } = {
  theme: (value) => ['system', 'dark', 'light'].includes(value as string),
  density: (value) => ['compact', 'comfortable'].includes(value as string),
  connectionLimit: within(SETTING_LIMITS.connectionLimit, true),
  spoolLimitBytes: within(SETTING_LIMITS.spoolLimitBytes, true),
  capturer: (value) => CAPTURERS.includes(value),
  filterHistory: (value) => listOf(SETTING_LIMITS.filterHistory[1], isFilter)(value),
  savedFilters: (value) => listOf(SETTING_LIMITS.savedFilters[1], isSavedFilter)(value),
  captureFilters: filters,
  detailShare: within(SETTING_LIMITS.detailShare, false),
  columns,
  reportTitle: (value) => text(SETTING_LIMITS.reportCharacters)(value),
  reportAuthor: (value) => text(SETTING_LIMITS.reportCharacters)(value),
  alertMutes: (value) => listOf(MUTE_LIMITS.mutes[1], isAlertMute)(value),
  thresholds: areThresholds,
  notifyHigh: (value) => typeof value === 'boolean',
  logAddresses: (value) => typeof value === 'boolean',
  detailTab: (value) => (DETAIL_TABS as readonly unknown[]).includes(value),
  page: (value) => (PAGE_NAMES as readonly unknown[]).includes(value),
};

const isKey = (name: string): name is keyof Settings => Object.hasOwn(CHECKS, name);

/** The fields of a value that are settings in their limits; everything else is left out. */
export function goodSettings(value: unknown): Partial<Settings> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([name, field]) => isKey(name) && CHECKS[name](field)));
}

/** The names of an object that are no settings, and those whose value cannot be. */
export function settingFaults(given: Record<string, unknown>): { bad: string[]; unknown: string[] } {
  const names = Object.keys(given);
  return { bad: names.filter((name) => isKey(name) && !CHECKS[name](given[name])), unknown: names.filter((name) => !isKey(name)) };
}

/** True when every field is a setting in its limits. */
export function isSettingsPart(value: unknown): value is Partial<Settings> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, field]) => isKey(name) && CHECKS[name](field));
}
