// Where the window of this user keeps its settings and its log: the command line has no Electron to ask.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

const NAME = 'Synoptic';
/** A settings file is far smaller. */
const MOST_CHARACTERS = 8 * 1024 ** 2;

export function profileFolder(platform: string, env: NodeJS.ProcessEnv, home: string): string {
  const named = env['SYNOPTIC_USER_DATA'];
  if (named !== undefined && named !== '') return path.resolve(named);
  if (platform === 'win32') return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), NAME);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', NAME);
  const configured = env['XDG_CONFIG_HOME'];
  return path.join(configured === undefined || configured === '' ? path.join(home, '.config') : configured, NAME);
}

export const thisProfile = (): string => profileFolder(process.platform, process.env, os.homedir());

/** The settings as they are on disk, not judged; nothing where there are none or they are damaged. */
export function settingsOnDisk(folder: string): Record<string, unknown> {
  try {
    const text = readFileSync(path.join(folder, 'settings.json'), 'utf8');
    const value: unknown = text.length > MOST_CHARACTERS ? null : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
