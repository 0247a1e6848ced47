// A small JSON file of the user's: written whole or not at all; a damaged one is kept aside, never overwritten in silence.
import fs from 'node:fs';
import path from 'node:path';

/** The parsed content; undefined when there is no file or it is no JSON. */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    setAside(file);
    return undefined;
  }
}

export function setAside(file: string): void {
  try {
    fs.renameSync(file, `${file}.damaged`);
  } catch {
    // Not writable: the defaults are used all the same.
  }
}

/** Throws what the system says when it cannot be written. */
export function writeJson(file: string, value: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.new`;
  fs.writeFileSync(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(fresh, file);
}
