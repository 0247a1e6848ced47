// Bundles the fuzz targets into CommonJS files, one for each source, so that the fuzzer can instrument them and coverage names them.
// @ts-check
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ROOT, SCRATCH } from '../../main/dev/places.mjs';

const FOLDER = path.join(SCRATCH, 'fuzz');
export const BUNDLE = path.join(FOLDER, 'built');
export const ENTRY = path.join(BUNDLE, 'test/fuzz/entry.cjs');

/** @typedef {{ name: string, mostBytes: number, fuzz: (bytes: Uint8Array) => void | Promise<void>, seeds: () => readonly Uint8Array[] }} Target */

/** @returns {Promise<readonly Target[]>} */
export async function bundle() {
  await build({
    root: ROOT, configFile: false, logLevel: 'warn', resolve: { alias: { '@shared': path.join(ROOT, 'shared') } },
    ssr: { noExternal: true },
    build: {
      ssr: true, outDir: BUNDLE, emptyOutDir: true, target: 'node20', minify: false, sourcemap: false, copyPublicDir: false,
      rolldownOptions: {
        input: path.join(ROOT, 'test/fuzz/entry.ts'), external: [/^node:/], platform: 'node',
        output: { format: 'cjs', preserveModules: true, preserveModulesRoot: ROOT, entryFileNames: '[name].cjs' },
      },
    },
  });
  process.env.FUZZ_TARGET ??= 'reader';
  const { TARGETS } = /** @type {{ TARGETS: readonly Target[] }} */ (await import(pathToFileURL(ENTRY).href));
  return TARGETS;
}
