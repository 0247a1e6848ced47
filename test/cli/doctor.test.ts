// The doctor on real trouble, each made in network namespaces of its own: an interface down, silence, offload, one direction, no right, no capturer, no room.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis, DoctorCheck, DoctorCheckId } from '@shared/doctor';
import { BuiltCli, type Ended } from './built';

const PATIENCE = 60_000;
/** Only the administrator makes devices; the judgement itself is tested everywhere. */
const MAY_MAKE_DEVICES = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('ip', ['netns', 'list']).status === 0;

let cli: BuiltCli;
beforeAll(async () => {
  cli = await BuiltCli.make();
  fs.chmodSync(cli.folder, 0o755); // another user shall run it
}, PATIENCE);
afterAll(() => { cli.remove(); });

const command = (...words: string[]): string[] => [process.execPath, path.join(cli.folder, 'synoptic.cjs'), 'doctor', ...words];
function run([program = '', ...words]: readonly string[]): Promise<Ended> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended: Ended = { status: null, signal: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => { ended.out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { ended.err += text; });
  return new Promise((resolve) => { child.on('close', (status) => { resolve({ ...ended, status }); }); });
}
async function examined(...words: string[]): Promise<Record<DoctorCheckId, DoctorCheck>> {
  const { out, err, status } = await run(words);
  if (out === '') throw new Error(`it said nothing on standard output (${String(status)}): ${err}`);
  return Object.fromEntries((JSON.parse(out) as Diagnosis).checks.map((check) => [check.id, check])) as Record<DoctorCheckId, DoctorCheck>;
}

describe('on this machine', () => {
  it('says of every check what was found, as text and as JSON', async () => {
    const { out, status } = await run(command('lo', '--no-capture'));
    expect([0, 1]).toContain(status);
    expect(out).toMatch(/^Capture doctor: lo\n/);
    expect(out).toContain('Nothing was captured to find out.');
    expect((await examined(...command('lo', '--no-capture', '--json'))).interface).toMatchObject({ state: 'ok' });
  }, PATIENCE);
  it('an interface that does not exist is a problem and no fault', async () => {
    const checks = await examined(...command('no-such0', '--json'));
    expect(checks.interface).toMatchObject({ state: 'problem', finding: 'There is no interface named no-such0.' });
    expect(checks.traffic.state).toBe('unknown');
  }, PATIENCE);
  it.each([[['a', 'b'], 'takes one interface'], [['lo', '--seconds', '0'], 'a number from 1 to 60'], [['lo', '--seconds', '5', '--no-capture'], 'contradict']])('%j is wrong use', async (words, why) => {
    expect(await run(command(...words))).toMatchObject({ status: 2, err: expect.stringContaining(why) as string });
  }, PATIENCE);
});

describe.runIf(MAY_MAKE_DEVICES)('in namespaces', () => {
  const [here, there] = [`synd-${String(process.pid)}-a`, `synd-${String(process.pid)}-b`];
  const inside = (space: string, ...words: string[]): string[] => ['ip', 'netns', 'exec', space, ...words];
  const traffic: ChildProcess[] = [];
  const must = (...words: string[]): void => {
    const { status, stderr } = spawnSync(words[0] ?? '', words.slice(1), { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
  };
  /** A sender of 200 kB/s at most over each address, for as long as the tests last. */
  const SERVER = 'require("net").createServer((s) => s.on("error", () => {}).resume()).listen(5001)';
  const CLIENT = (address: string, source: string): string => `
    const net = require('net'); const block = Buffer.alloc(40000);
    const once = () => { const s = net.connect({ host: '${address}', port: 5001, localAddress: '${source}' }, () => { s.write(block); setTimeout(() => s.end(block), 150); }); s.on('error', () => {}); };
    setInterval(once, 200); setTimeout(() => process.exit(), 120000);`;
  const node = (space: string, script: string): void => { traffic.push(spawn('ip', ['netns', 'exec', space, process.execPath, '-e', script], { stdio: 'ignore' })); };

  beforeAll(() => {
    for (const space of [here, there]) {
      must('ip', 'netns', 'add', space);
      must(...inside(space, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.default.rp_filter=0'));
      must('ip', '-n', space, 'link', 'set', 'lo', 'up');
    }
    for (const [i, name] of ['both', 'way', 'back'].entries()) {
      must('ip', '-n', here, 'link', 'add', name, 'type', 'veth', 'peer', 'name', name, 'netns', there);
      for (const [space, host] of [[here, 1], [there, 2]] as const) {
        must('ip', '-n', space, 'addr', 'add', `10.99.${String(i)}.${String(host)}/24`, 'dev', name);
        must('ip', '-n', space, 'link', 'set', name, 'up');
      }
    }
    // What comes over `way` is answered over `back`.
    must('ip', '-n', there, 'route', 'replace', '10.99.1.0/24', 'via', '10.99.2.1', 'dev', 'back', 'src', '10.99.1.2');
    for (const name of ['lame', 'silent']) must('ip', '-n', here, 'link', 'add', name, 'type', 'veth', 'peer', 'name', name, 'netns', there);
    for (const space of [here, there]) must('ip', '-n', space, 'link', 'set', 'silent', 'up');
    node(there, SERVER);
    node(here, CLIENT('10.99.0.2', '10.99.0.1'));
    node(here, CLIENT('10.99.1.2', '10.99.1.1'));
  }, PATIENCE);
  afterAll(() => {
    for (const child of traffic) child.kill('SIGKILL');
    for (const space of [here, there]) spawnSync('ip', ['netns', 'del', space]);
  });

  it('an interface that is down is named, with the command that brings it up', async () => {
    const { interface: device, traffic: packets } = await examined(...inside(here, ...command('lame', '--json', '--seconds', '1')));
    expect(device).toMatchObject({ state: 'problem', finding: 'lame is down: nothing is sent or received on it.', remedies: [{ command: 'sudo ip link set dev lame up' }] });
    expect(packets.state).toBe('problem');
  }, PATIENCE);

  it('on a silent interface the busy ones are named', async () => {
    const { traffic: packets } = await examined(...inside(here, ...command('silent', '--json', '--seconds', '2')));
    expect(packets.state).toBe('problem');
    expect(packets.finding).toMatch(/^Not one packet in 2 seconds\. Meanwhile traffic was on .*\b(?:both|way)\b/);
  }, PATIENCE);

  it('frames that were joined before the capture are found, with the command that ends it', async () => {
    const checks = await examined(...inside(here, ...command('both', '--json', '--seconds', '3')));
    expect(checks.traffic.state).toBe('ok');
    expect(checks.promiscuous).toMatchObject({ state: 'ok', finding: expect.stringContaining('took every frame') as string });
    expect(checks.drops.state).toBe('ok');
    expect(checks.offload.state).toBe('problem');
    expect(checks.offload.remedies.map((one) => one.command)).toEqual(['sudo ethtool -K both gro off lro off gso off tso off', 'sudo ethtool -K both gro on lro on gso on tso on']);
    expect(checks['one-sided'].state).toBe('ok');
  }, PATIENCE);

  it('connections of which one direction passes elsewhere are found', async () => {
    const checks = await examined(...inside(here, ...command('way', '--json', '--seconds', '3')));
    expect(checks['one-sided'].state).toBe('problem');
  }, PATIENCE);

  it('a user without the right is told so for each capturer, with the command that grants it to one program alone', async () => {
    const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--bounding-set=-all', '--inh-caps=-all'];
    const { permission, traffic: packets, privilege } = await examined(...inside(here, ...user, ...command('both', '--json', '--seconds', '1')));
    expect(permission).toMatchObject({ state: 'problem', finding: expect.stringContaining('no permission to capture on both') as string });
    expect(permission.remedies[0]?.command).toMatch(/^sudo setcap cap_net_raw,cap_net_admin\+eip \/\S+$/);
    expect(packets).toMatchObject({ state: 'unknown', finding: expect.stringContaining('no permission') as string });
    expect(privilege.state).toBe('ok');
  }, PATIENCE);

  it('a machine without any capturer is told what to install', async () => {
    const hidden = ['dumpcap', 'tcpdump'].flatMap((name) => ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/libexec/synoptic'].map((folder) => path.join(folder, name))).filter((file) => fs.existsSync(file));
    const script = `${hidden.map((file) => `mount --bind /dev/null ${file}`).join(' && ')} && exec "$@"`;
    const { capturer, permission } = await examined('unshare', '-m', 'sh', '-c', script, 'sh', ...command('lo', '--json', '--seconds', '1'));
    expect(capturer).toMatchObject({ state: 'problem', finding: 'None of dumpcap, cap and tcpdump is on this machine.' });
    expect(capturer.remedies[0]?.command).toMatch(/install|-S|add/);
    expect(permission.state).toBe('unknown');
  }, PATIENCE);

  it('a disk with less room than a capture may take is told', async () => {
    const { disk, traffic: packets } = await examined('unshare', '-m', 'sh', '-c', 'mount -t tmpfs -o size=16m none /var/tmp && exec "$@"', 'sh', ...command('lo', '--json', '--seconds', '1'));
    expect(disk).toMatchObject({ state: 'problem', finding: expect.stringMatching(/^There is room for 16\.\d MB/) as string });
    expect(packets.looked).toContain('a capture of 1 second');
  }, PATIENCE);
});
