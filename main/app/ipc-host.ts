// The main process's end of the contract: every command goes through one check, every event to the one window.
import { ipcMain, type BrowserWindow } from 'electron';
import { COMMAND_NAMES } from '@shared/channels';
import type { EventName, Events } from '@shared/ipc';
import { dispatch, type Handlers } from './dispatch';

export function handleCommands(handlers: Handlers): void {
  for (const name of COMMAND_NAMES) {
    // A frame that is gone already has no address and gets no answer that matters.
    ipcMain.handle(name, (event, argument: unknown) => dispatch(handlers, event.senderFrame?.url ?? null, name, argument));
  }
}

/** Sends an event to a window that is still there. */
export function sendEvent<N extends EventName>(window: BrowserWindow | null, name: N, value: Events[N]): void {
  if (window !== null && !window.isDestroyed() && !window.webContents.isDestroyed()) window.webContents.send(name, value);
}
