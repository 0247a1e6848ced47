// The interfaces a capture can be taken from: the system's own list, completed by what the capturers know.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { InterfaceInfo } from '@shared/ipc';
import { ANY_DEVICE, type ActivityMeter } from './activity';
import { linuxInterfaceNames, readLinuxInterfaces } from './linux-interfaces';
import { findProgram, runProgram } from './programs';

/**
 * Devices of libpcap that are left out: they carry no IP packets in a link type that can be decoded, and nfqueue would even
 * take the packets out of the kernel's hands.
 */
const NOT_NETWORKS = /^(bluetooth|dbus-|usbmon|nflog$|nfqueue$|ciscodump|sshdump|udpdump|randpkt|dpauxmon|sdjournal|wifidump|androiddump)/;

/** How long what a capturer lists is believed: running it each second would cost more than the rest of the start page. */
const LIST_MILLIS = 30_000;

interface KnownDevice { name: string; description: string | null; addresses: string[]; up: boolean; loopback: boolean }

let listed: { devices: KnownDevice[]; millis: number } | null = null;

export async function listInterfaces(meter: ActivityMeter | null = null): Promise<InterfaceInfo[]> {
  const addresses = addressesByName();
  const devices = new Map<string, KnownDevice>();
  for (const device of systemDevices(addresses)) devices.set(device.name, device);
  for (const device of await capturerDevices()) {
    const known = devices.get(device.name);
    if (known === undefined) {
      // Under Linux the kernel's list is complete and newer than the capturer's: only its pseudo-devices are added.
      if (process.platform !== 'linux' || device.name === ANY_DEVICE) devices.set(device.name, { ...device, up: device.up || device.name === ANY_DEVICE });
    } else if (device.description !== null && device.description !== known.name && !known.loopback) known.description = device.description;
  }
  const infos = [...devices.values()].map((device): InterfaceInfo => ({ ...device, activity: meter?.samplesOf(device.name) ?? [] }));
  return infos.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** True when the system has an interface of exactly this name, so that a capturer can not be handed a pipe, a host or an option. */
export async function interfaceExists(name: string): Promise<boolean> {
  if (deviceIsThere(name)) return true;
  return (await listInterfaces()).some((device) => device.name === name);
}

/** The quick question, asked while a capture runs: false only when the system surely knows no such interface. */
/** True when Linux says that a device is there but not up. */
export function deviceIsDown(name: string): boolean {
  try {
    // net_device flags, in hexadecimal; bit 0 is IFF_UP.
    return (Number.parseInt(readFileSync(`/sys/class/net/${name}/flags`, 'utf8'), 16) & 1) === 0;
  } catch {
    return false;
  }
}

export function deviceIsThere(name: string): boolean {
  if (process.platform === 'linux') return name === ANY_DEVICE || linuxInterfaceNames().includes(name);
  return os.networkInterfaces()[name] !== undefined;
}

/** Up with addresses first, then up, then all at once, then down. */
function rank(device: InterfaceInfo): number {
  if (device.name === ANY_DEVICE) return 3;
  if (!device.up) return 4;
  if (device.loopback) return 2;
  return device.addresses.length > 0 ? 0 : 1;
}

function addressesByName(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, entries] of Object.entries(os.networkInterfaces())) found.set(name, (entries ?? []).map((entry) => entry.address));
  return found;
}

function systemDevices(addresses: Map<string, string[]>): KnownDevice[] {
  if (process.platform === 'linux') {
    const devices = readLinuxInterfaces().map((device) => ({ ...device, description: device.description || null, addresses: addresses.get(device.name) ?? [] }));
    return [...devices, { name: ANY_DEVICE, description: 'All interfaces', addresses: [], up: true, loopback: false }];
  }
  const loopbacks = new Set(Object.entries(os.networkInterfaces()).filter(([, entries]) => entries?.some((entry) => entry.internal)).map(([name]) => name));
  return [...addresses].map(([name, list]) => ({ name, description: null, addresses: list, up: true, loopback: loopbacks.has(name) }));
}

async function capturerDevices(): Promise<KnownDevice[]> {
  if (listed !== null && performance.now() - listed.millis < LIST_MILLIS) return listed.devices;
  const program = findProgram('dumpcap');
  let devices: KnownDevice[] = [];
  if (program?.executable === true) devices = parseDumpcapList((await runProgram(program.path, ['-D', '-M'])).stdout);
  if (devices.length === 0) {
    const other = findProgram('tcpdump');
    if (other?.executable === true) devices = parseTcpdumpList((await runProgram(other.path, ['-D'])).stdout);
  }
  devices = devices.filter((device) => !NOT_NETWORKS.test(device.name));
  listed = { devices, millis: performance.now() };
  return devices;
}

/** `dumpcap -D -M`: `3. lo<TAB>vendor<TAB>Loopback<TAB>type<TAB>addresses<TAB>loopback<TAB>`. */
export function parseDumpcapList(text: string): KnownDevice[] {
  const devices: KnownDevice[] = [];
  for (const line of text.split('\n')) {
    const match = /^\d+\. ([^\t]+)\t([^\t]*)\t([^\t]*)\t[^\t]*\t([^\t]*)\t([^\t]*)/.exec(line);
    if (match === null) continue;
    const [, name = '', vendor = '', friendly = '', addresses = '', kind = ''] = match;
    devices.push({ name, description: friendly || vendor || null, addresses: addresses.split(',').filter((address) => address !== ''), up: true, loopback: kind === 'loopback' });
  }
  return devices;
}

/** `tcpdump -D`: `1.eth0 (description) [Up, Running, Loopback]`. */
export function parseTcpdumpList(text: string): KnownDevice[] {
  const devices: KnownDevice[] = [];
  for (const line of text.split('\n')) {
    const match = /^\d+\.(\S+)(?: \((.*)\))?(?: \[(.*)\])?$/.exec(line);
    if (match === null) continue;
    const [, name = '', description = '', flags = ''] = match;
    devices.push({ name, description: description || null, addresses: [], up: /\bUp\b/.test(flags), loopback: /\bLoopback\b/.test(flags) });
  }
  return devices;
}
