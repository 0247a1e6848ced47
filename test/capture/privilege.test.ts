// What a capturer with the right to capture keeps of it, and that who starts it gets none: tried with a copy of dumpcap that was granted it.
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './capture-rig';

const NOBODY = '65534';
const DUMPCAP = '/usr/bin/dumpcap';
/** Bits of <linux/capability.h>. */
const CAP_NET_ADMIN = 1n << 12n;
const CAP_NET_RAW = 1n << 13n;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-privilege-'));
const granted = path.join(folder, 'dumpcap');
const MAY_GRANT = process.platform === 'linux' && process.getuid?.() === 0 && fs.existsSync(DUMPCAP) && grant();

function grant(): boolean {
  fs.copyFileSync(DUMPCAP, granted);
  fs.chmodSync(granted, 0o750);
  fs.chownSync(granted, 0, Number(NOBODY));
  fs.chmodSync(folder, 0o755);
  return spawnSync('setcap', ['cap_net_raw,cap_net_admin+eip', granted]).status === 0;
}
const statusOf = (pid: number | undefined, field: string): string => new RegExp(`^${field}:\\s+(.*)$`, 'm').exec(fs.readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? '';
const rights = (pid: number | undefined): bigint => BigInt(`0x${statusOf(pid, 'CapEff')}`);

afterAll(() => { fs.rmSync(folder, { recursive: true, force: true }); });

describe.runIf(MAY_GRANT)('a capturer that was granted the right', () => {
  const spool = path.join(folder, 'spool');
  let child: ChildProcess;
  beforeAll(async () => {
    fs.mkdirSync(spool, { mode: 0o700 });
    fs.chownSync(spool, Number(NOBODY), Number(NOBODY));
    const file = path.join(spool, 'x.pcapng');
    child = spawn('setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', granted, '-i', 'lo', '-w', file], { stdio: 'ignore', cwd: spool });
    await eventually(() => fs.existsSync(file) && fs.statSync(file).size > 0);
  }, 30_000);
  afterAll(() => { child.kill('SIGKILL'); });

  it('captures as the ordinary user, with no right but those of the network', () => {
    expect(statusOf(child.pid, 'Uid').split(/\s+/)).toEqual([NOBODY, NOBODY, NOBODY, NOBODY]);
    expect(rights(child.pid) & ~(CAP_NET_RAW | CAP_NET_ADMIN)).toBe(0n);
  });

  it('cannot be started by who is not of its group', () => {
    // Through a shell: setpriv itself still has the administrator's rights when it starts a program.
    const { status, stderr } = spawnSync('setpriv', ['--reuid=65533', '--regid=65533', '--clear-groups', 'sh', '-c', 'exec "$0" -v', granted], { encoding: 'utf8' });
    expect(status).toBe(126);
    expect(stderr).toMatch(/permission denied/i);
  });

  it('gives who starts it nothing: a shell of that user has no right at all', () => {
    const shell = execFileSync('setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', 'sh', '-c', 'grep CapEff /proc/self/status'], { encoding: 'utf8' });
    expect(shell).toMatch(/CapEff:\s+0{16}/);
  });
});
