// The small parts of what the doctor observes, where a machine of that kind is not at hand.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isPromiscuous, missedFrames, mtuOf, parseOffloads } from '../../main/doctor/device';
import { bpfDevice, captureDriver } from '../../main/doctor/driver';
import { profileFolder, settingsOnDisk } from '../../main/doctor/profile';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-observed-'));
afterAll(() => { fs.rmSync(folder, { recursive: true, force: true }); });
const file = (name: string, text: string): string => {
  const whole = path.join(folder, name);
  fs.mkdirSync(path.dirname(whole), { recursive: true });
  fs.writeFileSync(whole, text);
  return whole;
};

describe('an interface of Linux', () => {
  file('sys/eth0/mtu', '9000\n');
  file('sys/eth0/flags', '0x1103\n');
  file('sys/eth0/statistics/rx_missed_errors', '3\n');
  file('sys/eth0/statistics/rx_fifo_errors', '4\n');
  file('sys/lo/flags', '0x9\n');
  const sys = path.join(folder, 'sys');
  it('tells its limit, its mode and what its card missed', () => {
    expect([mtuOf('eth0', sys), isPromiscuous('eth0', sys), missedFrames('eth0', sys)]).toEqual([9000, true, 7]);
    expect(isPromiscuous('lo', sys)).toBe(false);
  });
  it('that is not there, or is no name, tells nothing', () => {
    for (const name of ['eth7', '', '..', '../sys/eth0', 'a/../eth0']) expect([mtuOf(name, sys), isPromiscuous(name, sys), missedFrames(name, sys)]).toEqual([null, null, null]);
  });
});

it('ethtool’s features that are on are read, also where they are fixed', () => {
  expect(parseOffloads('Features for eth0:\nrx-checksumming: on\ntx-checksumming: off\n\ttx-checksum-ipv4: off [fixed]\ngeneric-receive-offload: on [fixed]\nlarge-receive-offload: off [fixed]\n'))
    .toEqual(['rx-checksumming', 'generic-receive-offload']);
});

describe('what stands between a capturer and the network', () => {
  it('is part of the kernel on Linux', () => { expect(captureDriver('linux').state).toBe('there'); });
  it('is Npcap on Windows', () => {
    expect(captureDriver('win32', folder).state).toBe('missing');
    file('System32/Npcap/wpcap.dll', '');
    expect(captureDriver('win32', folder).state).toBe('there');
  });
  it('is a device on macOS that one may or may not open', () => {
    expect(bpfDevice(file('bpf0', '')).state).toBe('there');
    expect(bpfDevice(path.join(folder, 'none')).state).toBe('missing');
  });
});

describe('the window’s profile, as the command line finds it', () => {
  it.each([
    ['linux', {}, '/home/ada', '/home/ada/.config/Synoptic'],
    ['linux', { XDG_CONFIG_HOME: '/x' }, '/home/ada', '/x/Synoptic'],
    ['darwin', {}, '/Users/ada', '/Users/ada/Library/Application Support/Synoptic'],
    ['linux', { SYNOPTIC_USER_DATA: '/p' }, '/home/ada', '/p'],
  ])('on %s with %j', (platform, env, home, expected) => { expect(profileFolder(platform, env, home)).toBe(expected); });
  it('holds settings, or none that can be read', () => {
    expect(settingsOnDisk(folder)).toEqual({});
    file('settings.json', '[1]');
    expect(settingsOnDisk(folder)).toEqual({});
    file('settings.json', '{"theme":"dark"}');
    expect(settingsOnDisk(folder)).toEqual({ theme: 'dark' });
  });
});
