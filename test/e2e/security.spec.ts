// Electron's security checklist, item by item, in the running application (https://www.electronjs.org/docs/latest/tutorial/security).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { expectRows, launch, ROOT, type Running } from './launch';
import { family, internetSockets } from './sockets';
import { story } from '../make/story';

let running: Running;
test.beforeAll(async () => { running = await launch(); });
test.afterAll(async () => { await running.close(); });

test('1 · only content of the application is loaded, and the page asks for nothing else', async () => {
  const asked = await running.page.evaluate(() => [...document.querySelectorAll<HTMLElement & { src?: string; href?: string }>('script[src], link[href], img[src]')].map((element) => element.src ?? element.href ?? ''));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((url) => !url.startsWith('app://synoptic/') && !url.startsWith('data:'))).toEqual([]);
  const remote = await running.page.evaluate(async () => fetch('http://127.0.0.1:9/').then(() => 'loaded', (thrown: unknown) => String(thrown)));
  expect(remote).toMatch(/Failed to fetch/);
});

test('2–4, 6 · no Node, isolated context, sandbox, web security', async () => {
  const preferences = await running.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({ nodeIntegration: false, contextIsolation: true, sandbox: true, webviewTag: false });
  expect(preferences.webSecurity).not.toBe(false);
  expect(preferences.allowRunningInsecureContent).not.toBe(true);
  expect(preferences.experimentalFeatures).not.toBe(true);
  expect(preferences.enableBlinkFeatures ?? '').toBe('');
});

test('5 · permissions are refused', async () => {
  const states = await running.page.evaluate(async () => Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'].map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state)));
  expect(states.filter((state) => state === 'granted')).toEqual([]);
  const media = await running.page.evaluate(async () => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', (thrown: unknown) => (thrown as Error).name));
  expect(media).not.toBe('granted');
});

test('7 · the policy is a header, strict, with Trusted Types, and it is enforced', async () => {
  const policy = await running.page.evaluate(async () => (await fetch('app://synoptic/index.html')).headers.get('content-security-policy') ?? '');
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]) expect(policy).toContain(part);
  expect(policy).not.toMatch(/unsafe-|https?:|\*/);
  // Later, on the page's own account: what the driver evaluates itself is exempt from the policy.
  const tried = await running.page.evaluate(() => new Promise<string[]>((resolve) => {
    const attempt = (act: () => unknown): string => { try { act(); return 'done'; } catch (thrown) { return (thrown as Error).name; } };
    setTimeout(() => {
      resolve([
        attempt(() => { document.createElement('div').innerHTML = '<img src=x>'; }),
        attempt(() => { (0, globalThis.eval)('1'); }),
        attempt(() => (Reflect.get(globalThis, 'trustedTypes') as { createPolicy(name: string, rules: object): unknown }).createPolicy('evil', {})),
      ]);
    });
  }));
  expect(tried).toHaveLength(3);
  expect(tried).not.toContain('done');
});

test('12–14 · no navigation, no new window, no webview', async () => {
  const { page, app } = running;
  await page.evaluate(() => { window.open('https://example.invalid/'); location.href = 'https://example.invalid/'; });
  await page.evaluate(() => { location.href = 'file:///etc/hosts'; });
  await page.evaluate(() => { document.body.append(document.createElement('webview')); });
  await page.waitForTimeout(300);
  expect(page.url()).toBe('app://synoptic/index.html');
  expect(await app.evaluate(({ BrowserWindow, webContents }) => [BrowserWindow.getAllWindows().length, webContents.getAllWebContents().length])).toEqual([1, 1]);
});

test('18 · app:// serves the folder of the window and nothing else', async () => {
  const addresses = ['app://synoptic/..%2f..%2fpackage.json', 'app://synoptic/%2e%2e/%2e%2e/package.json', 'app://synoptic/..%5c..%5cpackage.json', 'app://synoptic/%00index.html', 'app://synoptic//etc/hosts', 'app://synoptic/../main/index.cjs', 'app://synoptic/%252e%252e/package.json'];
  const answers = await running.page.evaluate(async (urls) => Promise.all(urls.map(async (url) => fetch(url).then((response) => response.status, () => 0))), addresses);
  expect(answers.filter((status) => status === 200)).toEqual([]);
  const posted = await running.page.evaluate(async () => (await fetch('app://synoptic/index.html', { method: 'POST' })).status);
  expect(posted).toBe(404);
});

test('19 · the fuses of a package are set', () => {
  const text = fs.readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8');
  for (const [fuse, state] of [['runAsNode', false], ['enableNodeOptionsEnvironmentVariable', false], ['enableNodeCliInspectArguments', false], ['onlyLoadAppFromAsar', true], ['enableEmbeddedAsarIntegrityValidation', true]] as const) {
    expect(text).toMatch(new RegExp(`^  ${fuse}: ${String(state)}$`, 'm'));
  }
});

test('a capture with hostile names opens without a socket to the outside, and its names are text', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-hostile-'));
  const name = '<img src=x onerror=document.title=1> \u202e gnp.pcap';
  const file = path.join(folder, name);
  fs.writeFileSync(file, story().syn().synAck().ack().data('originator', 300).close('originator').pcap());
  const { app, page, complaints, close } = await launch();
  const mine = (): string[] => internetSockets(family(app.process().pid ?? 0));
  const before = mine(); // the driver's own connection to the debugger
  const seen = new Set<string>();
  const watch = setInterval(() => { for (const socket of mine()) seen.add(socket); }, 300);
  complaints.length = 0;
  await page.evaluate(async (target) => {
    const api = Reflect.get(globalThis, 'synoptic') as { invoke(command: string, argument: unknown): Promise<unknown> };
    await api.invoke('openFile', { path: target });
  }, file);
  await expectRows(page, 1);
  await page.getByRole('grid').getByRole('row').nth(1).click();
  await page.waitForTimeout(500);
  clearInterval(watch);
  const ofDriver = (socket: string): boolean => before.includes(socket) || /^tcp6? \S*0100007F:/.test(socket);
  expect([...seen].filter((socket) => !ofDriver(socket))).toEqual([]);
  expect(await page.title()).toContain('<img');
  expect(await page.evaluate(() => document.querySelectorAll('img[src="x"]').length)).toBe(0);
  expect(complaints).toEqual([]);
  await close();
  fs.rmSync(folder, { recursive: true });
});
