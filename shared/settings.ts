// The settings, their defaults and their limits. One place: the settings file, the window and the command line read it.
import type { AlertMute } from './alert-mutes';
import type { ThresholdName } from './thresholds';

export type CapturerName = 'dumpcap' | 'cap' | 'tcpdump';

/** The tabs of the detail pane, in their order. */
export const DETAIL_TABS = ['story', 'ladder', 'graph', 'packet'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

/** The pages of an open capture, in the order of their tabs. */
export const PAGE_NAMES = ['connections', 'hosts', 'overview', 'alerts'] as const;
export type PageName = (typeof PAGE_NAMES)[number];

/** A column of the connection table that is shown; width null: as wide as it is at first. */
export interface ColumnChoice {
  key: string;
  width: number | null;
}

export interface SavedFilter { name: string; filter: string }

export interface Settings {
  theme: 'system' | 'dark' | 'light';
  density: 'compact' | 'comfortable';
  /** The most connections kept; beyond it the oldest closed, then the oldest idle rows are dropped and counted. */
  connectionLimit: number;
  /** The most bytes the spool of a live capture may take on disk. */
  spoolLimitBytes: number;
  /** null: the first that works. */
  capturer: CapturerName | null;
  /** The last filters of the table, newest first. */
  filterHistory: string[];
  /** Filters of the table that were given a name. */
  savedFilters: SavedFilter[];
  /** The last capture filter typed, by interface name. */
  captureFilters: Record<string, string>;
  /** Height of the detail pane as a share of the window, 0.1 to 0.8. */
  detailShare: number;
  /** The tab of the detail pane that was last chosen. */
  detailTab: DetailTab;
  /** The page that was last chosen: the next capture opens on it. */
  page: PageName;
  /** What the last report was called after, and who made it. */
  reportTitle: string;
  reportAuthor: string;
  /** The columns of the connection table in their order; none: those of the first start. */
  columns: readonly ColumnChoice[];
  /** Alerts that are not told of. */
  alertMutes: readonly AlertMute[];
  /** Thresholds of the detectors that were moved: they hold for the next capture. */
  thresholds: Partial<Record<ThresholdName, number>>;
  /** Whether the desktop tells of alerts of high severity while capturing. */
  notifyHigh: boolean;
  /** Whether the log keeps addresses, host names and names of files. */
  logAddresses: boolean;
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
  theme: 'system',
  density: 'compact',
  connectionLimit: 1_000_000,
  spoolLimitBytes: 8 * 1024 ** 3,
  capturer: null,
  filterHistory: [],
  savedFilters: [],
  captureFilters: {},
  detailShare: 0.45,
  detailTab: 'story',
  page: 'connections',
  reportTitle: '',
  reportAuthor: '',
  columns: [],
  alertMutes: [],
  thresholds: {},
  notifyHigh: false,
  logAddresses: false,
};

/** Least and greatest value of each number, both allowed. */
export const SETTING_LIMITS = {
  connectionLimit: [1_000, 20_000_000],
  spoolLimitBytes: [16 * 1024 ** 2, 1024 ** 4],
  detailShare: [0.1, 0.8],
  /** Characters of a filter and of its name, and how many are kept. */
  filterCharacters: [0, 16_384],
  filterNameCharacters: [1, 60],
  filterHistory: [0, 30],
  reportCharacters: [0, 200],
  savedFilters: [0, 100],
} as const;
