// What to type when capturing is not possible, per system: exact commands.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CapturerName } from '@shared/ipc';
import { GRANTED_FOLDER } from './programs';

/** Package that brings a program, by family of distribution. */
const PACKAGES = {
  debian: { install: 'sudo apt-get install', dumpcap: 'wireshark-common', tcpdump: 'tcpdump', build: 'g++ make python3 libpcap-dev' },
  fedora: { install: 'sudo dnf install', dumpcap: 'wireshark-cli', tcpdump: 'tcpdump', build: 'gcc-c++ make python3 libpcap-devel' },
  suse: { install: 'sudo zypper install', dumpcap: 'wireshark', tcpdump: 'tcpdump', build: 'gcc-c++ make python3 libpcap-devel' },
  arch: { install: 'sudo pacman -S', dumpcap: 'wireshark-cli', tcpdump: 'tcpdump', build: 'gcc make python libpcap' },
  alpine: { install: 'sudo apk add', dumpcap: 'wireshark-common', tcpdump: 'tcpdump', build: 'g++ make python3 libpcap-dev' },
} as const;
type Family = keyof typeof PACKAGES;

/** The family named by os-release's ID and ID_LIKE; null when it is none of ours. */
export function distributionFamily(osRelease: string): Family | null {
  const names = [...osRelease.matchAll(/^(?:ID|ID_LIKE)="?([^"\n]*)"?$/gm)].flatMap((match) => (match[1] ?? '').split(/\s+/));
  for (const name of names) {
    if (name === 'debian' || name === 'ubuntu') return 'debian';
    if (name === 'fedora' || name === 'rhel' || name === 'centos') return 'fedora';
    if (name.includes('suse')) return 'suse';
    if (name === 'arch' || name === 'alpine') return name;
  }
  return null;
}

function family(): Family | null {
  if (process.platform !== 'linux') return null;
  try {
    return distributionFamily(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return null;
  }
}

/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** How to get a program that is not there. */
export function installRemedy(capturer: CapturerName): string {
  if (process.platform === 'darwin') return capturer === 'cap' ? 'npm rebuild cap' : 'brew install --cask wireshark';
  if (process.platform === 'win32') return 'Install Wireshark with Npcap from https://www.wireshark.org/download.html';
  const packages = PACKAGES[family() ?? 'debian'];
  if (capturer === 'cap') return `${packages.install} ${packages.build} && npm install && npm rebuild cap`;
  return `${packages.install} ${packages[capturer]}`;
}

/** How to let a program open devices that it may not open. */
export function permissionRemedy(capturer: CapturerName, program: string): string {
  if (process.platform === 'darwin') return 'Install ChmodBPF from the Wireshark disk image, then log in again.';
  if (process.platform === 'win32') return 'Start Synoptic as administrator, or install Npcap without its “administrators only” option.';
  // The right given to Node would be every script's: a small program of one purpose gets it instead.
  if (capturer === 'cap') return `${installRemedy('dumpcap')} && sudo setcap cap_net_raw,cap_net_admin+eip /usr/bin/dumpcap`;
  // A package brought a dumpcap that may capture, and this user is not in its group: otherwise that one would have been found.
  if (capturer === 'dumpcap' && path.dirname(program) !== GRANTED_FOLDER && existsSync(path.join(GRANTED_FOLDER, 'dumpcap'))) return groupRemedy(GRANTED_FOLDER);
  return `sudo setcap cap_net_raw,cap_net_admin+eip ${shellWord(program)}`;
}

/** How to be allowed to run a program that only a group may run (Debian: dumpcap is root:wireshark 0750; ours is root:synoptic). */
export function groupRemedy(program = ''): string {
  return `sudo usermod -aG ${program.startsWith(GRANTED_FOLDER) ? 'synoptic' : 'wireshark'} $USER, then log out and in again`;
}

export function downRemedy(device: string): string {
  return process.platform === 'linux' ? `sudo ip link set dev ${shellWord(device)} up` : `Bring ${device} up in the system's network settings.`;
}

export function freeSpaceRemedy(directory: string): string {
  const where = path.dirname(directory);
  return process.platform === 'win32' ? `Free space on the disk of ${where}, or lower the spool limit in the settings.` : `Free space there (“df -h ${shellWord(where)}” shows it), or lower the spool limit in the settings.`;
}
