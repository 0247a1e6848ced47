// What Linux tells of its interfaces under /sys/class/net: flags, kind, byte counters. Plain reads, no privilege.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const LINUX_INTERFACES = '/sys/class/net';

/** Interface flags of <linux/if.h>. */
const IFF_UP = 0x1;
const IFF_LOOPBACK = 0x8;

export interface LinuxInterface {
  name: string;
  up: boolean;
  loopback: boolean;
  /** What kind of device it is, in words. */
  description: string;
}

/** Kinds by the DEVTYPE of the device's uevent. */
const KINDS: Readonly<Record<string, string>> = {
  wlan: 'Wi-Fi', bridge: 'Bridge', vlan: 'VLAN', wireguard: 'WireGuard tunnel', bond: 'Bonded links', vxlan: 'VXLAN tunnel', wwan: 'Mobile broadband',
  ppp: 'Point-to-point link', macvlan: 'MAC VLAN', ipvlan: 'IP VLAN', team: 'Teamed links', gre: 'GRE tunnel', geneve: 'Geneve tunnel', dsa: 'Switch port',
};

/** ARPHRD numbers of <linux/if_arp.h>. */
const HARDWARE: Readonly<Record<string, string>> = {
  1: 'Ethernet', 512: 'Point-to-point link', 768: 'IPv4 tunnel', 769: 'IPv6 tunnel', 772: 'Loopback', 776: 'IPv6-in-IPv4 tunnel', 778: 'GRE tunnel', 801: 'Wi-Fi', 803: 'Wi-Fi, monitor mode', 823: 'GRE tunnel over IPv6', 65534: 'Tunnel',
};

function attribute(folder: string, name: string, file: string): string {
  try {
    return readFileSync(path.join(folder, name, file), 'utf8').trim();
  } catch {
    return ''; // the interface went between two reads, or its driver does not know
  }
}

export function readLinuxInterfaces(folder = LINUX_INTERFACES): LinuxInterface[] {
  return linuxInterfaceNames(folder).map((name) => {
    const flags = Number.parseInt(attribute(folder, name, 'flags'), 16) || 0;
    const state = attribute(folder, name, 'operstate');
    const kind = /^DEVTYPE=(.*)$/m.exec(attribute(folder, name, 'uevent'))?.[1] ?? '';
    const hardware = attribute(folder, name, 'type');
    return {
      name,
      // `unknown` is what a driver without link detection says (loopback, tunnels): the administrator's word counts.
      up: (flags & IFF_UP) !== 0 && (state === 'up' || state === 'unknown' || state === 'dormant'),
      loopback: (flags & IFF_LOOPBACK) !== 0,
      description: KINDS[kind] ?? HARDWARE[hardware] ?? '',
    };
  });
}

export function linuxInterfaceNames(folder = LINUX_INTERFACES): string[] {
  try {
    // bonding_masters is a file of the bonding driver, not an interface.
    return readdirSync(folder).filter((name) => name !== 'bonding_masters');
  } catch {
    return [];
  }
}

/** Bytes in and out since the interface came up. Loopback counts every packet on both sides: one side is the traffic. */
export function readLinuxByteCounters(folder = LINUX_INTERFACES): Map<string, number> {
  const counters = new Map<string, number>();
  for (const name of linuxInterfaceNames(folder)) {
    const received = Number(attribute(folder, name, 'statistics/rx_bytes') || Number.NaN);
    if (Number.isNaN(received)) continue;
    const loopback = (Number.parseInt(attribute(folder, name, 'flags'), 16) & IFF_LOOPBACK) !== 0;
    counters.set(name, received + (loopback ? 0 : Number(attribute(folder, name, 'statistics/tx_bytes'))));
  }
  return counters;
}
