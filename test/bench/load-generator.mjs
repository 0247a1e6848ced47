// Loads the generator, which is TypeScript, under plain Node: Vite compiles it in memory.
import path from 'node:path';
import { runnerImport } from 'vite';

const root = path.join(import.meta.dirname, '..', '..');

/** @returns {Promise<typeof import('./generate')>} */
export async function loadGenerator() {
  const { module } = await runnerImport(path.join(import.meta.dirname, 'generate.ts'), {
    root, configFile: false, logLevel: 'error', resolve: { alias: { '@shared': path.join(root, 'shared') } },
  });
  return /** @type {typeof import('./generate')} */ (module);
}
