// What is inside the packages: fuses, files, licences, bill of materials.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { shippedParts } from '../../main/dev/licences.mjs';
import { DEB, ROOT, TARBALL, UNPACKED } from './packages';

const tool = (script: string, ...args: string[]): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(ROOT, 'node_modules', script), ...args], { encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } });
  expect(status, stderr).toBe(0);
  return stdout;
};
const licences = path.join(UNPACKED, 'resources/licences');

test('the fuses of the binary are set', () => {
  const said = tool('@electron/fuses/dist/bin.js', 'read', '--app', path.join(UNPACKED, 'synoptic-window'));
  for (const [fuse, state] of [
    ['RunAsNode', 'Disabled'], ['EnableNodeOptionsEnvironmentVariable', 'Disabled'], ['EnableNodeCliInspectArguments', 'Disabled'],
    ['EnableEmbeddedAsarIntegrityValidation', 'Enabled'], ['OnlyLoadAppFromAsar', 'Enabled'],
  ] as const) expect(said).toContain(`${fuse} is ${state}`);
});

test('the archive holds what was built and cap, nothing of the development tree', () => {
  const files = tool('@electron/asar/bin/asar.js', 'list', path.join(UNPACKED, 'resources/app.asar')).trim().split('\n').filter((file) => path.extname(file) !== '');
  expect(files).toEqual(expect.arrayContaining(['/package.json', '/dist/main/index.cjs', '/dist/main/worker.cjs', '/dist/preload/preload.cjs', '/dist/cli/in-thread.cjs', '/dist/cli/cap-child.cjs', '/dist/renderer/index.html']));
  expect(files.filter((file) => !/^\/(dist|node_modules\/cap)\/|^\/package\.json$/.test(file))).toEqual([]);
  expect(files.filter((file) => /\.(map|ts|vue|cc|h|gyp)$|third-party\.json$/.test(file))).toEqual([]);
});

test('every part that is shipped has its licence in the notice and its line in the bill of materials', () => {
  const notice = fs.readFileSync(path.join(licences, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  const bill = JSON.parse(fs.readFileSync(path.join(licences, 'sbom.cdx.json'), 'utf8')) as { bomFormat: string; specVersion: string; components: { name: string; version: string; purl: string; hashes?: unknown[] }[]; dependencies: { ref: string; dependsOn: string[] }[] };
  const parts = shippedParts();
  expect(parts.map((part) => part.name)).toEqual(expect.arrayContaining(['@vue/runtime-dom', 'echarts', 'reka-ui', 'chevrotain']));
  for (const part of parts) {
    expect(notice).toContain(`${part.name} ${part.version} (`);
    expect(notice).toContain(part.licenseText?.trim());
  }
  expect(notice).toContain('Apache ECharts\nCopyright'); // its NOTICE, as the Apache licence asks
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX' });
  expect(bill.components.map((component) => component.name).filter((name) => name !== 'electron').length).toBe(parts.length);
  expect(bill.components.filter((component) => component.name !== 'electron' && (component.hashes ?? []).length === 0)).toEqual([]);
  const refs = new Set([...bill.dependencies.map((dependency) => dependency.ref)]);
  expect(bill.dependencies.flatMap((dependency) => dependency.dependsOn).filter((ref) => !refs.has(ref))).toEqual([]);
  expect(fs.statSync(path.join(UNPACKED, 'LICENSES.chromium.html')).size).toBeGreaterThan(1e6);
  expect(fs.readFileSync(path.join(UNPACKED, 'LICENSE.electron.txt'), 'utf8')).toMatch(/Permission is hereby granted/);
  expect(fs.readFileSync(path.join(licences, 'LICENSE.txt'), 'utf8')).toBe(fs.readFileSync(path.join(ROOT, 'LICENSE'), 'utf8'));
});

test('the archive for any Linux belongs to nobody in particular and has one folder', () => {
  const lines = spawnSync('tar', ['-tvzf', TARBALL], { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout.trim().split('\n');
  expect(lines.length).toBeGreaterThan(40);
  expect(lines.filter((line) => !/^[-dl]\S+ 0\/0 /.test(line) || !/ synoptic-\d+\.\d+\.\d+\//.test(line))).toEqual([]);
  expect(lines.filter((line) => /^-.{7}w/.test(line) || /^-.{4}w/.test(line))).toEqual([]);
});

test('the deb holds every file where the system looks for it, owned by root', () => {
  const lines = spawnSync('dpkg-deb', ['--contents', DEB], { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout.trim().split('\n');
  const modes = new Map(lines.map((line) => [/ \.(\/\S*)/.exec(line)?.[1] ?? '', line.slice(0, 10)]));
  expect(lines.filter((line) => !line.includes(' root/root '))).toEqual([]);
  expect(modes.get('/opt/Synoptic/chrome-sandbox')).toBe('-rwsr-xr-x');
  expect([...modes].filter(([, mode]) => mode.includes('s')).map(([file]) => file)).toEqual(['/opt/Synoptic/chrome-sandbox']);
  for (const file of [
    '/usr/bin/synoptic', '/usr/share/applications/synoptic.desktop', '/usr/share/mime/packages/synoptic.xml', '/usr/share/man/man1/synoptic.1.gz',
    '/usr/share/bash-completion/completions/synoptic', '/usr/share/zsh/vendor-completions/_synoptic', '/usr/share/fish/vendor_completions.d/synoptic.fish',
    '/usr/share/doc/synoptic/copyright', '/usr/share/icons/hicolor/scalable/apps/synoptic.svg', ...[16, 24, 32, 48, 64, 128, 256, 512].map((size) => `/usr/share/icons/hicolor/${String(size)}x${String(size)}/apps/synoptic.png`),
  ]) expect([...modes.keys()]).toContain(file);
});
