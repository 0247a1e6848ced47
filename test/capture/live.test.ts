// Live capture on real devices: every packet is found, every fault is caused for real and told with its remedy.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CapturerName } from '@shared/ipc';
import { setCapRuntime } from '../../main/capture/cap';
import { toAppError } from '@shared/failure';
import { probeCapturers } from '../../main/capture/capturers';
import { startCapture, type CaptureEnd, type LiveCapture, type LiveOptions } from '../../main/capture/live';
import { saveCapture } from '../../main/capture/save';
import { findAbandoned, removeSpool } from '../../main/capture/spool';
import { buildCapture, capIsBuilt, eventually, numbersTo, numbersUpTo, processIsAlive, script, streamOf, temporaryFolder, walk } from './capture-rig';
import { receiver, sendNumbered } from '../make/datagrams';

const { folder, remove } = temporaryFolder();
const built = await buildCapture();
if (capIsBuilt) setCapRuntime(built);
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const statuses = await probeCapturers();
const usable = statuses.filter((status) => status.usable).map((status) => status.name);
const installed = (name: string): boolean => existsSync(`/usr/bin/${name}`) || existsSync(`/usr/sbin/${name}`);
const mayMakeInterfaces = isRoot && tryCommand(['ip', 'link', 'add', 'synprobe0', 'type', 'veth', 'peer', 'name', 'synprobe1']) && tryCommand(['ip', 'link', 'del', 'synprobe0']);
const mayMount = isRoot && tryMount();

function tryCommand(words: string[]): boolean {
  try {
    execFileSync(words[0] ?? '', words.slice(1), { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function tryMount(): boolean {
  const point = path.join(folder, 'mount-probe');
  mkdirSync(point);
  return tryCommand(['mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', point]) && tryCommand(['umount', point]);
}

const captures: LiveCapture[] = [];
async function start(options: Partial<LiveOptions>): Promise<LiveCapture> {
  const capture = await startCapture({ interface: 'lo', filter: '', capturer: null, limitBytes: 64e6, spoolBase: folder, ...options });
  captures.push(capture);
  return capture;
}
const endOf = (capture: LiveCapture): Promise<CaptureEnd> => new Promise((resolve) => {
  if (capture.result !== null) resolve(capture.result);
  else capture.once('end', resolve);
});
async function refused(options: Partial<LiveOptions>): Promise<ReturnType<typeof toAppError>> {
  try {
    await start(options);
  } catch (thrown) {
    return toAppError(thrown);
  }
  throw new Error('the capture was started');
}

let target: Awaited<ReturnType<typeof receiver>>;
beforeAll(async () => { target = await receiver(); });
afterEach(async () => { for (const capture of captures.splice(0)) await capture.discard(); });
afterAll(() => {
  target.close();
  setCapRuntime(null);
  remove();
});

describe('capturers', () => {
  it.runIf(isRoot && installed('dumpcap'))('are usable for root where dumpcap is installed', () => {
    expect(usable).toContain('dumpcap');
  });

  it('are tried in the order dumpcap, cap, tcpdump, each with a reason and a remedy when it is not usable', () => {
    expect(statuses.map((status) => status.name)).toEqual(['dumpcap', 'cap', 'tcpdump']);
    for (const status of statuses) expect(status.usable).toBe(status.reason === null);
    for (const status of statuses.filter((one) => !one.usable)) expect(status.remedy).toMatch(/sudo|npm|Install/);
  });

  it('say what they cannot tell', () => {
    expect(statuses.find((status) => status.name === 'cap')?.limits).toEqual(expect.arrayContaining(['no drop counts']));
  });
});

describe.runIf(usable.length > 0).each(usable)('a capture on loopback by %s', (capturer: CapturerName) => {
  it('holds every packet that was sent, in order and in time', async () => {
    const before = Date.now() * 1000;
    const capture = await start({ capturer, filter: `udp port ${String(target.port)}` });
    await sendNumbered(target.port, 5000, 10_000);
    expect(await capture.stop()).toEqual({ reason: 'stopped', error: null });
    const packets = walk(streamOf(capture.segments));
    expect(numbersTo(target.port, packets)).toEqual(numbersUpTo(5000));
    for (const { micros } of packets) {
      expect(micros).toBeGreaterThan(before - 10_000);
      expect(micros).toBeLessThan(Date.now() * 1000 + 10_000);
    }
  });

  it('shows a packet while it runs, by the offset of its last byte', async () => {
    const capture = await start({ capturer, filter: `udp port ${String(target.port)}` });
    const header = capture.end;
    const seen: number[] = [];
    capture.on('data', (end) => seen.push(end));
    await sendNumbered(target.port, 1, 1000);
    expect(await eventually(() => seen.some((end) => end > header), 2500)).toBe(true);
    expect(numbersTo(target.port, walk(streamOf(capture.segments)))).toEqual([0]);
  });

  it('keeps the newest part when the limit is reached, and saves it as one pcapng file', async () => {
    const capture = await start({ capturer, filter: `udp port ${String(target.port)}`, limitBytes: 4e6 });
    const trims: number[] = [];
    capture.on('trimmed', (begin) => trims.push(begin));
    let most = 0;
    for (let round = 0; round < 4; round++) {
      await sendNumbered(target.port, 1500, 15_000, 1400);
      most = Math.max(most, capture.segments.reduce((sum, segment) => sum + segment.bytes + segment.skip, 0));
    }
    await capture.stop();
    // Between two looks, what arrives in that time is on top of the limit; at the end nothing is.
    expect(most).toBeLessThan(4e6 + 2e6);
    expect(capture.segments.reduce((sum, segment) => sum + segment.bytes + segment.skip, 0)).toBeLessThanOrEqual(4e6);
    expect(trims.length).toBeGreaterThan(0);
    expect(capture.start).toBe(trims.at(-1));
    const { segments } = capture;
    expect(readdirSync(capture.directory).filter((name) => name.includes('.pcap'))).toHaveLength(segments.length);
    for (const [index, segment] of segments.entries()) {
      const next = segments[index + 1];
      if (next !== undefined) expect(next.startOffset).toBe(segment.startOffset + segment.bytes);
      expect(segment.complete).toBe(true);
    }
    const file = path.join(folder, `${capturer}.pcapng`);
    const saved = await saveCapture(segments, file);
    expect(statSync(file).size).toBe(saved.bytes);
    const kept = numbersTo(target.port, walk(readFileSync(file)));
    // The last round is there without a hole.
    expect(kept.slice(-1500)).toEqual(numbersUpTo(1500));
  });

  it('lies in a folder and in files of this user alone', async () => {
    const capture = await start({ capturer, filter: `udp port ${String(target.port)}`, limitBytes: 16e6 });
    await sendNumbered(target.port, 2000, 20_000, 1400);
    await capture.stop();
    expect(statSync(capture.directory).mode & 0o777).toBe(0o700);
    expect(capture.segments.length).toBeGreaterThan(1);
    for (const name of readdirSync(capture.directory)) expect(statSync(path.join(capture.directory, name)).mode & 0o777, name).toBe(0o600);
  });

  it('tells that its capturer was killed, and keeps what was captured', async () => {
    const capture = await start({ capturer, filter: `udp port ${String(target.port)}` });
    await sendNumbered(target.port, 100, 1000);
    await eventually(() => numbersTo(target.port, walk(streamOf(capture.segments))).length === 100);
    process.kill(capture.pid ?? 0, 'SIGKILL');
    const { reason, error } = await endOf(capture);
    expect(reason).toBe('capturer-killed');
    expect(error?.message).toContain(`${capturer} was ended by SIGKILL`);
    expect(error?.remedy).not.toBeNull();
    expect(numbersTo(target.port, walk(streamOf(capture.segments)))).toEqual(numbersUpTo(100));
  });

  it('refuses a filter that is wrong, with the reason of libpcap', async () => {
    const error = await refused({ capturer, filter: 'tpc port 80' });
    expect(error.code).toBe('bad-filter');
    expect(error.message).toMatch(/syntax error/);
    expect(readdirSync(folder).filter((name) => name.startsWith('synoptic-spool-'))).toEqual([]);
  });

  it.runIf(mayMakeInterfaces)('tells that its interface is gone, and keeps what was captured', async () => {
    execFileSync('ip', ['link', 'add', 'syngone0', 'type', 'veth', 'peer', 'name', 'syngone1']);
    try {
      execFileSync('ip', ['link', 'set', 'syngone0', 'up']);
      execFileSync('ip', ['link', 'set', 'syngone1', 'up']);
      const capture = await start({ capturer, interface: 'syngone0' });
      execFileSync('ip', ['link', 'del', 'syngone0']);
      const { reason, error } = await endOf(capture);
      expect(reason).toBe('interface-gone');
      expect(error?.message).toContain('syngone0');
      expect(capture.segments).toHaveLength(1);
    } finally {
      tryCommand(['ip', 'link', 'del', 'syngone0']);
    }
  });

  it.runIf(mayMakeInterfaces)('tells that its interface went down, whether the capturer goes on or ends; what was captured is kept', async () => {
    execFileSync('ip', ['link', 'add', 'synfall0', 'type', 'veth', 'peer', 'name', 'synfall1']);
    try {
      execFileSync('ip', ['link', 'set', 'synfall0', 'up']);
      execFileSync('ip', ['link', 'set', 'synfall1', 'up']);
      const capture = await start({ capturer, interface: 'synfall0' });
      execFileSync('ip', ['link', 'set', 'synfall0', 'down']);
      expect(await eventually(() => capture.result !== null || capture.notice !== null, 3_000)).toBe(true);
      await new Promise((resolve) => { setTimeout(resolve, 500); }); // one that ends has ended by then
      const told = capture.result === null ? capture.notice : capture.result.error;
      expect(told?.message).toMatch(/synfall0 (is|went) down/);
      expect(told?.remedy).toBe('sudo ip link set dev synfall0 up');
      expect(capture.segments).toHaveLength(1);
    } finally {
      tryCommand(['ip', 'link', 'del', 'synfall0']);
    }
  });

  it.runIf(mayMakeInterfaces)('refuses an interface that is down, with the command that brings it up', async () => {
    execFileSync('ip', ['link', 'add', 'syndown0', 'type', 'veth', 'peer', 'name', 'syndown1']);
    try {
      const error = await refused({ capturer, interface: 'syndown0' });
      expect(error).toMatchObject({ code: 'no-interface', remedy: 'sudo ip link set dev syndown0 up' });
    } finally {
      tryCommand(['ip', 'link', 'del', 'syndown0']);
    }
  });

  it.runIf(mayMount)('ends with the reason when the disk is full, and what was captured can be read', async () => {
    const small = path.join(folder, `disk-${capturer}`);
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'none', small]);
    try {
      const capture = await start({ capturer, filter: `udp port ${String(target.port)}`, spoolBase: small });
      const end = endOf(capture);
      await sendNumbered(target.port, 6000, 30_000, 1400);
      const { reason, error } = await end;
      expect(reason, error?.message).toBe('disk-full');
      expect(error?.remedy).toContain('df -h');
      const numbers = numbersTo(target.port, walk(streamOf(capture.segments)));
      expect(numbers.length).toBeGreaterThan(1000);
      expect(numbers.slice(0, 1000)).toEqual(numbersUpTo(1000));
      // Room is looked for before the first byte as well.
      expect(await refused({ capturer, spoolBase: small })).toMatchObject({ code: 'disk-full' });
      await capture.discard();
      captures.length = 0;
    } finally {
      tryCommand(['umount', '-l', small]);
    }
  });
});

describe('a capture that cannot begin', () => {
  it('because the interface does not exist', async () => {
    expect(await refused({ interface: 'syn-none' })).toMatchObject({ code: 'no-interface', remedy: expect.stringContaining('synoptic interfaces') as string });
  });

  it.each(['-w', '-', '/tmp/fifo', 'rpcap://host/eth0', 'TCP@host:1', '1', '../lo'])('because “%s” is no interface but would be something else to a capturer', async (name) => {
    expect(await refused({ interface: name })).toMatchObject({ code: 'no-interface' });
  });

  it('because the folder for captures cannot be written', async () => {
    expect(await refused({ spoolBase: path.join(folder, 'missing') })).toMatchObject({ code: 'not-writable' });
  });

  describe.runIf(isRoot && installed('dumpcap') && installed('tcpdump') && existsSync('/usr/bin/setpriv'))('for a user without the privilege', () => {
    const programs = path.join(folder, 'unprivileged');
    const pathBefore = process.env['PATH'];
    const without = 'exec /usr/bin/setpriv --inh-caps=-all --bounding-set=-net_raw,-net_admin';
    beforeAll(() => {
      mkdirSync(programs);
      script(programs, 'dumpcap', `${without} /usr/bin/dumpcap "$@"`);
      script(programs, 'tcpdump', `${without} "$(PATH=/usr/sbin:/usr/bin command -v tcpdump)" "$@"`);
      process.env['PATH'] = `${programs}:${pathBefore ?? ''}`;
    });
    afterAll(() => { process.env['PATH'] = pathBefore; });

    it.each(['dumpcap', 'tcpdump'] as const)('%s says which command gives it', async (capturer) => {
      const error = await refused({ capturer });
      expect(error.code).toBe('no-permission');
      expect(error.message).toBe(`${capturer} has no permission to capture on lo.`);
      expect(error.remedy).toBe(`sudo setcap cap_net_raw,cap_net_admin+eip ${path.join(programs, capturer)}`);
      expect((await probeCapturers()).find((status) => status.name === capturer)).toMatchObject({ usable: false, remedy: error.remedy });
    });

    it.runIf(usable.includes('cap'))('the next capturer in the order is taken', async () => {
      const capture = await start({});
      expect(capture.capturer.name).toBe('cap');
    });
  });
});

describe.runIf(usable.length > 0).each(usable)('the capturer %s', (capturer: CapturerName) => {
  it('does not outlive a program that was killed', async () => {
    const options = JSON.stringify({ interface: 'lo', filter: '', capturer, limitBytes: 64e6, spoolBase: folder });
    const program = `require(${JSON.stringify(built.live)}).startCapture(${options}).then((capture) => console.log(capture.pid, capture.directory));`;
    const parent = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const [pid = '', directory = ''] = line.toString().trim().split(' ');
    expect(processIsAlive(Number(pid))).toBe(true);
    expect(await findAbandoned(folder)).toEqual([]);
    parent.kill('SIGKILL');
    expect(await eventually(() => !processIsAlive(Number(pid)))).toBe(true);
    // What it left is found, and can be removed.
    const [left] = await findAbandoned(folder);
    expect(left).toMatchObject({ directory, device: 'lo' });
    expect(left?.segments).toHaveLength(1);
    await removeSpool(directory);
    expect(await findAbandoned(folder)).toEqual([]);
  });
});
