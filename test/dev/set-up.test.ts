// Set-up looks before it does: what counts as installed, which Electron is taken, and how results are counted.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { check, playwrightCounts, vitestCounts } from '../../main/dev/checks.mjs';
import { findElectron } from '../../main/dev/electron-runtime.mjs';
import { modulesAreFresh } from '../../main/dev/node-modules.mjs';
import { seconds } from '../../main/dev/steps.mjs';
import { program, provideSystemPackages } from '../../main/dev/system-packages.mjs';

let folder = '';
beforeEach(() => { folder = mkdtempSync(path.join(os.tmpdir(), 'synoptic-set-up-')); });
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

describe('node modules', () => {
  const lock = (file: string, packages: Record<string, object>): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
  };
  const wanted = { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'x' }, 'node_modules/cap': { version: '0.2.1', integrity: 'y', optional: true } };
  const after = (installed: Record<string, object>): boolean => {
    lock('package-lock.json', wanted);
    lock('node_modules/.package-lock.json', installed);
    return modulesAreFresh(folder);
  };

  it('are stale on a fresh clone', () => {
    lock('package-lock.json', wanted);
    expect(modulesAreFresh(folder)).toBe(false);
  });
  it('are fresh after npm ci, also where an optional one could not be built', () => {
    expect(after({ 'node_modules/a': wanted['node_modules/a'], 'node_modules/cap': wanted['node_modules/cap'] })).toBe(true);
    expect(after({ 'node_modules/a': wanted['node_modules/a'] })).toBe(true);
  });
  it('are stale when one is missing, older, or another package under the same name', () => {
    expect(after({})).toBe(false);
    expect(after({ 'node_modules/a': { version: '0.9.0', integrity: 'x' } })).toBe(false);
    expect(after({ 'node_modules/a': { version: '1.0.0', integrity: 'z' } })).toBe(false);
  });
});

describe('system packages', () => {
  const need = (lost: string | null) => [{ names: ['synoptic-test-new', 'synoptic-test'], there: () => false, lost }];

  it('programs are found outside the PATH too', () => {
    vi.stubEnv('PATH', folder);
    writeFileSync(path.join(folder, 'a-program'), '');
    expect([program('a-program'), program('no-such-program')]).toEqual([true, false]);
  });
  it.runIf(process.platform === 'linux')('where none may be installed, a recommended one is named with what is lost, a required one stops', async () => {
    vi.stubEnv('SYNOPTIC_NO_APT', '1');
    const { said } = await provideSystemPackages(need('comparing'), () => undefined);
    expect(said).toMatch(/without synoptic-test; lost: comparing/);
    await expect(provideSystemPackages(need(null), () => undefined)).rejects.toThrow(/Missing system packages: synoptic-test/);
  });
  it('what is there costs nothing and installs nothing', async () => {
    const notes: string[] = [];
    await provideSystemPackages([{ names: ['x'], there: () => true, lost: null }], (text: string) => notes.push(text));
    expect(notes).toEqual([]);
  });
});

describe('the Electron runtime', () => {
  it('an explicit one wins', () => {
    vi.stubEnv('SYNOPTIC_ELECTRON', '/somewhere/electron');
    expect(findElectron()).toBe('/somewhere/electron');
  });
});

describe('checks at the same time', () => {
  it('show what each said when it has ended, and count a failing one and one that cannot start', async () => {
    const shown: string[] = [];
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => shown.push(String(text)) > 0);
    const outcomes = await Promise.all([
      check('good', [process.execPath, '-e', 'console.log("well")']),
      check('bad', [process.execPath, '-e', 'console.error("found one"); process.exit(3)']),
      check('absent', [path.join(folder, 'no-such-tool')]),
    ]);
    write.mockRestore();
    expect(outcomes.map(({ name, failed, ok }) => ({ name, failed, ok }))).toEqual([
      { name: 'good', failed: 0, ok: true }, { name: 'bad', failed: 1, ok: false }, { name: 'absent', failed: 1, ok: false },
    ]);
    expect(shown.find((text) => text.includes('bad'))).toMatch(/^found one\n✗ bad/);
    expect(shown.find((text) => text.includes('absent'))).toContain('ENOENT');
  });
});

describe('counting tests', () => {
  const report = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0 };

  it('a file that does not load is one failure, not none', () => {
    const loaded = { status: 'failed', assertionResults: [{}] };
    expect(vitestCounts({ ...report, testResults: [loaded] })).toEqual({ passed: 7, failed: 1, skipped: 2 });
    expect(vitestCounts({ ...report, testResults: [loaded, { status: 'failed', assertionResults: [] }] }).failed).toBe(2);
  });
  it('a flaky end-to-end test and an error outside a test are failures', () => {
    expect(playwrightCounts({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{}] })).toEqual({ passed: 3, failed: 3, skipped: 1 });
  });
  it('times are readable', () => expect([seconds(1234), seconds(125_000)]).toEqual(['1.2 s', '2 min 5 s']));
});
