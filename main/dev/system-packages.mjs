// Finds out by looking which system libraries and programs are missing, and installs them by apt-get where that needs no password.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { run, StepError } from './steps.mjs';
import { cacheDir } from './places.mjs';

/**
 * `names`: Debian packages, newest name first (Debian 13 and Ubuntu 24.04 renamed some); the first one apt knows is taken.
 * `lost`: what does not work without it; null when nothing works without it.
 * @typedef {{ names: string[], there: () => boolean, lost: string | null }} Need
 */

/** @type {Set<string> | undefined} */
let loaderCache;

/** @param {string} soname */
function library(soname) {
  if (loaderCache === undefined) {
    const ldconfig = existsSync('/sbin/ldconfig') ? '/sbin/ldconfig' : 'ldconfig';
    const listing = spawnSync(ldconfig, ['-p'], { encoding: 'utf8' }).stdout ?? '';
    loaderCache = new Set(listing.split('\n').map((line) => line.trim().split(' ')[0] ?? ''));
  }
  return loaderCache.has(soname);
}

/** Administrators' folders too: dumpcap and tcpdump often live there, outside a user's PATH. @param {string} name */
export function program(name) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.F_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

/** @type {Need[]} What the window needs: without one of these Electron does not start. */
export const WINDOW_NEEDS = [
  { names: ['libgtk-3-0t64', 'libgtk-3-0'], there: () => library('libgtk-3.so.0'), lost: null },
  { names: ['libnss3'], there: () => library('libnss3.so'), lost: null },
  { names: ['libasound2t64', 'libasound2'], there: () => library('libasound.so.2'), lost: null },
  { names: ['libgbm1'], there: () => library('libgbm.so.1'), lost: null },
];

/** @type {Need[]} What a live capture is made with; one of the three capturers is enough. */
export const CAPTURE_NEEDS = [
  { names: ['wireshark-common'], there: () => program('dumpcap'), lost: 'capturing with dumpcap' },
  { names: ['tcpdump'], there: () => program('tcpdump'), lost: 'capturing with tcpdump' },
  { names: ['libpcap0.8t64', 'libpcap0.8'], there: () => library('libpcap.so.0.8'), lost: 'capturing with cap' },
];

/** @type {Need[]} What compiles `cap`. */
export const CAP_BUILD_NEEDS = [
  { names: ['g++'], there: () => program('g++') || program('c++'), lost: 'building cap' },
  { names: ['make'], there: () => program('make'), lost: 'building cap' },
  { names: ['python3'], there: () => program('python3'), lost: 'building cap' },
  { names: ['libpcap-dev'], there: () => existsSync('/usr/include/pcap/pcap.h') || existsSync('/usr/local/include/pcap/pcap.h'), lost: 'building cap' },
];

/** @type {Need[]} */
export const DISPLAY_NEEDS = [
  { names: ['xvfb'], there: () => program('Xvfb') && program('xvfb-run'), lost: null },
  { names: ['xauth'], there: () => program('xauth'), lost: null },
];

/** @type {Need[]} What some tests compare with or make traffic with. */
export const TEST_NEEDS = [
  { names: ['tshark'], there: () => program('tshark'), lost: 'comparing with tshark' },
  { names: ['iproute2'], there: () => program('ip'), lost: 'tests in a network namespace' },
  { names: ['dbus'], there: () => program('dbus-daemon') && program('dbus-monitor') && program('dbus-send'), lost: 'the test of the desktop’s notices' },
  { names: ['libnotify4'], there: () => library('libnotify.so.4'), lost: 'the test of the desktop’s notices' },
  { names: ['dunst'], there: () => program('dunst'), lost: 'the test of the desktop’s notices' },
];

export const mayBuildCap = () => process.platform !== 'linux' || CAP_BUILD_NEEDS.every((need) => need.there());

/** The package of each need by the first of its names that apt's lists hold. @param {Need[]} needs */
function packagesOf(needs) {
  const known = new Set((spawnSync('apt-cache', ['pkgnames'], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout ?? '').split('\n'));
  return [...new Set(needs.map((need) => need.names.find((name) => known.has(name)) ?? need.names.at(-1) ?? ''))];
}

/** How apt-get may be run without asking: [] as root, by sudo where no password is needed, null otherwise. */
function withoutPassword() {
  if (process.env.SYNOPTIC_NO_APT === '1') return null;
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n'] : null;
}

/** @param {Need[]} needs @param {string[]} prefix @param {(text: string) => void} note */
async function aptInstall(needs, prefix, note) {
  const apt = (/** @type {string[]} */ args) => {
    const [command = 'env', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=120', '-q', ...args];
    return run(command, rest, { note });
  };
  const install = () => {
    const packages = packagesOf(needs);
    note(`apt-get install ${packages.join(' ')}`);
    return apt(['install', '-y', '--no-install-recommends', ...packages]);
  };
  if (needs.some((need) => need.names.includes('wireshark-common')) && program('debconf-set-selections')) {
    // Its one question: may every member of a group capture? Not ours to decide; `dpkg-reconfigure wireshark-common` changes it.
    const [command = 'debconf-set-selections', ...rest] = [...prefix, 'debconf-set-selections'];
    await run(command, rest, { input: 'wireshark-common wireshark-common/install-setuid boolean false\n' });
  }
  const first = await install();
  if (first.status === 0) return first;
  note('apt-get update'); // its lists are empty or name versions that are gone
  await apt(['update']);
  return install();
}

/** A set of recommended packages that could not be installed is not tried again for a day. */
const DECLINED = () => path.join(cacheDir(), 'apt-declined');
const DAY_MILLIS = 86_400_000;

/** @param {string[]} packages */
function declinedLately(packages) {
  try {
    const [at, ...names] = readFileSync(DECLINED(), 'utf8').trim().split(' ');
    return Date.now() - Number(at) < DAY_MILLIS && packages.every((name) => names.includes(name));
  } catch {
    return false;
  }
}

/**
 * Installs what is missing where it may. Required ones that stay missing stop set-up with the line to type; the others are named with what is lost.
 * @param {Need[]} needs
 * @param {(text: string) => void} note
 */
export async function provideSystemPackages(needs, note) {
  if (process.platform !== 'linux') {
    return { said: 'none needed on this system; live capture needs Wireshark’s dumpcap (https://www.wireshark.org)', value: undefined };
  }
  const missing = () => needs.filter((need) => !need.there());
  const before = missing();
  if (before.length === 0) return { said: 'all there', value: undefined };
  if (!program('apt-get')) return giveUp(before, 'This system has no apt-get: install what these Debian packages hold with its own package manager.');

  const prefix = withoutPassword();
  const packages = packagesOf(before);
  const required = before.some((need) => need.lost === null);
  const line = `${process.getuid?.() === 0 ? '' : 'sudo '}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (prefix === null || (!required && declinedLately(packages))) return giveUp(before, `To install: ${line}`);

  const { status, output } = await aptInstall(before, prefix, note);
  loaderCache = undefined;
  const after = missing();
  if (after.length === 0) return { said: `installed ${packagesOf(before).join(' ')}`, value: undefined };
  if (status !== 0) {
    mkdirSync(cacheDir(), { recursive: true });
    writeFileSync(DECLINED(), `${Date.now()} ${packages.join(' ')}\n`);
  }
  return giveUp(after, `${output.trim().split('\n').slice(-6).join('\n')}\nTo install: ${line}`);
}

/** @param {Need[]} missing @param {string} remedy */
function giveUp(missing, remedy) {
  const names = missing.map((need) => need.names.at(-1)).join(' ');
  if (missing.some((need) => need.lost === null)) throw new StepError(`Missing system packages: ${names}\n${remedy}`);
  const lost = [...new Set(missing.map((need) => need.lost))].join(', ');
  return { said: `going on without ${names}; lost: ${lost}.\n    ${remedy.trim()}`, value: undefined };
}
