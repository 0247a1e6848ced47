// What packages are made from, checked without making them: the configuration by electron-builder's own rules, and that its parts fit together.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const text = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

// The builder's own modules: they are not ours to depend on.
const ofBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const { load } = ofBuilder('js-yaml') as { load: (yaml: string) => unknown };
const { validateConfiguration } = ofBuilder('app-builder-lib/out/util/config/config') as { validateConfiguration: (config: unknown, log: unknown) => Promise<void> };
const judge = (config: unknown): Promise<void> => validateConfiguration(config, { isEnabled: false, add: () => undefined });

interface Config {
  fileAssociations: { ext: string; mimeType: string }[];
  linux: { extraFiles: { from: string }[]; icon: string };
  mac: { icon: string; entitlements: string; entitlementsInherit: string; target: { target: string; arch: string }[] };
  win: { icon: string };
  nsis: { include: string; license: string };
}
const config = load(text('electron-builder.yml')) as Config;

describe('electron-builder.yml', () => {
  it('is valid by the builder’s own schema, which refuses what it does not know', async () => {
    await expect(judge(structuredClone(config))).resolves.toBeUndefined();
    await expect(judge({ ...structuredClone(config), nsis: { oneClik: true } })).rejects.toThrow(/configuration\.nsis/);
  });
  it('names files that exist', () => {
    const inAssets = [config.linux.icon, config.mac.icon, config.win.icon].map((icon) => `assets/${icon}`);
    const named = [...inAssets, config.mac.entitlements, config.mac.entitlementsInherit, config.nsis.include, config.nsis.license, ...config.linux.extraFiles.map(({ from }) => from)];
    expect(named.filter((file) => !fs.existsSync(path.join(ROOT, file)))).toEqual([]);
  });
  it('asks for both processors of a Mac, and lets the hardened runtime nothing but compile', () => {
    expect(config.mac.target).toEqual([{ target: 'dmg', arch: 'universal' }]);
    expect([...text(config.mac.entitlements).matchAll(/<key>(.*)<\/key>/g)].map((match) => match[1])).toEqual(['com.apple.security.cs.allow-jit']);
  });
});

describe('types of files', () => {
  const xml = text('assets/linux/synoptic.xml');
  const types = [...xml.matchAll(/<mime-type type="([^"]+)">([\s\S]*?)<\/mime-type>/g)].map(([, type = '', body = '']) => ({ type, globs: [...body.matchAll(/pattern="\*\.(\w+)"/g)].map((match) => match[1]) }));
  it('are the same for the builder, the desktop and the database of types', () => {
    expect(types.flatMap(({ type, globs }) => globs.map((glob) => `${glob ?? ''} ${type}`)).sort()).toEqual(config.fileAssociations.map(({ ext, mimeType }) => `${ext} ${mimeType}`).sort());
    const desktop = /^MimeType=(.*)$/m.exec(text('assets/linux/synoptic.desktop'))?.[1] ?? '';
    expect(desktop.split(';').filter((type) => type !== '').sort()).toEqual(types.map(({ type }) => type).sort());
  });
});

describe('icons', () => {
  it('have the size of their name', () => {
    const icons = fs.readdirSync(path.join(ROOT, 'assets/icons'));
    expect(icons.length).toBeGreaterThanOrEqual(8);
    for (const icon of icons) {
      const header = fs.readFileSync(path.join(ROOT, 'assets/icons', icon)).subarray(0, 24);
      expect(header.toString('latin1', 1, 4)).toBe('PNG');
      expect(`${header.readUInt32BE(16)}x${header.readUInt32BE(20)}.png`).toBe(icon);
    }
  });
});

describe('the workflow of public runners', () => {
  const workflow = text('.github/workflows/ci.yml');
  const parsed = load(workflow) as { permissions: unknown; jobs: { package: { strategy: { matrix: { include: { system: string }[] } } } } };
  it('builds on the three systems', () => {
    expect(parsed.jobs.package.strategy.matrix.include.map(({ system }) => system.split('-')[0])).toEqual(['ubuntu', 'macos', 'windows']);
  });
  it('may read and nothing else, runs actions by the commit they were looked at, and keeps no credentials', () => {
    expect(parsed.permissions).toEqual({ contents: 'read' });
    const used = [...workflow.matchAll(/uses: (\S+)/g)].map((match) => match[1] ?? '');
    expect(used.length).toBeGreaterThan(3);
    expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(workflow.match(/persist-credentials: false/g)).toHaveLength(used.filter((action) => action.startsWith('actions/checkout')).length);
  });
  it('puts nothing that a stranger may write into a shell', () => {
    const expressions = [...workflow.matchAll(/\$\{\{\s*([\w.]+)/g)].map((match) => match[1] ?? '');
    expect(expressions.filter((name) => /^github\.(event\.(?!pull)|head_ref)|^inputs\./.test(name) && name !== 'github.event_name')).toEqual([]);
  });
});
