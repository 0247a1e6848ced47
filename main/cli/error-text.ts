// An error in one line for standard error.
import type { AppError } from '@shared/ipc';

export function errorText(error: AppError): string {
  return `${error.message}${error.offset === null ? '' : ` (offset ${error.offset})`}${error.remedy === null ? '' : ` ${error.remedy}`}`;
}
