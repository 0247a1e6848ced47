// The command line as users run it: bundled once for these tests, started as a process of its own.
import { spawn, type SpawnOptions } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Ended { status: number | null; signal: string | null; out: string; err: string }

export class BuiltCli {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<BuiltCli> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-cli-'));
    await build({
      configFile: false, logLevel: 'error', root: ROOT, resolve: { alias: { '@shared': path.join(ROOT, 'shared') } }, publicDir: false, ssr: { noExternal: true, external: ['cap', 'electron'] },
      build: { ssr: path.join(ROOT, 'main/cli/synoptic.ts'), outDir: folder, emptyOutDir: false, target: 'node18', minify: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: 'synoptic.cjs' } } },
    });
    return new BuiltCli(folder);
  }

  file(name: string, content: Uint8Array | string): string {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, content);
    return file;
  }

  /** Runs it; `input` goes to its standard input, `takeOnly` closes its standard output after so many bytes. */
  run(words: string[], { input = '', takeOnly = Infinity }: { input?: Uint8Array | string; takeOnly?: number } = {}): Promise<Ended> {
    const options: SpawnOptions = { cwd: this.folder, stdio: ['pipe', 'pipe', 'pipe'] };
    const child = spawn(process.execPath, [path.join(this.folder, 'synoptic.cjs'), ...words], options);
    let out = '';
    let err = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.length >= takeOnly) child.stdout?.destroy();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => { err += text; });
    child.stdin?.on('error', () => { /* it need not read all of it */ }).end(input);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status, signal) => { resolve({ status, signal, out, err }); });
    });
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

export const lines = <T>(text: string): T[] => text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as T);
