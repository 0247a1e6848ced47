// The log's measures and names: what writes it and what shows its end agree here.
import type { AppError } from './ipc';

export const LOG_LEVELS = ['error', 'warn', 'info'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FOLDER = 'logs';
export const LOG_FILE = 'synoptic.log';
/** Three files of a megabyte. */
export const LOG_FILES = 3;
export const LOG_FILE_BYTES = 1_000_000;
export const LONGEST_LOG_LINE = 4_000;
/** Of one run of the page: a fault that comes with every frame must not fill the log. */
export const MOST_PAGE_ERRORS = 50;

/** An error as a line of the log. */
export const errorLine = ({ code, message, remedy, offset }: AppError): string =>
  `${code}: ${message}${offset === null ? '' : ` At offset ${String(offset)}.`}${remedy === null ? '' : ` ${remedy}`}`;

/** Anything that was thrown, with its stack. */
export const thrownLine = (thrown: unknown): string => (thrown instanceof Error ? (thrown.stack ?? `${thrown.name}: ${thrown.message}`) : String(thrown));
