// The settings of this user, in one JSON file: read once, checked field by field, written at each change.
import { DEFAULT_SETTINGS, type Settings } from '@shared/settings';
import { readJson, setAside, writeJson } from './json-file';
import { goodSettings } from './settings-guard';

export class SettingsStore {
  readonly #file: string;
  #settings: Settings;
  /** Where a damaged file is kept; null when there was none. */
  readonly damaged: string | null;

  constructor(file: string) {
    this.#file = file;
    let kept: string | null = null;
    const read = readJson(file, (name) => { kept = name; });
    if (read !== undefined && (typeof read !== 'object' || read === null || Array.isArray(read))) kept = setAside(file);
    this.damaged = kept;
    this.#settings = { ...DEFAULT_SETTINGS, ...goodSettings(read) };
  }

  get current(): Settings { return this.#settings; }

  /** Takes the change, and keeps it for this run even where it cannot be written. */
  save(change: Partial<Settings>): Settings {
    this.#settings = { ...this.#settings, ...goodSettings(change) };
    writeJson(this.#file, this.#settings);
    return this.#settings;
  }
}
