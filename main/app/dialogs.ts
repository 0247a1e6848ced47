// The system's file dialogs.
import path from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import type { Leftover } from '@shared/ipc';

/** The capture that was chosen; null when none was. */
export async function chooseCapture(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a capture',
    properties: ['openFile'],
    filters: [{ name: 'Captures', extensions: ['pcap', 'pcapng', 'cap', 'dmp', 'gz'] }, { name: 'All files', extensions: ['*'] }],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Where the capture is to be saved; null when it is not. */
export async function chooseTarget(window: BrowserWindow, name: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the capture',
    defaultPath: name,
    filters: [{ name: 'pcapng', extensions: ['pcapng'] }],
  });
  if (canceled || filePath === '') return null;
  return path.extname(filePath) === '' ? `${filePath}.pcapng` : filePath;
}

const SETTINGS_FILES = [{ name: 'Settings of Synoptic', extensions: ['json'] }];

/** Where the settings are to be written; null when they are not. */
export async function chooseSettingsTarget(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { title: 'Export the settings', defaultPath: 'synoptic-settings.json', filters: SETTINGS_FILES });
  if (canceled || filePath === '') return null;
  return path.extname(filePath) === '' ? `${filePath}.json` : filePath;
}

/** The settings to be imported; null when none are. */
export async function chooseSettingsFile(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { title: 'Import settings', properties: ['openFile'], filters: [...SETTINGS_FILES, { name: 'All files', extensions: ['*'] }] });
  return canceled ? null : (filePaths[0] ?? null);
}

/** The folder that the report goes to; null when it is not to be. */
export async function chooseReportFolder(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose a folder for the report', buttonLabel: 'Export here', properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** True when the report that is in the folder may be replaced. */
export async function confirmReplaceReport(window: BrowserWindow, folder: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning', message: 'Replace the report in this folder?', detail: `${folder} holds a report already. Its files are replaced; others in the folder stay.`,
    buttons: ['Replace', 'Cancel'], defaultId: 1, cancelId: 1,
  });
  return response === 0;
}

/** True when the user gives up packets that only the spool holds. */
export async function confirmDiscard(window: BrowserWindow, packets: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'Close without saving the capture?',
    detail: `${new Intl.NumberFormat('en-US').format(packets)} captured packets have not been saved. They are removed when Synoptic closes.`,
    buttons: ['Discard', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

/** True when the user gives up a capture that an earlier run left behind. */
export async function confirmDiscardLeftover(window: BrowserWindow, { interface: device, bytes, endedMillis }: Leftover): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: `Discard the capture of ${shown(device)}?`,
    detail: `${new Intl.NumberFormat('en-US').format(bytes)} bytes, last written ${new Date(endedMillis).toLocaleString('en-GB')}. They have not been saved and are removed for good.`,
    buttons: ['Discard', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

/** The name was read from a file: no control or bidirectional characters in a sentence of ours. */
const shown = (device: string): string => (device === '' ? 'an unknown interface' : device.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 64));

/** The page crashed again and again: capturing and the table go on, only the drawing of them does not. */
export async function sayPageIsGone(window: BrowserWindow, again: () => void): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window cannot be drawn: its page ended several times in a minute.',
    detail: 'A running capture goes on, and its packets are kept on disk.',
    buttons: ['Load the Page Again', 'Close'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) again();
  else window.close();
}
