// Saves a picture, a table or a text where the user chooses.
import { inject } from 'vue';
import type { InjectionKey } from 'vue';
import type { ExportFile } from '@shared/ipc';
import { invoke } from '../bridge';
import type { Problems } from './problems';

/** The path it was saved to; null when the user changed their mind or it failed, which is reported. */
export type Exporter = (file: ExportFile) => Promise<string | null>;

export const EXPORTER: InjectionKey<Exporter> = Symbol('exporter');

export function useExporter(): Exporter {
  const exporter = inject(EXPORTER);
  if (exporter === undefined) throw new Error('no exporter is provided');
  return exporter;
}

export function createExporter(problems: Problems): Exporter {
  return async (file) => problems.valueOf(await invoke('exportFile', file))?.path ?? null;
}
