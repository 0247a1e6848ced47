// Which words of a command line are captures to open: pure, because Electron and Chromium put words of their own around them.
import path from 'node:path';

/** Absolute paths; options are ignored, and so are the program and, in development, the folder of the application. */
export function fileArguments(argv: readonly string[], workingFolder: string, appPath: string): string[] {
  const files: string[] = [];
  for (const word of argv.slice(1)) {
    if (word === '' || word.startsWith('-')) continue;
    const file = path.resolve(workingFolder, word);
    if (file !== path.resolve(appPath) && !files.includes(file)) files.push(file);
  }
  return files;
}
