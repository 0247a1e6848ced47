// What the user said of alerts, by capture: acknowledged, and notes. In a file of its own; the captures touched last are kept.
import { NOTE_LIMITS, type AlertNote } from '@shared/alert-page';
import { readJson, writeJson } from './json-file';

/** What tells one capture from another that has its name. */
export interface CaptureIdentity {
  source: string;
  bytes: number | null;
  firstMicros: number | null;
}

type Notes = Record<string, AlertNote>;
interface Entry { capture: string; notes: Notes }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export function isAlertNote(value: unknown): value is AlertNote {
  return isObject(value) && Object.keys(value).length === 2 && typeof value.acknowledged === 'boolean' && typeof value.text === 'string' && value.text.length <= NOTE_LIMITS.characters;
}

function goodEntry(value: unknown): Entry | null {
  if (!isObject(value) || typeof value.capture !== 'string' || !isObject(value.notes)) return null;
  const kept = Object.entries(value.notes).filter((entry): entry is [string, AlertNote] => entry[0].length <= NOTE_LIMITS.keyCharacters && isAlertNote(entry[1]));
  return { capture: value.capture, notes: Object.fromEntries(kept.slice(0, NOTE_LIMITS.perCapture)) };
}

const nameOf = ({ source, bytes, firstMicros }: CaptureIdentity): string => JSON.stringify([source, bytes, firstMicros]);

export class AlertNotes {
  readonly #file: string;
  /** Touched last comes first. */
  #entries: Entry[];

  constructor(file: string) {
    this.#file = file;
    const read = readJson(file);
    this.#entries = Array.isArray(read) ? read.map(goodEntry).filter((entry) => entry !== null).slice(0, NOTE_LIMITS.captures) : [];
  }

  of(capture: CaptureIdentity): Notes { return this.#entries.find((entry) => entry.capture === nameOf(capture))?.notes ?? {}; }

  /** An empty note is forgotten. Kept for this run even where it cannot be written: then it throws what the system says. */
  set(capture: CaptureIdentity, alert: string, note: AlertNote): Notes {
    const name = nameOf(capture);
    const others = Object.entries(this.of(capture)).filter(([key]) => key !== alert);
    const kept = note.acknowledged || note.text !== '' ? [[alert, note] as const, ...others] : others;
    const notes: Notes = Object.fromEntries(kept.slice(0, NOTE_LIMITS.perCapture));
    this.#entries = [{ capture: name, notes }, ...this.#entries.filter((entry) => entry.capture !== name)].filter((entry) => Object.keys(entry.notes).length > 0).slice(0, NOTE_LIMITS.captures);
    writeJson(this.#file, this.#entries);
    return notes;
  }
}
