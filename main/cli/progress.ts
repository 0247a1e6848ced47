// The progress line of a long command: on standard error, only when that is a terminal.
import fs from 'node:fs';
import tty from 'node:tty';

const EVERY_MILLIS = 200;
const STANDARD_ERROR = 2;

export interface ProgressLine {
  show(text: () => string): void;
  clear(): void;
}

const SILENT: ProgressLine = { show: () => undefined, clear: () => undefined };

export function progressLine(): ProgressLine {
  if (!tty.isatty(STANDARD_ERROR)) return SILENT;
  let last = Date.now(); // nothing is shown for what takes no time
  let shown = false;
  return {
    show(text) {
      const now = Date.now();
      if (now - last < EVERY_MILLIS) return;
      last = now;
      shown = true;
      fs.writeSync(STANDARD_ERROR, `\r\x1b[K${text()}`);
    },
    clear() {
      if (shown) fs.writeSync(STANDARD_ERROR, '\r\x1b[K');
      shown = false;
    },
  };
}
