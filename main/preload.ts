// What the page may see of the main process: the commands and events of the contract, and a dropped file's path.
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { isCommandName, isEventName } from '@shared/channels';
import type { SynopticApi } from '@shared/ipc';

/** Electron before 32 gave a dropped File its path; webUtils is undefined there. */
function pathOfFile(file: unknown): string {
  if (!(file instanceof File)) return '';
  const utils = webUtils as typeof webUtils | undefined;
  return utils === undefined ? ((file as File & { path?: string }).path ?? '') : utils.getPathForFile(file);
}

const api: SynopticApi = {
  invoke(name, argument) {
    if (!isCommandName(name)) throw new TypeError('no such command');
    return ipcRenderer.invoke(name, argument) as Promise<never>;
  },
  on(name, listener) {
    if (!isEventName(name)) throw new TypeError('no such event');
    const receive = (_event: IpcRendererEvent, value: Parameters<typeof listener>[0]): void => { listener(value); };
    ipcRenderer.on(name, receive);
    return () => { ipcRenderer.off(name, receive); };
  },
  pathOfFile,
};

contextBridge.exposeInMainWorld('synoptic', api);
