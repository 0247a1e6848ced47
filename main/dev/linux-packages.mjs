// tar.gz, deb and rpm from the unpacked application, with the system's own tools: electron-builder would fetch a packager for each.
import { createHash } from 'node:crypto';
import { copyFileSync, chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { entriesBelow, layOut } from './linux-tree.mjs';
import { ROOT, SCRATCH } from './places.mjs';
import { run, StepError } from './steps.mjs';
import { program } from './system-packages.mjs';

const RELEASE = path.join(ROOT, 'release');
const TREE = path.join(SCRATCH, 'package/tree');
const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const DEBIAN_ARCHITECTURES = /** @type {Record<string, string>} */ ({ x64: 'amd64', arm64: 'arm64' });
const RPM_ARCHITECTURES = /** @type {Record<string, string>} */ ({ x64: 'x86_64', arm64: 'aarch64' });

/** @param {string} command @param {string[]} args @param {import('node:child_process').SpawnOptions['env']} [env] */
async function must(command, args, env = process.env) {
  const { status, output } = await run(command, args, { env });
  if (status !== 0) throw new StepError(`${command} failed:\n${output.trim().split('\n').slice(-12).join('\n')}`);
}

/** @param {string} file */
const made = (file) => ({ said: `${path.relative(ROOT, file)}, ${(statSync(file).size / 1e6).toFixed(1)} MB`, value: file });

/** The folder that electron-builder leaves. */
export const unpackedFolder = () => path.join(RELEASE, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);

export async function makeTarball() {
  const name = `${manifest.name}-${manifest.version}`;
  const file = path.join(RELEASE, `${name}-linux-${process.arch}.tar.gz`);
  const unpacked = unpackedFolder();
  await must('tar', ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mode=go=rX,u+w', `--transform=s,^${path.basename(unpacked)},${name},`, '-czf', file, '-C', RELEASE, path.basename(unpacked)]);
  return made(file);
}

export const layOutTree = () => {
  layOut(unpackedFolder(), TREE);
  return Promise.resolve({ said: `${entriesBelow(TREE).length} entries`, value: undefined });
};

function control() {
  const kibibytes = entriesBelow(TREE).reduce((sum, entry) => sum + (lstatSync(entry).isFile() ? Math.ceil(lstatSync(entry).size / 1024) : 1), 0);
  return `Package: ${manifest.name}
Version: ${manifest.version}
Section: net
Priority: optional
Architecture: ${DEBIAN_ARCHITECTURES[process.arch] ?? process.arch}
Installed-Size: ${kibibytes}
Maintainer: ${manifest.author}
Depends: libc6, libgtk-3-0t64 | libgtk-3-0, libnss3, libasound2t64 | libasound2, libgbm1
Recommends: wireshark-common, libcap2-bin, libnotify4, xdg-utils
Description: traffic monitor that shows every connection as the state machine it is
 Synoptic shows which state each end of every TCP connection is in, which packet
 made it jump there, and by which rule of RFC 9293; UDP and ICMP have
 pseudo-states. From a live interface or a saved capture, with alerts, reports
 and a command line.
`;
}

export async function makeDeb() {
  const about = path.join(TREE, 'DEBIAN');
  const scripts = path.join(ROOT, 'assets/linux/debian');
  const file = path.join(RELEASE, `${manifest.name}_${manifest.version}_${DEBIAN_ARCHITECTURES[process.arch] ?? process.arch}.deb`);
  const files = entriesBelow(TREE).filter((entry) => lstatSync(entry).isFile());
  const sums = files.map((entry) => `${createHash('md5').update(readFileSync(entry)).digest('hex')}  ${path.relative(TREE, entry)}\n`).join('');
  const text = control();
  mkdirSync(about, { mode: 0o755 });
  try {
    writeFileSync(path.join(about, 'control'), text, { mode: 0o644 });
    writeFileSync(path.join(about, 'md5sums'), sums, { mode: 0o644 });
    for (const name of readdirSync(scripts)) {
      copyFileSync(path.join(scripts, name), path.join(about, name));
      chmodSync(path.join(about, name), name === 'triggers' ? 0o644 : 0o755);
    }
    // zstd: read by every distribution this Electron still runs on, and installed several times faster than xz.
    await must('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z10', '--build', TREE, file]);
  } finally {
    rmSync(about, { recursive: true, force: true });
  }
  return made(file);
}

export async function makeRpm() {
  if (!program('rpmbuild')) return { said: 'left out: rpmbuild is not installed', value: null };
  const top = path.join(SCRATCH, 'package/rpm');
  const architecture = RPM_ARCHITECTURES[process.arch] ?? process.arch;
  rmSync(top, { recursive: true, force: true });
  const define = (/** @type {string} */ name, /** @type {string} */ value) => ['--define', `${name} ${value}`];
  await must('rpmbuild', ['-bb', '--target', architecture, ...define('_topdir', top), ...define('_rpmdir', RELEASE), ...define('_build_name_fmt', '%%{NAME}-%%{VERSION}.%%{ARCH}.rpm'),
    ...define('tree', TREE), ...define('made_version', manifest.version), path.join(ROOT, 'assets/linux/rpm/synoptic.spec')]);
  rmSync(top, { recursive: true, force: true });
  return made(path.join(RELEASE, `${manifest.name}-${manifest.version}.${architecture}.rpm`));
}
