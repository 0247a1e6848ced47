// Which files the window's scheme serves: those of its folder, and no way out of it.
import path from 'node:path';
import { expect, it } from 'vitest';
import { pageFile } from '../../main/app/page-path';

const ROOT = path.resolve('/srv/window');

it.each([
  ['app://synoptic/index.html', 'index.html', 'text/html; charset=utf-8'],
  ['app://synoptic/assets/index-a1.js?x=1', 'assets/index-a1.js', 'text/javascript; charset=utf-8'],
  ['app://synoptic/assets/../index.html', 'index.html', 'text/html; charset=utf-8'],
])('%s is served', (address, file, type) => {
  expect(pageFile(ROOT, address)).toEqual({ file: path.join(ROOT, file), type });
});

it.each([
  'app://synoptic/..%2f..%2fetc/passwd.html', 'app://synoptic/%2e%2e/secret.json', 'app://synoptic/assets/%00.js', 'app://synoptic/..%5c..%5ca.js',
  'app://other/index.html', 'https://synoptic/index.html', 'file:///etc/hosts.html', 'app://synoptic/', 'app://synoptic/index', 'app://synoptic/%', 'nothing',
  'app://synoptic/..%2fwindow-other/index.html',
])('%s is not', (address) => {
  const found = pageFile(ROOT, address);
  // A normalised address may still name a file inside; outside the folder there is none.
  expect(found === null || found.file.startsWith(ROOT + path.sep)).toBe(true);
  if (!address.includes('%2e')) expect(found).toBeNull();
});
