// The child that captures may be the one process with a right: it takes orders of one shape, and does nothing for any other.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readOrder } from '../../main/capture/cap-messages';
import { buildCapture } from './capture-rig';

const PROBE = { mode: 'probe', device: 'eth0', filter: '', directory: '', segmentBytes: 0, ringBytes: 32 * 1024 ** 2 };
const CAPTURE = { ...PROBE, mode: 'capture', filter: 'tcp port 443', directory: '/spool/x', segmentBytes: 1_000_000 };

describe('an order', () => {
  it.each([[PROBE], [{ ...PROBE, mode: 'check' }], [CAPTURE], [{ ...PROBE, device: 'any' }], [{ ...PROBE, device: '\\Device\\NPF_{4F0E}' }], [{ ...CAPTURE, directory: 'C:\\Temp\\x' }]])('of ours is taken: %j', (order) => {
    expect(readOrder(JSON.stringify(order))).toEqual(order);
  });
  it.each([
    ['no JSON', 'rm -rf'], ['nothing', ''], ['a list', '[]'], ['null', 'null'],
    ['another mode', { ...PROBE, mode: 'shell' }], ['an option for a device', { ...PROBE, device: '-w' }], ['a path for a device', { ...PROBE, device: '../../dev/mem' }],
    ['a device of two words', { ...PROBE, device: 'eth0 -w /x' }], ['no device', { ...PROBE, device: '' }], ['a device that is a list', { ...PROBE, device: ['eth0'] }],
    ['a folder where none is needed', { ...PROBE, directory: '/etc' }], ['a folder that depends on where it runs', { ...CAPTURE, directory: '../etc' }],
    ['a filter cut by a null', { ...PROBE, filter: 'tcp\0' }], ['an endless filter', { ...PROBE, filter: 'a'.repeat(20_000) }],
    ['a ring larger than memory', { ...PROBE, ringBytes: 2 ** 50 }], ['no ring', { ...PROBE, ringBytes: 0 }], ['segments of nothing', { ...CAPTURE, segmentBytes: 0 }], ['a fraction', { ...CAPTURE, segmentBytes: 1.5 }],
    ['one field too many', { ...PROBE, exec: 'sh' }], ['one too few', { mode: 'probe', device: 'eth0' }],
  ])('that is none is refused: %s', (_what, order) => {
    expect(readOrder(typeof order === 'string' ? order : JSON.stringify(order))).toBeNull();
  });
});

describe('the child itself', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'synoptic-order-'));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  it('says so, ends at once, opens nothing and writes nothing', async () => {
    const { executable, childScript } = await buildCapture();
    for (const order of [{ ...CAPTURE, device: '-w', directory: folder }, { ...CAPTURE, directory: folder, exec: 'sh' }]) {
      const { status, stdout } = spawnSync(executable, [childScript, JSON.stringify(order)], { encoding: 'utf8', timeout: 20_000 });
      expect(status).toBe(2);
      expect(JSON.parse(stdout)).toEqual({ type: 'error', code: 'open', message: 'this is no order' });
      expect(readdirSync(folder)).toEqual([]);
    }
  }, 60_000);
});
