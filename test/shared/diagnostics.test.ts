// Diagnostics say what helps and nothing of whose network it was.
import { expect, it } from 'vitest';
import { diagnosticsText, LOG_LINES, type DiagnosticsFacts } from '@shared/diagnostics';
import { DEFAULT_SETTINGS } from '@shared/settings';

const FACTS: DiagnosticsFacts = {
  version: '0.1.0', build: { commit: 'abc1234', date: '2026-11-22', releases: '' }, versions: { electron: '45.4.1', chrome: '156.0.7000.12', node: '24.1.0' },
  system: { platform: 'linux', release: '6.1.0', name: 'Linux', arch: 'x64', cpus: 8, memoryBytes: 16e9 }, administrator: false,
  capturers: [{ name: 'dumpcap', usable: false, reason: 'dumpcap has no permission to capture on enx001122334455.', remedy: 'sudo setcap cap_net_raw+eip /usr/bin/dumpcap', limits: ['drop counts only at the end'] }],
  interfaces: [{ up: true, loopback: false }, { up: false, loopback: false }], gpu: { webgl: 'enabled' },
  settings: { ...DEFAULT_SETTINGS, reportAuthor: 'Ada of Northwind', savedFilters: [{ name: 'customer', filter: 'ip == 10.1.2.3' }], captureFilters: { eth0: 'host 10.1.2.3' }, unheardOf: 'secret' },
  memory: [{ process: 'Browser', bytes: 234e6 }], capture: 'failed, a file; not-readable: /home/ada/northwind.pcap cannot be read',
  log: Array.from({ length: 80 }, (_, i) => `line ${String(i)} of falcon at 10.1.2.3`), known: { hosts: ['falcon', 'ada'] },
};

it('holds versions, system, capturers with remedies, graphics, memory and the last lines of the log', () => {
  const text = diagnosticsText(FACTS);
  for (const part of ['Synoptic 0.1.0 (commit abc1234, 2026-11-22)', 'Linux 6.1.0 (linux, x64), 8 processors, 16000 MB', 'electron 45.4.1, chrome 156.0.7000.12, node 24.1.0', '/usr/bin/dumpcap', 'webgl: enabled', 'Browser: 234 MB', 'theme: "system"', '2, 1 of them up']) expect(text).toContain(part);
  expect(text.split('\n').filter((line) => line.startsWith('line '))).toHaveLength(LOG_LINES);
  expect(text).toContain('line 79 of <host> at <ipv4>');
});

it('holds no address, no name, no path and no content of a setting', () => {
  expect(diagnosticsText(FACTS)).not.toMatch(/10\.1\.2\.3|northwind|falcon|\bada\b|customer|001122334455|secret|home/i);
  expect(diagnosticsText(FACTS)).toMatch(/reportAuthor: set\n[\s\S]*savedFilters: 1 entries|savedFilters: 1 entries[\s\S]*reportAuthor: set/);
});
