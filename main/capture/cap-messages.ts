// What passes between this program and the child that loads `cap`: one JSON argument down, one JSON object a line up.

export interface CapOrder {
  /** `probe` opens and closes the device; `check` also compiles the filter; `capture` goes on until told to stop. */
  mode: 'probe' | 'check' | 'capture';
  device: string;
  filter: string;
  directory: string;
  segmentBytes: number;
  ringBytes: number;
}

const MEBIBYTE = 1024 ** 2;
const FIELDS = 6;
const LONGEST_ORDER = 64 * 1024;
const within = (value: unknown, least: number, most: number): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;

/**
 * The child may have a right that who starts it has not: it does what an order of ours can say, and nothing else. `null` for any other.
 * A device is a name, neither an option nor a path; packets go to a folder that is named from the root.
 */
export function readOrder(text: string): CapOrder | null {
  let value: unknown;
  try {
    value = text.length > LONGEST_ORDER ? null : JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== FIELDS) return null;
  const { mode, device, filter, directory, segmentBytes, ringBytes } = value as Partial<Record<keyof CapOrder, unknown>>;
  if (mode !== 'probe' && mode !== 'check' && mode !== 'capture') return null;
  if (typeof device !== 'string' || !/^[^-\s/][^\s/]{0,255}$/u.test(device.replace(/^\\Device\\/, ''))) return null;
  if (typeof filter !== 'string' || filter.length > 16_384 || filter.includes('\0')) return null;
  if (typeof directory !== 'string' || directory.includes('\0') || (mode === 'capture' ? !/^(?:\/|[A-Za-z]:\\)/.test(directory) : directory !== '')) return null;
  if (!within(ringBytes, MEBIBYTE, 1024 * MEBIBYTE) || !within(segmentBytes, mode === 'capture' ? 1 : 0, 1024 * MEBIBYTE)) return null;
  return { mode, device, filter, directory, segmentBytes: Number(segmentBytes), ringBytes: Number(ringBytes) };
}

/** The child stops when a file of this name appears in the spool folder: `cap` starves its event loop under load, so neither signals nor messages reach it. */
export const STOP_FILE = 'stop';

export type CapMessage =
  | { type: 'opened'; linkType: number }
  | { type: 'error'; code: 'not-built' | 'open' | 'filter' | 'write'; message: string };

export function isCapMessage(value: unknown): value is CapMessage {
  return typeof value === 'object' && value !== null && 'type' in value && (value.type === 'opened' || value.type === 'error');
}
