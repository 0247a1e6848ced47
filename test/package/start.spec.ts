// The archive, unpacked anywhere: started by an ordinary user, in Chromium's sandbox, on a capture named on the command line.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { rowCount } from '../e2e/launch';
import { family, internetSockets } from '../e2e/sockets';
import { story } from '../make/story';
import { openWindow, ORDINARY, OrdinaryUser, processes, root, ROOT, TARBALL, VERSION } from './packages';

const capture = story().syn().synAck().ack().data('originator', 300).data('responder', 900).close('originator').pcap();
let folder = '';
let synoptic = '';
let user: OrdinaryUser;

test.beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-package-'));
  fs.chmodSync(folder, 0o755);
  expect(spawnSync('tar', ['-xzf', TARBALL, '-C', folder]).status).toBe(0);
  synoptic = path.join(folder, `synoptic-${VERSION}`, 'synoptic');
  user = new OrdinaryUser();
});
test.afterAll(() => {
  user.remove();
  root('rm', '-rf', folder);
});

test('the window opens the capture, its page in the sandbox, nothing as root, no socket to the outside', async () => {
  const file = user.file('trace.pcap', capture);
  const window = await openWindow(user, [synoptic, file]);
  const { page } = window;
  await expect.poll(() => rowCount(page).catch(() => 0), { timeout: 60_000, intervals: [20] }).toBe(1);
  console.log(`      start to the first row: ${String(Date.now() - window.launchedAt)} ms`);
  expect(page.url()).toBe('app://synoptic/index.html');
  expect(await page.title()).toContain('trace.pcap');
  await page.getByRole('grid').getByRole('row').nth(1).click();

  const all = processes(family(window.pid)).filter((one) => one.words.some((word) => word.includes('synoptic-window')));
  const main = all.find((one) => one.words[0]?.endsWith('synoptic-window') === true && !one.words.some((word) => word.startsWith('--type=')));
  const pages = all.filter((one) => one.words.includes('--type=renderer'));
  expect(pages.length).toBeGreaterThan(0);
  expect(all.filter((one) => one.words.includes('--no-sandbox'))).toEqual([]);
  for (const renderer of pages) {
    expect(renderer.seccomp, 'a filter of system calls').toBe(2);
    expect(renderer.namespaces, 'namespaces of its own').not.toBe(main?.namespaces);
  }
  expect(all.filter((one) => one.words[0]?.endsWith('synoptic-window') === true && one.uid !== ORDINARY)).toEqual([]);
  // The debugger this test came in by listens on loopback.
  expect(internetSockets(family(window.pid)).filter((socket) => !/^tcp6? \S*0100007F:/.test(socket))).toEqual([]);
  if (process.env.SYNOPTIC_PICTURE !== undefined) await page.screenshot({ path: process.env.SYNOPTIC_PICTURE });
  await window.close();
  expect(fs.statSync(path.join(user.home, '.config/Synoptic')).mode & 0o077).toBe(0);
});

test('cap is asked in a process of its own that the packaged binary can start', async () => {
  const window = await openWindow(user, [synoptic]);
  const status = await window.page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'synoptic') as { invoke(command: string, argument: unknown): Promise<unknown> };
    return JSON.stringify(await api.invoke('listInterfaces', undefined));
  });
  await window.close();
  // Either it was rebuilt for this Electron and was refused the device, or it says that it was not: both are its own words.
  expect(status).toMatch(/NODE_MODULE_VERSION|different Node\.js version|permission/i);
  expect(status).not.toMatch(/did not answer|without a word|child program is missing/);
});

test('the command line needs neither Node nor a display', () => {
  const file = user.file('trace.pcap', capture);
  expect(user.run([synoptic, '--version'])).toMatchObject({ status: 0, stdout: `synoptic ${VERSION}\n` });
  const rows = user.run([synoptic, 'analyze', file, '--jsonl', 'connections']);
  const development = spawnSync(process.execPath, [path.join(ROOT, 'dist/cli/synoptic.cjs'), 'analyze', '-', '--jsonl', 'connections'], { input: capture, encoding: 'utf8' });
  expect(rows.status, rows.stderr).toBe(0);
  expect(rows.stdout).toBe(development.stdout);
  expect(user.run([synoptic, 'analyze', '-', '--jsonl', 'connections'], gzipSync(capture)).stdout).toBe(development.stdout);
  expect(user.run([synoptic, 'analyze', '/nowhere.pcap']).status).toBe(1);
  expect(user.run([synoptic, 'analyze', file, '--jsonl', 'nonsense']).status).toBe(2);
  expect(user.run([synoptic, 'report', file, '--out', path.join(user.home, 'report')]).status).toBe(0);
  expect(fs.readdirSync(path.join(user.home, 'report'))).toContain('report.html');
  const window = user.run([synoptic, file]);
  expect(window).toMatchObject({ status: 1, stdout: '' });
  expect(window.stderr).toContain('no display');
});
