// A small JSON file of the user's: written whole or not at all; a damaged one is kept aside, never overwritten in silence.
import fs from 'node:fs';
import path from 'node:path';

/** The parsed content; undefined when there is no file or it is no JSON: then it is kept under the name that is told. */
export function readJson(file: string, keptAs: (kept: string) => void = () => undefined): unknown {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const kept = setAside(file);
    if (kept !== null) keptAs(kept);
    return undefined;
  }
}

/** `settings.json` becomes `settings.damaged-2026-01-31-142501.json`; null when it cannot be renamed. */
export function setAside(file: string): string | null {
  const { dir, name, ext } = path.parse(file);
  const stamp = new Date().toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  const kept = path.join(dir, `${name}.damaged-${stamp}${ext}`);
  try {
    fs.renameSync(file, kept);
    return kept;
  } catch {
    return null; // not writable: the defaults are used all the same
  }
}

/** Throws what the system says when it cannot be written. */
export function writeJson(file: string, value: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.new`;
  fs.writeFileSync(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(fresh, file);
}
