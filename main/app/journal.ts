// What goes into the log while the window runs: start and end, what the capture went through, processes that died, faults nobody caught.
import process from 'node:process';
import { app } from 'electron';
import type { AppError, SessionStatus } from '@shared/ipc';
import { errorLine, thrownLine, type LogLevel } from '@shared/log';

export interface Journal {
  write: (level: LogLevel, text: string) => void;
}

/** Chromium's sandbox does not run as root: who starts it so has said so with --no-sandbox. */
const ROOT_WARNING = 'Synoptic’s window runs as root with Chromium’s sandbox off, and shows what comes from the network. Run it as an ordinary user; only the capturer needs a right.';

export function keepJournal(journal: Journal, version: string): void {
  const { electron = '', chrome = '', node = '' } = process.versions;
  journal.write('info', `Synoptic ${version} begins: ${process.platform} ${process.arch}, Electron ${electron}, Chromium ${chrome}, Node ${node}${app.isPackaged ? ', packaged' : ''}.`);
  if (process.getuid?.() === 0) {
    journal.write('warn', ROOT_WARNING);
    process.stderr.write(`synoptic: ${ROOT_WARNING}\n`);
  }
  // The monitor only sees it: what Electron does with it stays as it is.
  process.on('uncaughtExceptionMonitor', (thrown) => { journal.write('error', `Nobody caught: ${thrownLine(thrown)}`); });
  process.on('unhandledRejection', (thrown) => { journal.write('error', `Nobody awaited: ${thrownLine(thrown)}`); });
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => { if (reason !== 'clean-exit') journal.write('error', `The page’s process ended: ${reason}, ${String(exitCode)}.`); });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => { if (reason !== 'clean-exit') journal.write('warn', `A process of Chromium ended: ${type}, ${reason}, ${String(exitCode)}.`); });
  app.on('will-quit', () => { journal.write('info', 'Synoptic ends.'); });
}

/** Takes every status; writes a line when something became different that matters afterwards. */
export function statusJournal(journal: Journal): (status: SessionStatus) => void {
  let phase: SessionStatus['phase'] = 'empty';
  let error: AppError | null = null;
  return (status) => {
    if (status.phase !== phase) {
      phase = status.phase;
      journal.write('info', statusLine(status));
    }
    const now = status.error;
    if (now !== null && (error?.code !== now.code || error.message !== now.message)) journal.write('warn', errorLine(now));
    error = now;
  };
}

function statusLine({ phase, format, capturer, packets, connections, dropped, evicted, damageCount, restarts }: SessionStatus): string {
  if (phase === 'empty') return 'Nothing is open.';
  const source = capturer === null ? 'a file' : `a capture by ${capturer.name}`;
  return `${phase}: ${source}${format === '' ? '' : ` (${format})`}, ${String(packets)} packets, ${String(connections)} connections, dropped ${String(dropped)}, evicted ${String(evicted)}, damaged parts ${String(damageCount)}, restarts ${String(restarts)}.`;
}
