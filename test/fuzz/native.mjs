// Makes the fuzzer's native part load on Linux systems whose C library is older than the one it was built with: it asks for three symbols of
// glibc 2.38 and GLIBCXX 3.4.32 that older ones have under other names. A copy that asks for them weakly is loaded beside a library of three lines.
// @ts-check
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { SCRATCH } from '../../main/dev/places.mjs';

const FOLDER = path.join(SCRATCH, 'fuzz');
const VERSIONS_NEEDED = 0x6fff_fffe; // SHT_GNU_verneed
const WEAK = 2; // VER_FLG_WEAK
const TOO_NEW = /^(GLIBC_2\.38|GLIBCXX_3\.4\.3[12])$/;
const SHIM = `#include <stdlib.h>
long __isoc23_strtol(const char *s, char **e, int b) { return strtol(s, e, b); }
unsigned long __isoc23_strtoul(const char *s, char **e, int b) { return strtoul(s, e, b); }
void _ZSt21ios_base_library_initv(void) {}
`;

/** What Node has to be started with so that the fuzzer loads: arguments and environment. @returns {{ args: string[], env: Record<string, string> }} */
export function loadable() {
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  const [major = 9, minor = 0] = (report.header.glibcVersionRuntime ?? '').split('.').filter((part) => part !== '').map(Number);
  if (process.platform !== 'linux' || major > 2 || minor >= 38) return { args: [], env: {} };
  fs.mkdirSync(FOLDER, { recursive: true });
  const require = createRequire(import.meta.url);
  const fuzzer = path.join(path.dirname(createRequire(require.resolve('@jazzer.js/core')).resolve('@jazzer.js/fuzzer')), `../prebuilds/fuzzer-linux-${process.arch}.node`);
  const at = (/** @type {string} */ file) => path.join(FOLDER, file);
  const [copy, source, library, hook] = [at('fuzzer.node'), at('shim.c'), at('shim.so'), at('load-fuzzer.cjs')];
  fs.writeFileSync(copy, weakened(fs.readFileSync(fuzzer)));
  fs.writeFileSync(source, SHIM);
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source]);
  fs.writeFileSync(hook, `const { dlopen } = process;\nprocess.dlopen = (module, file, ...rest) => dlopen.call(process, module, file.endsWith(${JSON.stringify(path.basename(fuzzer))}) ? ${JSON.stringify(copy)} : file, ...rest);\n`);
  return { args: ['--require', hook], env: { LD_PRELOAD: library } };
}

/** An ELF file (64 bits, little endian) that does without the versions it cannot have. @param {Buffer} file */
function weakened(file) {
  const sections = Number(file.readBigUInt64LE(0x28));
  const size = file.readUInt16LE(0x3a);
  for (let i = 0; i < file.readUInt16LE(0x3c); i++) {
    const section = sections + i * size;
    if (file.readUInt32LE(section + 4) !== VERSIONS_NEEDED) continue;
    const names = Number(file.readBigUInt64LE(sections + file.readUInt32LE(section + 40) * size + 24));
    for (let needed = Number(file.readBigUInt64LE(section + 24)), next = 1; next !== 0; needed += next) {
      let version = needed + file.readUInt32LE(needed + 8);
      for (let left = file.readUInt16LE(needed + 2); left > 0; left--) {
        const name = names + file.readUInt32LE(version + 8);
        if (TOO_NEW.test(file.toString('latin1', name, file.indexOf(0, name)))) file.writeUInt16LE(file.readUInt16LE(version + 4) | WEAK, version + 4);
        version += file.readUInt32LE(version + 12);
      }
      next = file.readUInt32LE(needed + 12);
    }
  }
  return file;
}
