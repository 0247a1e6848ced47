// Settings as a file that goes from one machine to another: written with a version, read with suspicion, taken whole or not at all.
import fs from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@shared/failure';
import type { Settings } from '@shared/settings';
import { SETTINGS_FILE_TEXTS as TEXTS } from '@shared/texts-settings';
import { settingFaults } from './settings-guard';

/** Of the file's form, not of the program. */
export const EXCHANGE_VERSION = 1;
const MARK = 'settings';
/** The most that all settings at their limits take is about half. */
const MOST_BYTES = 16 * 1024 ** 2;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export function exchangeText(settings: Settings): string {
  return `${JSON.stringify({ synoptic: MARK, version: EXCHANGE_VERSION, settings }, null, 2)}\n`;
}

export interface Imported {
  change: Partial<Settings>;
  /** Names that this version does not know: they are left out. */
  unknown: string[];
}

/** Throws a Failure that names the file and says what is wrong with it. */
export function readExchange(text: string, name: string): Imported {
  const refuse = (what: string): Failure => new Failure('not-settings', TEXTS.refused(name, what), TEXTS.remedy);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    throw refuse(TEXTS.notJson(thrown instanceof Error ? thrown.message : ''));
  }
  if (!isObject(value) || value['synoptic'] !== MARK) throw refuse(TEXTS.foreign);
  const { version, settings } = value;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) throw refuse(TEXTS.noVersion);
  if (version > EXCHANGE_VERSION) throw refuse(TEXTS.newer(version, EXCHANGE_VERSION));
  if (!isObject(settings)) throw refuse(TEXTS.noSettings);
  const { bad, unknown } = settingFaults(settings);
  if (bad.length > 0) throw refuse(TEXTS.badValue(bad));
  const change: Record<string, unknown> = Object.fromEntries(Object.entries(settings).filter(([key]) => !unknown.includes(key)));
  if (Object.keys(change).length === 0) throw refuse(TEXTS.nothing);
  // Each was judged by settingFaults.
  return { change, unknown };
}

export async function writeExchange(file: string, settings: Settings): Promise<void> {
  try {
    // Mutes and filters hold addresses: the file is its writer's.
    await fs.writeFile(file, exchangeText(settings), { mode: 0o600 });
  } catch (thrown) {
    throw new Failure('not-saved', TEXTS.notWritten(path.basename(file), reason(thrown)), TEXTS.otherFolder);
  }
}

export async function loadExchange(file: string): Promise<Imported> {
  const name = path.basename(file);
  let text: string;
  try {
    // Looked at before it is opened: opening a pipe waits for its writer.
    const info = await fs.stat(file);
    if (!info.isFile()) throw new Failure('not-settings', TEXTS.refused(name, TEXTS.noFile), TEXTS.remedy);
    if (info.size > MOST_BYTES) throw new Failure('not-settings', TEXTS.refused(name, TEXTS.tooLarge(info.size)), TEXTS.remedy);
    text = await fs.readFile(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw new Failure('not-readable', TEXTS.notRead(name, reason(thrown)), TEXTS.otherFile);
  }
  return readExchange(text, name);
}

const reason = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : String(thrown));
