// A capture repeated to any size: as many connections again with each turn, nothing damaged, every checksum right.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeBytes } from '../drive';
import { tsharkInstalled } from '../truth/tshark';
import { generate, type Generated } from './generate';
import { repeat } from './repeat.mjs';

const TURNS = 3;
let directory = '';
let made: Generated;
let file = '';

beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'synoptic-repeat-'));
  made = generate(directory, 'web', { scale: 0.001 });
  file = path.join(directory, 'repeated.pcap');
  const to = openSync(file, 'w');
  repeat(made.file, TURNS, to, 3600);
  closeSync(to);
});
afterAll(() => { rmSync(directory, { recursive: true }); });

describe('a repeated capture', () => {
  it('holds every connection once a turn, each turn later', () => {
    const { connections, status } = analyzeBytes(new Uint8Array(readFileSync(file)));
    const { truth } = made;
    expect(connections).toHaveLength(TURNS * Object.values(truth.connections).reduce((sum, n) => sum + n, 0));
    expect(status).toMatchObject({ packets: TURNS * truth.packets, wireBytes: TURNS * truth.wireBytes, undecoded: 0, damageCount: 0 });
    expect((status.lastMicros ?? 0) - (status.firstMicros ?? 0)).toBeGreaterThan((TURNS - 1) * 3600e6);
  });

  it.runIf(tsharkInstalled)('has right checksums in every turn', () => {
    const checks = ['ip', 'tcp', 'udp'].flatMap((layer) => ['-o', `${layer}.check_checksum:TRUE`]);
    const wrong = ['ip', 'tcp', 'udp', 'icmp', 'icmpv6'].map((layer) => `${layer}.checksum.status == 0`).join(' or ');
    const { status, stdout } = spawnSync('tshark', ['-n', ...checks, '-r', file, '-Y', wrong], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  it('refuses more turns than its addresses have room for', () => {
    expect(() => { repeat(made.file, 5000, 1, 1); }).toThrow('1 to 2048 times');
  });
});
