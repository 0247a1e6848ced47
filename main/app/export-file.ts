// Saves what the window drew or listed: the user chooses where, the window never names a path.
import fs from 'node:fs/promises';
import path from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import { Failure } from '@shared/failure';
import type { ExportFile, ExportKind } from '@shared/ipc';

const KIND_NAMES: Readonly<Record<ExportKind, string>> = { png: 'PNG picture', svg: 'SVG picture', csv: 'Table (CSV)', txt: 'Text' };

/** The path it was saved to; null when the user changed their mind. */
export async function exportFile(window: BrowserWindow, { suggestedName, kind, data }: ExportFile): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Export',
    defaultPath: `${suggestedName.replace(/[^\w.-]+/g, '_')}.${kind}`,
    filters: [{ name: KIND_NAMES[kind], extensions: [kind] }],
  });
  if (canceled || filePath === '') return null;
  const target = path.extname(filePath) === '' ? `${filePath}.${kind}` : filePath;
  try {
    await fs.writeFile(target, data);
  } catch (thrown) {
    throw new Failure('not-saved', `${path.basename(target)} could not be written: ${thrown instanceof Error ? thrown.message : String(thrown)}.`, 'Choose another folder.');
  }
  return target;
}
