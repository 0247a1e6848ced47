// What capturers say, word by word as they said it, turned into one sentence and a remedy.
import { describe, expect, it } from 'vitest';
import { explainEnding, filterReason, type Ending } from '../../main/capture/capture-error';
import { droppedByDumpcap } from '../../main/capture/dumpcap';
import { distributionFamily, shellWord } from '../../main/capture/remedies';
import { droppedByTcpdump } from '../../main/capture/tcpdump';

const ending = (said: string, more: Partial<Ending> = {}): Ending => ({ capturer: 'dumpcap', program: '/usr/bin/dumpcap', device: 'eth0', said, signal: null, deviceExists: true, diskFull: false, started: false, spoolDirectory: '/var/tmp/synoptic-spool-x', ...more });

describe('an ending', () => {
  it.each([
    ['dumpcap: You do not have permission to capture on device "lo".\n(socket: Operation not permitted)', 'no-permission'],
    ["tcpdump: lo: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)", 'no-permission'],
    ['cap: socket: Operation not permitted', 'no-permission'],
    ['dumpcap: There is no device named "nope".\n(No such device exists)', 'no-interface'],
    ['tcpdump: nope: No such device exists\n(No such device exists)', 'no-interface'],
    ['dumpcap: Device "ifb0" is not up.\n(That device is not up)', 'no-interface'],
    ["tcpdump: can't parse filter expression: syntax error", 'bad-filter'],
    ['dumpcap: Not all the packets could be written to the file to which the capture was being saved\n("x") because there is no space left on the file system\non which that file resides.', 'disk-full'],
    ['cap: ENOSPC: no space left on device, write', 'disk-full'],
    ['something new', 'capturer-error'],
    ['', 'capturer-error'],
  ])('“%s” is %s', (said, code) => {
    expect(explainEnding(ending(said)).code).toBe(code);
  });

  it.each(['dumpcap: The network adapter "vx0" is no longer attached; the capture has stopped.', 'tcpdump: pcap_loop: The interface disappeared'])('“%s” while capturing is an interface that is gone', (said) => {
    expect(explainEnding(ending(said, { started: true })).code).toBe('interface-gone');
  });

  it('by a signal after the interface went is the interface’s', () => {
    expect(explainEnding(ending('', { started: true, signal: 'SIGABRT', deviceExists: false })).code).toBe('interface-gone');
    expect(explainEnding(ending('', { started: true, signal: 'SIGKILL' })).code).toBe('capturer-killed');
  });

  it('carries a command that can be pasted, whatever the path', () => {
    const said = 'socket: Operation not permitted';
    expect(explainEnding(ending(said)).remedy).toBe('sudo setcap cap_net_raw,cap_net_admin+eip /usr/bin/dumpcap');
    expect(explainEnding(ending(said, { program: "/opt/it's here/dumpcap" })).remedy).toContain(`'/opt/it'\\''s here/dumpcap'`);
  });

  it('quotes the last words, not the packet counts', () => {
    expect(explainEnding(ending('Capturing on lo\nFile: x\nPackets: 1 \rPackets: 2 \rdumpcap: strange trouble.\nPackets captured: 2\n')).message).toBe('dumpcap stopped: dumpcap: strange trouble.');
  });
});

describe('reasons and counts', () => {
  it('of a filter are libpcap’s own words', () => {
    expect(filterReason(`Capturing on 'lo'\ndumpcap: Invalid capture filter "tpc (x)." for interface 'lo'.\n\nThat string isn't a valid capture filter (can't parse filter expression: syntax error).\nSee the User's Guide for a description of the capture filter syntax.\n`)).toBe('syntax error');
    expect(filterReason('tcpdump: unknown host foo')).toBe('unknown host foo');
  });

  it('of drops are the last ones said', () => {
    expect(droppedByDumpcap("Packets received/dropped on interface 'Loopback: lo': 6990/3 (pcap:2/dumpcap:1/flushed:0/ps_ifdrop:0) (100.0%)")).toBe(3);
    expect(droppedByDumpcap('Packets: 17')).toBeNull();
    expect(droppedByTcpdump('tcpdump: 9 packets captured, 10 packets received by filter, 1 packet dropped by kernel\n9 packets captured\n2 packets dropped by kernel\n4 packets dropped by interface')).toBe(6);
    expect(droppedByTcpdump('listening on lo')).toBeNull();
  });
});

describe('remedies', () => {
  it.each([
    ['ID=debian\n', 'debian'], ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'debian'], ['NAME="Fedora Linux"\nID=fedora\n', 'fedora'], ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'fedora'],
    ['ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', 'suse'], ['ID=arch\n', 'arch'], ['ID=nixos\n', null],
  ])('are for the family of %j', (osRelease, family) => {
    expect(distributionFamily(osRelease)).toBe(family);
  });

  it('quote words for the shell', () => {
    expect(['/usr/bin/x', 'a b', "a'b", '$(x)', ''].map(shellWord)).toEqual(['/usr/bin/x', `'a b'`, `'a'\\''b'`, `'$(x)'`, `''`]);
  });
});
