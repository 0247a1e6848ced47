// What each command of the window does: one line each, in the order of the contract.
import path from 'node:path';
import process from 'node:process';
import { shell, type BrowserWindow } from 'electron';
import { Failure } from '@shared/failure';
import type { AppError, Leftover } from '@shared/ipc';
import type { Settings } from '@shared/settings';
import type { AlertNotes, CaptureIdentity } from './app/alert-notes';
import { chooseCapture, chooseReportFolder, chooseSettingsFile, chooseSettingsTarget, chooseTarget, confirmDiscardLeftover, confirmReplaceReport } from './app/dialogs';
import type { Handlers } from './app/dispatch';
import { exportFile } from './app/export-file';
import type { LogFile } from './app/log-file';
import { printToPdf } from './app/print-page';
import type { RecentFiles } from './app/recent';
import { loadExchange, writeExchange } from './app/settings-exchange';
import type { SettingsStore } from './app/settings-store';
import { checkFilter } from './capture/check-filter';
import { discardLeftover, listLeftovers, saveLeftover } from './capture/recovered';
import type { InterfaceWatch } from './interface-watch';
import type { Session } from './session';
import type { Troubleshooting } from './troubleshooting';
import { WindowReport } from './window-report';

export interface CommandParts {
  session: Session;
  settings: SettingsStore;
  recent: RecentFiles;
  notes: AlertNotes;
  interfaces: InterfaceWatch;
  troubleshooting: Troubleshooting;
  log: LogFile;
  window: () => BrowserWindow | null;
  version: string;
  /** Folder in which live captures have theirs. */
  captureFolder: string;
  /** What went wrong before there was a window; told once. */
  notices: AppError[];
  open: (file: string) => Promise<void>;
  onSettings: (saved: Settings) => void;
}

export function createHandlers({ session, settings, recent, notes, interfaces, troubleshooting, log, window, version, captureFolder, notices, open, onSettings }: CommandParts): Handlers {
  const report = new WindowReport({
    session, version, pdf: printToPdf,
    chooseFolder: () => chooseReportFolder(theWindow(window)),
    confirmReplace: (folder) => confirmReplaceReport(theWindow(window), folder),
    show: (file) => { shell.showItemInFolder(file); },
  });
  return {
    startup: () => ({ version, platform: process.platform, settings: settings.current, recent: recent.list(), status: session.status, notices: notices.splice(0), readOnly: false }),
    listInterfaces: () => interfaces.list(),
    checkFilter: ({ interface: device, filter }) => checkFilter(device, filter),
    openDialog: async () => {
      const file = await chooseCapture(theWindow(window));
      if (file !== null) await open(file);
      return { opened: file !== null };
    },
    openFile: async ({ path: file }) => {
      if (!path.isAbsolute(file)) throw new Failure('bad-argument', 'The path of a capture must be absolute.');
      await open(file);
      return { opened: true };
    },
    cancelLoad: () => { session.cancelLoad(); },
    startCapture: (options) => session.startCapture(options),
    stopCapture: () => session.stopCapture(),
    pauseDisplay: ({ paused }) => { session.pauseDisplay(paused); },
    saveCapture: async () => {
      if (!session.canSave) throw new Failure('nothing-to-save', 'Only a live capture can be saved: this one is a file already.');
      const target = await chooseTarget(theWindow(window), fileName(session.status.source, new Date()));
      return { path: target === null ? null : await session.save(target) };
    },
    closeSession: () => session.close(),
    leftovers: () => listLeftovers(captureFolder),
    openLeftover: ({ id }) => session.openLeftover(id),
    saveLeftover: async ({ id }) => {
      const left = await leftover(captureFolder, id);
      const target = await chooseTarget(theWindow(window), fileName(left.interface, new Date(left.endedMillis)));
      return { path: target === null ? null : await saveLeftover(captureFolder, id, target) };
    },
    discardLeftover: async ({ id }) => {
      const left = await leftover(captureFolder, id);
      const discarded = await confirmDiscardLeftover(theWindow(window), left);
      if (discarded) await discardLeftover(captureFolder, id);
      return { discarded };
    },
    page: (request) => session.page(request),
    connection: ({ id }) => session.connection(id),
    overrideDirection: ({ id, swapped }) => session.overrideDirection(id, swapped),
    locate: async (request) => ({ index: await session.locate(request) }),
    overview: (request) => session.ask('overview', request),
    hosts: (request) => session.ask('hosts', request),
    trace: (request) => session.ask('trace', request),
    traceRows: (request) => session.ask('traceRows', request),
    traceLocate: (request) => session.ask('traceLocate', request),
    traceVerdicts: (request) => session.ask('traceVerdicts', request),
    graph: (request) => session.ask('graph', request),
    packet: (request) => session.ask('packet', request),
    alerts: async () => ({ ...(await session.ask('alerts', undefined)), notes: notes.of(identityOf(session)) }),
    noteAlert: ({ alert, ...note }) => notes.set(identityOf(session), alert, note),
    frameConnection: async (request) => ({ id: await session.ask('frameConnection', request) }),
    whatIf: (request) => session.ask('whatIf', request),
    whatIfProgress: () => session.ask('whatIfProgress', undefined),
    cancelWhatIf: () => session.ask('cancelWhatIf', undefined),
    exportFile: async (file) => ({ path: await exportFile(theWindow(window), file) }),
    report: (request) => report.write(request),
    cancelReport: () => { report.cancel(); },
    showReport: () => { report.showLast(); },
    saveSettings: (change) => {
      const saved = settings.save(change);
      onSettings(saved);
      return saved;
    },
    clearRecent: () => { recent.clear(); },
    exportSettings: async () => {
      const target = await chooseSettingsTarget(theWindow(window));
      if (target !== null) await writeExchange(target, settings.current);
      return { path: target };
    },
    importSettings: async () => {
      const file = await chooseSettingsFile(theWindow(window));
      if (file === null) return { path: null, taken: 0, unknown: [] };
      const { change, unknown } = await loadExchange(file);
      onSettings(settings.save(change));
      return { path: file, taken: Object.keys(change).length, unknown };
    },
    doctor: (request) => troubleshooting.examine(request),
    diagnostics: async () => ({ text: await troubleshooting.diagnostics() }),
    showLog: () => { shell.showItemInFolder(log.path); },
    logPageError: ({ text }) => { log.page(text); },
  };
}

const identityOf = ({ status }: Session): CaptureIdentity => ({ source: status.source, bytes: status.bytesTotal, firstMicros: status.firstMicros });

function theWindow(window: () => BrowserWindow | null): BrowserWindow {
  const open = window();
  if (open === null) throw new Failure('internal', 'The window is closed.');
  return open;
}

async function leftover(captureFolder: string, id: string): Promise<Leftover> {
  const found = (await listLeftovers(captureFolder)).find((left) => left.id === id);
  if (found === undefined) throw new Failure('leftover-gone', 'This capture is not there any more, or another Synoptic has just opened it.', null);
  return found;
}

/** `synoptic-eth0-2026-01-31-142501.pcapng`; an interface's name may hold anything. */
function fileName(device: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  return `synoptic-${device.replace(/[^\w.-]/g, '_')}-${stamp}.pcapng`;
}
