// Faults of the page go to the log of the main process: nobody reads the console of a window that users have.
import { onErrorCaptured, onScopeDispose } from 'vue';
import { LONGEST_LOG_LINE, thrownLine } from '@shared/log';
import { invoke } from '../bridge';

export function reportPageErrors(): void {
  // A log that cannot be reached must not make the next fault.
  const report = (thrown: unknown): void => { void invoke('logPageError', { text: thrownLine(thrown).slice(0, LONGEST_LOG_LINE) }); };
  const onError = ({ error, message, filename, lineno }: ErrorEvent): void => { report(error ?? `${message} (${filename}:${String(lineno)})`); };
  const onRejection = ({ reason }: PromiseRejectionEvent): void => { report(reason); };
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onRejection);
  onScopeDispose(() => {
    window.removeEventListener('error', onError);
    window.removeEventListener('unhandledrejection', onRejection);
  });
  // What happens to it otherwise stays as it is.
  onErrorCaptured((thrown) => { report(thrown); });
}
