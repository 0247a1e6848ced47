// The one window: sandboxed, without Node, hidden until it has something to show, where it was last time.
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { sayPageIsGone } from './dialogs';
import { LEAST_HEIGHT, LEAST_WIDTH, loadPlace, savePlace } from './window-place';
import { PAGE_URL } from './page-path';
import { mayReload } from './page-crash';

export interface WindowParts {
  preload: string;
  placeFile: string;
  icon: string;
  /** Address of the development server; null for the built page. */
  devServer: string | null;
}

/** The page's own background, so that nothing flashes before it is drawn. */
const BACKGROUND = { dark: '#14171c', light: '#ffffff' } as const;

export function openWindow(parts: WindowParts): BrowserWindow {
  const place = loadPlace(parts.placeFile, screen.getAllDisplays().map((display) => display.workArea));
  const window = new BrowserWindow({
    width: 1280, height: 800, ...place.bounds, minWidth: LEAST_WIDTH, minHeight: LEAST_HEIGHT,
    show: false, title: 'Synoptic', autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    icon: parts.icon,
    webPreferences: { preload: parts.preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
  });
  if (place.maximized) window.maximize();
  window.once('ready-to-show', () => { window.show(); });
  window.on('close', () => { savePlace(parts.placeFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }); });
  const load = (): void => { void window.loadURL(parts.devServer ?? PAGE_URL); };
  const crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    crashes.push(Date.now());
    if (mayReload(crashes)) load();
    else void sayPageIsGone(window, load);
  });
  load();
  return window;
}

/** Brings the window to the front: a second instance was started. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
