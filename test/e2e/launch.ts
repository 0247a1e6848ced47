// Starts the built application in the real Electron with a profile of its own, and reads its window.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test';
import { findElectron } from '../../main/dev/electron-runtime.mjs';
import { sandboxArguments } from '../../main/dev/launch.mjs';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** The folder that holds package.json and dist/. */
const APP = process.env.SYNOPTIC_APP ?? ROOT;
const CLI = path.join(APP, 'dist/cli/synoptic.cjs');

export interface Running {
  app: ElectronApplication;
  page: Page;
  profile: string;
  /** What the page complained of: errors thrown, policy violations. */
  complaints: string[];
  close: () => Promise<void>;
}

export function executable(): string {
  const found = findElectron();
  if (found === null) throw new Error('No Electron runtime: run `npm start` once.');
  return found;
}

export function appArguments(files: readonly string[]): string[] {
  return [...sandboxArguments(), APP, ...files];
}

export function appEnvironment(profile: string): Record<string, string> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  delete inherited.ELECTRON_RUN_AS_NODE;
  return { ...inherited, SYNOPTIC_NODE: process.execPath, SYNOPTIC_USER_DATA: profile };
}

/** `settings`: an object, or the text of the file; `earlier`: the profile of a run before, whose settings stay. */
export async function launch(files: readonly string[] = [], settings: object | string = {}, earlier: string | null = null): Promise<Running> {
  const profile = earlier ?? fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-e2e-'));
  if (earlier === null) fs.writeFileSync(path.join(profile, 'settings.json'), typeof settings === 'string' ? settings : JSON.stringify(settings));
  const app = await _electron.launch({ executablePath: executable(), cwd: ROOT, args: appArguments(files), env: appEnvironment(profile) });
  const page = await app.firstWindow();
  const complaints: string[] = [];
  page.on('pageerror', (error) => { complaints.push(String(error)); });
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  return {
    app, page, profile, complaints,
    close: async () => {
      await app.evaluate(({ dialog }) => { dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false }); }).catch(() => undefined);
      await app.close();
      fs.rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The text of the cells of every row that the grid shows now, in order of their row numbers. */
export async function shownRows(page: Page): Promise<string[][]> {
  return page.getByRole('grid').evaluate((grid) => [...grid.querySelectorAll('[role=row][aria-rowindex]')]
    .filter((row) => row.querySelector('[role=gridcell]') !== null)
    .sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
    .map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => (cell.textContent ?? '').trim())));
}

/** Rows in the table, as the grid tells assistive technology: without its header. */
export async function rowCount(page: Page): Promise<number> {
  return Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
}

export async function expectRows(page: Page, rows: number): Promise<void> {
  await expect.poll(() => rowCount(page), { timeout: 20_000 }).toBe(rows);
}

/** What the command line prints for the same capture. */
export function analyze<T>(file: string, kind: string): T[] {
  const { stdout, status, stderr } = spawnSync(process.execPath, [CLI, 'analyze', file, '--jsonl', kind], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (status !== 0) throw new Error(`analyze ended with ${String(status)}: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}
