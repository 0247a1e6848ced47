// Reads which file imports which: TypeScript, the scripts of Vue components, plain modules; type imports and dynamic ones included.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

export interface Edge {
  from: string;
  /** A file of the project, or a package's name; `node` for Node's own modules. */
  to: string;
  package: boolean;
}

const SOURCE = /\.(ts|vue|mjs)$/;
const SCRIPT = /<script[^>]*>([\s\S]*?)<\/script>/g;

/** Files below a folder, as slash-separated paths from the root. */
export function filesBelow(root: string, folder: string): string[] {
  const full = path.join(root, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    const at = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, at) : [at];
  });
}

export const isSource = (file: string): boolean => SOURCE.test(file);

/** Module names a source text imports, in any of the ways a file can. */
export function specifiersOf(file: string, text: string): string[] {
  const code = file.endsWith('.vue') ? [...text.matchAll(SCRIPT)].map((match) => match[1] ?? '').join('\n') : text;
  return ts.preProcessFile(code, true, true).importedFiles.map((imported) => imported.fileName);
}

function packageName(specifier: string): string {
  if (isBuiltin(specifier)) return 'node';
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** `@shared/x` and relative names as a path from the root, without looking whether it is there; null for a package. */
export function localTarget(from: string, specifier: string): string | null {
  if (specifier.startsWith('@shared/')) return `shared/${specifier.slice('@shared/'.length)}`;
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : null;
}

function resolveLocal(root: string, target: string): string {
  const bare = target.replace(/\?.*$/, ''); // Vite's `?raw`, `?url`
  const there = (candidate: string): boolean => existsSync(path.join(root, candidate)) && statSync(path.join(root, candidate)).isFile();
  return ['', '.ts', '.vue', '.mjs', '/index.ts'].map((end) => bare + end).find(there) ?? bare;
}

export function importsOf(root: string, files: readonly string[]): Edge[] {
  return files.filter(isSource).flatMap((from) => specifiersOf(from, readFileSync(path.join(root, from), 'utf8')).map((specifier): Edge => {
    const local = localTarget(from, specifier);
    return local === null
      ? { from, to: packageName(specifier), package: true }
      : { from, to: resolveLocal(root, local), package: false };
  }));
}
