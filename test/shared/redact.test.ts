// A log that is handed on tells of a fault, not of a network or of who uses it.
import { describe, expect, it } from 'vitest';
import { redact } from '@shared/redact';

describe('what is taken out', () => {
  it.each([
    ['dumpcap on 192.168.1.23 failed', 'dumpcap on <ipv4> failed'],
    ['10.0.0.1:443 → 10.0.0.2:51234', '<ipv4>:443 → <ipv4>:51234'],
    ['from 10.0.0.1.', 'from <ipv4>.'],
    ['host 2001:db8:41::1f3a answered', 'host <ipv6> answered'],
    ['[::1]:8080, fe80::5054:ff:fe12:3456%eth0 and ::ffff:10.1.2.3', '[<ipv6>]:8080, <ipv6> and <ipv6>'],
    ['2001:db8:0:0:0:0:0:1 too', '<ipv6> too'],
    ['aa:bb:cc:dd:ee:0f, AA-BB-CC-DD-EE-0F and aabb.ccdd.ee0f', '<mac>, <mac> and <mac>'],
    ['captured on enx001122aabbcc', 'captured on enx<mac>'],
    ['ENOENT: no such file, open \'/home/ada/captures/x.pcap\'', 'ENOENT: no such file, open \'<path>\''],
    ['C:\\Users\\Ada\\captures\\x.pcapng cannot be read', '<path> cannot be read'],
    ['~/captures/office and ../x/y', '<path> and <path>'],
    ['office-2026.pcapng.gz is damaged at offset 12', '<file> is damaged at offset 12'],
    ['asked mail.example.org and xn--bcher-kva.example', 'asked <host> and <host>'],
    ['ada@example.org wrote', '<user> wrote'],
    ['see https://example.org/a?b=c now', 'see <address> now'],
  ])('%s', (text, without) => { expect(redact(text)).toBe(without); });

  it('the names that the program knows, whole words only, the longest first', () => {
    const known = { hosts: ['falcon', 'ada'], files: ['slow login', 'slow'] };
    expect(redact('On Falcon, ada opened “slow login”; adaptive falconry goes on.', known)).toBe('On <host>, <host> opened “<file>”; adaptive falconry goes on.');
  });

  it('names that hold what a pattern would take for its own signs', () => {
    expect(redact('a.b+(c) was opened', { files: ['a.b+(c)'] })).toBe('<file> was opened');
  });
});

describe('what stays', () => {
  it.each([
    'at 14:25:01.250 the capture ended after 1:02:03',
    'Synoptic 0.1.0 on Electron 45.4.1, Chromium 156.0.7000.12',
    'dumpcap: sudo setcap cap_net_raw,cap_net_admin+eip /usr/bin/dumpcap',
    '/dev/bpf0 and /sys/class/net/eth0/mtu',
    'TypeError: x.map is not a function at index.cjs:12:4',
    'app://synoptic/index.html',
    '3 of 12 packets, 0.5 MB/s',
    'std::string',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('the file and line of our own code in a stack', () => {
    expect(redact('    at open (/home/ada/synoptic/dist/main/index.cjs:120:9)')).toBe('    at open (<path>/index.cjs:120:9)');
    expect(redact('    at file:///home/ada/dist/renderer/main.js:1:2')).toBe('    at <path>/main.js:1:2');
  });
});

it('takes a long hostile text in time that grows with its length alone', () => {
  const cost = (text: string): number => {
    const before = process.cpuUsage().user;
    redact(text);
    return process.cpuUsage().user - before;
  };
  for (const unit of ['a', 'a.', '1:', ':', '/', '\\', '1.1.', 'aa:', 'a-', 'a@', '\\\\ ']) {
    cost(unit.repeat(1_000));
    expect(cost(unit.repeat(8_000 / unit.length)), JSON.stringify(unit)).toBeLessThan(400_000);
  }
});
