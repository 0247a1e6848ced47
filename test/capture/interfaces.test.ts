// The list of interfaces and how busy they are.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ActivityMeter } from '../../main/capture/activity';
import { interfaceExists, listInterfaces, parseDumpcapList, parseTcpdumpList } from '../../main/capture/interfaces';
import { readLinuxByteCounters, readLinuxInterfaces } from '../../main/capture/linux-interfaces';
import { temporaryFolder } from './capture-rig';
import { receiver, sendNumbered } from '../make/datagrams';

const { folder, remove } = temporaryFolder();
afterAll(remove);

function deviceFolder(root: string, name: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name, file)), { recursive: true });
    writeFileSync(path.join(root, name, file), `${text}\n`);
  }
}

describe('interfaces', () => {
  it('are listed with their addresses, loopback among them', async () => {
    const found = await listInterfaces();
    for (const [name, addresses] of Object.entries(os.networkInterfaces())) {
      expect(found.find((device) => device.name === name)?.addresses).toEqual(addresses?.map((address) => address.address));
    }
    expect(found.filter((device) => device.loopback).length).toBeGreaterThan(0);
  });

  it.runIf(process.platform === 'linux')('include the device for all of them, and none that carries no IP packets', async () => {
    const names = (await listInterfaces()).map((device) => device.name);
    expect(names).toContain('any');
    expect(names).not.toContain('nfqueue');
    expect(new Set(names).size).toBe(names.length);
  });

  it('exist by their exact name only', async () => {
    const [device] = await listInterfaces();
    expect(await interfaceExists(device?.name ?? '')).toBe(true);
    for (const name of ['', '.', '..', ' lo', '../lo', 'LO0', '-i']) expect(await interfaceExists(name), name).toBe(false);
  });
});

describe('what Linux tells of an interface', () => {
  const root = path.join(folder, 'net');
  deviceFolder(root, 'eth0', { flags: '0x1003', operstate: 'up', type: '1', uevent: 'INTERFACE=eth0', 'statistics/rx_bytes': '1000', 'statistics/tx_bytes': '500' });
  deviceFolder(root, 'lo', { flags: '0x9', operstate: 'unknown', type: '772', uevent: 'INTERFACE=lo', 'statistics/rx_bytes': '70', 'statistics/tx_bytes': '70' });
  deviceFolder(root, 'wlan0', { flags: '0x1002', operstate: 'down', type: '1', uevent: 'DEVTYPE=wlan\nINTERFACE=wlan0' });
  deviceFolder(root, 'unplugged', { flags: '0x1003', operstate: 'down', type: '1', uevent: '' });
  writeFileSync(path.join(root, 'bonding_masters'), '');

  it('is its kind and whether it is up: administratively and by its link', () => {
    expect(readLinuxInterfaces(root)).toEqual([
      { name: 'eth0', up: true, loopback: false, description: 'Ethernet' },
      { name: 'lo', up: true, loopback: true, description: 'Loopback' },
      { name: 'unplugged', up: false, loopback: false, description: 'Ethernet' },
      { name: 'wlan0', up: false, loopback: false, description: 'Wi-Fi' },
    ]);
  });

  it('is its byte counters, a loopback packet counted once', () => {
    expect([...readLinuxByteCounters(root)]).toEqual([['eth0', 1500], ['lo', 70]]);
    expect(readLinuxByteCounters(path.join(folder, 'missing')).size).toBe(0);
  });
});

describe('what capturers list', () => {
  it('is read from dumpcap', () => {
    expect(parseDumpcapList('1. eth0\t\t\t0\t192.0.2.2,fd00::2\tnetwork\t\n3. lo\t\tLoopback\t0\t127.0.0.1\tloopback\t\n')).toEqual([
      { name: 'eth0', description: null, addresses: ['192.0.2.2', 'fd00::2'], up: true, loopback: false },
      { name: 'lo', description: 'Loopback', addresses: ['127.0.0.1'], up: true, loopback: true },
    ]);
  });

  it('is read from tcpdump', () => {
    expect(parseTcpdumpList('1.eth0 [Up, Running, Connected]\n2.any (Pseudo-device that captures on all interfaces) [Up, Running]\n4.ifb0 [none]\n5.lo0\n')).toEqual([
      { name: 'eth0', description: null, addresses: [], up: true, loopback: false },
      { name: 'any', description: 'Pseudo-device that captures on all interfaces', addresses: [], up: true, loopback: false },
      { name: 'ifb0', description: null, addresses: [], up: false, loopback: false },
      { name: 'lo0', description: null, addresses: [], up: false, loopback: false },
    ]);
  });
});

describe('activity', () => {
  it('is bytes a second, newest last, a minute long', () => {
    let bytes = 0;
    const meter = new ActivityMeter(() => new Map([['eth0', bytes], ['eth1', 5]]));
    meter.sample(0);
    expect(meter.samplesOf('eth0')).toEqual([]);
    for (let second = 1; second <= 70; second++) {
      bytes += second * 100;
      meter.sample(second * 1000);
    }
    expect(meter.samplesOf('eth0')).toHaveLength(60);
    expect(meter.samplesOf('eth0').at(-1)).toBe(7000);
    expect(meter.samplesOf('eth1').at(-1)).toBe(0);
    expect(meter.samplesOf('any').at(-1)).toBe(7000);
    expect(meter.samplesOf('eth9')).toEqual([]);
  });

  it('is per second also when a sample came late, never negative, and ends with its interface', () => {
    let counters = new Map([['a', 1000], ['b', 1000]]);
    const meter = new ActivityMeter(() => counters);
    meter.sample(0);
    counters = new Map([['a', 5000], ['b', 10]]);
    meter.sample(2000);
    expect([meter.samplesOf('a'), meter.samplesOf('b')]).toEqual([[2000], [0]]);
    counters = new Map([['a', 5000]]);
    meter.sample(3000);
    expect(meter.samplesOf('b')).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('shows traffic on loopback', async () => {
    const meter = new ActivityMeter();
    const target = await receiver();
    meter.start();
    const sampled = new Promise<void>((resolve) => { meter.onSample(resolve); });
    await sendNumbered(target.port, 500, 10_000, 1000);
    await sampled;
    expect(meter.samplesOf('lo').at(-1)).toBeGreaterThan(400_000);
    expect((await listInterfaces(meter)).find((device) => device.name === 'lo')?.activity).toEqual(meter.samplesOf('lo'));
    meter.stop();
    expect(meter.samplesOf('lo')).toEqual([]);
    target.close();
  });
});
