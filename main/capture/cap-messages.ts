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

/** The child stops when a file of this name appears in the spool folder: `cap` starves its event loop under load, so neither signals nor messages reach it. */
export const STOP_FILE = 'stop';

export type CapMessage =
  | { type: 'opened'; linkType: number }
  | { type: 'error'; code: 'not-built' | 'open' | 'filter' | 'write'; message: string };

export function isCapMessage(value: unknown): value is CapMessage {
  return typeof value === 'object' && value !== null && 'type' in value && (value.type === 'opened' || value.type === 'error');
}
