// What helps to find a fault on a machine that nobody else sees, as text: versions, system, capturers, settings, memory, the log's end. No addresses, no names.
import type { BuildInfo } from './build';
import type { CapturerStatus } from './ipc';
import { redact, type KnownNames } from './redact';
import { DEFAULT_SETTINGS } from './settings';

/** Last lines of the log that go with it. */
export const LOG_LINES = 50;

export interface DiagnosticsFacts {
  version: string;
  build: BuildInfo;
  /** By name: electron, chrome, node … */
  versions: Readonly<Record<string, string>>;
  system: { platform: string; release: string; name: string; arch: string; cpus: number; memoryBytes: number };
  administrator: boolean;
  capturers: readonly CapturerStatus[];
  interfaces: readonly { up: boolean; loopback: boolean }[];
  /** By feature: enabled, software …; null where there is no window. */
  gpu: Readonly<Record<string, string>> | null;
  settings: Readonly<Record<string, unknown>>;
  /** One entry a process. */
  memory: readonly { process: string; bytes: number }[];
  /** What is open, without its name; null for nothing. */
  capture: string | null;
  log: readonly string[];
  known: KnownNames;
}

/** Settings whose value tells nothing of the user; of all others it is said whether and how many there are. */
const PLAIN: ReadonlySet<string> = new Set(['theme', 'density', 'connectionLimit', 'spoolLimitBytes', 'capturer', 'detailShare', 'detailTab', 'notifyHigh', 'logAddresses', 'thresholds']);
const KNOWN_SETTINGS = Object.keys(DEFAULT_SETTINGS);

function settingText(name: string, value: unknown): string {
  if (PLAIN.has(name)) return JSON.stringify(value).slice(0, 400);
  if (Array.isArray(value)) return `${String(value.length)} entries`;
  if (typeof value === 'object' && value !== null) return `${String(Object.keys(value).length)} entries`;
  return value === '' ? 'empty' : 'set';
}

const megabytes = (bytes: number): string => `${String(Math.round(bytes / 1e6))} MB`;

export function diagnosticsText(facts: DiagnosticsFacts): string {
  const { version, build, versions, system, capturers, interfaces, gpu, settings, memory, capture, log } = facts;
  const part = (title: string, lines: readonly string[]): string[] => [`## ${title}`, ...(lines.length === 0 ? ['none'] : lines), ''];
  const changed = KNOWN_SETTINGS.filter((name) => Object.hasOwn(settings, name));
  const text = [
    `Synoptic ${version} (${build.commit === '' ? 'commit not known' : `commit ${build.commit}`}${build.date === '' ? '' : `, ${build.date}`})`, '',
    ...part('System', [
      `${system.name} ${system.release} (${system.platform}, ${system.arch}), ${String(system.cpus)} processors, ${megabytes(system.memoryBytes)} of memory${facts.administrator ? ', running as administrator' : ''}`,
      Object.entries(versions).map(([name, number]) => `${name} ${number}`).join(', '),
    ]),
    ...part('Capturers', capturers.flatMap(({ name, usable, reason, remedy, limits }) => [
      `${name}: ${usable ? 'usable' : `not usable. ${reason ?? ''}`}${limits.length === 0 ? '' : ` (${limits.join('; ')})`}`, ...(remedy === null ? [] : [`    ${remedy}`]),
    ])),
    ...part('Interfaces', [`${String(interfaces.length)}, ${String(interfaces.filter(({ up }) => up).length)} of them up`]),
    ...(gpu === null ? [] : part('Graphics', [Object.entries(gpu).map(([feature, state]) => `${feature}: ${state}`).join('; ')])),
    ...part('Capture', capture === null ? [] : [capture]),
    ...part('Memory', memory.map(({ process, bytes }) => `${process}: ${megabytes(bytes)}`)),
    ...part('Settings', changed.map((name) => `${name}: ${settingText(name, settings[name])}`)),
    ...part(`Log, the last ${String(LOG_LINES)} lines`, log.slice(-LOG_LINES)),
  ];
  // Line by line: a name never goes over the end of one, and no line is long.
  return text.map((line) => (/^(?:electron|chrome|node) \d/.test(line) ? line : redact(line, facts.known))).join('\n');
}
