// Words of the settings, of their file, of the log and of the note on updates.
const COUNT = new Intl.NumberFormat('en-US');
const MOST_NAMED = 5;
const LONGEST_NAME = 40;

/** Names come from a file: cut, without characters that rewrite a line, and not all of them. */
function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => `“${name.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').slice(0, LONGEST_NAME)}”`);
  return names.length > MOST_NAMED ? `${shown.join(', ')} and ${COUNT.format(names.length - MOST_NAMED)} more` : shown.join(', ');
}

export const SETTINGS_FILE_TEXTS = {
  refused: (file: string, what: string) => `${file} was not imported: ${what}. Nothing was changed.`,
  remedy: 'Choose a file that Synoptic exported (“Export settings”).',
  notJson: (reason: string) => `it is no JSON (${reason.slice(0, 120)})`,
  foreign: 'it is JSON, but holds no settings of Synoptic',
  noVersion: 'it does not say of which version it is',
  newer: (version: number, known: number) => `it is of version ${COUNT.format(version)}, and this Synoptic reads up to ${COUNT.format(known)}`,
  noSettings: 'it has no “settings”',
  badValue: (names: readonly string[]) => `${quoted(names)} ${names.length === 1 ? 'has a value' : 'have values'} that cannot be`,
  nothing: 'no setting in it is known here',
  noFile: 'it is no file',
  tooLarge: (bytes: number) => `${COUNT.format(bytes)} bytes are more than any settings take`,
  notRead: (file: string, reason: string) => `${file} could not be read: ${reason}. Nothing was changed.`,
  otherFile: 'Choose another file.',
  notWritten: (file: string, reason: string) => `${file} could not be written: ${reason}.`,
  otherFolder: 'Choose another folder.',
  imported: (file: string, count: number) => `${COUNT.format(count)} ${count === 1 ? 'setting' : 'settings'} taken from ${file}.`,
  ignored: (names: readonly string[]) => `Not known here and left out: ${quoted(names)}.`,
  exported: (file: string) => `Settings written to ${file}.`,
} as const;

export const SETTINGS_TEXTS = {
  title: 'Settings',
  intro: 'They hold from now on; limits from the next capture on.',
  theme: 'Theme',
  themes: { system: 'as the system', dark: 'dark', light: 'light' },
  density: 'Row height',
  densities: { compact: 'compact', comfortable: 'comfortable' },
  capturer: 'Capturer',
  automatic: 'the first that works',
  connectionLimit: 'Most connections kept',
  connectionLimitWhat: 'Beyond it the oldest closed, then the oldest idle ones are dropped, and counted.',
  spoolLimit: 'Disk space of a live capture',
  spoolLimitWhat: 'Beyond it the oldest packets are dropped.',
  gigabytes: 'GiB',
  notify: 'Notices of the desktop',
  notifyWhat: 'Tell of alerts of high severity while capturing',
  log: 'Log',
  logAddresses: 'Keep addresses, host names and file names in the log',
  logAddressesWhat: 'Without this they are replaced by placeholders, and the log can be handed on.',
  showLog: 'Show log file',
  copyDiagnostics: 'Copy diagnostics',
  copied: 'Copied: no addresses or names are in it.',
  file: 'As a file',
  fileWhat: 'All settings, with mutes and saved filters.',
  export: 'Export…',
  import: 'Import…',
  outOfLimits: (least: string, most: string) => `From ${least} to ${most}.`,
} as const;

export const ABOUT_TEXTS = {
  title: 'About Synoptic',
  version: 'Version',
  built: 'Built from',
  builtUnknown: 'a working copy',
  commit: (commit: string, date: string) => `commit ${commit} of ${date}`,
  runs: 'Runs on',
  updates: 'Updates',
  quiet: 'Synoptic never asks the network for anything, nor for a newer version of itself.',
  compare: 'Its releases are listed at the address below; nothing is opened from here.',
  packaged: 'A package of your distribution is updated by its package manager.',
  local: 'This copy came without an address of its releases: look where you got it.',
  licence: 'Licence',
  licenceText: 'MIT. The notices of all parts of others are in the file THIRD-PARTY-NOTICES.txt of the package.',
} as const;
