// A window to take pictures of: the built application in the real Electron, of exactly the size asked for.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, expect } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { findElectron } from '../../main/dev/electron-runtime.mjs';
import { sandboxArguments } from '../../main/dev/launch.mjs';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const THEMES = ['dark', 'light'] as const;
export interface Size { width: number; height: number }

/** A folder for captures and profiles; the caller removes it when all is done. */
export const scratch = mkdtempSync(path.join(os.tmpdir(), 'synoptic-pictures-'));
/** Files of one run may follow each other in one process: the folder comes back when it is needed again. */
export function inScratch(name: string): string {
  mkdirSync(scratch, { recursive: true });
  return path.join(scratch, name);
}
export const clearScratch = (): void => { rmSync(scratch, { recursive: true, force: true }); };

export interface PictureWindow { app: ElectronApplication; page: Page; resize: (size: Size) => Promise<void> }

export async function openWindow(files: readonly string[], size: Size): Promise<PictureWindow> {
  const executablePath = findElectron();
  if (executablePath === null) throw new Error('No Electron runtime: run `npm start` once.');
  const profile = mkdtempSync(inScratch('profile-'));
  const app = await _electron.launch({
    executablePath, cwd: ROOT, args: [...sandboxArguments(), '--force-device-scale-factor=1', ROOT, ...files],
    env: { ...process.env, SYNOPTIC_NODE: process.execPath, SYNOPTIC_USER_DATA: profile },
  });
  const page = await app.firstWindow();
  const resize = async (to: Size): Promise<void> => {
    await app.evaluate(({ BrowserWindow }, wanted) => { BrowserWindow.getAllWindows()[0]?.setContentSize(wanted.width, wanted.height); }, to);
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(to.width);
  };
  await resize(size);
  return { app, page, resize };
}

/** The same moment in both themes; resting, so that no tint or tooltip is half way. */
export async function take(page: Page, file: (theme: string) => string, themes: readonly (typeof THEMES)[number][] = THEMES): Promise<void> {
  await page.mouse.move(2, 2);
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(300);
    await page.screenshot({ path: file(colorScheme) });
  }
}

/** The window as it is on the screen, whatever its zoom: pictures of the page alone are cut to its unzoomed size. */
export async function takeWindow(app: ElectronApplication, file: string): Promise<void> {
  const png = await app.evaluate(async ({ BrowserWindow }) => (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64'));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Buffer.from(png ?? '', 'base64'));
}

/** A capture of the collection beside the checkout where there is one. */
export function collected(name: string): string | null {
  const file = path.join(ROOT, '../shared/captures/pcaps', name);
  return existsSync(file) ? file : null;
}
