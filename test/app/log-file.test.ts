// The log: of this user alone, bounded, without addresses unless wanted, and never a reason to stop.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LOG_FILE_BYTES, LONGEST_LOG_LINE } from '@shared/log';
import { LogFile } from '../../main/app/log-file';
import { lastLines } from '../../main/doctor/log-tail';

const top = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-log-'));
afterAll(() => { fs.rmSync(top, { recursive: true, force: true }); });
let made = 0;
const open = (plain = false, folder = path.join(top, String(made++), 'logs')) => new LogFile({ folder, plain: () => plain, known: () => ({ hosts: ['falcon'], files: ['slow login'] }) });
const text = (log: LogFile): string => fs.readFileSync(log.path, 'utf8');

describe('a line', () => {
  it('is kept with its time and level, without addresses and names', () => {
    const log = open();
    log.write('warn', 'On falcon, 10.0.0.7 sent “slow login” to /home/ada/x');
    expect(text(log)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} warn On <host>, <ipv4> sent “<file>” to <path>\n$/);
  });
  it('keeps them where the user wants them', () => {
    const log = open(true);
    log.write('info', '10.0.0.7 on falcon');
    expect(text(log)).toContain('10.0.0.7 on falcon');
  });
  it('stays one line, of bounded length, without characters that rewrite a terminal', () => {
    const log = open();
    log.write('error', `a\nb\r\u001b[2J\u202e${'x'.repeat(100_000)}`);
    expect(text(log).trimEnd().split('\n')).toHaveLength(1);
    expect(text(log)).not.toMatch(/[\u001b\u202e]/);
    expect(text(log).length).toBeLessThan(LONGEST_LOG_LINE + 100);
  });
});

describe('the file', () => {
  it('is readable by its user alone, and so is its folder', () => {
    const log = open();
    log.write('info', 'one');
    expect(fs.statSync(log.path).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(log.path)).mode & 0o777).toBe(0o700);
  });
  it('is made private when an earlier one was not', () => {
    const folder = path.join(top, 'earlier');
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'synoptic.log'), 'before\n', { mode: 0o644 });
    const log = open(false, folder);
    log.write('info', 'after');
    expect(fs.statSync(log.path).mode & 0o777).toBe(0o600);
    expect(text(log)).toMatch(/^before\n.*after\n$/);
  });
  it('is rotated: three files of a megabyte at most, the newest lines in the first', () => {
    const log = open(true);
    const line = 'y'.repeat(3_900);
    for (let i = 0; i < 1_200; i++) log.write('info', `${String(i)} ${line}`);
    const files = fs.readdirSync(path.dirname(log.path)).sort();
    expect(files).toEqual(['synoptic.1.log', 'synoptic.2.log', 'synoptic.log']);
    for (const file of files) {
      const { size, mode } = fs.statSync(path.join(path.dirname(log.path), file));
      expect(size).toBeLessThan(LOG_FILE_BYTES + 5_000);
      expect(mode & 0o777).toBe(0o600);
    }
    expect(text(log)).toContain(' 1199 ');
  });
  it('that cannot be written stops nothing', () => {
    const file = path.join(top, 'a-file');
    fs.writeFileSync(file, '');
    const log = open(false, path.join(file, 'logs'));
    expect(() => { log.write('error', 'x'); }).not.toThrow();
  });
});

describe('the last lines', () => {
  it('are as many as were asked for, whole, also of a long log', () => {
    const file = path.join(top, 'long.log');
    fs.writeFileSync(file, Array.from({ length: 9_000 }, (_, i) => `line ${String(i)} ${'z'.repeat(60)}`).join('\n'));
    const lines = lastLines(file, 50);
    expect(lines).toHaveLength(50);
    expect(lines[0]).toMatch(/^line 8950 z+$/);
    expect(lastLines(file, 100_000)[0]).toMatch(/^line \d+ z{60}$/);
  });
  it('of no log are none', () => { expect(lastLines(path.join(top, 'none'), 5)).toEqual([]); });
});
