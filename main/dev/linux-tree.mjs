// The files of a Linux package as they will lie in the system, from the unpacked application: what the deb and the rpm are made of.
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './places.mjs';

const LINUX = path.join(ROOT, 'assets/linux');
const SETUID = 0o4755;

/** Every entry below a folder, folders included, links not followed. @param {string} folder @returns {string[]} */
export function entriesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? [full, ...entriesBelow(full)] : [full];
  }).sort();
}

/** Readable by all, writable by the owner alone, whatever the umask of who builds. @param {string} folder */
function setModes(folder) {
  for (const entry of [folder, ...entriesBelow(folder)]) {
    const stat = lstatSync(entry);
    if (!stat.isSymbolicLink()) chmodSync(entry, stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

/** @param {string} to @param {string | Buffer} content */
function put(to, content) {
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, content);
}

/** @param {string} unpacked @param {string} tree a folder that is emptied */
export function layOut(unpacked, tree) {
  rmSync(tree, { recursive: true, force: true });
  const program = path.join(tree, 'opt/Synoptic');
  const share = path.join(tree, 'usr/share');
  mkdirSync(path.dirname(program), { recursive: true });
  cpSync(unpacked, program, { recursive: true, verbatimSymlinks: true });

  mkdirSync(path.join(tree, 'usr/bin'), { recursive: true });
  symlinkSync('../../opt/Synoptic/synoptic', path.join(tree, 'usr/bin/synoptic'));
  // Compressed without a time stamp, so that the same files give the same package.
  put(path.join(share, 'man/man1/synoptic.1.gz'), gzipSync(readFileSync(path.join(program, 'share/synoptic.1')), { level: 9 }));
  for (const [from, to] of [['synoptic.bash', 'bash-completion/completions/synoptic'], ['_synoptic', 'zsh/vendor-completions/_synoptic'], ['synoptic.fish', 'fish/vendor_completions.d/synoptic.fish']]) {
    const target = path.join(share, to ?? '');
    mkdirSync(path.dirname(target), { recursive: true });
    renameSync(path.join(program, 'share/completion', from ?? ''), target);
  }
  rmSync(path.join(program, 'share'), { recursive: true });
  put(path.join(share, 'applications/synoptic.desktop'), readFileSync(path.join(LINUX, 'synoptic.desktop')));
  put(path.join(share, 'mime/packages/synoptic.xml'), readFileSync(path.join(LINUX, 'synoptic.xml')));
  for (const icon of readdirSync(path.join(ROOT, 'assets/icons'))) {
    put(path.join(share, 'icons/hicolor', path.parse(icon).name, 'apps/synoptic.png'), readFileSync(path.join(ROOT, 'assets/icons', icon)));
  }
  put(path.join(share, 'icons/hicolor/scalable/apps/synoptic.svg'), readFileSync(path.join(ROOT, 'assets/public/icon.svg')));
  const licences = path.join(program, 'resources/licences');
  put(path.join(share, 'doc/synoptic/copyright'), `${readFileSync(path.join(ROOT, 'LICENSE'), 'utf8')}\nLicences of all parts that are included: /opt/Synoptic/resources/licences, /opt/Synoptic/LICENSE*\n`);
  put(path.join(share, 'doc/synoptic/changelog.gz'), gzipSync(readFileSync(path.join(ROOT, 'CHANGELOG.md')), { level: 9 }));
  if (!existsSync(licences)) throw new Error('The unpacked application carries no licences.');

  setModes(tree);
  // The sandbox of systems that let no ordinary user make a namespace.
  chmodSync(path.join(program, 'chrome-sandbox'), SETUID);
}
