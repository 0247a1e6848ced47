// The files opened lately, newest first.
import fs from 'node:fs';
import path from 'node:path';
import type { RecentFile } from '@shared/ipc';
import { readJson, writeJson } from './json-file';

const MOST = 12;

interface Entry { path: string; openedMillis: number }

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string' && path.isAbsolute(value.path)
  && 'openedMillis' in value && typeof value.openedMillis === 'number';

export class RecentFiles {
  readonly #file: string;
  #entries: Entry[];

  constructor(file: string) {
    this.#file = file;
    const read = readJson(file);
    this.#entries = Array.isArray(read) ? read.filter(isEntry).slice(0, MOST) : [];
  }

  /** With the size each has now; null when it is gone. */
  list(): RecentFile[] {
    return this.#entries.map(({ path: at, openedMillis }) => ({ path: at, name: path.basename(at), bytes: sizeOf(at), openedMillis }));
  }

  add(at: string, openedMillis: number): void {
    this.#entries = [{ path: at, openedMillis }, ...this.#entries.filter((entry) => entry.path !== at)].slice(0, MOST);
    this.#write();
  }

  clear(): void {
    this.#entries = [];
    this.#write();
  }

  #write(): void {
    try {
      writeJson(this.#file, this.#entries);
    } catch {
      // A list of recent files is worth no complaint: it is kept for this run.
    }
  }
}

function sizeOf(at: string): number | null {
  try {
    return fs.statSync(at).size;
  } catch {
    return null;
  }
}
