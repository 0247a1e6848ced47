// The user's own files: settings, recent captures and the window's place survive damage, and hold only what they may.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '@shared/settings';
import { fileArguments } from '../../main/app/file-arguments';
import { RecentFiles } from '../../main/app/recent';
import { SettingsStore } from '../../main/app/settings-store';
import { isOnScreen, loadPlace, savePlace } from '../../main/app/window-place';

let folder: string;
beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-app-')); });
afterEach(() => { fs.rmSync(folder, { recursive: true, force: true }); });
const at = (name: string): string => path.join(folder, name);

describe('the settings', () => {
  it('are the defaults without a file, and come back after a change', () => {
    const file = at('deep/settings.json');
    expect(new SettingsStore(file).current).toEqual(DEFAULT_SETTINGS);
    new SettingsStore(file).save({ theme: 'light', detailShare: 0.5 });
    expect(new SettingsStore(file).current).toEqual({ ...DEFAULT_SETTINGS, theme: 'light', detailShare: 0.5 });
    expect(fs.statSync(file).mode & 0o077).toBe(0);
  });

  it('drop what is out of limits and keep the rest', () => {
    fs.writeFileSync(at('s.json'), JSON.stringify({ theme: 'dark', connectionLimit: 3, spoolLimitBytes: '8', detailShare: 0.9, colour: 'red', captureFilters: { lo: 'tcp' } }));
    expect(new SettingsStore(at('s.json')).current).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', captureFilters: { lo: 'tcp' } });
  });

  it.each(['{ "theme": "da', '[1, 2]', 'null'])('put a damaged file aside: %s', (content) => {
    fs.writeFileSync(at('s.json'), content);
    const store = new SettingsStore(at('s.json'));
    expect(store.current).toEqual(DEFAULT_SETTINGS);
    store.save({ theme: 'dark' });
    expect(path.basename(store.damaged ?? '')).toMatch(/^s\.damaged-\d{4}-\d\d-\d\d-\d{6}\.json$/);
    expect(fs.readFileSync(store.damaged ?? '', 'utf8')).toBe(content);
    // It is told once: the next start finds a good file.
    const next = new SettingsStore(at('s.json'));
    expect([next.current.theme, next.damaged]).toEqual(['dark', null]);
  });
});

describe('the recent files', () => {
  it('stand newest first, each once, and are at most twelve', () => {
    const recent = new RecentFiles(at('recent.json'));
    for (let i = 0; i < 20; i++) recent.add(at(`${String(i % 15)}.pcap`), i);
    const names = new RecentFiles(at('recent.json')).list().map((entry) => entry.name);
    expect(names).toHaveLength(12);
    expect(names.slice(0, 6)).toEqual(['4.pcap', '3.pcap', '2.pcap', '1.pcap', '0.pcap', '14.pcap']);
  });

  it('know the size of a file, and when it is gone', () => {
    fs.writeFileSync(at('here.pcap'), 'abc');
    const recent = new RecentFiles(at('recent.json'));
    recent.add(at('gone.pcap'), 1);
    recent.add(at('here.pcap'), 2);
    expect(recent.list().map(({ bytes }) => bytes)).toEqual([3, null]);
    recent.clear();
    expect(new RecentFiles(at('recent.json')).list()).toEqual([]);
  });

  it('ignore entries that are none', () => {
    fs.writeFileSync(at('recent.json'), JSON.stringify([{ path: 'relative.pcap', openedMillis: 1 }, { path: 7 }, null, { path: '/a.pcap', openedMillis: 2 }]));
    expect(new RecentFiles(at('recent.json')).list().map((entry) => entry.path)).toEqual(['/a.pcap']);
  });
});

describe('the place of the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 };

  it('comes back where a screen still shows it', () => {
    savePlace(at('w.json'), { bounds: { x: 1800, y: 10, width: 1000, height: 700 }, maximized: false });
    expect(loadPlace(at('w.json'), [screen])).toEqual({ bounds: { x: 1800, y: 10, width: 1000, height: 700 }, maximized: false });
    expect(loadPlace(at('w.json'), [{ ...screen, width: 1280 }]).bounds).toBeNull();
  });

  it('is found only when its title can be reached', () => {
    expect(isOnScreen({ x: -900, y: 100, width: 1000, height: 700 }, [screen])).toBe(true);
    expect(isOnScreen({ x: -950, y: 100, width: 1000, height: 700 }, [screen])).toBe(false);
    expect(isOnScreen({ x: 0, y: 1060, width: 1000, height: 700 }, [screen])).toBe(false);
  });

  it.each(['{', '7', '{"bounds":{"x":0,"y":0,"width":1,"height":1e9}}'])('is forgotten when the file says %s', (content) => {
    fs.writeFileSync(at('w.json'), content);
    expect(loadPlace(at('w.json'), [screen]).bounds).toBeNull();
  });
});

describe('the words of the command line', () => {
  it('name captures among options, the program and the application', () => {
    expect(fileArguments(['/bin/electron', '--no-sandbox', '--inspect=0', '/app', 'a.pcap', '/abs/b.pcap', '', 'a.pcap'], '/home/me', '/app')).toEqual(['/home/me/a.pcap', '/abs/b.pcap']);
    expect(fileArguments(['/opt/synoptic/synoptic'], '/', '/opt/synoptic/resources/app.asar')).toEqual([]);
  });
});
