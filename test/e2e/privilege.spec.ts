// The window and the administrator: refused as it is, warned of where the sandbox was switched off in so many words.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from '@playwright/test';
import { appArguments, appEnvironment, executable } from './launch';

/** Runs for as long as it takes to say something; ended if it goes on. */
function said(words: readonly string[], profile: string, until: RegExp): Promise<{ text: string; status: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(executable(), words, { env: appEnvironment(profile), stdio: ['ignore', 'ignore', 'pipe'] });
    let text = '';
    const timer = setTimeout(() => { child.kill('SIGTERM'); }, 20_000);
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (until.test(text)) child.kill('SIGTERM');
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ text, status });
    });
  });
}

test('as root the window does not begin without being told so, and then it says what that means', async () => {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-e2e-'));
  try {
    const root = process.getuid?.() === 0;
    const plain = appArguments([]).filter((word) => word !== '--no-sandbox');
    if (root) {
      const refused = await said(plain, profile, /^$a/);
      expect(refused.text).toContain('Running as root without --no-sandbox is not supported');
      expect(refused.status).not.toBe(0);
      expect(fs.existsSync(path.join(profile, 'logs'))).toBe(false);
    }
    const WARNING = /window runs as root/;
    const begun = await said(appArguments([]), profile, root ? WARNING : /^$a/);
    expect(WARNING.test(begun.text)).toBe(root);
    expect(WARNING.test(fs.readFileSync(path.join(profile, 'logs', 'synoptic.log'), 'utf8'))).toBe(root);
  } finally {
    fs.rmSync(profile, { recursive: true, force: true });
  }
});
