// The application menu: every entry is a command of the window, sent by name; the window's own key table stays the only one.
import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Shown beside an entry but not registered: the window handles the key, so that it works the same everywhere. */
const command = (label: string, name: string, accelerator: string, send: (name: string) => void): MenuItemConstructorOptions => ({
  label, accelerator, registerAccelerator: false, click: () => { send(name); },
});

const plain = (label: string, name: string, send: (name: string) => void): MenuItemConstructorOptions => ({ label, click: () => { send(name); } });

export function setMenu(send: (command: string) => void): void {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const file: MenuItemConstructorOptions[] = [
    command('Open…', 'open', 'CmdOrCtrl+O', send),
    command('Save as pcapng…', 'save', 'CmdOrCtrl+S', send),
    command('Export Report…', 'report', 'CmdOrCtrl+R', send),
    command('Close Capture', 'close', 'CmdOrCtrl+Shift+W', send),
    separator,
    command('Settings…', 'settings', 'CmdOrCtrl+,', send),
    plain('Export Settings…', 'export-settings', send),
    plain('Import Settings…', 'import-settings', send),
    separator,
    process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
  ];
  const capture: MenuItemConstructorOptions[] = [
    command('Start or Stop', 'start-stop', 'CmdOrCtrl+E', send),
    command('Pause or Resume Display', 'pause', 'CmdOrCtrl+P', send),
    command('Stop Reading', 'cancel-load', 'CmdOrCtrl+.', send),
    separator,
    plain('Capture Doctor', 'doctor', send),
  ];
  const view: MenuItemConstructorOptions[] = [
    command('Filter', 'filter', 'CmdOrCtrl+F', send),
    command('Switch Theme', 'theme', 'CmdOrCtrl+Shift+L', send),
    command('Switch Row Height', 'density', 'CmdOrCtrl+Shift+D', send),
    separator,
    { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' },
    separator,
    { role: 'toggleDevTools' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { label: 'File', submenu: file },
    { role: 'editMenu' },
    { label: 'Capture', submenu: capture },
    { label: 'View', submenu: view },
    { label: 'Help', submenu: [command('Help', 'help', 'F1', send), command('All Commands…', 'palette', 'CmdOrCtrl+K', send), command('Keys', 'keys', '?', send), separator, plain('Capture Doctor', 'doctor', send), plain('Show Log File', 'show-log', send), plain('Copy Diagnostics', 'copy-diagnostics', send), separator, plain('About Synoptic', 'about', send)] },
  ]));
}
