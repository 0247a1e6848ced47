// An AppError that can be thrown: the way a failure travels inside a process before it crosses a boundary as plain data.
import type { AppError } from './ipc';

export class Failure extends Error {
  readonly detail: AppError;

  constructor(code: string, message: string, remedy: string | null = null, offset: number | null = null) {
    super(message);
    this.name = 'Failure';
    this.detail = { code, message, remedy, offset };
  }
}

const isAppError = (value: unknown): value is AppError =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string' && 'message' in value && typeof value.message === 'string';

/** What to tell the reader about anything that was thrown; errors of other parts carry theirs as `error`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof Failure) return thrown.detail;
  if (thrown instanceof Error && 'error' in thrown && isAppError(thrown.error)) return thrown.error;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message: `Unexpected fault: ${message}`, remedy: null, offset: null };
}
