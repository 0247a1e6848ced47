// The deb, installed by dpkg: files, right to capture, types of files, completion, window and command line; and nothing left when it goes.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { rowCount } from '../e2e/launch';
import { family } from '../e2e/sockets';
import { story } from '../make/story';
import { DEB, openWindow, OrdinaryUser, processes, root, VERSION, type Ran } from './packages';

const HELPER = '/usr/libexec/synoptic/dumpcap';
const GROUP = 'synoptic';
const capture = story().syn().synAck().ack().data('originator', 300).close('originator').pcap();

const said = (...words: string[]): string => spawnSync(words[0] ?? '', words.slice(1), { encoding: 'utf8' }).stdout.trim();
function done(outcome: Ran): Ran {
  expect(outcome.status, outcome.stderr).toBe(0);
  return outcome;
}

let stranger: OrdinaryUser;
let member: OrdinaryUser;
test.beforeAll(() => {
  done(root('dpkg', '-i', DEB));
  stranger = new OrdinaryUser();
  member = new OrdinaryUser([GROUP]);
});
test.afterAll(() => {
  stranger.remove();
  member.remove();
  root('dpkg', '--purge', 'synoptic');
});

interface Capturers { capturers: { name: string; usable: boolean; remedy: string | null }[] }
const dumpcapOf = (user: OrdinaryUser): Capturers['capturers'][number] | undefined => (JSON.parse(done(user.run(['synoptic', 'interfaces', '--json'])).stdout) as Capturers).capturers.find(({ name }) => name === 'dumpcap');

test('every file is as it was packed, and the sandbox may do its work', () => {
  expect(said('dpkg', '--verify', 'synoptic')).toBe('');
  expect(said('stat', '-c', '%a %U:%G', '/opt/Synoptic/chrome-sandbox')).toBe('4755 root:root');
  expect(fs.realpathSync('/usr/bin/synoptic')).toBe('/opt/Synoptic/synoptic');
});

test('the copy of dumpcap may capture, for the group, which nobody was put into', () => {
  expect(said('stat', '-c', '%a %U:%G', HELPER)).toBe(`750 root:${GROUP}`);
  expect(said('/usr/sbin/getcap', HELPER)).toBe(`${HELPER} cap_net_admin,cap_net_raw=eip`);
  expect(said('getent', 'group', GROUP)).toMatch(/^synoptic:x:\d+:$/);
  expect(said('/usr/sbin/getcap', '-r', '/opt/Synoptic')).toBe('');
});

test('who is not in the group is told how to get there, who is captures', async () => {
  expect(dumpcapOf(stranger)).toMatchObject({ usable: false, remedy: 'sudo usermod -aG synoptic $USER, then log out and in again' });
  expect(dumpcapOf(member)).toMatchObject({ usable: true });
  const server = net.createServer((socket) => { socket.end('hello'); }).listen(0, '127.0.0.1');
  const { port } = await new Promise<net.AddressInfo>((resolve) => { server.on('listening', () => { resolve(server.address() as net.AddressInfo); }); });
  const knocking = setInterval(() => { net.connect(port, '127.0.0.1').resume().on('error', () => undefined); }, 100);
  const file = path.join(member.home, 'live.pcapng');
  // Not by --seconds: `timeout` sends SIGTERM, which ends the capture in order and keeps its file.
  const capturing = member.start(['timeout', '15', 'synoptic', 'capture', '-i', 'lo', '-f', `tcp port ${String(port)}`, '-w', file]);
  let output = '';
  capturing.stdout?.setEncoding('utf8').on('data', (text: string) => { output += text; });
  capturing.stderr?.setEncoding('utf8').on('data', (text: string) => { output += text; });
  await new Promise((resolve) => { capturing.on('close', resolve); });
  clearInterval(knocking);
  server.close();
  expect(output).toMatch(/connections +[1-9]/);
  const kept = member.run(['synoptic', 'analyze', file, '--jsonl', 'connections']);
  expect(kept.stdout.split('\n').length, `${output}${kept.stderr}`).toBeGreaterThan(2);
});

test('files, keys and pages of the system know it', () => {
  const types = fs.readFileSync('/usr/share/mime/globs2', 'utf8');
  expect(types).toContain(':application/x-pcapng:*.pcapng');
  expect(types).toContain(':application/vnd.tcpdump.pcap:*.pcap');
  expect(types).toContain(':application/vnd.tcpdump.pcap:*.cap');
  expect(spawnSync('gzip', ['-t', '/usr/share/man/man1/synoptic.1.gz']).status).toBe(0);
  const script = 'source /usr/share/bash-completion/completions/synoptic; COMP_WORDS=(synoptic analyze --); COMP_CWORD=2; _synoptic; echo "${COMPREPLY[@]}"';
  expect(said('bash', '-c', script).split(' ')).toEqual(expect.arrayContaining(['--jsonl', '--filter', '--connection-limit']));
});

for (const [how, words] of [['by user namespaces', []], ['by the set-user-ID program, where ordinary users may not make namespaces', ['--disable-namespace-sandbox']]] as const) {
  test(`the window opens a capture, its page in the sandbox ${how}`, async () => {
    const window = await openWindow(stranger, ['synoptic', stranger.file('trace.cap', capture), ...words]);
    await expect.poll(() => rowCount(window.page).catch(() => 0), { timeout: 60_000, intervals: [20] }).toBe(1);
    const all = processes(family(window.pid));
    expect(all.filter((one) => one.words.includes('--type=renderer')).map((one) => one.seccomp)).toEqual([2]);
    expect(all.some((one) => one.words[0]?.endsWith('chrome-sandbox') === true)).toBe(words.length > 0);
    await window.close();
  });
}

test('the copy follows its original, and goes with the package', () => {
  const before = said('stat', '-c', '%i', HELPER);
  done(root('dpkg-trigger', '--no-await', '--by-package=synoptic', '/usr/bin/dumpcap'));
  done(root('dpkg', '--triggers-only', '--pending'));
  expect(said('stat', '-c', '%i %a', HELPER)).not.toContain(before);
  expect(said('/usr/sbin/getcap', HELPER)).toContain('cap_net_raw');
  expect(stranger.run(['synoptic', '--version']).stdout).toBe(`synoptic ${VERSION}\n`);

  done(root('dpkg', '-r', 'synoptic'));
  expect([HELPER, '/opt/Synoptic', '/usr/bin/synoptic', '/usr/libexec/synoptic', '/usr/share/applications/synoptic.desktop'].filter((file) => fs.existsSync(file))).toEqual([]);
  expect(fs.readFileSync('/usr/share/mime/globs2', 'utf8')).toBeTruthy();
  done(root('dpkg', '--purge', 'synoptic'));
  expect(said('getent', 'group', GROUP)).toBe('');
});
