// What is around the work: settings and their file, diagnostics, the log, the note about this version. Each is a dialog or a command.
import { inject, shallowRef } from 'vue';
import type { InjectionKey, ShallowRef } from 'vue';
import type { AppError } from '@shared/ipc';
import { SETTINGS_FILE_TEXTS } from '@shared/texts-settings';
import { invoke } from '../bridge';
import { createClipboard } from './clipboard';
import type { Problems } from './problems';

export interface Tools {
  settingsOpen: ShallowRef<boolean>;
  aboutOpen: ShallowRef<boolean>;
  /** What is handed on; null while nothing is shown. */
  diagnostics: ShallowRef<string | null>;
  /** What became of an export or import, until the dialog is opened again. */
  said: Readonly<ShallowRef<string>>;
  refused: Readonly<ShallowRef<AppError | null>>;
  showSettings: () => void;
  exportSettings: () => Promise<void>;
  importSettings: () => Promise<void>;
  copyDiagnostics: () => Promise<void>;
  showLog: () => Promise<void>;
  showAbout: () => void;
}

export const TOOLS: InjectionKey<Tools> = Symbol('tools');

export function useTools(): Tools {
  const tools = inject(TOOLS);
  if (tools === undefined) throw new Error('no tools are provided');
  return tools;
}

const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

export function createTools(problems: Problems): Tools {
  const [settingsOpen, aboutOpen] = [shallowRef(false), shallowRef(false)];
  const diagnostics = shallowRef<string | null>(null);
  const said = shallowRef('');
  const refused = shallowRef<AppError | null>(null);
  const { copy } = createClipboard();
  const begin = (): void => {
    said.value = '';
    refused.value = null;
    settingsOpen.value = true;
  };
  return {
    settingsOpen, aboutOpen, diagnostics, said, refused,
    showSettings: begin,
    async exportSettings() {
      begin();
      const result = await invoke('exportSettings', undefined);
      if (!result.ok) refused.value = result.error;
      else if (result.value.path !== null) said.value = SETTINGS_FILE_TEXTS.exported(nameOf(result.value.path));
    },
    async importSettings() {
      begin();
      const result = await invoke('importSettings', undefined);
      if (!result.ok) {
        refused.value = result.error;
        return;
      }
      const { path, taken, unknown } = result.value;
      if (path !== null) said.value = [SETTINGS_FILE_TEXTS.imported(nameOf(path), taken), ...(unknown.length > 0 ? [SETTINGS_FILE_TEXTS.ignored(unknown)] : [])].join(' ');
    },
    async copyDiagnostics() {
      const made = problems.valueOf(await invoke('diagnostics', undefined));
      if (made === null) return;
      await copy(made.text);
      diagnostics.value = made.text;
    },
    async showLog() { problems.valueOf(await invoke('showLog', undefined)); },
    showAbout() { aboutOpen.value = true; },
  };
}
