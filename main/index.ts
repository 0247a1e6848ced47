// Composition root: wires the window, the session and the capturers together, and nothing else.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { app, nativeTheme, type BrowserWindow } from 'electron';
import type { AppError } from '@shared/ipc';
import { errorLine, LOG_FOLDER } from '@shared/log';
import { AlertNotes } from './app/alert-notes';
import { AlertNotifier } from './app/alert-notifier';
import { commandLine, runCommandLine } from './app/command-line';
import { showNotice } from './app/desktop-notice';
import { confirmDiscard } from './app/dialogs';
import { fileArguments } from './app/file-arguments';
import { forkChild } from './app/fork-child';
import { handleCommands, sendEvent } from './app/ipc-host';
import { keepJournal, statusJournal } from './app/journal';
import { LogFile } from './app/log-file';
import { setMenu } from './app/menu';
import { declareScheme, serveWindow } from './app/protocol';
import { RecentFiles } from './app/recent';
import { lockDown } from './app/security';
import { SettingsStore } from './app/settings-store';
import { watchSleep } from './app/sleep-watch';
import { focusWindow, openWindow } from './app/window';
import { capChildScript, setCapRuntime } from './capture/cap';
import { defaultSpoolBase } from './capture/spool';
import { createHandlers } from './commands';
import { InterfaceWatch } from './interface-watch';
import { Session } from './session';
import { knownNames, Troubleshooting } from './troubleshooting';

// The built page is served from app://; only `npm run dev` names another one.
const devServer = app.isPackaged ? null : (process.env.SYNOPTIC_DEV_SERVER ?? null);
const dist = path.join(__dirname, '..');

const elsewhere = process.env.SYNOPTIC_USER_DATA;
if (elsewhere !== undefined && elsewhere !== '') app.setPath('userData', path.resolve(elsewhere));
/** With a profile of its own, a run keeps its captures there as well. */
const captureFolder = elsewhere !== undefined && elsewhere !== '' ? path.join(path.resolve(elsewhere), 'captures') : defaultSpoolBase();
const inUserData = (name: string): string => path.join(app.getPath('userData'), name);

const words = commandLine(process.argv);
if (words !== null) runCommandLine(path.join(dist, 'cli', 'in-thread.cjs'), words); // ends the process

const files = fileArguments(process.argv, process.cwd(), app.getAppPath());

declareScheme();
if (app.requestSingleInstanceLock({ files })) {
  app.whenReady().then(start, (thrown: unknown) => { throw thrown; });
} else {
  app.quit(); // the running instance opens the files
}

function start(): void {
  if (app.isPackaged) setCapRuntime({ executable: process.execPath, childScript: capChildScript(), start: forkChild });
  fs.mkdirSync(captureFolder, { recursive: true, mode: 0o700 });
  const settings = new SettingsStore(inUserData('settings.json'));
  const recent = new RecentFiles(inUserData('recent.json'));
  const notes = new AlertNotes(inUserData('alert-notes.json'));
  const log = new LogFile({ folder: inUserData(LOG_FOLDER), plain: () => settings.current.logAddresses, known: () => knownNames(session.status) });
  const follow = statusJournal(log);
  let window: BrowserWindow | null = null;
  nativeTheme.themeSource = settings.current.theme;

  const session = new Session({
    threadEntry: path.join(__dirname, 'worker.cjs'),
    spoolFolder: inUserData('spool'),
    captureFolder,
    settings: () => settings.current,
    onStatus: (status) => {
      sendEvent(window, 'status', status);
      follow(status);
      void notifier.take(status);
      interfaces.follow(status.phase === 'empty' || status.phase === 'failed'); // both show the start page
    },
  });
  const notifier = new AlertNotifier({
    enabled: () => settings.current.notifyHigh,
    mutes: () => settings.current.alertMutes,
    alerts: async () => (await session.ask('alerts', undefined)).rows,
    show: (title, body) => {
      showNotice(title, body, () => {
        if (window !== null) focusWindow(window);
        sendEvent(window, 'menu', { command: 'page-alerts' });
      });
    },
    now: () => Date.now(),
  });
  const troubleshooting = new Troubleshooting({
    session, captureFolder,
    settings: () => settings.current,
    version: app.getVersion(),
    threadEntry: path.join(__dirname, 'worker.cjs'),
    logFile: log.path,
    gpu: () => ({ ...app.getGPUFeatureStatus() }),
    memory: () => app.getAppMetrics().map(({ type, name = '', memory }) => ({ process: name === '' ? type : `${type}, ${name}`, bytes: memory.workingSetSize * 1024 })),
  });
  keepJournal(log, app.getVersion());
  const interfaces = new InterfaceWatch((list) => { sendEvent(window, 'interfaces', list); });
  interfaces.follow(true);

  const open = async (file: string): Promise<void> => {
    await session.open(file);
    recent.add(file, Date.now());
  };
  /** A file named outside the window: what is wrong with it is told inside. */
  const openNamed = (named: readonly string[]): void => {
    const [first] = named;
    if (first !== undefined) open(first).catch((thrown: unknown) => { session.report(thrown); });
  };

  const notices = settings.damaged === null ? [] : [damagedSettings(settings.damaged)];
  for (const notice of notices) log.write('warn', errorLine(notice));
  handleCommands(createHandlers({
    session, settings, recent, notes, interfaces, troubleshooting, log, open,
    window: () => window,
    version: app.getVersion(),
    captureFolder,
    notices,
    onSettings: (saved) => {
      nativeTheme.themeSource = saved.theme;
      sendEvent(window, 'settings', saved);
      session.alertRulesChanged();
    },
  }));
  setMenu((command) => { sendEvent(window, 'menu', { command }); });
  serveWindow(path.join(dist, 'renderer'));
  lockDown(devServer);
  window = openWindow({ preload: path.join(dist, 'preload', 'preload.cjs'), placeFile: inUserData('window.json'), icon: path.join(dist, 'renderer', 'icon.png'), devServer });
  window.webContents.on('did-finish-load', () => { log.pageLoaded(); });
  openNamed(files);

  app.on('second-instance', (_event, argv, folder, data) => {
    if (window !== null) focusWindow(window);
    openNamed(sentFiles(data) ?? fileArguments(argv, folder, app.getAppPath()));
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    openNamed([file]);
  });

  watchSleep((sleptMillis, nowMillis) => { session.woke(sleptMillis, nowMillis); });

  let leaving = false;
  window.on('close', (event) => {
    if (leaving || window === null || !session.unsaved) return;
    event.preventDefault();
    void confirmDiscard(window, session.status.packets).then((discard) => {
      leaving = discard;
      if (discard) window?.close();
    });
  });
  window.on('closed', () => {
    window = null;
    interfaces.follow(false);
    // The capturer ends and the spool is removed before the process does.
    void session.dispose().finally(() => { app.exit(0); });
  });
  app.on('window-all-closed', () => { /* the process ends when the session has */ });
}

const damagedSettings = (kept: string): AppError => ({
  code: 'settings-damaged', message: 'The settings file could not be read: the defaults are used.', remedy: `It is kept as ${kept}.`, offset: null,
});

/** The files as the other instance resolved them: Chromium may reorder its command line. */
function sentFiles(data: unknown): string[] | null {
  if (typeof data !== 'object' || data === null || !('files' in data) || !Array.isArray(data.files)) return null;
  return data.files.filter((file): file is string => typeof file === 'string');
}
