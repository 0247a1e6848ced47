// The log of the main process: a file of this user's alone, rotated, without addresses and names unless the user wants them in.
import fs from 'node:fs';
import path from 'node:path';
import log from 'electron-log/node';
import { redact, type KnownNames } from '@shared/redact';
import { LOG_FILE, LOG_FILES, LOG_FILE_BYTES, LONGEST_LOG_LINE, MOST_PAGE_ERRORS, type LogLevel } from '@shared/log';

export interface LogParts {
  folder: string;
  /** Whether addresses and names stay. */
  plain: () => boolean;
  /** What to look for by name. */
  known: () => KnownNames;
}

const PRIVATE_FILE = 0o600;

export class LogFile {
  readonly path: string;
  readonly #parts: LogParts;
  readonly #log: typeof log;
  #pageErrors = 0;

  constructor(parts: LogParts) {
    this.#parts = parts;
    this.path = path.join(parts.folder, LOG_FILE);
    this.#log = log.create({ logId: parts.folder });
    const { file, console: terminal } = this.#log.transports;
    terminal.level = false;
    file.resolvePathFn = () => this.path;
    file.writeOptions = { flag: 'a', mode: PRIVATE_FILE, encoding: 'utf8' };
    file.maxSize = LOG_FILE_BYTES;
    file.archiveLogFn = () => { rotate(this.path); };
    file.format = '{y}-{m}-{d} {h}:{i}:{s}.{ms} {level} {text}';
    this.#makePrivate();
  }

  /** Never throws: what cannot be logged must not stop what it is about. */
  write(level: LogLevel, text: string): void {
    const line = text.slice(0, LONGEST_LOG_LINE).replaceAll(/[\r\n\u2028\u2029]+/g, ' ⏎ ').replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
    try {
      this.#log[level](this.#parts.plain() ? line : redact(line, this.#parts.known()));
    } catch {
      // The disk is full, or the folder is gone.
    }
  }

  /** A fault of the page: what it sends is bounded in length by the guard, and in number here. */
  page(text: string): void {
    if (this.#pageErrors++ < MOST_PAGE_ERRORS) this.write('error', `Page: ${text}`);
  }

  /** The page was loaded anew. */
  pageLoaded(): void { this.#pageErrors = 0; }

  #makePrivate(): void {
    try {
      fs.mkdirSync(this.#parts.folder, { recursive: true, mode: 0o700 });
      // A file of an earlier version, or one that was copied.
      if (fs.existsSync(this.path)) fs.chmodSync(this.path, PRIVATE_FILE);
    } catch {
      // Nothing can be logged then; everything else works.
    }
  }
}

/** `synoptic.log` becomes `synoptic.1.log`, that one `synoptic.2.log`, which is the oldest. */
function rotate(file: string): void {
  const { dir, name, ext } = path.parse(file);
  const numbered = (number: number): string => (number === 0 ? file : path.join(dir, `${name}.${String(number)}${ext}`));
  for (let number = LOG_FILES - 1; number > 0; number--) {
    try {
      fs.renameSync(numbered(number - 1), numbered(number));
    } catch {
      // There are not as many yet.
    }
  }
}
