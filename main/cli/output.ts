// Standard output in big pieces: one system call for thousands of rows, and an end without complaint when the reader has gone.
import fs from 'node:fs';

const PIECE_CHARACTERS = 128 * 1024;
const RETRY_MILLIS = 2;

/** The reader of standard output has closed it (`| head`): there is nothing left to do. */
export class OutputClosed extends Error {}

export class Output {
  readonly #fd: number;
  #pending = '';

  constructor(fd: number) {
    this.#fd = fd;
  }

  write(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= PIECE_CHARACTERS) this.flush();
  }

  flush(): void {
    if (this.#pending === '') return;
    const bytes = Buffer.from(this.#pending);
    this.#pending = '';
    for (let at = 0; at < bytes.length; ) at += this.#writeOnce(bytes, at);
  }

  #writeOnce(bytes: Buffer, at: number): number {
    try {
      return fs.writeSync(this.#fd, bytes, at);
    } catch (thrown) {
      const code = (thrown as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') throw new OutputClosed();
      if (code !== 'EAGAIN') throw thrown;
      // A non-blocking pipe that is full: wait for its reader without spinning.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MILLIS);
      return 0;
    }
  }
}

/** Where a command writes: rows or text, and complaints. */
export interface Console {
  output: Output;
  error(text: string): void;
}

/** What a terminal acts upon instead of showing it: controls, escapes, directions of writing, marks that cannot be seen. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** Text from files and from the system as it may be shown on a terminal: control characters cannot move the cursor or hide a line. */
export function printable(text: string): string {
  return text.replace(UNSHOWN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON that says the same and may be shown on a terminal. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSHOWN, (character) => Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''));
}
