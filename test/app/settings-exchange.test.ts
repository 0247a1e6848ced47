// Settings go to another machine and come from strangers: all of them or none, and always with a word on what is wrong.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '@shared/failure';
import { DEFAULT_SETTINGS, type Settings } from '@shared/settings';
import { exchangeText, loadExchange, readExchange, writeExchange } from '../../main/app/settings-exchange';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-exchange-'));
afterAll(() => { fs.rmSync(folder, { recursive: true, force: true }); });

const MINE: Settings = {
  ...DEFAULT_SETTINGS, theme: 'light', connectionLimit: 5_000, savedFilters: [{ name: 'slow', filter: 'rtt > 100 ms' }],
  alertMutes: [{ kind: null, host: '10.0.0.7', peer: null, reason: 'our scanner' }], thresholds: {}, filterHistory: ['tcp'], captureFilters: { eth0: 'tcp' },
};
const refusal = (text: string): string => {
  try {
    readExchange(text, 'mine.json');
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown.message;
    throw thrown;
  }
  throw new Error('it was taken');
};
const wrapped = (settings: unknown, rest: object = {}): string => JSON.stringify({ synoptic: 'settings', version: 1, settings, ...rest });

describe('what was exported', () => {
  it('is imported whole: mutes and saved filters with it', async () => {
    const file = path.join(folder, 'mine.json');
    await writeExchange(file, MINE);
    expect(await loadExchange(file)).toEqual({ change: MINE, unknown: [] });
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  });
  it('may begin with the mark that some editors put there', () => { expect(readExchange(`\uFEFF${exchangeText(MINE)}`, 'x').change).toEqual(MINE); });
  it('may be a part: the others stay', () => { expect(readExchange(wrapped({ theme: 'dark' }), 'x')).toEqual({ change: { theme: 'dark' }, unknown: [] }); });
  it('may hold what this version does not know: it is left out and named', () => {
    expect(readExchange(wrapped({ theme: 'dark', wallpaper: 'x', ['__proto__x']: 1 }, { more: 1 }), 'x')).toEqual({ change: { theme: 'dark' }, unknown: ['wallpaper', '__proto__x'] });
  });
});

describe('a file that is refused', () => {
  it.each([
    ['damaged', exchangeText(MINE).slice(0, 200), 'no JSON'],
    ['empty', '', 'no JSON'],
    ['binary', '\0\u0001\u0002', 'no JSON'],
    ['foreign', '{"compilerOptions":{}}', 'no settings of Synoptic'],
    ['a list', '[1]', 'no settings of Synoptic'],
    ['nothing', 'null', 'no settings of Synoptic'],
    ['a settings file of the profile', JSON.stringify(MINE), 'no settings of Synoptic'],
    ['without a version', '{"synoptic":"settings","settings":{}}', 'of which version'],
    ['of a later version', '{"synoptic":"settings","version":2,"settings":{}}', 'version 2'],
    ['without settings', wrapped([]), 'no “settings”'],
    ['without a setting that is known', wrapped({ wallpaper: 1 }), 'no setting in it is known'],
    ['a value beyond its limit', wrapped({ theme: 'dark', connectionLimit: 1e12 }), '“connectionLimit” has a value that cannot be'],
    ['two such values', wrapped({ theme: 'pink', alertMutes: [{ kind: null, host: null, peer: null, reason: 'all' }] }), '“theme”, “alertMutes” have values'],
  ])('%s', (_what, text, why) => {
    expect(refusal(text)).toContain(why);
    expect(refusal(text)).toMatch(/^mine\.json was not imported: .*Nothing was changed\.$/s);
  });

  it('changes the prototype of nothing', () => {
    expect(readExchange('{"synoptic":"settings","version":1,"settings":{"theme":"dark","__proto__":{"polluted":1}}}', 'x')).toEqual({ change: { theme: 'dark' }, unknown: ['__proto__'] });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('names a hostile text in bounds', () => {
    const message = refusal(`{"${'\u202e'.repeat(3)}${'a'.repeat(100_000)}`);
    expect(message.length).toBeLessThan(400);
  });

  it.each([
    ['that is not there', path.join(folder, 'none.json'), 'ENOENT'],
    ['that is a folder', folder, 'it is no file'],
    ['that never ends', '/dev/zero', 'it is no file'],
  ])('%s', async (_what, file, why) => { await expect(loadExchange(file)).rejects.toThrow(why); });

  it('larger than settings can be is not read', async () => {
    const file = path.join(folder, 'large.json');
    fs.writeFileSync(file, '');
    fs.truncateSync(file, 1024 ** 4);
    await expect(loadExchange(file)).rejects.toThrow('more than any settings take');
  });

  it('a pipe that nobody writes to is not waited for', async () => {
    const pipe = path.join(folder, 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    await expect(loadExchange(pipe)).rejects.toThrow('it is no file');
  });
});

it('a folder that cannot be written is said', async () => {
  await expect(writeExchange(path.join(folder, 'no', 'such', 'x.json'), MINE)).rejects.toThrow('x.json could not be written: ENOENT.');
});
